"""A generator that shifts the parameter, and a truth that moves.

`squared_bias` is n b^2 / c: the squared length b^2 of the shift b that the generator adds each round, in units of the
error c/n of `n_real` real rows alone. It does not shrink with more rows. The formulas are exact for a mean whose rows
have a variance that does not depend on the mean, and hold to leading order otherwise. By round, with bias or drift or
both: `error_ratio_by_round(..., squared_bias=..., drift=...)`.
"""

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, paired, positive, share
from model_collapse.theory._solve import bisect, odds
from model_collapse.theory.mean import error_ratio, optimal_weight

_WIDEST = 75.0
"""Log-odds between which every best weight lies, for k and squared bias from 1e-30 to 1e30."""


@paired()
def biased_error_ratio(weight: ArrayLike, k: ArrayLike, squared_bias: ArrayLike) -> Floats:
    """Error at which the recursion settles with a generator that shifts the parameter every round.

    Exact for a mean of rows whose variance does not depend on the mean, to leading order otherwise.

    Parameters
    ----------
    weight : array_like
        Total weight on the real rows, from 0 to 1.
    k : array_like
        Real rows per synthetic row, above 0.
    squared_bias : array_like
        Squared shift per round, in units of the error of real data alone, zero or more.

    Returns
    -------
    ndarray
        The unbiased error ratio plus ((1-w)/w)^2 times the squared bias; infinite at weight 0.

    Raises
    ------
    ValueError
        If a weight lies outside 0 to 1, k is not above zero or the squared bias is below zero.

    Examples
    --------
    >>> round(float(biased_error_ratio(0.786, k=1, squared_bias=1)), 3)
    0.77
    """
    w, d = share("weight", weight), positive("squared_bias", squared_bias, zero=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        return error_ratio(w, k) + np.where(d > 0, d * ((1 - w) / w) ** 2, 0)


@paired()
def biased_optimal_weight(k: ArrayLike, squared_bias: ArrayLike) -> Floats:
    """Weight with the smallest error ratio when the generator's squared bias is known.

    Exact for a mean of rows whose variance does not depend on the mean, to leading order otherwise.

    The error rises with the squared bias, so this is also the minimax weight against every bias up to the given one.
    The weight stays below 1: a little synthetic data helps, however biased, by about 1 / (d + k + 4).

    Parameters
    ----------
    k : array_like
        Real rows per synthetic row, above 0.
    squared_bias : array_like
        Squared shift per round, in units of the error of real data alone, zero or more.

    Returns
    -------
    ndarray
        The root of w^3 = k (1-w) w + d (1-w) (2-w)^2 between 0 and 1, found to full relative accuracy of w and 1-w.

    Examples
    --------
    >>> biased_optimal_weight(1, [0, 0.1, 0.5, 1, 4]).round(3)
    array([0.618, 0.659, 0.738, 0.786, 0.883])
    """
    k, d = positive("k", k), positive("squared_bias", squared_bias, zero=True)

    def rising(log_odds: Floats) -> Floats:
        w, u = odds(log_odds)
        return 3 * np.log(w) - np.log(u) - np.log(k * w + d * (1 + u) ** 2)

    bound = np.full(np.broadcast_shapes(k.shape, d.shape), _WIDEST)
    return odds(bisect(rising, -bound, bound))[0]


@paired()
def biased_break_even_weight(k: ArrayLike, squared_bias: ArrayLike) -> Floats:
    """Weight at which synthetic rows from a biased generator neither help nor harm, in the limit.

    Exact for a mean of rows whose variance does not depend on the mean, to leading order otherwise.

    Parameters
    ----------
    k : array_like
        Real rows per synthetic row, above 0.
    squared_bias : array_like
        Squared shift per round, in units of the error of real data alone, zero or more.

    Returns
    -------
    ndarray
        1 - 4 / (4 + k + d + sqrt((k + d)^2 + 16 d)), written so that nothing cancels.

    Examples
    --------
    >>> round(float(biased_break_even_weight(1, squared_bias=1)), 4)
    0.618
    """
    k, d = positive("k", k), positive("squared_bias", squared_bias, zero=True)
    total = k + d + np.hypot(k + d, 4 * np.sqrt(d))
    return total / (4 + total)


@paired()
def tolerated_squared_bias(weight: ArrayLike, k: ArrayLike) -> Floats:
    """Largest squared bias at which the settled error is no larger than that of real data alone.

    Exact for a mean of rows whose variance does not depend on the mean, to leading order otherwise.

    At the weight that is best without bias it equals k, which says that the bias may be as large as the standard error
    of the generator's own sample, sqrt(c / n_synthetic).

    Parameters
    ----------
    weight : array_like
        Total weight on the real rows, from 0 to 1.
    k : array_like
        Real rows per synthetic row, above 0.

    Returns
    -------
    ndarray
        w (2w - k (1-w)) / ((1-w) (2-w)); 0 below the break-even weight, infinite at weight 1.

    Examples
    --------
    >>> tolerated_squared_bias([0.2, 0.5, 0.75], k=1)
    array([0.        , 0.33333333, 3.        ])
    """
    w, k = share("weight", weight), positive("k", k)
    with np.errstate(divide="ignore"):
        return np.maximum(w * (2 * w - k * (1 - w)) / ((1 - w) * (2 - w)), 0)


@paired()
def minimax_regret_weight(k: ArrayLike, squared_bias: ArrayLike) -> Floats:
    """Weight whose largest relative loss, over every squared bias up to the given one, is smallest.

    Exact for a mean of rows whose variance does not depend on the mean, to leading order otherwise. Found numerically.

    The loss is the error ratio over the best one for the same bias. It is largest at one of the ends, no bias or the
    full one, and the weight makes both ends equal; milder than the minimax weight `biased_optimal_weight`.

    Parameters
    ----------
    k : array_like
        Real rows per synthetic row, above 0.
    squared_bias : array_like
        Largest squared shift per round, in units of the error of real data alone, zero or more.

    Returns
    -------
    ndarray
        Weight between those that are best at the two ends.

    Examples
    --------
    >>> round(float(minimax_regret_weight(1, squared_bias=1)), 3)
    0.715
    """
    low, high = np.broadcast_arrays(optimal_weight(k), biased_optimal_weight(k, squared_bias))
    worst = biased_error_ratio(high, k, squared_bias)
    return bisect(lambda w: error_ratio(w, k) / low - biased_error_ratio(w, k, squared_bias) / worst, low, high)


@paired()
def effective_k(n_real: ArrayLike, n_synthetic: ArrayLike, drift: ArrayLike) -> Floats:
    """Ratio k that a moving truth amounts to: n_real (1 / n_synthetic + drift).

    Exact for a mean of rows whose variance does not depend on the mean, to leading order otherwise.

    With it `error_ratio`, `optimal_weight`, `break_even_weight`, `excess_error` and `kalman_weight_by_round` hold for
    a truth that makes a random step before each round's real rows are drawn, the error being taken against the truth
    of the same round. Naive pooling keeps its weight `naive_weight(n_real / n_synthetic)`, and `per_row_ratio` keeps
    k = n_real / n_synthetic.

    Parameters
    ----------
    n_real, n_synthetic : array_like
        Rows in each round, above 0.
    drift : array_like
        Variance of the truth's step per round, in units of one row's variance, zero or more.

    Returns
    -------
    ndarray
        Effective k.

    Examples
    --------
    >>> round(float(optimal_weight(effective_k(100, 100, drift=0.002))), 3)
    0.649
    """
    n, m = positive("n_real", n_real), positive("n_synthetic", n_synthetic)
    return n * (1 / m + positive("drift", drift, zero=True))
