"""Real rows that are not all new: the same archive every round, a share of new rows, batches that resemble each other.

Error ratios are in units of the error of one round's real rows alone. The formulas are exact for rows whose variance
does not depend on the mean and hold to leading order for other estimators.
"""

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, paired, positive, share


@paired()
def partly_fresh_error_ratio(weight: ArrayLike, k: ArrayLike, fresh_share: ArrayLike) -> Floats:
    """Error at which the recursion settles if only a share of each round's real rows is new, the rest an archive.

    Exact for a mean of rows whose variance does not depend on the mean, to leading order otherwise.

    Parameters
    ----------
    weight : array_like
        Total weight on the real rows, from 0 to 1.
    k : array_like
        Real rows, new and old together, per synthetic row, above 0.
    fresh_share : array_like
        New rows among the real rows of a round, from 0, the reuse of the same rows for ever, to 1.

    Returns
    -------
    ndarray
        1 - s + (s w^2 + k (1-w)^2) / (w (2-w)); infinite at weight 0. By round: `error_ratio_by_round`.

    Raises
    ------
    ValueError
        If a weight or share lies outside 0 to 1, or k is not above zero.

    Examples
    --------
    >>> partly_fresh_error_ratio(0.618, k=1, fresh_share=[0, 1]).round(3)
    array([1.171, 0.618])
    """
    w, k, s = share("weight", weight), positive("k", k), share("fresh_share", fresh_share)
    with np.errstate(divide="ignore"):
        return 1 - s + (s * w**2 + k * (1 - w) ** 2) / (w * (2 - w))


@paired()
def reuse_error_ratio(weight: ArrayLike, k: ArrayLike) -> Floats:
    """Error at which the recursion settles if the real rows are the same in every round: never below 1.

    Exact for a mean of rows whose variance does not depend on the mean, to leading order otherwise.

    Examples
    --------
    >>> round(float(reuse_error_ratio(0.618, k=1)), 3)
    1.171
    """
    return partly_fresh_error_ratio(weight, k, 0.0)


@paired()
def partly_fresh_optimal_weight(k: ArrayLike, fresh_share: ArrayLike) -> Floats:
    """Weight with the smallest error ratio if only a share s of the real rows is new: `optimal_weight(k / s)`, or 1.

    Exact for a mean of rows whose variance does not depend on the mean, to leading order otherwise.

    The error ratio at this weight is 1 - s (1 - w). Without new rows, real rows alone are best.

    Examples
    --------
    >>> partly_fresh_optimal_weight(1, fresh_share=[0, 0.3, 1]).round(3)
    array([1.   , 0.805, 0.618])
    """
    k, s = positive("k", k), share("fresh_share", fresh_share)
    return 2 / (1 + np.sqrt(1 + 4 * s / k))


@paired()
def correlated_error_ratio(weight: ArrayLike, k: ArrayLike, correlation: ArrayLike) -> Floats:
    """Error at which the recursion settles if the averages of real rows h rounds apart have correlation r^h.

    Exact for a mean of rows whose variance does not depend on the mean, to leading order otherwise.

    Parameters
    ----------
    weight : array_like
        Total weight on the real rows, from 0 to 1.
    k : array_like
        Real rows per synthetic row, above 0.
    correlation : array_like
        Correlation r of one round's average with the next, from 0, which is fresh, to 1, which is reuse.

    Returns
    -------
    ndarray
        (w^2 (1 + r (1-w)) / (1 - r (1-w)) + k (1-w)^2) / (w (2-w)); infinite at weight 0.

    Examples
    --------
    >>> correlated_error_ratio(0.618, k=1, correlation=[0, 0.5, 1]).round(3)
    array([0.618, 0.829, 1.171])
    """
    w, k, r = share("weight", weight), positive("k", k), share("correlation", correlation)
    with np.errstate(divide="ignore", invalid="ignore"):
        real = w**2 * (1 + r * (1 - w)) / (1 - r + r * w)
        return np.where(w > 0, (real + k * (1 - w) ** 2) / (w * (2 - w)), np.inf)
