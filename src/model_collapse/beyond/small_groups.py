"""The rate of a group so small that the number of its rows matters: its error and best weight, over all such numbers.

Chapter: *Who pays first?*.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, count, positive, refusal, scalar, share
from model_collapse.theory._solve import lowest


def _binomial(n: int, p: float) -> tuple[Any, Floats]:
    """Return the numbers of n that matter, and their probabilities."""
    steps = np.arange(1, n + 1)
    odds = np.log((n - steps + 1) / steps) + np.log(p) - np.log1p(-p)
    chances = np.exp(n * np.log1p(-p) + np.append(0.0, np.cumsum(odds)))
    numbers = np.flatnonzero(chances > 1e-20)
    return numbers, chances[numbers]


class _Group(NamedTuple):
    """Rows of each round, shares of the group, and the squared error of what stands for a rate without rows."""

    n: int
    m: int
    real_share: float
    synthetic_share: float
    gap: float


def _checked(n: int, m: int, real_share: float, synthetic_share: float | None, gap: float) -> _Group:
    given = {"real_share": real_share, "synthetic_share": real_share if synthetic_share is None else synthetic_share}
    p, q = (scalar(name, positive(name, value)) for name, value in given.items())
    if max(p, q) >= 1:
        raise refusal("real_share and synthetic_share must be below 1, got {given:g}.", given=max(p, q))
    n, m = count("n_real", n, most=10_000), count("n_synthetic", m, most=10_000)
    return _Group(n, m, p, q, scalar("squared_gap", positive("squared_gap", gap, zero=True)))


def _settled(w: Any, of: _Group) -> Any:
    """Return the settled error in units of r (1 - r) / (n p); accepts complex weights."""
    n, m, u = of.n, of.m, 1 - w
    (real, before), (synthetic, after) = _binomial(n, of.real_share), _binomial(m, of.synthetic_share)
    chances = before[:, None] * after
    a = w[..., None, None] * real[:, None] / n
    b = u[..., None, None] * synthetic / m
    none = (a + b).real <= 0
    total = np.where(none, 1.0, a + b)
    by_real = (chances * a * w[..., None, None] / n / total**2).sum(axis=(-2, -1))
    by_draw = (chances * b * u[..., None, None] / m / total**2).sum(axis=(-2, -1))
    kept = (chances * (b / total) ** 2).sum(axis=(-2, -1))
    lost = (chances * none).sum(axis=(-2, -1))
    return n * of.real_share * (by_real + by_draw + lost * of.gap) / (1 - kept + by_draw)


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
    Chapter: *Who pays first?*.

    Parameters
    ----------
    weight : array_like
        Total weight on all real rows, from 0.001 to 1.
    n_real, n_synthetic : int
        Rows in each round, all groups together, at most 10,000.
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
        If a weight lies outside 0.001 to 1, a share outside 0 to 1, or a count is not a whole number of the
        allowed size.

    Examples
    --------
    Real rows alone, the golden weight, and how they compare, with six and with 120 rows in the group:

    >>> small_group_error_ratio([1, 0.618], 500, 500, 0.012).round(2)
    array([1.24, 0.68])
    >>> small_group_error_ratio([1, 0.618], 10_000, 10_000, 0.012).round(2)
    array([1.01, 0.62])
    """
    w, of = share("weight", weight), _checked(n_real, n_synthetic, real_share, synthetic_share, squared_gap)
    if (w < 0.001).any():
        raise refusal("weight must be 0.001 or more, got {given:g}.", given=w.min())
    return np.array([_settled(one, of)[0] for one in w.reshape(-1, 1)]).reshape(w.shape)


def small_group_optimal_weight(
    n_real: int,
    n_synthetic: int,
    real_share: float,
    synthetic_share: float | None = None,
    *,
    squared_gap: float = 0.0,
) -> float:
    """Weight with the smallest `small_group_error_ratio`, whose arguments it takes.

    Chapter: *Who pays first?*.

    Raises
    ------
    ValueError
        As `small_group_error_ratio`.

    Examples
    --------
    >>> round(small_group_optimal_weight(500, 500, 0.012), 3)
    0.606
    """
    of = _checked(n_real, n_synthetic, real_share, synthetic_share, squared_gap)
    return float(lowest(lambda w: _settled(w, of), np.array([0.001]), np.array([1 - 1e-9]))[0])
