"""Categories: how surely a model still knows a rare one, and how long it takes to lose all but one.

Chapter: *Distributions, categories and genetic drift*.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import xlog1py, xlogy

from model_collapse._checks import Floats, paired, positive, share, shown, whole
from model_collapse.theory.recursion import round_numbers


@paired()
def rare_category_rows_by_round(weight: ArrayLike, n_real: ArrayLike, n_synthetic: ArrayLike, rounds: int) -> Floats:
    """Real rows alone among which a rare category is seen as surely as the model still knows it.

    To leading order in the category's share p, which drops out: the category is unknown to the model (its estimated
    share is exactly zero) with probability exp(-p R), R being the rows returned here. A row of the category leaves a
    Poisson number of copies in the next round, so that a branching process counts its descendants.
    Chapters: *What model collapse is, and is not*; *Distributions, categories and genetic drift*.

    Parameters
    ----------
    weight : array_like
        Total weight on fresh real rows, from 0 to 1; with 0 there are real rows in round 0 only.
    n_real, n_synthetic : array_like
        Rows in each round, whole numbers.
    rounds : int
        Last round, zero or more.

    Returns
    -------
    ndarray, shape (*broadcast shape, rounds + 1)
        R_0 = n. At weight 1 all later rounds are n too; at weight 0 and n = m they are n (1 - h_t), where h_0 = 0 and
        h_t = exp(h_{t-1} - 1).

    Raises
    ------
    ValueError
        If a weight lies outside 0 to 1, or a count is not a whole number from 1.

    Examples
    --------
    >>> rare_category_rows_by_round([0, 0.618, 1], 100, 100, rounds=50)[:, [0, 1, 10, 50]].round(1)
    array([[100. ,  63.2,  15.8,   3.8],
           [100. , 163.2, 174.9, 174.9],
           [100. , 100. , 100. , 100. ]])
    """
    w = share("weight", weight)
    n, m = whole("n_real", n_real), whole("n_synthetic", n_synthetic)
    w, n, m = np.broadcast_arrays(w, n, m)
    t = round_numbers(rounds)
    rows = np.empty((*w.shape, t.size))
    rows[..., 0] = n
    alive, later = np.where(w < 1, 1.0, 0.0), np.zeros(w.shape)  # chance that a synthetic row has descendants
    for now in range(1, t.size):
        first = -n * np.expm1(-m / n * alive)
        rows[..., now] = np.where(w > 0, n, 0) + later + first
        later = later - n * np.expm1(-w * m / n * alive)
        alive = -np.expm1(-(1 - w) * alive)
    return rows


def rounds_to_one_category(shares: ArrayLike, n_synthetic: ArrayLike) -> Floats:
    """Mean number of rounds without real rows until one category is left.

    The diffusion limit, for many rows: -2 m times the sum of (1 - p) ln(1 - p) over the categories. An exact chain of
    counts needs less, for two equal shares by about 0.5 + ln(m)/3 rounds. Rounds are counted from a model with these
    shares; from n = m real rows drawn with them, which are a round of drawing themselves, it is one less.
    Chapter: *Distributions, categories and genetic drift*.

    Parameters
    ----------
    shares : array_like, shape (..., J)
        Shares of the categories at the start, up to a factor: counts will do.
    n_synthetic : array_like
        Rows in each round, whole numbers.

    Returns
    -------
    ndarray, shape (*n_synthetic.shape, ...)
        Rounds, for each number of rows and each row of shares.

    Raises
    ------
    ValueError
        If a share is negative or all are zero, or a count is not a whole number from 1.

    Examples
    --------
    >>> rounds_to_one_category([[0.5, 0.5], [0.9, 0.1]], 100).round(1)
    array([138.6,  65. ])
    """
    given, m = positive("shares", shares, zero=True), whole("n_synthetic", n_synthetic)
    if not given.ndim or not given.any(axis=-1).all():
        raise ValueError(f"shares must be numbers along the last axis, not all zero, got {shown(shares)}.")
    none = np.zeros_like(given[..., :1])
    before = np.concatenate([none, given.cumsum(axis=-1)[..., :-1]], axis=-1)
    after = np.concatenate([given[..., :0:-1].cumsum(axis=-1)[..., ::-1], none], axis=-1)
    p, rest = (part / given.sum(axis=-1, keepdims=True) for part in (given, before + after))  # 1 - p would cancel
    logs = np.where(p < 0.5, xlog1py(rest, -np.minimum(p, 0.5)), xlogy(rest, rest))
    return np.multiply.outer(2 * m, abs(logs.sum(axis=-1)))
