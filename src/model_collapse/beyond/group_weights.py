"""Error and best weight for the rate of a group that a fit smooths, or that has unlike shares of the rows.

New and independent real rows in every round, a generator that draws with the rates of the last model, the long run.
Chapter: *Who pays first?*.
"""

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, paired, positive, share
from model_collapse.beyond.smoothing import carried
from model_collapse.theory import covariate_weight, optimal_weight
from model_collapse.theory._solve import lowest


def _smoothed(w: Floats, k: Floats, s: Floats, gap: Floats) -> Floats:
    """Return variance and squared bias of a smoothed rate; accepts complex numbers."""
    variance, bias = carried(w, k, 1 - s)
    return (1 - s) ** 2 * variance + gap * (s * bias) ** 2


@paired()
def smoothed_error_ratio(
    weight: ArrayLike, k: ArrayLike, *, smoothing: ArrayLike = 0.0, squared_gap: ArrayLike = 0.0
) -> Floats:
    """Error of a group's rate that every fit draws towards the rate of all, as a ratio to plain real rows alone.

    The fit is (1-s) times the weighted average of real and synthetic rows plus s times the rate of all, and the
    generator draws from it. Exact for an average of rows of constant variance and a constant s, to leading order for
    rates. Chapter: *Who pays first?*.

    Parameters
    ----------
    weight : array_like
        Total weight on new real rows, from 0 to 1.
    k : array_like
        Real rows per synthetic row in the group, above 0.
    smoothing : array_like
        Weight s of the rate of all, from 0 to 1: g / (g + n_g) for a prior worth g rows and n_g real rows in the group.
    squared_gap : array_like
        Squared distance of the group's rate from that of all, in units of the error of its n_g real rows alone.

    Returns
    -------
    ndarray
        (1-s)^2 (w^2 + k (1-w)^2) / (1 - (1-s)^2 (1-w)^2) + gap (s / (1 - (1-s)(1-w)))^2; `error_ratio` at s = 0.
        At weight 0 and s above 0 it does not grow without end: the gap is the whole error, beside a little noise.

    Raises
    ------
    ValueError
        If a weight or s lies outside 0 to 1, k is not above zero, or the gap is below zero.

    Examples
    --------
    >>> smoothed_error_ratio([0.618, 0.82, 1], k=1, smoothing=0.14, squared_gap=14.4).round(2)
    array([1.06, 0.93, 1.02])
    """
    w, k = share("weight", weight), positive("k", k)
    s, gap = share("smoothing", smoothing), positive("squared_gap", squared_gap, zero=True)
    none = (w == 0) & (s == 0)
    return np.where(none, np.inf, _smoothed(np.where(none, 1.0, w), k, s, gap))


@paired()
def smoothed_optimal_weight(k: ArrayLike, *, smoothing: ArrayLike = 0.0, squared_gap: ArrayLike = 0.0) -> Floats:
    """Weight with the smallest `smoothed_error_ratio`.

    It is 1, so that no synthetic row helps, exactly from s^2 `squared_gap` = 1 - s on.
    Chapter: *Who pays first?*.

    Parameters
    ----------
    k, smoothing, squared_gap : array_like
        As in `smoothed_error_ratio`, which broadcast against each other.

    Returns
    -------
    ndarray
        The best weight on the real rows.

    Raises
    ------
    ValueError
        As `smoothed_error_ratio`.

    Examples
    --------
    >>> smoothed_optimal_weight(1, smoothing=[0, 0.14, 0.3], squared_gap=14.4).round(3)
    array([0.618, 0.817, 1.   ])
    """
    k, s = positive("k", k), share("smoothing", smoothing)
    k, s, gap = np.broadcast_arrays(k, s, positive("squared_gap", squared_gap, zero=True))
    return np.asarray(lowest(lambda w: _smoothed(w, k, s, gap), np.full(k.shape, 1e-9), np.ones(k.shape)))


@paired()
def oversampled_optimal_weight(k: ArrayLike, real_share: ArrayLike, synthetic_share: ArrayLike) -> Floats:
    """Weight that is best for a group which has unlike shares of the real and of the synthetic rows.

    In the group a real row stands against synthetic ones as in `covariate_weight`, with the ratio of the shares for
    the ratio of information. To leading order in the group's rows. Chapter: *Who pays first?*.

    Parameters
    ----------
    k : array_like
        Real rows per synthetic row, all groups together, above 0.
    real_share, synthetic_share : array_like
        Shares of the group among the real and among the synthetic rows, above 0, at most 1.

    Returns
    -------
    ndarray
        The total weight on all real rows that is best for this group's rate.

    Raises
    ------
    ValueError
        If k or a share is not above zero, or a share is above 1.

    Examples
    --------
    >>> oversampled_optimal_weight(1, real_share=[0.05, 0.01, 0.1], synthetic_share=0.01).round(3)
    array([0.539, 0.618, 0.522])
    """
    k = positive("k", k)
    real, synthetic = positive("real_share", real_share), positive("synthetic_share", synthetic_share)
    ratio = share("real_share", real) / share("synthetic_share", synthetic)
    return covariate_weight(optimal_weight(k * ratio), ratio)
