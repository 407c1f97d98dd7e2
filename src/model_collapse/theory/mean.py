"""Fresh real rows every round: where the error settles, and the weight that makes it smallest.

A model is refitted every round on `n_real` new real rows with total weight `weight` and on `n_synthetic` rows drawn
from the last model with total weight `1 - weight`; `k = n_real / n_synthetic`. Error ratios are expected squared
errors in units of the error of the same estimator on `n_real` real rows alone. The formulas are exact for the mean
(any distribution with a variance that does not depend on the mean) and the large-sample limit for other estimators.
They keep full relative accuracy for `k` from 1e-12 to 1e12. Derived in the chapter *One mean, one recursion*.
"""

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, paired, positive, share

GOLDEN_WEIGHT = 2 / (1 + np.sqrt(5))
"""The best weight for as many real as synthetic rows, the reciprocal golden ratio 0.618..."""


@paired()
def error_ratio(weight: ArrayLike, k: ArrayLike) -> Floats:
    """Error that the recursion settles at, as a ratio to real data alone.

    Exact for a mean of rows whose variance does not depend on the mean, to leading order otherwise.

    Parameters
    ----------
    weight : array_like
        Total weight on the real rows, from 0 to 1.
    k : array_like
        Real rows per synthetic row, above 0; broadcast against `weight`.

    Returns
    -------
    ndarray
        (w^2 + k (1-w)^2) / (w (2-w)); infinite at weight 0, where the error grows without end.

    Raises
    ------
    ValueError
        If a weight lies outside 0 to 1 or k is not above zero.

    Examples
    --------
    >>> round(float(error_ratio(0.5, k=1)), 3)
    0.667
    """
    w, k = share("weight", weight), positive("k", k)
    with np.errstate(divide="ignore"):
        return (w**2 + k * (1 - w) ** 2) / (w * (2 - w))


def optimal_weight(k: ArrayLike) -> Floats:
    """Weight with the smallest error ratio, which is also that error ratio.

    Exact for a mean of rows whose variance does not depend on the mean, to leading order otherwise.

    Parameters
    ----------
    k : array_like
        Real rows per synthetic row, above 0.

    Returns
    -------
    ndarray
        (sqrt(k^2 + 4k) - k) / 2, written so that nothing cancels or overflows.

    Raises
    ------
    ValueError
        If k is not above zero.

    Examples
    --------
    >>> round(float(optimal_weight(1)), 4)
    0.618
    """
    root = np.sqrt(positive("k", k))
    return 2 * root / (root + np.hypot(root, 2))


def naive_weight(k: ArrayLike) -> Floats:
    """Weight of the real rows when every row counts the same: their share of the rows, k / (1 + k).

    Examples
    --------
    >>> float(naive_weight(1))
    0.5
    """
    return 1 / (1 + 1 / positive("k", k))


def break_even_weight(k: ArrayLike) -> Floats:
    """Weight at which synthetic rows neither help nor harm, k / (k + 2); below it they harm, at every round.

    Exact for a mean of rows whose variance does not depend on the mean, to leading order otherwise.

    Examples
    --------
    >>> round(float(break_even_weight(1)), 4)
    0.3333
    """
    return 1 / (1 + 2 / positive("k", k))


@paired()
def excess_error(weight: ArrayLike, k: ArrayLike) -> Floats:
    """Price of a weight: its error ratio minus the best one, (w - w*)^2 / ((1 - w*) w (2 - w)).

    Exact for a mean of rows whose variance does not depend on the mean, to leading order otherwise.

    Examples
    --------
    >>> round(float(excess_error(0.5, k=1)), 4)
    0.0486
    """
    w, k, best = share("weight", weight), positive("k", k), optimal_weight(k)
    with np.errstate(divide="ignore"):
        return (w - best) ** 2 * k / (best**2 * w * (2 - w))  # 1 - w* = w*^2 / k


@paired()
def per_row_ratio(weight: ArrayLike, k: ArrayLike) -> Floats:
    """Weight of one real row against one synthetic row, w / ((1 - w) k); 1 for naive pooling, 1/w* at the optimum.

    Examples
    --------
    >>> round(float(per_row_ratio(optimal_weight(1), k=1)), 3)
    1.618
    """
    w, k = share("weight", weight), positive("k", k)
    with np.errstate(divide="ignore"):
        return w / ((1 - w) * k)


@paired()
def effective_n_real(weight: ArrayLike, n_real: ArrayLike, n_synthetic: ArrayLike) -> Floats:
    """Number of real rows, used alone, that would be as accurate as the settled recursion.

    Exact for a mean of rows whose variance does not depend on the mean, to leading order otherwise.

    Examples
    --------
    >>> round(float(effective_n_real(optimal_weight(1), 500, 500)))
    809
    """
    n_real, n_synthetic = positive("n_real", n_real), positive("n_synthetic", n_synthetic)
    return n_real / error_ratio(weight, n_real / n_synthetic)


@paired()
def equivalent_rows(rows: ArrayLike, n_synthetic: ArrayLike) -> Floats:
    """Worth, in real rows, of a model worth `rows` rows once it is seen through `n_synthetic` synthetic rows.

    Exact for a mean of rows whose variance does not depend on the mean, to leading order otherwise.

    Parameters
    ----------
    rows : array_like
        Real rows that the model is worth, zero or more.
    n_synthetic : array_like
        Rows drawn from the model, zero or more; broadcast against `rows`.

    Returns
    -------
    ndarray
        N m / (N + m): the variances 1/N and 1/m add up.

    Examples
    --------
    >>> float(equivalent_rows(100, 100))
    50.0
    """
    n, m = positive("rows", rows, zero=True), positive("n_synthetic", n_synthetic, zero=True)
    with np.errstate(invalid="ignore"):
        return np.where(n + m > 0, n * (m / (n + m)), 0.0)
