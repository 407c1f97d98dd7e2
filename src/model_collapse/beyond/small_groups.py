"""The rate of a group so small that the number of its rows matters: its error and best weight, over all such numbers.

Chapter: *Who pays first?*
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, count, positive, scalar, share
from model_collapse.theory._solve import lowest


def _binomial(n: int, p: float) -> Floats:
    """Return the probabilities of 0, 1, ... of n, as far as they matter."""
    most = min(n, int(n * p + 12 * np.sqrt(n * p) + 30))
    steps = np.arange(1, most + 1)
    with np.errstate(divide="ignore"):
        logs = np.log((n - steps + 1) / steps) + np.log(p) - np.log1p(-p)
    return np.exp(n * np.log1p(-p) + np.append(0.0, np.cumsum(logs)))


def _shares(real_share: float, synthetic_share: float | None) -> tuple[float, float]:
    """Return both shares, checked."""
    found = []
    given = real_share if synthetic_share is None else synthetic_share
    for name, value in (("real_share", real_share), ("synthetic_share", given)):
        one = scalar(name, positive(name, value))
        if one >= 1:
            raise ValueError(f"{name} must be below 1, got {one:g}.")
        found.append(one)
    return found[0], found[1]


def _settled(w: Any, n: int, m: int, p: tuple[float, float], gap: float) -> Any:
    """Return the settled error in units of r (1 - r) / (n p); accepts complex weights."""
    u, real, synthetic = 1 - w, _binomial(n, p[0]), _binomial(m, p[1])
    chances = real[:, None] * synthetic
    a = w[..., None, None] * np.arange(len(real))[:, None] / n
    b = u[..., None, None] * np.arange(len(synthetic)) / m
    none = (a + b).real <= 0
    total = np.where(none, 1.0, a + b)
    by_real = (chances * a * w[..., None, None] / n / total**2).sum(axis=(-2, -1))
    by_draw = (chances * b * u[..., None, None] / m / total**2).sum(axis=(-2, -1))
    kept = (chances * (b / total) ** 2).sum(axis=(-2, -1))
    lost = (chances * none).sum(axis=(-2, -1))
    return n * p[0] * (by_real + by_draw + lost * gap) / (1 - kept + by_draw)


def small_group_error_ratio(
    weight: ArrayLike,
    n_real: int,
    n_synthetic: int,
    real_share: float,
    synthetic_share: float | None = None,
    *,
    squared_gap: float = 0.0,
) -> Floats:
    """Error of a group's rate, its numbers of real and synthetic rows being binomial, in units of r (1 - r) / (n p).

    The rate r is the weighted average over the group's rows; how many there are is taken as given, and then averaged
    over. Exact for a generator that draws the group with a fixed share, with new real rows in the long run, apart from
    rounds without a row of the group, after which the rate is taken to have the given squared error and no bias.
    Chapter: *Who pays first?*

    Parameters
    ----------
    weight : array_like
        Total weight on all real rows, above 0, at most 1.
    n_real, n_synthetic : int
        Rows in each round, all groups together, at most 100,000.
    real_share, synthetic_share : float
        Share p of the group among the real rows and among the synthetic ones (the same if left out), from 0 to 1, both
        excluded.
    squared_gap : float
        Squared error of what stands for the rate where the group has no rows, in units of r (1 - r).

    Returns
    -------
    ndarray, shape of `weight`
        (A + B + Z gap) n p / (1 - C + B) with the expectations A of w a/(n T^2), B of u b/(m T^2) and C of b^2/T^2,
        where u = 1-w, a and b are w/n and u/m times the group's real and synthetic rows, T = a + b, and Z is the
        chance that T is zero. Near `error_ratio` where n p is large.

    Raises
    ------
    ValueError
        If a weight lies outside 0 to 1 or is 0, a share outside 0 to 1, or a count is not a whole number of the
        allowed size.

    Examples
    --------
    Real rows alone, the golden weight, and how they compare, with six and with six hundred rows in the group:

    >>> small_group_error_ratio([1, 0.618], 500, 500, 0.012).round(2)
    array([1.25, 0.68])
    >>> small_group_error_ratio([1, 0.618], 50_000, 50_000, 0.012).round(2)
    array([1.  , 0.62])
    """
    w, gap = share("weight", weight), scalar("squared_gap", positive("squared_gap", squared_gap, zero=True))
    if (w == 0).any():
        raise ValueError("weight must be above 0: without real rows the error does not settle.")
    n, m = count("n_real", n_real, most=100_000), count("n_synthetic", n_synthetic, most=100_000)
    shares = _shares(real_share, synthetic_share)
    found = [_settled(one, n, m, shares, gap) for one in w.reshape(-1, 1)]
    return np.concatenate(found).reshape(w.shape) if found else w


def small_group_optimal_weight(
    n_real: int,
    n_synthetic: int,
    real_share: float,
    synthetic_share: float | None = None,
    *,
    squared_gap: float = 0.0,
) -> float:
    """Weight with the smallest `small_group_error_ratio`, whose arguments it takes.

    Chapter: *Who pays first?*

    Raises
    ------
    ValueError
        As `small_group_error_ratio`.

    Examples
    --------
    >>> [round(small_group_optimal_weight(n, n, 0.012), 3) for n in (500, 5000)]
    [0.606, 0.617]
    """
    small_group_error_ratio(1, n_real, n_synthetic, real_share, synthetic_share, squared_gap=squared_gap)
    shares = _shares(real_share, synthetic_share)
    low, high = np.array([1e-3]), np.array([1.0 - 1e-9])
    found = lowest(lambda w: _settled(w, n_real, n_synthetic, shares, squared_gap), low, high)
    return float(found[0])
