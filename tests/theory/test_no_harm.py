"""No harm in any round, whatever the generator: an integral given the past, and generators that mean harm."""

import numpy as np
import pytest
from scipy import stats

from model_collapse import theory


def risk(p, squared_distance):
    """Error of the positive part given the past, p being that of the real rows alone, by an integral.

    The squared length of z has a noncentral law, and E[delta'z | |z|] follows from the derivative of its density: with
    s the squared length and L the squared distance, E[delta'z; s] = L f(s; p + 2) for the density f with p + 2 degrees.
    """
    s = np.linspace(1e-9, squared_distance + p + 14 * np.sqrt(2 * (p + 2 * squared_distance)), 200_001)
    g = np.maximum(1 - (p - 2) / s, 0)
    law = stats.ncx2 if squared_distance else None
    density = law.pdf(s, p, squared_distance) if law else stats.chi2.pdf(s, p)
    above = law.pdf(s, p + 2, squared_distance) if law else np.zeros_like(s)
    inside = g**2 * s * density - 2 * g * squared_distance * above
    return np.trapezoid(inside, s) + squared_distance


@pytest.mark.parametrize("p", [3, 4, 10])
@pytest.mark.claim("T40")
def test_given_the_past_the_error_is_below_that_of_the_real_rows(p):
    rng, runs, n = np.random.default_rng(40), 40_000, 4
    for apart in (0, 1.0, 4.0, 40.0):
        expected = risk(p, apart)
        assert expected < p
        truth = np.zeros(p)
        made = truth - np.sqrt(apart / n / p)  # the synthetic average, any fixed point
        real = truth + rng.standard_normal((n, runs, p)).mean(0)
        w = theory.shrinkage_weight(n * ((real - made) ** 2).sum(-1), p)[:, None]
        squared = n * ((made + w * (real - made)) ** 2).sum(-1)
        assert abs(squared.mean() - expected) < 4 * squared.std() / np.sqrt(runs)


def turns_at_random(rng, real, model, t):
    return model + rng.choice([-1, 1], (len(model), 1)) * 0.3 * t**0.5


def repeats_the_last_real_rows(rng, real, model, t):
    return real


def runs_away(rng, real, model, t):
    return 1.5 * model + 0.1


def pushes_further(rng, real, model, t):
    return model + 0.7 * (model - real)


@pytest.mark.parametrize("centre", [turns_at_random, repeats_the_last_real_rows, runs_away, pushes_further])
@pytest.mark.claim("T40")
def test_no_round_is_worse_whatever_the_generator(centre):
    rng, runs, p, n = np.random.default_rng(41), 8_000, 5, 25
    truth = np.zeros((runs, p))
    real = model = truth + rng.standard_normal((runs, p)) / n**0.5
    for t in range(1, 16):
        truth = truth + (0.1 * rng.standard_normal((runs, p)) if t % 3 else 0)
        made = centre(rng, real, model, t) + rng.standard_normal((runs, p)) / n**0.5
        real = truth + rng.standard_normal((runs, p)) / n**0.5
        w = theory.shrinkage_weight(n * ((real - made) ** 2).sum(-1), p)[:, None]
        model = w * real + (1 - w) * made
        ratio = n * ((model - truth) ** 2).sum(-1) / p
        assert ratio.mean() < 1 + 3 * ratio.std() / np.sqrt(runs)


def test_rows_that_come_again_are_harmed():
    rng, runs, p, n = np.random.default_rng(42), 4_000, 10, 100
    real = model = rng.standard_normal((runs, p)) / n**0.5
    for _ in range(30):
        made = model + rng.standard_normal((runs, p)) / n**0.5
        w = theory.shrinkage_weight(n * ((real - made) ** 2).sum(-1), p)[:, None]
        model = w * real + (1 - w) * made
    ratio = n * (model**2).sum(-1) / p
    assert ratio.mean() == pytest.approx(1.47, abs=4 * ratio.std() / np.sqrt(runs))
    assert ratio.mean() > 1.3
