"""Regression on about as many columns as rows, or more: where recursive ridge and least-norm fits settle.

Rows are N(0, I) in p columns, labels have the noise variance 1, and the squared length of the true coefficients is the
`signal`; errors are expected squared distances of the coefficients, in units of the noise variance. New rows come
every round. Because the law of the rows has no preferred direction, the error depends on the past through two
numbers only, the mean of the last error in the direction of the truth and its squared length.
Chapter: *More columns than rows*.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize_scalar

from model_collapse._checks import Floats, paired, positive, scalar, share, whole
from model_collapse.theory._solve import bisect, lowest

LEAST_NORM = 1e-9
"""The penalty that stands for none: ridge regression tends to the solution of least norm as its penalty falls to 0."""


class _Traces(NamedTuple):
    """Limits of traces over p, with A = w S + u T + ridge I, S and T the second moments of real and synthetic rows."""

    inverse: Floats  # A^-1
    squared: Floats  # A^-2
    real: Floats  # A^-1 S A^-1
    synthetic: Floats  # A^-1 T A^-1
    kept: Floats  # A^-1 T
    both: Floats  # T A^-2 T


def _traces(w: Floats, a: Floats, b: Floats, ridge: Floats) -> _Traces:
    """Return the limits for a columns a real row and b columns a synthetic row."""
    u = 1 - w

    def rising(log: Floats) -> Floats:
        g = np.exp(log)
        return g * (w / (1 + w * a * g) + u / (1 + u * b * g) + ridge) - 1

    g = np.exp(bisect(rising, -np.log1p(ridge) - 1e-9, -np.log(ridge) + 1e-9))
    s, t = 1 / (1 + w * a * g), 1 / (1 + u * b * g)
    squared = 1 / (1 / g**2 - a * (w * s) ** 2 - b * (u * t) ** 2)
    kept = g * t
    slope = squared * t**2  # minus the slope of `kept` in the penalty
    both = (slope + b * squared) * t - (kept + b * g) * u * b * squared * t**2
    return _Traces(g, squared, squared * s**2, squared * t**2, kept, both)


@paired()
def ridge_error(
    weight: ArrayLike, n_real: ArrayLike, n_synthetic: ArrayLike, p: ArrayLike, ridge: ArrayLike, signal: ArrayLike
) -> Floats:
    """Error at which a weighted ridge regression on N(0, I) rows settles, with p in proportion to the rows.

    The limit in which the rows and p grow together; at a hundred columns it is right to about one percent. A penalty
    of `LEAST_NORM` gives the solution of least norm.
    Chapter: *More columns than rows*.

    Parameters
    ----------
    weight : array_like
        Total weight on the real rows, from 0 to 1.
    n_real, n_synthetic : array_like
        Rows in each round, whole numbers.
    p : array_like
        Coefficients, a whole number.
    ridge : array_like
        Penalty beside the weighted mean of the squared residuals, above 0.
    signal : array_like
        Squared length of the true coefficients over the variance of the noise, zero or more.

    Returns
    -------
    ndarray
        Error in units of the noise variance; infinite where it grows without end.

    Raises
    ------
    ValueError
        If a weight lies outside 0 to 1, a count is no whole number from 1, the penalty is not above 0 or the signal is
        below 0.

    Examples
    --------
    >>> ridge_error([0.5, 0.618, 1], 100, 100, p=100, ridge=0.25, signal=4).round(3)
    array([1., 1., 1.])
    """
    w, penalty, b = share("weight", weight), positive("ridge", ridge), positive("signal", signal, zero=True)
    n, m, p = whole("n_real", n_real), whole("n_synthetic", n_synthetic), whole("p", p)
    u = 1 - w
    trace = _traces(*np.broadcast_arrays(w, p / n, p / m, penalty))
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = -penalty * trace.inverse / (1 - u * trace.kept)  # of the error, as a multiple of the truth
        noise = p / n * w**2 * trace.real + p / m * u**2 * trace.synthetic
        bias = penalty**2 * trace.squared - 2 * penalty * u * trace.synthetic * mean
        left = 1 - u**2 * trace.both
        return np.where(left > 0, (noise + b * bias) / left, np.inf)


def ridge_optimal_weight(n_real: int, n_synthetic: int, p: int, ridge: float, signal: float) -> float:
    """Weight with the smallest `ridge_error`, found numerically.

    With more columns than rows the error has no closed form and may have more than one minimum; a grid of a thousand
    weights finds the lowest, and Brent's method its place.
    Chapter: *More columns than rows*.
    Parameters are those of `ridge_error`, single numbers.

    Examples
    --------
    >>> round(ridge_optimal_weight(10_000, 10_000, p=2, ridge=LEAST_NORM, signal=1), 3)
    0.618
    """
    sizes = n_real, n_synthetic, p, ridge, signal

    def error(weight: float) -> float:
        return scalar("an argument", ridge_error(weight, *sizes))

    grid = np.linspace(0.001, 0.999, 999)
    first = grid[ridge_error(grid, *sizes).argmin()]
    found = minimize_scalar(error, bounds=(first - 0.001, first + 0.001), method="bounded", options={"xatol": 1e-6})
    return 1.0 if error(1.0) < found.fun else float(found.x)


@paired()
def relabelled_error(weight: ArrayLike, n: ArrayLike, p: ArrayLike, signal: ArrayLike, *, new_rows: bool) -> Floats:
    """Error at which the solution of least norm settles if every row carries a real and a synthetic label.

    Each of n rows in p > n + 1 columns has a real label and one from the last model; the fit interpolates
    w * real + (1 - w) * synthetic. The rows are N(0, I), the same in every round or new in each. Exact.
    Chapter: *More columns than rows*.

    Parameters
    ----------
    weight : array_like
        Weight of the real label, from 0 to 1.
    n, p : array_like
        Rows and columns, whole numbers, p above n + 1.
    signal : array_like
        Squared length of the true coefficients over the variance of the noise, zero or more.
    new_rows : bool
        Whether each round has new rows.

    Returns
    -------
    ndarray
        Error in units of the noise variance; infinite at weight 0 if the rows stay.

    Raises
    ------
    ValueError
        If a weight lies outside 0 to 1, or p is not above n + 1.

    Examples
    --------
    >>> relabelled_error([0.618, 1], 100, 200, 4, new_rows=False).round(3)
    array([2.624, 3.01 ])
    """
    w, b = share("weight", weight), positive("signal", signal, zero=True)
    n, p = whole("n", n), whole("p", p)
    if (p <= n + 1).any():
        raise ValueError(f"p must be above n + 1, got {p.min():g} columns for up to {n.max():g} rows.")
    with np.errstate(divide="ignore"):
        return _relabelled(w, n, p, b, new_rows)


def _relabelled(w: Floats, n: Floats, p: Floats, b: Floats, new_rows: bool) -> Floats:
    u = 1 - w
    noise, lost = (w**2 + u**2) * n / (p - n - 1), (1 - n / p) * b
    return (noise + lost) / (1 - n / p * u**2) if new_rows else noise / (1 - u**2) + lost


@paired()
def relabelled_optimal_weight(n: ArrayLike, p: ArrayLike, signal: ArrayLike, *, new_rows: bool) -> Floats:
    """Weight with the smallest `relabelled_error`: 0.618 if the rows stay, whatever the signal.

    Chapter: *More columns than rows*.
    Parameters are those of `relabelled_error`.

    Examples
    --------
    >>> relabelled_optimal_weight(100, 200, [0, 4], new_rows=True).round(3)
    array([0.5, 0.5])
    """
    n, p, b = (np.asarray(x, dtype=float) for x in (whole("n", n), whole("p", p), positive("signal", signal, zero=True)))
    ends = np.zeros(np.broadcast_shapes(n.shape, p.shape, b.shape))
    return lowest(lambda w: _relabelled(w, n, p, b, new_rows), ends + 1e-9, ends + 1)
