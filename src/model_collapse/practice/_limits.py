"""What chance allows: alarms that may be looked at after every round.

The errors of two rounds are correlated, since a model remembers the last one with the weight u = 1 - w; the variance
of an average is larger by up to (1 + u) / (1 - u), which every alarm takes into account. An alarm compares a sum with
the boundary of a normal mixture, which a sum of independent normal terms of mean 0 and known variance crosses at any
round with a chance of at most `CHANCE`. Here the variance is estimated and the terms are neither independent nor
normal, so what chance really does is measured: `benchmarks/bench_audit.py`.
"""

import numpy as np
from numpy.typing import NDArray

from model_collapse._checks import Floats
from model_collapse.practice._rules import Columns, mixed, of_rounds
from model_collapse.practice.estimating import shifts_and_steps
from model_collapse.practice.policy import Policy
from model_collapse.practice.round_log import RoundLog

CHANCE = 0.0015
FEWEST, WINDOW, HALF = 10, 10, 20
"""Rounds before an alarm, rounds that the baseline's level is taken from, and rounds for which the boundary is best."""
ROUNDING = 1e-28
"""A variance that is no larger than this part of the squared mean is none."""
STEPS, SKEW = 5.0, 2.0
"""Control limit in standard deviations of the baseline, and what its skewness adds."""


def boundary(rounds: Floats) -> Floats:
    """Return the standardised sums that chance crosses, at any round, with a probability of at most `CHANCE`."""
    x = rounds / HALF
    return np.sqrt((1 + 1 / x) * (2 * np.log(1 / CHANCE) + np.log1p(x)))


def _running(x: Floats) -> tuple[Floats, Floats]:
    """Return mean and variance of every beginning of a series; a scatter that is only rounding is none."""
    t = np.arange(1, len(x) + 1)
    x0 = x[0] if len(x) else 0.0
    mean = np.cumsum(x - x0) / t
    variance = np.maximum(np.cumsum((x - x0) ** 2) - t * mean**2, 0) / np.maximum(t - 1, 1)
    mean += x0
    return mean, np.where(variance > ROUNDING * mean**2, variance, 0.0)


def _z(above: Floats, variance: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(above > 0, above / np.sqrt(variance), 0.0)


def _inflation(w: Floats) -> Floats:
    u = np.minimum(_running(1 - w)[0], 0.98)
    return (1 + u) / (1 - u)


def worse(d: Floats, w: Floats) -> Floats:
    """Return the standardised mean of the differences after every round."""
    mean, variance = _running(d)
    return _z(mean, variance * _inflation(w) / np.arange(1, len(d) + 1))


def rising(d: Floats, w: Floats) -> Floats:
    """Return the standardised slope of the differences after every round."""
    t = np.arange(1.0, len(d) + 1)
    x = d - (d[0] if len(d) else 0.0)
    sxx = np.maximum(t * (t**2 - 1) / 12, 1e-300)
    sxy = np.cumsum(t * x) - (t + 1) / 2 * np.cumsum(x)
    syy = np.cumsum(x * x) - np.cumsum(x) ** 2 / t
    slope = sxy / sxx
    left = np.maximum(syy - slope * sxy, 0) / np.maximum(t - 2, 1)
    return _z(slope, left * _inflation(w) / sxx)


def control_limit(baseline: Floats) -> Floats:
    """Return the largest error of each round that chance allows, from the baseline up to that round; at first inf."""
    t = np.arange(1.0, len(baseline) + 1)
    sums = np.concatenate([[0.0], np.cumsum(baseline)])
    start = np.maximum(np.arange(1, len(baseline) + 1) - WINDOW, 0)
    level = (sums[1:] - sums[start]) / (t - start)
    mean, variance = _running(baseline)
    third = np.cumsum((baseline - mean) ** 3) / t
    steps = np.diff(baseline, prepend=baseline[:1])
    spread = np.sqrt(np.cumsum(steps**2) / 2 / np.maximum(t - 1, 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        skew = np.nan_to_num(np.clip(third / variance**1.5, 0, 3), nan=3.0)
    factor = (STEPS + SKEW * skew) * (1 + 3 / t)
    return np.where(t > FEWEST, level + factor * spread, np.inf)


def error_limits(log: RoundLog, policy: Policy) -> Floats:
    """Return the largest error that each round may have; inf where there is no limit yet."""
    if not isinstance(policy.error_limit, str):
        return np.full(len(log), float(policy.error_limit))
    limit, used = np.full(len(log), np.inf), _compared(log)
    if len(used):
        limit[used] = control_limit(log["error_real_only"][used])
    return limit


def _compared(log: RoundLog) -> NDArray[np.intp]:
    return np.flatnonzero(mixed(log).mixing & np.isfinite(log["error"]) & np.isfinite(log["error_real_only"]))


def columns(log: RoundLog, policy: Policy) -> Columns:
    """Return all that the rules speak of, round by round."""
    return of_rounds(log, policy) | scores(log, policy)


def scores(log: RoundLog, policy: Policy) -> Columns:
    """Return how far errors and shifts lie beyond what is allowed, in standard errors, and what chance allows."""
    used = _compared(log)
    d, w = (log["error"] - log["error_real_only"])[used], log["weight"][used]
    places, shifted = _shifted(log, policy)
    return {
        "error_limit": error_limits(log, policy),
        "comparison_limit": _placed(used, _allowed(len(used)), len(log)),
        "worse": _placed(used, worse(d, w), len(log)),
        "rising": _placed(used, rising(d, w), len(log)),
        "shift_limit": _placed(places, _allowed(len(places)), len(log)),
        "shifted": _placed(places, shifted, len(log)),
    }


def _allowed(rounds: int) -> Floats:
    t = np.arange(1.0, rounds + 1)
    return np.where(t >= FEWEST, boundary(t), np.inf)


def _placed(places: NDArray[np.intp], values: Floats, rounds: int) -> Floats:
    """Return the values where they belong, and nothing (nan) elsewhere."""
    out = np.full(rounds, np.nan)
    out[places] = values
    return out


def _shifted(log: RoundLog, policy: Policy) -> tuple[NDArray[np.intp], Floats]:
    """Return where the shift is known, and the standardised mean of what it has beyond the policy."""
    shifts = log["bias_estimate"]
    given = np.flatnonzero(np.isfinite(shifts))
    if len(given):
        mean, variance = _running(shifts[given])
        return given, _z(np.abs(mean) - policy.largest_bias, variance / np.arange(1, len(given) + 1))
    if not log.quantities():
        return given, np.zeros(0)
    return _shifted_averages(log, policy)


def _shifted_averages(log: RoundLog, policy: Policy) -> tuple[NDArray[np.intp], Floats]:
    """Hold the averages' shifts against the policy: each round's shift along the mean of the earlier ones."""
    shift, terms, places = shifts_and_steps(log)
    t = np.arange(1.0, len(shift) + 1)[:, None]
    before = np.roll(np.cumsum(shift, axis=0) / t, 1, axis=0)[1:]
    before /= np.maximum(np.linalg.norm(before, axis=-1, keepdims=True), 1e-300)
    along = (before * shift[1:]).sum(-1)
    unit = np.sqrt(_running(terms[:, 0])[0][1:] / 2)
    mean, variance = _running(along)
    return places[1:], _z(mean - policy.largest_bias * unit, variance / np.arange(1, len(along) + 1))
