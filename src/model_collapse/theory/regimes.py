"""Regimes that differ in what they remember: the last model, all synthetic rows, all real rows.

With `curvature` the results are exact at any number of rows for means of rows whose variance is a quadratic function
of the mean (0 Gaussian, -1 categories); without it they are exact for rows whose variance does not depend on the mean
and hold to leading order for other estimators. Error ratios are in units of the error of one round's real rows alone.
Chapter: *Four ways to train on your own output*.
"""

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, at_least, paired, positive, share, whole
from model_collapse.theory.recursion import round_numbers


def _rows(n_real: ArrayLike, n_synthetic: ArrayLike, curvature: ArrayLike) -> list[Floats]:
    n, m = whole("n_real", n_real), whole("n_synthetic", n_synthetic)
    return [x[..., None] for x in np.broadcast_arrays(n, m, at_least("curvature", curvature, -1))]


def _compounded(n: Floats, steps: Floats, curvature: Floats) -> Floats:
    """Return n V_t where 1 + curvature V_t is the product of 1 + curvature s over the steps s up to t."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        curved = np.expm1(np.cumsum(np.log1p(curvature * steps), axis=-1)) / curvature
    return n * np.where(curvature == 0, np.cumsum(steps, axis=-1), curved)


@paired()
def replace_error_ratio_by_round(
    n_real: ArrayLike, n_synthetic: ArrayLike, rounds: int, *, curvature: ArrayLike = 0.0
) -> Floats:
    """Error ratio when real rows are seen once and each later model only sees rows from the model before: collapse.

    Exact. The error ratio divided by `n_real` is the variance in units of one row's: for categories (curvature -1)
    the expected part of the diversity that is lost. Chapter: *Four ways to train on your own output*.

    Parameters
    ----------
    n_real, n_synthetic : array_like
        Real rows in round 0 and synthetic rows in every later round, whole numbers.
    rounds : int
        Last round, zero or more.
    curvature : array_like
        Second-order coefficient of the variance as a function of the mean, -1 or more.

    Returns
    -------
    ndarray, shape (*broadcast shape, rounds + 1)
        n ((1 + curvature/n) (1 + curvature/m)^t - 1) / curvature: 1 + k t at curvature 0, exponential growth above,
        a ceiling of n / (-curvature) below.

    Raises
    ------
    ValueError
        If a count is not a whole number from 1, or the curvature is below -1.

    Examples
    --------
    >>> replace_error_ratio_by_round(10, 10, rounds=3, curvature=[-1, 0]).round(3)
    array([[1.   , 1.9  , 2.71 , 3.439],
           [1.   , 2.   , 3.   , 4.   ]])
    """
    n, m, v2 = _rows(n_real, n_synthetic, curvature)
    return _compounded(n, np.where(round_numbers(rounds) > 0, 1 / m, 1 / n), v2)


@paired()
def accumulate_error_ratio_by_round(
    n_real: ArrayLike, n_synthetic: ArrayLike, rounds: int, *, curvature: ArrayLike = 0.0
) -> Floats:
    """Error ratio when real rows are seen once and all synthetic rows of all rounds are kept and pooled with them.

    Exact. Chapter: *Four ways to train on your own output*. Parameters are those of `replace_error_ratio_by_round`.

    Returns
    -------
    ndarray, shape (*broadcast shape, rounds + 1)
        1 + sum over rounds s up to t of n m / (n + s m)^2 at curvature 0.

    Examples
    --------
    >>> accumulate_error_ratio_by_round(100, 100, rounds=3).round(4)
    array([1.    , 1.25  , 1.3611, 1.4236])
    """
    n, m, v2 = _rows(n_real, n_synthetic, curvature)
    s = round_numbers(rounds)
    return _compounded(n, np.where(s > 0, m / (n + s * m) ** 2, 1 / n), v2)


def accumulate_error_ratio(k: ArrayLike) -> Floats:
    """Error ratio at which accumulation settles: 1 + k (1/(k+1)^2 + 1/(k+2)^2 + ...), π²/6 at k = 1, below 2 always.

    Exact for rows whose variance does not depend on the mean, to leading order otherwise.
    Chapter: *Four ways to train on your own output*.

    Parameters
    ----------
    k : array_like
        Real rows per synthetic row of one round, above 0.

    Returns
    -------
    ndarray
        Error ratio in the limit of many rounds.

    Examples
    --------
    >>> round(float(accumulate_error_ratio(1)), 4)
    1.6449
    """
    k = positive("k", k)
    terms = 24
    summed = (1 / (k[..., None] + np.arange(1, terms + 1)) ** 2).sum(axis=-1)
    x = 1 / (k + terms + 1)
    tail = x * (1 + x * (1 / 2 + x * (1 / 6 - x**2 * (1 / 30 - x**2 * (1 / 42 - x**2 / 30)))))  # Euler-Maclaurin
    return 1 + k * (summed + tail)


@paired()
def keep_real_error_ratio_by_round(
    weight: ArrayLike | None, n_real: ArrayLike, n_synthetic: ArrayLike, rounds: int, *, curvature: ArrayLike = 0.0
) -> Floats:
    """Error ratio when every real row ever seen is kept, beside synthetic rows of the last model.

    Exact. Weight 1, real rows alone, is best in every round: its ratio is 1 / (t+1). What any other fixed weight adds
    does not vanish; with `None` the weight tends to 1, and what it adds vanishes faster than 1 / (t+1).
    Chapter: *Four ways to train on your own output*.

    Parameters
    ----------
    weight : array_like or None
        Total weight on all real rows, from 0 to 1; None counts every row the same.
    n_real, n_synthetic : array_like
        New real rows and synthetic rows in each round, whole numbers.
    rounds : int
        Last round, zero or more.
    curvature : array_like
        Second-order coefficient of the variance as a function of the mean, -1 or more.

    Returns
    -------
    ndarray, shape (*broadcast shape, rounds + 1)
        n V_t, where V_0 = 1/n, V_t = w (2-w) / (n (t+1)) + (1-w)^2 ((1 + curvature/m) V_{t-1} + 1/m).

    Raises
    ------
    ValueError
        If a weight lies outside 0 to 1, or a count is not a whole number from 1.

    Examples
    --------
    >>> keep_real_error_ratio_by_round([1, 0.5], 100, 100, rounds=3).round(3)
    array([[1.   , 0.5  , 0.333, 0.25 ],
           [1.   , 0.875, 0.719, 0.617]])
    """
    n, m, v2 = _rows(n_real, n_synthetic, curvature)
    t = round_numbers(rounds)
    w = n * (t + 1) / (n * (t + 1) + m) if weight is None else share("weight", weight)[..., None]
    shape = np.broadcast_shapes(w.shape, n.shape, t.shape)
    real, kept = np.broadcast_to(w * (2 - w) / (t + 1), shape), np.broadcast_to((1 - w) ** 2, shape)
    ratio = np.ones(shape)
    for now in range(1, t.size):
        ratio[..., now] = real[..., now] + kept[..., now] * (
            (1 + v2 / m)[..., 0] * ratio[..., now - 1] + (n / m)[..., 0]
        )
    return ratio


def pooled_real_error_ratio_by_round(rounds: int, *, squared_drift: ArrayLike = 0.0) -> Floats:
    """Error ratio of all real rows pooled, every row counting the same, without any synthetic row.

    Exact for rows whose variance does not depend on the mean, with the same number of new real rows in each round.
    Averaging the parameters of the models with weight 1 / (t+1) on the newest gives the same. Under drift the pool
    grows stale; without it, nothing that uses synthetic rows does better. Chapter: *What model collapse is, and is
    not*.

    Parameters
    ----------
    rounds : int
        Last round, zero or more.
    squared_drift : array_like
        Mean squared step of the truth before each round, in units of the error of one round's real rows.

    Returns
    -------
    ndarray, shape (*squared_drift.shape, rounds + 1)
        1 / (t+1) + squared_drift t (2t+1) / (6 (t+1)); 1 / (t+1) alone of shape (rounds + 1,).

    Examples
    --------
    >>> pooled_real_error_ratio_by_round(rounds=3, squared_drift=0.2).round(3)
    array([1.   , 0.55 , 0.444, 0.425])
    """
    drift, t = positive("squared_drift", squared_drift, zero=True)[..., None], round_numbers(rounds)
    return 1 / (t + 1) + drift * t * (2 * t + 1) / (6 * (t + 1))
