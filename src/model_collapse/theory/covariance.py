"""The covariance of Gaussian rows: exact second moments, and two thresholds below which moments are infinite.

Sample covariances have the divisors n - 1 and m - 1 and the mixture has no term between the two means. Then the
expectations of trace(S)^2 + 2 trace(S^2) and of trace(S)^2 - trace(S^2) do not mix: the first grows like a family with
curvature 2, the second shrinks like categories, curvature -1, both with n - 1 and m - 1 in place of the rows. Errors
are expected squared Frobenius distances, exact for all n, m and rounds, in units of the error of one sample covariance
of `n_real` real rows. Chapter: *Covariance and the heavy tail*.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, covariance_matrix, paired, whole
from model_collapse.theory._solve import lowest
from model_collapse.theory.constants import covariance_constant
from model_collapse.theory.families import (
    family_error_ratio,
    family_heavy_tail_threshold,
    family_optimal_weight,
    ratio,
)
from model_collapse.theory.recursion import error_ratio_by_round

GROWING, SHRINKING = 2.0, -1.0


class CovarianceMoments(NamedTuple):
    """Expected second moments of an estimated covariance S, by round."""

    squared_trace: Floats
    """E trace(S)^2."""
    trace_of_square: Floats
    """E trace(S^2)."""


def _traces(covariance: ArrayLike) -> tuple[Floats, Floats]:
    matrix = covariance_matrix("covariance", covariance)
    return np.trace(matrix, axis1=-2, axis2=-1) ** 2, (matrix**2).sum(axis=(-2, -1))


def _growing_share(covariance: ArrayLike) -> Floats:
    """Return the part of one sample covariance's error that lies in the growing combination."""
    a, b = _traces(covariance)
    return 2 * (a + 2 * b) / (3 * (a + b))


def _degrees(n_real: ArrayLike, n_synthetic: ArrayLike) -> tuple[Floats, Floats]:
    return whole("n_real", n_real, least=2) - 1, whole("n_synthetic", n_synthetic, least=2) - 1


@paired(covariance=2)
def covariance_error_ratio(
    weight: ArrayLike, n_real: ArrayLike, n_synthetic: ArrayLike, covariance: ArrayLike = ((1.0,),)
) -> Floats:
    """Error at which an estimated Gaussian covariance settles; exact.

    Chapter: *Covariance and the heavy tail*.

    Parameters
    ----------
    weight : array_like
        Total weight on the real rows, from 0 to 1.
    n_real, n_synthetic : array_like
        Rows in each round, whole numbers from 2.
    covariance : array_like, shape (..., p, p)
        True covariance, a variance if left out; leading axes broadcast.

    Returns
    -------
    ndarray
        Error ratio; infinite at and below `heavy_tail_threshold(n_synthetic)`.

    Raises
    ------
    ValueError
        If a weight lies outside 0 to 1, a count is below 2, or the matrix is not a covariance.

    Examples
    --------
    >>> import numpy as np
    >>> round(float(covariance_error_ratio(0.3, 100, 100, np.eye(2)) * covariance_sampling_error(100, np.eye(2))), 5)
    0.07006
    """
    n, m = _degrees(n_real, n_synthetic)
    g = _growing_share(covariance)
    growing, shrinking = (family_error_ratio(weight, n, m, v) for v in (GROWING, SHRINKING))
    return g * growing + (1 - g) * shrinking


@paired(covariance=2)
def covariance_error_ratio_by_round(
    weight: ArrayLike, n_real: ArrayLike, n_synthetic: ArrayLike, rounds: int, covariance: ArrayLike = ((1.0,),)
) -> Floats:
    """Error ratio of an estimated Gaussian covariance after 0, 1, ..., `rounds` rounds; exact.

    Chapter: *Covariance and the heavy tail*.
    Parameters are those of `covariance_error_ratio`, and the last round; the rounds are the result's last axis.

    Examples
    --------
    >>> covariance_error_ratio_by_round(0, 11, 11, rounds=3).round(3)
    array([1.   , 2.2  , 3.64 , 5.368])
    """
    n, m = _degrees(n_real, n_synthetic)
    g = _growing_share(covariance)[..., None]
    growing, shrinking = (error_ratio_by_round(weight, n, m, rounds, curvature=v) for v in (GROWING, SHRINKING))
    return g * growing + (1 - g) * shrinking


@paired(covariance=2)
def covariance_moments_by_round(
    weight: ArrayLike, n_real: ArrayLike, n_synthetic: ArrayLike, rounds: int, covariance: ArrayLike = ((1.0,),)
) -> CovarianceMoments:
    """Expected trace(S)^2 and trace(S^2) of the estimated covariance after 0, 1, ..., `rounds` rounds; exact.

    Chapter: *Covariance and the heavy tail*.
    Parameters are those of `covariance_error_ratio`, and the last round; the rounds are the results' last axis.

    Examples
    --------
    >>> covariance_moments_by_round(0.5, 11, 11, rounds=1, covariance=[[1, 0], [0, 1]]).trace_of_square.round(3)
    array([2.6  , 2.475])
    """
    n, m = _degrees(n_real, n_synthetic)
    a, b = (x[..., None] for x in _traces(covariance))
    growing, shrinking = (
        1 + v * error_ratio_by_round(weight, n, m, rounds, curvature=v) / n[..., None] for v in (GROWING, SHRINKING)
    )
    up, down = (a + 2 * b) * growing, (a - b) * shrinking
    return CovarianceMoments((up + 2 * down) / 3, (up - down) / 3)


@paired(covariance=2)
def covariance_sampling_error(n_real: ArrayLike, covariance: ArrayLike = ((1.0,),)) -> Floats:
    """Expected squared Frobenius error of one sample covariance: (trace(S)^2 + trace(S^2)) / (n - 1); exact.

    Chapter: *Covariance and the heavy tail*.

    Examples
    --------
    >>> float(covariance_sampling_error(11))
    0.2
    """
    return covariance_constant(covariance) / (whole("n_real", n_real, least=2) - 1)


@paired(covariance=2)
def covariance_optimal_weight(n_real: ArrayLike, n_synthetic: ArrayLike, covariance: ArrayLike = ((1.0,),)) -> Floats:
    """Weight with the smallest settled error of an estimated Gaussian covariance; exact, found numerically.

    The error is a sum of two convex functions of the weight, so the minimum lies between theirs. The optimal weight
    equals its error ratio in one dimension; in others the two differ by less than 0.001 from ten rows on, and by
    up to 0.01 below. Chapter: *Covariance and the heavy tail*.

    Examples
    --------
    >>> round(float(covariance_optimal_weight(10, 10, [[1, 0], [0, 1]])), 3)
    0.637
    """
    n, m = _degrees(n_real, n_synthetic)
    g = _growing_share(covariance)
    low = np.maximum(family_optimal_weight(n, m, SHRINKING), family_heavy_tail_threshold(m, GROWING))
    return lowest(
        lambda w: g * ratio(w, n / m, GROWING / m) + (1 - g) * ratio(w, n / m, SHRINKING / m),
        *np.broadcast_arrays(low + 0 * g, family_optimal_weight(n, m, GROWING)),
    )


def heavy_tail_threshold(n_synthetic: ArrayLike) -> Floats:
    """Weight at and below which the mean squared error of an estimated Gaussian covariance is infinite in the limit.

    Exact, for any dimension and any number of real rows. A stationary law exists for every weight above 0 and the
    typical error stays moderate, so this is not collapse. Below it the standard error of a simulated squared error of
    the mean, with estimated covariance, is infinite as well. Chapter: *Covariance and the heavy tail*.

    Parameters
    ----------
    n_synthetic : array_like
        Rows drawn from the model in each round, whole numbers from 2.

    Returns
    -------
    ndarray
        1 - sqrt((m-1) / (m+1)).

    Examples
    --------
    >>> heavy_tail_threshold([2, 5, 10, 100]).round(3)
    array([0.423, 0.184, 0.095, 0.01 ])
    """
    return family_heavy_tail_threshold(whole("n_synthetic", n_synthetic, least=2) - 1, GROWING)


def fourth_moment_threshold(n_synthetic: ArrayLike) -> Floats:
    """Weight at and below which simulated standard errors of a covariance's squared error mean nothing.

    There the fourth moment of the estimated covariance is infinite in the limit; exact, for any dimension. Along each
    fixed direction the variance obeys the recursion of one dimension, and trace(S)^4 is at most p^3 times the sum of
    the fourth powers of the p diagonal entries. Chapter: *Covariance and the heavy tail*.

    Parameters
    ----------
    n_synthetic : array_like
        Rows drawn from the model in each round, whole numbers from 2.

    Returns
    -------
    ndarray
        1 - [nu^3 / ((nu+2) (nu+4) (nu+6))]^(1/4) with nu = m - 1.

    Examples
    --------
    >>> fourth_moment_threshold([2, 5, 10, 100]).round(3)
    array([0.688, 0.396, 0.236, 0.029])
    """
    nu = whole("n_synthetic", n_synthetic, least=2)[..., None] - 1
    return -np.expm1(-np.log1p(np.array([2.0, 4.0, 6.0]) / nu).sum(axis=-1) / 4)
