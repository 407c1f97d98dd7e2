"""A dial for the weight: the correlation of what is new in two rounds that follow each other.

What is new in a round is the real average less the synthetic one. The model of the last round is part of both, so that
a weight that is too low leaves something to be learnt in the next round too, and one that is too high overshoots. The
correlation is K - w, where K is the weight that the process asks for, whatever the generator's noise and the drift are;
a bias that stays is taken off with the mean, one that changes is read as drift. Taking off the mean lowers a
correlation r of T pairs by about (1 + 4 r) / T; this is added again. Exact for averages of rows, fresh in every round,
at one weight, in the long run. Chapter: *Monitoring and audit*.
"""

from typing import Any

import numpy as np

from model_collapse._checks import instance
from model_collapse.practice._jackknife import left_out, standard_error, student
from model_collapse.practice._rules import mixed
from model_collapse.practice.estimating import BLOCKS, FEWEST, averages
from model_collapse.practice.round_log import RoundLog


def innovation_dial(log: RoundLog) -> dict[str, Any] | None:
    """Say from the averages of a log whether its weight is too low or too high.

    Chapter: *Monitoring and audit*.

    Parameters
    ----------
    log : RoundLog
        With `real_mean.NAME` and `synthetic_mean.NAME`, at least one pair, and about the same weight in all rounds.

    Returns
    -------
    dict or None
        `correlation` of innovations of rounds that follow each other, as [value, low, high] with a 95% interval;
        `reading`, "too_low" if the interval lies above 0, "too_high" if it lies below, "fits" if 0 is in it; `weight`,
        the mean weight; `asked`, weight and correlation added, within 0 and 1. None with fewer than 20 pairs of rounds,
        or where nothing is ever new.
    """
    if not instance("log", log, RoundLog, "RoundLog.read(path)").quantities():
        return None
    x, y = averages(log)
    new = x - y
    mixing = mixed(log).mixing & np.isfinite(new).all(axis=-1)
    pairs = np.flatnonzero(mixing[1:] & mixing[:-1] & (np.diff(log["round"]) == 1))
    if len(pairs) < FEWEST:
        return None
    weight = float(log["weight"][mixing].mean())
    before, after = new[pairs], new[pairs + 1]

    def correlation(kept: np.ndarray) -> np.ndarray:
        middle = np.concatenate([before[kept], after[kept]]).mean(axis=0)
        one, two = before[kept] - middle, after[kept] - middle
        with np.errstate(invalid="ignore"):
            raw = 2 * (one * two).sum() / ((one**2).sum() + (two**2).sum())
        return np.array([raw + (1 + 4 * raw) / len(one)])

    values = left_out(correlation, len(pairs), BLOCKS)
    if not np.isfinite(values).all():
        return None
    found, reach = float(values[0, 0]), student(BLOCKS - 1) * float(standard_error(values)[0])
    low, high = found - reach, found + reach
    return {
        "correlation": np.clip([found, low, high], -1, 1).tolist(),
        "reading": "too_low" if low > 0 else "too_high" if high < 0 else "fits",
        "weight": weight,
        "asked": min(max(weight + found, 0.0), 1.0),
    }
