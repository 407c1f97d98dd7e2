"""Rare categories: how surely a model still holds them, and how long they live without new real rows.

Conditions, unless said otherwise: new and independent real rows in every round, a generator that draws with the shares
of the last model, fixed amounts and a fixed weight, the long run. Chapter: *Who pays first?*.
"""

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, count, paired, positive, refusal, share, shown, whole
from model_collapse.theory import optimal_weight
from model_collapse.theory._solve import lowest


def _surely(w: Floats, k: Floats) -> Floats:
    """Return 1 plus the sum over ages of the chance that a real row has left a row; accepts complex numbers."""
    total, alive = np.ones_like(w * k), np.ones_like(w)
    while np.abs(alive).max(initial=0) > 1e-17:
        total = total - np.expm1(-w / k * alive)
        alive = -np.expm1(-(1 - w) * alive)
    return total


@paired()
def presence_ratio(weight: ArrayLike, k: ArrayLike) -> Floats:
    """How many times n real rows alone would hold a rare category as surely as the model does in the long run.

    To leading order in the share p: the category is absent with probability exp(-p n E), E being the ratio returned
    here. The limit of `rare_category_rows_by_round`, without rounds and rows. Chapter: *Who pays first?*.

    Parameters
    ----------
    weight : array_like
        Total weight on new real rows, from 0.001 to 1.
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
        raise refusal("weight must be 0.001 or more, got {given:g}.", given=w.min())
    w, k = np.broadcast_arrays(w, k)
    return np.where(w < 1, _surely(np.where(w < 1, w, 0.5), k), 1.0)


def presence_weight(k: float) -> float:
    """Weight at which a rare category is absent least often in the long run, to leading order in its share.

    Chapter: *Who pays first?*.

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
    >>> round(presence_weight(k=0.1), 3)
    0.231
    """
    given = positive("k", k)
    if given.ndim or not 0.001 <= given <= 1000:
        raise refusal("k must be one number from 0.001 to 1000, got {given}.", given=shown(k))
    return float(lowest(lambda w: -_surely(w, given), optimal_weight(given) / 2, np.ones(())))


@paired()
def present_share(rows: ArrayLike, chance: ArrayLike = 0.95) -> Floats:
    """Smallest share of a category that is present with a given chance.

    Chapter: *Who pays first?*.

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
    Chapter: *Who pays first?*.

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


def first_loss_chance(shares: ArrayLike, rows: int) -> Floats:
    """Chance of each category to be among the first that are lost without new real rows.

    To leading order in the shares: while categories are rare they are lost independently, each as
    `rare_category_rows_by_round` says at weight 0; one that is not rare is never the first. Several that are lost in
    the same round, round 0 among them, are all counted. Chapter: *Who pays first?*.

    Parameters
    ----------
    shares : array_like, shape (J,)
        Shares of the categories, up to a factor: counts will do.
    rows : int
        Real rows of round 0, and synthetic ones of each later round, n = m; at most 10,000.

    Returns
    -------
    ndarray, shape (J,)
        They add up to 1 or, because of ties, to a little more.

    Raises
    ------
    ValueError
        If shares are not two or more numbers, one of them above zero, or rows are no whole number of that size.

    Examples
    --------
    >>> first_loss_chance([9900, 90, 10], rows=1000).round(2)
    array([0.  , 0.11, 0.9 ])
    """
    given = positive("shares", shares, zero=True)
    if given.ndim != 1 or given.size < 2 or not given.any():
        raise refusal("shares must be two or more numbers, not all zero, got {given}.", given=shown(shares))
    expected = count("rows", rows, most=10_000) * given / given.sum()
    alive, before, open_, found = 1.0, np.zeros_like(expected), 1.0, np.zeros_like(expected)
    while open_ > 1e-4:
        lost = np.exp(-expected * alive)
        with np.errstate(divide="ignore", invalid="ignore"):
            others = np.where(before < 1, open_ / (1 - before), 0.0)
        found += others * (lost - before)
        alive, before, open_ = -np.expm1(-alive), lost, float(np.prod(1 - lost))
    return found
