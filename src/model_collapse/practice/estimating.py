"""What a log with averages tells about the generator and the truth, and the weight that follows.

With real and synthetic averages of every round and the weights, s_t = ybar_t - [w xbar + (1 - w) ybar]_{t-1} is what
the generator adds in round t: independent over rounds, its mean is the bias and its variance that of a synthetic
average. The step xbar_t - xbar_{t-1} has a covariance with the next step of minus the variance of a real average; what
its own variance has beyond two of these is drift, taken as 0 if it comes out below, which lifts the ratio and the
weight a little where nothing drifts. Exact for averages of rows, fresh in every round, and a model that is the weighted
average. Chapter: *From theory to rules*.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from model_collapse._checks import LEAST, MOST, Floats, instance
from model_collapse._language import gettext as _
from model_collapse.practice._jackknife import left_out, standard_error, student
from model_collapse.practice._rules import mixed
from model_collapse.practice.round_log import RoundLog
from model_collapse.theory.mean import optimal_weight

BLOCKS, FEWEST = 20, 20
"""Parts that are left out in turn for the intervals, and rounds before anything is estimated."""
NAMES = ("bias", "noise_ratio", "drift", "m_eff", "k_eff", "best_weight")


def averages(log: RoundLog) -> tuple[Floats, Floats]:
    """Return the averages in a log. Chapter: *Monitoring and audit*.

    Parameters
    ----------
    log : RoundLog
        With `real_mean.NAME` and `synthetic_mean.NAME`, at least one pair.

    Returns
    -------
    tuple of ndarray, each of shape (rounds, quantities)
        Averages of the real and of the synthetic rows; nan where a cell is empty, or no number below 1e100 in size.
    """
    if not instance("log", log, RoundLog, "RoundLog.read(path)").quantities():
        raise ValueError(_("The log has no pair of real_mean.NAME and synthetic_mean.NAME."))
    cells = (
        np.stack([log[f"{part}_mean.{name}"] for name in log.quantities()], axis=-1) for part in ("real", "synthetic")
    )
    x, y = (np.where(np.abs(part) <= MOST, part, np.nan) for part in cells)
    return x, y


def generator_shifts(log: RoundLog) -> Floats:
    """Return what the generator adds in each round: the synthetic average, less the model that it was drawn from.

    Without bias each is chance alone, with the variance of a synthetic average, whatever happened before: where it
    leaves 0, the generator began to be off. For a model that is the weighted average. Chapter: *Monitoring and audit*.

    Parameters
    ----------
    log : RoundLog
        With `real_mean.NAME` and `synthetic_mean.NAME`, at least one pair.

    Returns
    -------
    ndarray, shape (rounds, quantities)
        In the units of the averages; nan in the first round, after a gap, and where an average of this round or of the
        model before is missing.

    Raises
    ------
    ValueError
        If the log has no pair of averages.
    """
    x, y = averages(log)
    w = log["weight"][:, None]
    mixes = (log["n_synthetic"][:, None] > 0) & ~(w >= 1)
    model = np.where(mixes, w * x + (1 - w) * y, x)
    shifts = np.full(x.shape, np.nan)
    follows = np.diff(log["round"]) == 1
    shifts[1:][follows] = (y[1:] - model[:-1])[follows]
    return shifts


def shifts_and_steps(log: RoundLog) -> tuple[Floats, Floats, NDArray[np.intp]]:
    """Return what each round shows: the generator's shifts, terms from which variances follow, and its place.

    Chapter: *From theory to rules*.
    """
    x, _y = averages(log)
    n, m = log["n_real"], log["n_synthetic"]
    before, now, after = slice(0, -2), slice(1, -1), slice(2, None)
    follows = (np.diff(log["round"])[:-1] == 1) & (np.diff(log["round"])[1:] == 1)
    shift = generator_shifts(log)[now]
    step, following = x[now] - x[before], x[after] - x[now]
    known = np.isfinite(shift + step + following).all(axis=-1)
    fine = follows & mixed(log).mixing[now] & (n[before] > 0) & known
    shift, step, following, n, earlier, m = (part[fine] for part in (shift, step, following, n[now], n[before], m[now]))
    terms = [(step**2).sum(-1), -(step * following).sum(-1) * n, 1 / n + 1 / earlier, m]
    return shift, np.stack(terms, axis=-1), np.flatnonzero(fine) + 1


def _found(shift: Floats, terms: Floats, n: float, m: float) -> Floats:
    """Return the estimates in the order of `NAMES`; nan where the averages say nothing."""
    mean = shift.mean(axis=0)
    rounds = len(shift)
    spread = ((shift - mean) ** 2).sum(-1) * rounds / (rounds - 1)
    synthetic = float((spread * terms[:, 3]).mean())
    real = float(terms[:, 1].mean())
    if not (real > 0 and synthetic > 0):
        return np.full(len(NAMES), np.nan)
    drift = max(float(terms[:, 0].mean()) / real - float(terms[:, 2].mean()), 0.0)
    squared = max(float(mean @ mean - spread.mean() / rounds), 0.0) * n / real
    noise = real / synthetic
    k = n / (noise * m) + n * drift
    best = float(optimal_weight(np.clip(k, LEAST, MOST), squared_bias=min(squared, MOST)))
    return np.array([np.sqrt(squared), noise, drift, noise * m, k, best])


def estimates_from_averages(log: RoundLog) -> dict[str, Any] | None:
    """Estimate bias, noise, drift and the best weight from the averages in a log, each with a 95% interval.

    Chapter: *From theory to rules*.

    Parameters
    ----------
    log : RoundLog
        With `real_mean.NAME` and `synthetic_mean.NAME`, at least one pair.

    Returns
    -------
    dict or None
        `bias`, the length of the generator's shift per round in standard errors of a real average; `noise_ratio`, the
        variance of a real row over that of a synthetic one; `drift`, the variance of the truth's step in units of a
        real row's; `m_eff`, the real rows that the synthetic ones are worth; `k_eff`, the ratio that theory sees, drift
        included; `best_weight`. Each as [value, low, high], for the numbers of rows of the last round that mixes. None
        with fewer than 20 rounds or where the averages' variances cannot be told apart.
    """
    if not instance("log", log, RoundLog, "RoundLog.read(path)").quantities():
        return None
    shift, terms, _places = shifts_and_steps(log)
    if len(shift) < FEWEST:
        return None
    last = np.flatnonzero(mixed(log).mixing)[-1]
    n, m = log["n_real"][last], log["n_synthetic"][last]
    values = left_out(lambda kept: _found(shift[kept], terms[kept], n, m), len(shift), BLOCKS)
    value, reach = values[0], student(BLOCKS - 1) * standard_error(values)
    if not np.isfinite(value + reach).all():
        return None
    low, high = np.maximum(value - reach, 0), value + reach
    high[-1] = min(high[-1], 1.0)
    return {name: [float(value[i]), float(low[i]), float(high[i])] for i, name in enumerate(NAMES)}
