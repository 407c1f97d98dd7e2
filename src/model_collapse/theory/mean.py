"""Fresh real rows every round: where the error settles, and the weight that makes it smallest.

A model is refitted every round on `n_real` new real rows with total weight `weight` and on `n_synthetic` rows drawn
from the last model with total weight `1 - weight`; `k = n_real / n_synthetic`. Error ratios are expected squared
errors in units of the error of the same estimator on `n_real` real rows alone. The formulas are exact for the mean
(any distribution with a variance that does not depend on the mean) and the large-sample limit for other estimators.
They keep full relative accuracy for `k` from 1e-12 to 1e12.

What the plain case leaves out enters by keyword, in units of the error c/n of `n_real` real rows alone. `squared_bias`
is n b^2 / c, b being the length of the shift that the generator adds each round; it does not shrink with more rows.
`squared_drift` is n q, where the truth makes a random step of mean square q c before each round's real rows are drawn,
and the error is taken against the truth of the same round. Naive pooling under drift or unlike noise keeps its weight:
`error_ratio(naive_weight(k), k, squared_drift=...)`; `per_row_ratio` and `excess_error` are the plain case's.

Chapter: *One mean, one recursion*; the keywords are for *When it fails*.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, paired, positive, share
from model_collapse.theory._solve import bisect, odds

GOLDEN_WEIGHT = 2 / (1 + math.sqrt(5))
"""The best weight for as many real as synthetic rows, the reciprocal golden ratio 0.618..."""


_FULL, _NONE = np.ones(()), np.zeros(())
_WIDEST = 350.0
"""Log-odds between which the best weight is sought; no weight outside differs from 0 or 1."""


def disturbed(
    k: ArrayLike,
    squared_bias: ArrayLike,
    squared_drift: ArrayLike,
    fresh_share: ArrayLike,
    noise_ratio: ArrayLike,
) -> tuple[Floats, Floats, Floats]:
    """Return k as drift and unlike noise make it, the fresh share and the squared bias, all checked."""
    real = positive("k", k)
    given = squared_bias, squared_drift, fresh_share, noise_ratio
    if all(type(x) in (int, float) for x in given) and given == (0, 0, 1, 1):  # most calls: no further checks
        return real, _FULL, _NONE
    bias, drift = positive("squared_bias", squared_bias, zero=True), positive("squared_drift", squared_drift, zero=True)
    fresh = share("fresh_share", fresh_share)
    if ((drift > 0) & (fresh < 1)).any():
        raise ValueError("fresh_share must be 1 where there is squared_drift, got both.")
    return real / positive("noise_ratio", noise_ratio) + drift, fresh, bias


@paired()
def error_ratio(
    weight: ArrayLike,
    k: ArrayLike,
    *,
    squared_bias: ArrayLike = 0.0,
    squared_drift: ArrayLike = 0.0,
    fresh_share: ArrayLike = 1.0,
    noise_ratio: ArrayLike = 1.0,
) -> Floats:
    """Error that the recursion settles at, as a ratio to real data alone.

    Exact for a mean of rows whose variance does not depend on the mean, to leading order otherwise.
    Chapters: *One mean, one recursion*; with bias, drift or reuse *When it fails*; unlike noise *A real table*.

    Parameters
    ----------
    weight : array_like
        Total weight on the real rows, from 0 to 1.
    k : array_like
        Real rows per synthetic row, above 0; all arguments broadcast.
    squared_bias : array_like
        Squared shift that the generator adds each round, in units of the error of one round's real rows alone.
    squared_drift : array_like
        Mean squared step of the truth before each round, in the same units.
    fresh_share : array_like
        Share of the real rows that is new each round, the rest being the same in every round; 0 is reuse.
    noise_ratio : array_like
        Variance of a real row over that of a synthetic row, above 0.

    Returns
    -------
    ndarray
        (w^2 + k (1-w)^2) / (w (2-w)), with k / noise_ratio + squared_drift for k;
        plus 2 (1 - fresh_share) (1-w) / (2-w), plus squared_bias ((1-w) / w)^2.
        Infinite at weight 0, where the error grows without end.

    Raises
    ------
    ValueError
        If a weight or share lies outside 0 to 1, k or the noise ratio is not above zero, bias or drift is below zero,
        or drift meets real rows that are not all new, for which there is no formula.

    Examples
    --------
    >>> round(float(error_ratio(0.5, k=1)), 3)
    0.667
    >>> error_ratio(0.618, k=1, fresh_share=[0, 1]).round(3)
    array([1.171, 0.618])
    """
    w = share("weight", weight)
    k, fresh, bias = disturbed(k, squared_bias, squared_drift, fresh_share, noise_ratio)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (w**2 + k * (1 - w) ** 2) / (w * (2 - w))
        if bias is _NONE:
            return ratio
        return ratio + 2 * (1 - fresh) * (1 - w) / (2 - w) + np.where(bias > 0, bias * ((1 - w) / w) ** 2, 0)


@paired()
def optimal_weight(
    k: ArrayLike,
    *,
    squared_bias: ArrayLike = 0.0,
    squared_drift: ArrayLike = 0.0,
    fresh_share: ArrayLike = 1.0,
    noise_ratio: ArrayLike = 1.0,
) -> Floats:
    """Weight with the smallest error ratio; without bias or reuse it is also that error ratio.

    Exact for a mean of rows whose variance does not depend on the mean, to leading order otherwise. The error rises
    with the squared bias, so that the weight is also the minimax weight against every bias up to the given one.
    Chapters: *One mean, one recursion*; with bias, drift or reuse *When it fails*; unlike noise *A real table*.

    Parameters
    ----------
    k : array_like
        Real rows per synthetic row, above 0. The keywords are those of `error_ratio`.

    Returns
    -------
    ndarray
        (sqrt(k^2 + 4k) - k) / 2, written so that nothing cancels, with (k / noise_ratio + squared_drift) / fresh_share
        for k; 1 without fresh rows. With squared bias d, the root between 0 and 1 of
        fresh_share w^3 = k (1-w) w + d (1-w) (2-w)^2, found to full relative accuracy of w and 1-w.

    Raises
    ------
    ValueError
        As `error_ratio`.

    Examples
    --------
    >>> round(float(optimal_weight(1)), 4)
    0.618
    >>> optimal_weight(1, squared_bias=[0, 0.1, 0.5, 1, 4]).round(3)
    array([0.618, 0.659, 0.738, 0.786, 0.883])
    """
    k, fresh, bias = disturbed(k, squared_bias, squared_drift, fresh_share, noise_ratio)
    root = np.sqrt(k)
    unbiased = 2 * root / (root + np.hypot(root, 2 * np.sqrt(fresh)))
    if not bias.any():
        return unbiased + bias  # in its shape

    def rising(log_odds: Floats) -> Floats:
        w, u = odds(log_odds)
        with np.errstate(divide="ignore"):
            return 3 * np.log(w) - np.log(u) + np.log(fresh) - np.log(k * w + bias * (1 + u) ** 2)

    bound = np.full(np.broadcast_shapes(k.shape, fresh.shape, bias.shape), _WIDEST)
    return np.where(bias > 0, odds(bisect(rising, -bound, bound))[0], unbiased)


@paired()
def break_even_weight(
    k: ArrayLike,
    *,
    squared_bias: ArrayLike = 0.0,
    squared_drift: ArrayLike = 0.0,
    fresh_share: ArrayLike = 1.0,
    noise_ratio: ArrayLike = 1.0,
) -> Floats:
    """Weight at which synthetic rows neither help nor harm in the limit, k / (k + 2); below it they harm.

    Exact for a mean of rows whose variance does not depend on the mean, to leading order otherwise. Without bias or
    reuse it holds at every round, not only in the limit.
    Chapters: *One mean, one recursion*; with bias, drift or reuse *When it fails*; unlike noise *A real table*.

    Parameters
    ----------
    k : array_like
        Real rows per synthetic row, above 0. The keywords are those of `error_ratio`.

    Returns
    -------
    ndarray
        s / (s + 4 fresh_share) with s = k + d + sqrt((k + d)^2 + 16 d fresh_share), where d is the squared bias and
        k stands for k / noise_ratio + squared_drift. Without fresh rows nothing helps: 1.

    Raises
    ------
    ValueError
        As `error_ratio`.

    Examples
    --------
    >>> break_even_weight(1, squared_bias=[0, 1]).round(4)
    array([0.3333, 0.618 ])
    """
    k, fresh, bias = disturbed(k, squared_bias, squared_drift, fresh_share, noise_ratio)
    total = k + bias + np.hypot(k + bias, 4 * np.sqrt(bias * fresh))
    return total / (total + 4 * fresh)


@paired()
def excess_error(weight: ArrayLike, k: ArrayLike) -> Floats:
    """Price of a weight: its error ratio minus the best one, (w - w*)^2 / ((1 - w*) w (2 - w)).

    Exact for a mean of rows whose variance does not depend on the mean, to leading order otherwise.
    Chapter: *One mean, one recursion*.

    Examples
    --------
    >>> round(float(excess_error(0.5, k=1)), 4)
    0.0486
    """
    w, k, best = share("weight", weight), positive("k", k), optimal_weight(k)
    with np.errstate(divide="ignore"):
        return (w - best) ** 2 * k / (best**2 * w * (2 - w))  # 1 - w* = w*^2 / k
