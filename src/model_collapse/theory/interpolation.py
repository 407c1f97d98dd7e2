"""Fits of least norm that interpolate: loops with more columns than rows, where rows or labels are mixed.

Rows are N(0, I) in p columns and labels have noise of variance 1. A fit through all real and synthetic rows has no use
for weights; one through mixed labels, two on each row, has. Exact.
Chapter: *Many columns*.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, paired, positive, refusal, share, whole
from model_collapse.theory._solve import lowest


@paired()
def interpolation_error(n_real: ArrayLike, n_synthetic: ArrayLike, p: ArrayLike, signal: ArrayLike) -> Floats:
    """Error at which a loop settles whose fit of least norm interpolates real and synthetic rows: at any weight.

    With more columns than rows in all, every least-squares fit goes through all of them, however they are weighted.
    Rows are N(0, I), new in every round. Exact.
    Chapter: *Many columns*.

    Parameters
    ----------
    n_real, n_synthetic : array_like
        Rows in each round, whole numbers.
    p : array_like
        Coefficients, a whole number above n_real + n_synthetic + 1.
    signal : array_like
        Squared length of the true coefficients over the variance of the noise, zero or more.

    Returns
    -------
    ndarray
        Error in units of the noise variance; infinite where it grows without end, which for n_real = n_synthetic = n
        is up to about p = 2.618 n.

    Raises
    ------
    ValueError
        If a count is no whole number from 1, p is not above n_real + n_synthetic + 1, or the signal is below 0.

    Examples
    --------
    >>> interpolation_error(100, 100, [250, 300, 1000], signal=4).round(2)
    array([  inf, 10.16,  3.89])
    """
    m = whole("n_synthetic", n_synthetic)
    rows, p = _wide(whole("n_real", n_real) + m, p, "n_real + n_synthetic")
    b, spare = positive("signal", signal, zero=True), p - rows - 1
    left = 1 - m / p * (p - m - 1) / spare
    with np.errstate(divide="ignore"):
        return np.where(left > 0, (rows / spare + (1 - rows / p) * b) / np.maximum(left, 0), np.inf)


@paired()
def same_rows_error(weight: ArrayLike, n_real: ArrayLike, p: ArrayLike, signal: ArrayLike) -> Floats:
    """Error at which the solution of least norm settles if the rows stay and have a real and a synthetic label each.

    The fit interpolates w * real + (1 - w) * synthetic label; both are new in every round. The rows, N(0, I), are drawn
    once. Exact. The best weight is 0.618, whatever the signal.
    Chapter: *Many columns*.

    Parameters
    ----------
    weight : array_like
        Weight of the real label, from 0 to 1.
    n_real : array_like
        Rows, a whole number.
    p : array_like
        Coefficients, a whole number above n_real + 1.
    signal : array_like
        Squared length of the true coefficients over the variance of the noise, zero or more.

    Returns
    -------
    ndarray
        Error in units of the noise variance; infinite at weight 0.

    Raises
    ------
    ValueError
        If a weight lies outside 0 to 1, p is not above n_real + 1, or the signal is below 0.

    Examples
    --------
    >>> same_rows_error([0.618, 1], 100, 200, signal=4).round(3)
    array([2.624, 3.01 ])
    """
    w, b = share("weight", weight), positive("signal", signal, zero=True)
    n, p = _wide(n_real, p)
    with np.errstate(divide="ignore"):
        return n / (p - n - 1) * (w**2 + (1 - w) ** 2) / (w * (2 - w)) + (1 - n / p) * b


@paired()
def new_rows_error(weight: ArrayLike, n_real: ArrayLike, p: ArrayLike, signal: ArrayLike) -> Floats:
    """Error at which the solution of least norm settles if rows with two labels each are new in every round.

    Chapter: *Many columns*.
    Parameters are those of `same_rows_error`. Exact.

    Examples
    --------
    >>> new_rows_error([0.618, 1], 100, 200, signal=4).round(3)
    array([2.733, 3.01 ])
    """
    w, b = share("weight", weight), positive("signal", signal, zero=True)
    return _new_rows(w, *_wide(n_real, p), b)


def _wide(rows: ArrayLike, p: ArrayLike, name: str = "n_real") -> tuple[Floats, Floats]:
    n, columns = np.broadcast_arrays(whole(name, rows), whole("p", p))
    if (narrow := columns <= n + 1).any():
        sentence = "p must be above {name} + 1, got {p:g} columns for {n:g} rows."
        raise refusal(sentence, name=name, p=columns[narrow].flat[0], n=n[narrow].flat[0])
    return n, columns


def _new_rows(w: Any, n: Floats, p: Floats, b: Floats) -> Any:
    u = 1 - w
    return ((w**2 + u**2) * n / (p - n - 1) + (1 - n / p) * b) / (1 - n / p * u**2)


@paired()
def new_rows_optimal_weight(n_real: ArrayLike, p: ArrayLike, signal: ArrayLike) -> Floats:
    """Weight with the smallest `new_rows_error`, found numerically.

    Chapter: *Many columns*.
    Parameters are those of `new_rows_error`.

    Examples
    --------
    >>> new_rows_optimal_weight(100, 200, [0, 4]).round(3)
    array([0.562, 0.701])
    """
    n, p = _wide(n_real, p)
    b = positive("signal", signal, zero=True)
    ends = np.zeros(np.broadcast_shapes(n.shape, b.shape))
    return lowest(lambda w: _new_rows(w, n, p, b), ends, ends + 1)
