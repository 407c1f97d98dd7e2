"""What chance allows: alarms that may be looked at after every round.

The errors of two rounds are correlated, since a model remembers the last one with the weight u = 1 - w; the variance
of an average is larger by up to (1 + u) / (1 - u), which every alarm takes into account. An alarm compares a sum with
the boundary of a normal mixture, which a sum of independent normal terms of mean 0 and known variance crosses at any
round with a chance of at most `CHANCE`. Here the variance is estimated and the terms are neither independent nor
normal, so what chance really does is measured: `benchmarks/bench_audit.py`.
"""

from collections.abc import Iterator

import numpy as np

from model_collapse._checks import Floats
from model_collapse._language import gettext as _
from model_collapse.practice._rules import Breach, mixed
from model_collapse.practice.estimating import shifts_and_steps
from model_collapse.practice.policy import Policy
from model_collapse.practice.round_log import RoundLog

CHANCE = 0.0015
FEWEST, WINDOW, HALF = 10, 10, 20
"""Rounds before an alarm, rounds that the baseline's level is taken from, and rounds for which the boundary is best."""
STEPS, SKEW = 5.0, 2.0
"""Control limit in standard deviations of the baseline, and what its skewness adds."""


def boundary(rounds: Floats) -> Floats:
    """Return the standardised sums that chance crosses, at any round, with a probability of at most `CHANCE`."""
    x = rounds / HALF
    return np.sqrt((1 + 1 / x) * (2 * np.log(1 / CHANCE) + np.log1p(x)))


def _running(x: Floats) -> tuple[Floats, Floats]:
    """Return mean and variance of every beginning of a series."""
    t = np.arange(1, len(x) + 1)
    x0 = x[0] if len(x) else 0.0
    mean = np.cumsum(x - x0) / t
    variance = np.maximum(np.cumsum((x - x0) ** 2) - t * mean**2, 0) / np.maximum(t - 1, 1)
    return mean + x0, variance


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


def _compared(log: RoundLog) -> np.ndarray:
    return np.flatnonzero(mixed(log).mixing & np.isfinite(log["error"]) & np.isfinite(log["error_real_only"]))


def alarms(log: RoundLog, policy: Policy) -> Iterator[Breach]:
    """Hold errors and shifts against what chance allows."""
    error, alone, w = log["error"], log["error_real_only"], log["weight"]
    used = _compared(log)
    if policy.error_limit == "theory":
        limit = error_limits(log, policy)
        said = _("error {error:.4g}, limit {limit:.4g}")
        above = np.nan_to_num(error, nan=-1.0) > limit
        yield Breach("error_above_limit", above, lambda i: said.format(error=error[i], limit=limit[i]))
    d = error[used] - alone[used]
    for fault, z in (("worse_than_real_only", worse(d, w[used])), ("error_rising", rising(d, w[used]))):
        yield _alarm(fault, log, used, z)
    shifts = log["bias_estimate"]
    given = np.flatnonzero(np.isfinite(shifts))
    if len(given):
        mean, variance = _running(shifts[given])
        z = _z(np.abs(mean) - policy.largest_bias, variance / np.arange(1, len(given) + 1))
        yield _alarm("bias_high", log, given, z)
    elif log.quantities():
        yield _shifted(log, policy)


def _shifted(log: RoundLog, policy: Policy) -> Breach:
    """Hold the averages' shifts against the policy: each round's shift along the mean of the earlier ones."""
    shift, terms, places = shifts_and_steps(log)
    t = np.arange(1.0, len(shift) + 1)[:, None]
    before = np.roll(np.cumsum(shift, axis=0) / t, 1, axis=0)[1:]
    before /= np.maximum(np.linalg.norm(before, axis=-1, keepdims=True), 1e-300)
    along = (before * shift[1:]).sum(-1)
    unit = np.sqrt(_running(terms[:, 0])[0][1:] / 2)
    mean, variance = _running(along)
    z = _z(mean - policy.largest_bias * unit, variance / np.arange(1, len(along) + 1))
    return _alarm("bias_high", log, places[1:], z)


def _alarm(fault: str, log: RoundLog, places: np.ndarray, z: Floats) -> Breach:
    t = np.arange(1.0, len(z) + 1)
    limit, score = np.full(len(log), np.inf), np.zeros(len(log))
    score[places] = z
    limit[places] = np.where(t >= FEWEST, boundary(t), np.inf)
    said = _("{z:.1f} standard errors beyond what is allowed, where chance stays below {limit:.1f}")
    return Breach(fault, score > limit, lambda i: said.format(z=score[i], limit=limit[i]))
