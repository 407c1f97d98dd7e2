"""Regression on about as many columns as rows, or more: where recursive ridge and least-norm fits settle.

Rows are N(0, I) in p columns, labels have the noise variance 1, and the squared length of the true coefficients is the
`signal`; errors are expected squared distances of the coefficients, in units of the noise variance. New rows come
every round. Because the law of the rows has no preferred direction, the error depends on the past through two
numbers only, the mean of the last error in the direction of the truth and its squared length.
Chapter: *Many columns*.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, paired, positive, share, whole
from model_collapse.theory._solve import bisect

LEAST_NORM = 1e-9
"""The penalty that stands for none. Ridge regression tends to the solution of least norm as its penalty falls to 0."""


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
    Chapter: *Many columns*.

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
    >>> ridge_error([0.5, 0.755, 1], 100, 100, p=100, ridge=0.25, signal=4).round(3)
    array([1.391, 1.236, 1.562])
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


def _lowest_of_grid(n: float, m: float, p: float, ridge: float, signal: float) -> float:
    found, step = 0.5, 0.5
    for finer in (1e-3, 1e-6):
        grid = np.clip(np.arange(found - step, found + step + finer / 2, finer), finer, 1)
        found, step = float(grid[ridge_error(grid, n, m, p, ridge, signal).argmin()]), finer
    return found


@paired()
def ridge_optimal_weight(
    n_real: ArrayLike, n_synthetic: ArrayLike, p: ArrayLike, ridge: ArrayLike, signal: ArrayLike
) -> Floats:
    """Weight with the smallest `ridge_error`, found numerically.

    With about as many columns as rows the error may have more than one minimum; a grid of a thousand weights finds the
    lowest, and a finer one its place to six digits.
    Chapter: *Many columns*.
    Parameters are those of `ridge_error`.

    Examples
    --------
    >>> ridge_optimal_weight(100, 100, p=[50, 100, 200], ridge=[0.125, 0.25, 0.5], signal=4).round(3)
    array([0.722, 0.755, 0.809])
    """
    sizes = whole("n_real", n_real), whole("n_synthetic", n_synthetic), whole("p", p)
    strengths = positive("ridge", ridge), positive("signal", signal, zero=True)
    return np.vectorize(_lowest_of_grid, otypes=[float])(*sizes, *strengths)
