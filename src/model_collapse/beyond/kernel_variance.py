"""What the kernel of a density estimate adds in each round, and the weight that this asks for.

Chapter: *Generators without a formula*.
"""

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, count, last_round, paired, positive, scalar, share
from model_collapse.theory._solve import bisect


def _factors(weight: Floats, n: int, m: int, bandwidth: float | None, p: int) -> tuple[Floats, Floats]:
    """Return one over the effective number of rows, and the factor squared; None is Scott's rule."""
    q = weight**2 / n + (1 - weight) ** 2 / m
    return q, q ** (2 / (p + 4)) if bandwidth is None else np.full_like(q, bandwidth**2)


def kernel_variance_by_round(
    weight: ArrayLike, n_real: int, n_synthetic: int, rounds: int, *, p: int, bandwidth: float | None = None
) -> tuple[Floats, Floats]:
    """Variance of the rows of a fit and of what it draws, by round, for scipy's kernel density.

    Exact for any table whose rows are drawn with replacement. Chapter: *Generators without a formula*.

    Parameters
    ----------
    weight : array_like, shape (weights,)
        Total weights on the real rows.
    n_real, n_synthetic, rounds : int
        Rows of each round, and the last round.
    p : int
        Columns, for the factor of Scott's rule.
    bandwidth : float, optional
        A fixed factor.

    Returns
    -------
    tuple of ndarray, shape (weights, rounds + 1)
        Expected unbiased weighted variance of the rows, and expected variance of a draw about the model's mean, in
        units of the table's variance.

    Raises
    ------
    ValueError
        If a number is outside what is allowed: a weight from 0 to 1, two rows or more, a bandwidth above 0.

    Examples
    --------
    >>> rows, drawn = kernel_variance_by_round(0.618, 500, 500, 16, p=2)
    >>> rows[0, [0, 16]].round(3), drawn[0, [0, 16]].round(3)
    (array([1.   , 1.067]), array([1.124, 1.175]))
    """
    w = np.atleast_1d(share("weight", weight))
    n, m = count("n_real", n_real, 2), count("n_synthetic", n_synthetic, 2)
    p = count("p", p)
    if bandwidth is not None:
        bandwidth = scalar("bandwidth", positive("bandwidth", bandwidth))
    q, factor = _factors(np.ones_like(w), n, m, bandwidth, p)
    mean, rows = 1 / n * np.ones_like(w), np.ones_like(w)
    drawn = 1 - q + factor
    found = [(rows, drawn)]
    q, factor = _factors(w, n, m, bandwidth, p)
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(last_round(rounds)):
            spread = w + (1 - w) * (drawn + mean)
            mean = w**2 / n + (1 - w) ** 2 * (mean + drawn / m)
            rows = (spread - mean) / (1 - q)
            drawn = rows * (1 - q + factor)
            found.append((rows, drawn))
    both = np.stack(found, axis=-1)
    return both[0], both[1]


@paired()
def settled_kernel_variance(weight: ArrayLike, factor: ArrayLike) -> Floats:
    """Variance of what the fits draw in the long run, in units of the table's, to leading order in 1 / rows.

    w (1 + h^2) / (w - h^2 (1 - w)), h being the factor; infinite up to the weight h^2 / (1 + h^2), where the variance
    grows without end. Chapter: *Generators without a formula*.

    Examples
    --------
    >>> settled_kernel_variance([0.1, 0.5, 1], 0.5)
    array([       inf, 1.66666667, 1.25      ])
    """
    w, squared = share("weight", weight), positive("factor", factor) ** 2
    left = w - squared * (1 - w)
    with np.errstate(all="ignore"):
        return np.where(left > 0, w * (1 + squared) / left, np.inf)


def own_bias_optimal_weight(k: float, *, squared_bias: float) -> float:
    """Return the best weight if the model's own density is judged, which has one round's bias even without recursion.

    It has the bias b of its kernel where the real rows alone are fitted, and b / w in the long run, so that it
    minimises `error_ratio(weight, k)` + squared_bias / weight^2, between 0 and 1: the root of
    w^3 = k (1-w) w + d (2-w)^2, or 1 from a squared bias d of 1 on. Chapter: *Generators without a formula*.

    Examples
    --------
    >>> round(own_bias_optimal_weight(1, squared_bias=0), 3), round(own_bias_optimal_weight(1, squared_bias=0.1), 3)
    (0.618, 0.717)
    """
    d, k = scalar("squared_bias", positive("squared_bias", squared_bias, zero=True)), scalar("k", positive("k", k))
    if d >= 1:
        return 1.0
    found = bisect(lambda w: w * (w**2 - k * (1 - w)) - d * (2 - w) ** 2, np.zeros(()), np.ones(()))
    return float(found)
