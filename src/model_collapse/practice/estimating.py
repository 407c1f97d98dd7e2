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
from numpy.typing import ArrayLike, NDArray

from model_collapse._checks import LEAST, MOST, MOST_ROWS, Floats, at_least, count, instance, positive, scalar
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


def shifts_and_steps(log: RoundLog) -> tuple[Floats, Floats, NDArray[np.intp]]:
    """Return what each round shows: the generator's shifts, terms from which variances follow, and its place.

    Chapter: *From theory to rules*.
    """
    x, y = averages(log)
    w, n, m = log["weight"], log["n_real"], log["n_synthetic"]
    model = np.where(m[:, None] > 0, w[:, None] * x + (1 - w)[:, None] * np.nan_to_num(y), x)
    before, now, after = slice(0, -2), slice(1, -1), slice(2, None)
    follows = (np.diff(log["round"])[:-1] == 1) & (np.diff(log["round"])[1:] == 1)
    shift = y[now] - model[before]
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


def safe_weight(real_mean: ArrayLike, synthetic_mean: ArrayLike, variance: float, n_real: int) -> float:
    """Weight that in no round does worse, on average, than the real rows alone, whatever the generator does.

    For new normal rows in each round with at least three coordinates of one known variance, and the squared error:
    given the synthetic average, the weighted average is a positive-part James-Stein estimate that shrinks the real
    average towards it. Without bias the price is an error that settles a little higher than at the best weight.
    Chapter: *When it fails*.

    Parameters
    ----------
    real_mean, synthetic_mean : array_like, shape (p,)
        Averages of this round's real and synthetic rows, p at least 3.
    variance : float
        Variance of a coordinate of a real row.
    n_real : int
        Real rows of this round.

    Returns
    -------
    float
        1 - min(1, (p - 2) variance / (n D)), D being the squared distance of the two averages.

    Examples
    --------
    >>> round(safe_weight([0.0, 0.0, 0.0, 0.0], [0.1, 0.1, 0.1, 0.1], variance=1.0, n_real=100), 3)
    0.5
    """
    x, y = (at_least(name, v, -MOST) for name, v in (("real_mean", real_mean), ("synthetic_mean", synthetic_mean)))
    if x.ndim != 1 or x.shape != y.shape or len(x) < 3:
        raise ValueError(
            f"real_mean and synthetic_mean must be two averages of at least 3 coordinates, got shapes {x.shape} and "
            f"{y.shape}."
        )
    s2, n = scalar("variance", positive("variance", variance)), count("n_real", n_real, 1, MOST_ROWS)
    apart = float(((x - y) ** 2).sum())
    wanted = (len(x) - 2) * s2
    return 0.0 if n * apart <= wanted else 1 - wanted / (n * apart)
