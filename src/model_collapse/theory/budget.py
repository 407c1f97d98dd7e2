"""What synthetic rows are worth in money: the cheapest rows per round that reach an error.

The target is stated as `rows_alone` = c / eps, the real rows that would reach the squared error eps without any
synthetic row; `price_ratio` is the price of a synthetic row over that of a real one, and costs are in prices of one
real row, per round. Exact for a mean whose rows have a variance that does not depend on the mean, to leading order
otherwise. The plans are for the steady state: round 0, without synthetic rows, has a larger error.
Chapter: *What synthetic data are worth*.
"""

import math
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, count, paired, positive, scalar
from model_collapse.theory._solve import bisect
from model_collapse.theory.mean import optimal_weight

_SLACK = 1e-12
"""Relative rounding error that is forgiven before a count is raised to the next whole row."""

MOST_ALONE = 10**12
"""Largest target for which every count of real rows is tried."""


Rows = TypeVar("Rows", "Floats", int)
Number = TypeVar("Number", "Floats", float)


class Plan(NamedTuple, Generic[Rows, Number]):
    """Rows to buy in each round, the weight of the real ones, and the cost in prices of one real row."""

    n_real: Rows
    n_synthetic: Rows
    weight: Number
    cost: Number


@paired()
def synthetic_rows_needed(
    n_real: ArrayLike,
    rows_alone: ArrayLike,
    *,
    squared_bias: ArrayLike = 0.0,
    squared_drift: ArrayLike = 0.0,
    noise_ratio: ArrayLike = 1.0,
) -> Floats:
    """Synthetic rows per round that bring the best-weighted error of `n_real` rows down to that of `rows_alone` rows.

    Exact for a mean of rows whose variance does not depend on the mean, to leading order otherwise.
    Chapter: *What synthetic data are worth*.

    Parameters
    ----------
    n_real : array_like
        Real rows in each round, above 0.
    rows_alone : array_like
        Real rows that would reach the target alone, above 0. The keywords are those of `error_ratio`.

    Returns
    -------
    ndarray
        N (N - n) / n, from n (m + N) = N^2; 0 if the real rows suffice. To cut the error to 1/j: j (j-1) n rows. With
        bias d and drift q, n / (noise_ratio (w t / u - d (1 + 2u) / w - q)) for t = n/N, where w solves
        w^2 (w - t) = d u^3, u = 1 - w; infinite where no number of rows is enough.

    Raises
    ------
    ValueError
        If rows or the noise ratio are not above zero, or bias or drift is below zero.

    Examples
    --------
    >>> synthetic_rows_needed(100, [200, 300, 1000])
    array([ 200.,  600., 9000.])
    >>> synthetic_rows_needed(100, 200, squared_bias=[0, 0.1, 1]).round(1)
    array([200. , 465.5,   inf])
    """
    n, target = positive("n_real", n_real), positive("rows_alone", rows_alone)
    d, q = positive("squared_bias", squared_bias, zero=True), positive("squared_drift", squared_drift, zero=True)
    s = positive("noise_ratio", noise_ratio)
    plain = target * np.maximum(target / n - 1, 0)
    if not (d.any() or q.any()):
        return plain / s + 0 * (d + q)  # in the shape of all
    t = n / target
    with np.errstate(divide="ignore", invalid="ignore"):
        w = bisect(lambda w: w**2 * (w - t) - d * (1 - w) ** 3, np.minimum(t, 1) + 0 * d, np.ones(()))
        w = np.where(d > 0, w, t)
        k = w * t / (1 - w) - d * (3 - 2 * w) / w - q  # the largest k, drift included, that still reaches the target
        return np.where(t >= 1, 0.0, np.where(k > 0, n / (s * k), np.inf))


def price_saving(price_ratio: ArrayLike) -> Floats:
    """Part of the cost of real data alone that the cheapest plan saves: (1 - sqrt(price ratio))^2, 0 from 1 on.

    Exact for a mean of rows whose variance does not depend on the mean, to leading order otherwise.
    Chapter: *What synthetic data are worth*.

    Examples
    --------
    >>> price_saving([0.01, 0.25, 1, 2])
    array([0.81, 0.25, 0.  , 0.  ])
    """
    return (1 - np.sqrt(np.minimum(positive("price_ratio", price_ratio), 1))) ** 2


@paired()
def cheapest_plan(rows_alone: ArrayLike, price_ratio: ArrayLike) -> Plan[Floats, Floats]:
    """Cheapest rows per round for a target, as real numbers.

    Exact for a mean of rows whose variance does not depend on the mean, to leading order otherwise.
    Chapter: *What synthetic data are worth*.

    Parameters
    ----------
    rows_alone : array_like
        Real rows that would reach the target alone, above 0.
    price_ratio : array_like
        Price of a synthetic row over that of a real row, above 0.

    Returns
    -------
    Plan
        With w = sqrt(price ratio): w N real and N (1-w) / w synthetic rows with weight w at the cost (2w - w^2) N; no
        synthetic rows if they are as dear as real ones or dearer.

    Raises
    ------
    ValueError
        If a number is not above zero.

    Examples
    --------
    >>> plan = cheapest_plan(1000, price_ratio=0.01)
    >>> [round(float(x), 3) for x in plan]
    [100.0, 9000.0, 0.1, 190.0]
    """
    target, w = positive("rows_alone", rows_alone), np.sqrt(np.minimum(positive("price_ratio", price_ratio), 1))
    return Plan(*np.broadcast_arrays(w * target, target * (1 - w) / w, w, w * (2 - w) * target))


def cheapest_whole_plan(rows_alone: float, price_ratio: float, *, least_n: int = 1) -> Plan[int, float]:
    """Cheapest whole numbers of rows per round for a target.

    Exact for a mean of rows whose variance does not depend on the mean, to leading order otherwise.
    Chapter: *What synthetic data are worth*.

    All counts of real rows that could beat the rounded real-valued plan are tried, so no cheaper plan exists.

    Parameters
    ----------
    rows_alone : float
        Real rows that would reach the target alone, above 0.
    price_ratio : float
        Price of a synthetic row over that of a real row, above 0.
    least_n : int
        Fewest real rows that the estimator needs in a round: 1 for a mean, 2 for a covariance.

    Returns
    -------
    Plan
        Counts n and m with n (m + N) >= N^2, the best weight for them, and the cost.

    Raises
    ------
    ValueError
        If a number is not above zero, or least_n is not a whole number from 1.

    Examples
    --------
    >>> plan = cheapest_whole_plan(50, price_ratio=0.0001)
    >>> plan.n_real, plan.n_synthetic, round(plan.cost, 3)
    (1, 2450, 1.245)
    """
    target, price = _target(rows_alone), scalar("price_ratio", positive("price_ratio", price_ratio))
    least = count("least_n", least_n, most=MOST_ALONE)
    enough = max(least, math.ceil(target * (1 - _SLACK)))
    if price >= 1 or least == enough:
        return Plan(enough, 0, 1.0, float(enough))
    start = np.array([min(max(least, round(math.sqrt(price) * target)), enough)], dtype=float)
    bound = (start + price * _whole_synthetic(start, target))[0]
    half = (bound + price * target) / 2  # n + price N (N - n) / n <= bound lies between the roots of a quadratic in n
    edge = math.sqrt(price) * target
    spread = math.sqrt(max((half - edge) * (half + edge), 0))
    n = np.arange(max(least, math.floor(half - spread) - 1), min(enough, math.ceil(half + spread) + 1) + 1.0)
    m = _whole_synthetic(n, target)
    best = int(np.argmin(n + price * m))
    real, synthetic = int(n[best]), int(m[best])
    weight = float(optimal_weight(real / synthetic)) if synthetic else 1.0
    return Plan(real, synthetic, weight, real + price * synthetic)


def _target(rows_alone: float) -> float:
    target = scalar("rows_alone", positive("rows_alone", rows_alone))
    if target > MOST_ALONE:
        raise ValueError(f"rows_alone must be at most {MOST_ALONE:,} for a plan in whole rows, got {target:g}.")
    return target


def _whole_synthetic(n: Floats, target: float) -> Floats:
    return np.ceil(np.maximum(target * (target - n) / n, 0) * (1 - _SLACK))
