"""Rows whose variance is a quadratic function of their mean: one exact theorem for many families.

If one row with mean mu has variance v0 + v1 mu + v2 mu^2, the error of a mean follows a closed recursion at every
number of rows, and only v2, the `curvature`, enters: 0 for normal and Poisson rows, -1 for Bernoulli rows, categories
and distribution functions, -1/r for a binomial of size r, 1 for exponential rows, 1/r for a gamma of shape r or a
negative binomial of size r. Everything here is exact for finite `n_real` and `n_synthetic`, in units of the exact
error of `n_real` real rows alone. By round: `error_ratio_by_round(..., curvature=...)`.
Chapter: *Distributions, categories and genetic drift*.
"""

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, at_least, paired, positive, share, whole


def ratio(w: Floats, k: Floats, growth: Floats) -> Floats:
    """Return (w^2 + k (1-w)^2) / (1 - (1-w)^2 (1 + growth)) for unchecked arrays, complex ones included."""
    return (w**2 + k * (1 - w) ** 2) / (w * (2 - w) - growth * (1 - w) ** 2)


def _rows(n_real: ArrayLike, n_synthetic: ArrayLike, curvature: ArrayLike) -> tuple[Floats, Floats]:
    """Return k and the growth curvature/m of the variance by one generation of synthetic rows."""
    n, m = whole("n_real", n_real), whole("n_synthetic", n_synthetic)
    return n / m, at_least("curvature", curvature, -1) / m


@paired()
def family_error_ratio(
    weight: ArrayLike, n_real: ArrayLike, n_synthetic: ArrayLike, curvature: ArrayLike = 0.0
) -> Floats:
    """Error that the recursion settles at, exact for finite numbers of rows.

    Chapter: *Distributions, categories and genetic drift*.

    Parameters
    ----------
    weight : array_like
        Total weight on the real rows, from 0 to 1.
    n_real, n_synthetic : array_like
        Rows in each round, whole numbers.
    curvature : array_like
        Second-order coefficient of the variance as a function of the mean, -1 or more.

    Returns
    -------
    ndarray
        (w^2 + k (1-w)^2) / (1 - (1-w)^2 (1 + curvature/m)); infinite at and below the heavy-tail threshold.

    Raises
    ------
    ValueError
        If a weight lies outside 0 to 1, a count is not a whole number from 1, or the curvature is below -1.

    Examples
    --------
    Categories at weight 0: all but one die out, and the error reaches its ceiling, n_real times that of one fit.

    >>> float(family_error_ratio(0, n_real=100, n_synthetic=50, curvature=-1))
    100.0
    """
    w = share("weight", weight)
    k, growth = _rows(n_real, n_synthetic, curvature)
    with np.errstate(divide="ignore"):
        value = ratio(w, k, growth)
    return np.where(w * (2 - w) > growth * (1 - w) ** 2, value, np.inf)


@paired()
def family_optimal_weight(n_real: ArrayLike, n_synthetic: ArrayLike, curvature: ArrayLike = 0.0) -> Floats:
    """Weight with the smallest settled error, which is again that error ratio; exact for finite numbers of rows.

    Chapter: *Distributions, categories and genetic drift*.

    Parameters
    ----------
    n_real, n_synthetic : array_like
        Rows in each round, whole numbers.
    curvature : array_like
        Second-order coefficient of the variance as a function of the mean, -1 or more.

    Returns
    -------
    ndarray
        1 - 2 / (1 + A + k + sqrt((1 + A + k)^2 - 4A)) with A = 1 + curvature/m, written so that nothing cancels.

    Examples
    --------
    >>> family_optimal_weight(100, 100, [-1, 0, 1]).round(4)
    array([0.617 , 0.618 , 0.6191])
    """
    k, growth = _rows(n_real, n_synthetic, curvature)
    total = growth + k + np.hypot(growth + k, 2 * np.sqrt(k))
    return total / (2 + total)


@paired()
def family_break_even_weight(n_real: ArrayLike, n_synthetic: ArrayLike, curvature: ArrayLike = 0.0) -> Floats:
    """Weight at which synthetic rows neither help nor harm, at every round; exact for finite numbers of rows.

    Chapter: *Distributions, categories and genetic drift*.

    Examples
    --------
    >>> round(float(family_break_even_weight(10, 10, curvature=-1)), 4)
    0.3103
    """
    k, growth = _rows(n_real, n_synthetic, curvature)
    return (growth + k) / (2 + growth + k)


@paired()
def family_heavy_tail_threshold(n_synthetic: ArrayLike, curvature: ArrayLike) -> Floats:
    """Weight at and below which the expected squared error grows without end; exact, whatever `n_real`.

    Chapter: *Distributions, categories and genetic drift*.

    Parameters
    ----------
    n_synthetic : array_like
        Rows drawn from the model in each round; degrees of freedom, m - 1, for a Gaussian variance.
    curvature : array_like
        Second-order coefficient of the variance as a function of the mean, -1 or more.

    Returns
    -------
    ndarray
        1 - 1 / sqrt(1 + curvature/m) for a curvature above 0, and 0, where only weight 0 diverges, otherwise.

    Examples
    --------
    >>> round(float(family_heavy_tail_threshold(10, curvature=1)), 4)
    0.0465
    """
    growth = np.maximum(at_least("curvature", curvature, -1), 0) / positive("n_synthetic", n_synthetic)
    return -np.expm1(-np.log1p(growth) / 2)
