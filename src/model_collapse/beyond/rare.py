"""Rare categories and small groups: how surely they are seen, how long they live, and who pays for a smoothed model.

Conditions, unless said otherwise: new and independent real rows in every round, a generator that draws with the shares
and rates of the last model, fixed amounts and a fixed weight, the long run. Chapter: *Who pays first?*
"""

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, paired, positive, share, whole
from model_collapse.theory import covariate_weight, optimal_weight
from model_collapse.theory._solve import lowest


def _surely(w: Floats, k: Floats) -> Floats:
    """Return 1 plus the sum over ages of the chance that a real row has left a row; accepts complex numbers."""
    total, alive = np.ones_like(w * k), np.ones_like(w)
    while np.abs(alive).max() > 1e-17:
        total = total - np.expm1(-w / k * alive)
        alive = -np.expm1(-(1 - w) * alive)
    return total


@paired()
def presence_ratio(weight: ArrayLike, k: ArrayLike) -> Floats:
    """How many times n real rows alone would hold a rare category as surely as the model does in the long run.

    To leading order in the share p: the category is absent with probability exp(-p n E), E being the ratio returned
    here. The limit of `rare_category_rows_by_round`, without rounds and rows. Chapter: *Who pays first?*

    Parameters
    ----------
    weight : array_like
        Total weight on new real rows, above 0, at most 1.
    k : array_like
        Real rows per synthetic row, above 0.

    Returns
    -------
    ndarray
        E = 1 + sum over j of 1 - exp(-(w/k) a_j), with a_0 = 1 and a_{j+1} = 1 - exp(-(1-w) a_j); 1 at weight 1.

    Raises
    ------
    ValueError
        If a weight lies outside 0.001 to 1, or k is not above zero.

    Examples
    --------
    >>> presence_ratio([0.1, 0.618, 1], k=1).round(2)
    array([1.39, 1.75, 1.  ])
    """
    w, k = share("weight", weight), positive("k", k)
    if (w < 0.001).any():
        raise ValueError(f"weight must be 0.001 or more, got {w.min():g}.")
    w, k = np.broadcast_arrays(w, k)
    return np.where(w < 1, _surely(np.where(w < 1, w, 0.5), k), 1.0)


def presence_weight(k: float) -> float:
    """Weight at which a rare category is absent least often in the long run, to leading order in its share.

    Chapter: *Who pays first?*

    Parameters
    ----------
    k : float
        Real rows per synthetic row, from 0.001 to 1000.

    Returns
    -------
    float
        Where `presence_ratio` is largest, sought between half the best weight of a squared error and 1.

    Raises
    ------
    ValueError
        If k lies outside 0.001 to 1000.

    Examples
    --------
    >>> [round(presence_weight(k), 3) for k in (1, 0.1)]
    [0.603, 0.231]
    """
    given = positive("k", k)
    if given.ndim or not 0.001 <= given <= 1000:
        raise ValueError(f"k must be one number from 0.001 to 1000, got {k}.")
    return float(lowest(lambda w: -_surely(w, given), optimal_weight(given) / 2, np.ones(())))


def present_share(rows: ArrayLike, chance: ArrayLike = 0.95) -> Floats:
    """Smallest share of a category that is present with a given chance.

    Chapter: *Who pays first?*

    Parameters
    ----------
    rows : array_like
        Real rows alone that hold it as surely as the model: `rare_category_rows_by_round`, or n times
        `presence_ratio`.
    chance : array_like
        Chance of being present, from 0 to 1.

    Returns
    -------
    ndarray
        -ln(1 - chance) / rows, at most 1: three rows' worth at 95%.

    Raises
    ------
    ValueError
        If rows are not above zero or a chance lies outside 0 to 1.

    Examples
    --------
    >>> present_share([100, 175]).round(4)
    array([0.03  , 0.0171])
    """
    given, level = positive("rows", rows), share("chance", chance)
    with np.errstate(divide="ignore"):
        return np.minimum(-np.log1p(-level) / given, 1.0)


@paired()
def rounds_to_loss(shares: ArrayLike, n_synthetic: ArrayLike) -> Floats:
    """Mean number of rounds without real rows until a category is lost, in the runs that lose it.

    The diffusion limit, for many rows (Kimura and Ohta 1969). Of all runs the part 1 - p loses the category; in the
    others it is the one that is left. Rounds are counted from a model with the given share.
    Chapter: *Who pays first?*

    Parameters
    ----------
    shares : array_like
        Shares p of single categories, from 0 to 1.
    n_synthetic : array_like
        Rows in each round, m, whole numbers.

    Returns
    -------
    ndarray
        -2 m p ln(p) / (1 - p), which is 0 at share 0 and tends to 2 m at share 1.

    Raises
    ------
    ValueError
        If a share lies outside 0 to 1, or a count is not a whole number from 1.

    Examples
    --------
    >>> rounds_to_loss([0.01, 0.1, 0.5], 100).round(1)
    array([  9.3,  51.2, 138.6])
    """
    p, m = share("shares", shares), whole("n_synthetic", n_synthetic)
    p, m = np.broadcast_arrays(p, m)
    inside = (p > 0) & (p < 1)
    q = np.where(inside, p, 0.5)
    return 2 * m * np.where(inside, -q * np.log(q) / (1 - q), p)


def _smoothed(w: Floats, k: Floats, s: Floats, gap: Floats) -> Floats:
    """Return variance and squared bias of a smoothed rate; accepts complex numbers."""
    u, a = 1 - w, 1 - s
    return a**2 * (w**2 + k * u**2) / (1 - (a * u) ** 2) + gap * (s / (1 - a * u)) ** 2


@paired()
def smoothed_error_ratio(
    weight: ArrayLike, k: ArrayLike, *, smoothing: ArrayLike = 0.0, squared_gap: ArrayLike = 0.0
) -> Floats:
    """Error of a group's rate that every fit draws towards the rate of all, as a ratio to plain real rows alone.

    The fit is (1-s) times the weighted average of real and synthetic rows plus s times the rate of all, and the
    generator draws from it. Exact for an average of rows of constant variance and a constant s, to leading order for
    rates. Chapter: *Who pays first?*

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
    array([1.07, 0.93, 1.02])
    """
    w, k = share("weight", weight), positive("k", k)
    s, gap = share("smoothing", smoothing), positive("squared_gap", squared_gap, zero=True)
    none = (w == 0) & (s == 0)
    return np.where(none, np.inf, _smoothed(np.where(none, 1.0, w), k, s, gap))


@paired()
def smoothed_optimal_weight(k: ArrayLike, *, smoothing: ArrayLike = 0.0, squared_gap: ArrayLike = 0.0) -> Floats:
    """Weight with the smallest `smoothed_error_ratio`.

    It is 1, so that no synthetic row helps, exactly from s^2 `squared_gap` = 1 - s on.
    Chapter: *Who pays first?*

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
    array([0.618, 0.818, 1.   ])
    """
    k, s = positive("k", k), share("smoothing", smoothing)
    k, s, gap = np.broadcast_arrays(k, s, positive("squared_gap", squared_gap, zero=True))
    return np.asarray(lowest(lambda w: _smoothed(w, k, s, gap), np.full(k.shape, 1e-9), np.ones(k.shape)))


@paired()
def oversampled_optimal_weight(k: ArrayLike, real_share: ArrayLike, synthetic_share: ArrayLike) -> Floats:
    """Weight that is best for a group which has unlike shares of the real and of the synthetic rows.

    In the group a real row stands against synthetic ones as in `covariate_weight`, with the ratio of the shares for
    the ratio of information. To leading order in the group's rows. Chapter: *Who pays first?*

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
