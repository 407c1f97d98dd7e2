"""What a log identifies, drawn row by row under weights that depend on the past."""

import numpy as np
import pytest

N, M, BIAS, DRIFT, ROW, MADE = 8, 5, 0.3, 0.05, 2.0, 1.5  # MADE: variance of a generated row, ROW of a real one


@pytest.fixture(scope="module")
def log():
    rng, loops, rounds = np.random.default_rng(34), 400, 120
    truth = np.zeros(loops)
    x = rng.normal(0, ROW**0.5, (N, loops)).mean(0)
    real, made, weights, model, shift = [x], [np.full(loops, np.nan)], [np.ones(loops)], x, np.zeros(loops)
    for _ in range(rounds):
        truth = truth + rng.normal(0, (ROW * DRIFT) ** 0.5, loops)
        w = np.where(shift > BIAS, 0.9, 0.3)  # a weight that is chosen from what the log showed
        x = truth + rng.normal(0, ROW**0.5, (N, loops)).mean(0)
        y = model + BIAS + rng.normal(0, MADE**0.5, (M, loops)).mean(0)
        shift = y - model
        model = w * x + (1 - w) * y
        real, made, weights = [*real, x], [*made, y], [*weights, w]
    return np.array(real), np.array(made), np.array(weights)


def near(values, expected):
    """Compare a mean over rounds and loops, the loops being independent."""
    by_loop = values.mean(0)
    return abs(by_loop.mean() - expected) < 4 * by_loop.std() / np.sqrt(by_loop.size)


@pytest.mark.claim("T34")
def test_shifts_are_new_in_every_round(log):
    real, made, w = log
    model = np.where(np.isnan(made), real, w * real + (1 - w) * made)
    s = made[1:] - model[:-1]
    assert near(s, BIAS)
    assert near((s - BIAS) ** 2, MADE / M)
    for lag in (1, 2, 5):
        assert near((s[lag:] - BIAS) * (s[:-lag] - BIAS), 0)
    assert near((s[1:] - BIAS) * (w[1:-1] - 0.6), 0)


@pytest.mark.claim("T34")
def test_steps_hold_noise_and_drift(log):
    steps = np.diff(log[0], axis=0)
    assert near(steps**2, 2 * ROW / N + ROW * DRIFT)
    assert near(steps[1:] * steps[:-1], -ROW / N)
    assert near(steps[2:] * steps[:-2], 0)
