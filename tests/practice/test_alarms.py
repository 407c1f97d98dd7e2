"""Alarms that allow for chance: quiet on clean logs, loud at the sizes that the audit's docstring states."""

import itertools

import numpy as np
import pytest

from model_collapse.practice import Policy, RoundLog, audit
from model_collapse.practice._limits import control_limit, scores
from tests.practice.logs import clean_log

LOGS = 40


def columns(seed):
    """Return a clean log's columns; estimates of the shift lie at the edge of what the policy allows."""
    rows = clean_log(seed=seed)
    found = {name: np.array([row[name] for row in rows], dtype=None) for name in rows[0]}
    texts = ("timestamp", "holdout_sha256", "data_sha256", "seed", "decided_by", "reason")
    found = {name: column.astype(object if name in texts else float) for name, column in found.items()}
    shifts = 1 + 2 * np.random.default_rng(seed).standard_normal(len(rows))
    return found | {"bias_estimate": shifts}


def jump(log, step):
    log["error"][30] = log["error_real_only"].mean() + 16 * step


def level(log, step):
    log["error"][1:] += np.mean(log["error_real_only"] - log["error"]) + 2 * step


def rise(log, step):
    log["error"] += 6 * step * np.linspace(0, 1, len(log["error"]))


def shift(log, step):
    log["bias_estimate"] += 2


def named(seed, plant=None):
    """Return the faults of a log after something is planted."""
    log = columns(seed)
    if plant:
        plant(log, log["error_real_only"].std())
    return [fault.fault for fault in audit(RoundLog(log)).faults]


def test_the_control_limit_of_a_short_log_by_hand():
    rows = [1.0, 1.4, 0.9, 1.1, 2.0, 0.8, 1.3, 1.0, 1.6, 0.7, 1.2, 1.5]
    t, mean = len(rows), sum(rows) / len(rows)
    second = sum((x - mean) ** 2 for x in rows)
    third = sum((x - sum(rows[:n]) / n) ** 3 for n, x in enumerate(rows, 1))  # each less the mean so far
    skewness = (third / t) / (second / (t - 1)) ** 1.5
    spread = (sum((b - a) ** 2 for a, b in itertools.pairwise(rows)) / 2 / (t - 1)) ** 0.5
    assert 0 < skewness < 3
    expected = sum(rows[-10:]) / 10 + (5 + 2 * skewness) * (1 + 3 / t) * spread
    assert control_limit(np.array(rows))[-1] == pytest.approx(expected, rel=1e-12)


PATTERNS = [
    # a pattern that repeats, its spread by differences, its skewness: 5 spreads, and 2 more for each unit of skewness
    ([1, -1], 2**0.5, 0.0),
    ([3, -1, -1, -1], 2.0, 6 / 3**1.5),
]


@pytest.mark.parametrize(("pattern", "spread", "skewness"), PATTERNS)
def test_the_control_limit_of_a_pattern(pattern, spread, skewness):
    baseline = 10 + np.tile(pattern, 1000)
    expected = baseline[-10:].mean() + (5 + 2 * skewness) * spread
    assert control_limit(baseline)[-1] == pytest.approx(expected, rel=0.003)


def test_a_baseline_that_is_skewed_downwards_gets_no_narrower_limit():
    baseline = 10 - np.tile([3, -1, -1, -1], 1000)
    expected = baseline[-10:].mean() + 5 * 2.0
    assert control_limit(baseline)[-1] == pytest.approx(expected, rel=0.003)


def test_no_limit_before_the_eleventh_round():
    limits = control_limit(10 + np.tile([1, -1], 20))
    np.testing.assert_array_equal(np.isinf(limits), np.arange(1, 41) <= 10)


@pytest.mark.claim("G3")
def test_clean_logs_are_clean():
    assert [named(seed) for seed in range(LOGS)] == [[]] * LOGS


@pytest.mark.claim("G3")
@pytest.mark.parametrize(
    ("plant", "fault"),
    [(jump, "error_above_limit"), (level, "worse_than_real_only"), (rise, "error_rising"), (shift, "bias_high")],
)
def test_what_is_planted_is_found(plant, fault):
    assert np.mean([fault in named(seed, plant) for seed in range(LOGS)]) >= 0.95


def test_shifts_of_averages_are_held_along_the_mean_of_the_earlier_ones():
    rng, rounds, w = np.random.default_rng(7), 30, 0.6
    x = rng.standard_normal((rounds, 3)) * [1, 5, 0.2]
    y = rng.normal([3, 0, 0.5], 1, (rounds, 3))
    log = columns(1)
    log = {name: column[:rounds] for name, column in log.items() if name != "bias_estimate"}
    log["weight"], log["n_synthetic"] = np.full(rounds, w), np.full(rounds, 100.0)
    for i, name in enumerate("abc"):
        log |= {f"real_mean.{name}": x[:, i], f"synthetic_mean.{name}": y[:, i]}
    found = scores(RoundLog(log), Policy(largest_bias=0.5))["shifted"]
    # A loop in place of the arrays: rounds 1 to 28 have neighbours on both sides; the first of them has no direction.
    shifts = [y[t] - (w * x[t - 1] + (1 - w) * y[t - 1]) for t in range(1, rounds - 1)]
    steps = [((x[t] - x[t - 1]) ** 2).sum() for t in range(1, rounds - 1)]
    along = []
    for i in range(1, len(shifts)):
        direction = np.mean(shifts[:i], axis=0)
        along.append(shifts[i] @ direction / np.sqrt(direction @ direction))
        if i > 1:
            unit = np.sqrt(np.mean(steps[: i + 1]) / 2)
            z = (np.mean(along) - 0.5 * unit) / np.sqrt(np.var(along, ddof=1) / i)
            assert found[i + 1] == pytest.approx(max(z, 0))
