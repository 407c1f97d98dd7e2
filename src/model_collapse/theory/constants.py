"""The constant c of an estimation problem: its squared error on n real rows alone is c/n.

Exact for means, shares of categories and distribution functions; to leading order for covariances (exact with n - 1
for n) and for regressions. Error ratios are in units of c/n; multiply by it to get errors.
Chapter: *One mean, one recursion*.
"""

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, covariance_matrix, positive, share, whole


def mean_constant(covariance: ArrayLike) -> Floats:
    """Constant of a mean: the trace of the rows' covariance.

    Exact for any distribution with this covariance. Chapter: *One mean, one recursion*.

    Parameters
    ----------
    covariance : array_like, shape (..., p, p)
        Covariance of one row.

    Returns
    -------
    ndarray
        Trace.

    Raises
    ------
    ValueError
        If the matrix is not a covariance.

    Examples
    --------
    >>> float(mean_constant([[2, 1], [1, 3]]))
    5.0
    """
    return np.trace(covariance_matrix("covariance", covariance), axis1=-2, axis2=-1)


def covariance_constant(covariance: ArrayLike) -> Floats:
    """Constant of a Gaussian covariance in squared Frobenius norm: trace(S)^2 + trace(S^2).

    The exact error on n rows is this over n - 1: `covariance_sampling_error`.
    Chapter: *Covariance and the heavy tail*.

    Examples
    --------
    >>> float(covariance_constant([[1, 0], [0, 1]]))
    6.0
    """
    matrix = covariance_matrix("covariance", covariance)
    return np.trace(matrix, axis1=-2, axis2=-1) ** 2 + (matrix**2).sum(axis=(-2, -1))


def regression_constant(information: ArrayLike) -> Floats:
    """Constant of the coefficients of a regression: the trace of the inverse Fisher information of one row.

    To leading order. In linear regression the information is the covariate's second moment over the noise's variance,
    which gives p times that variance for standardised covariates. Synthetic rows must have covariates of the same law.
    Chapter: *Regression and generalised linear models*.

    Parameters
    ----------
    information : array_like, shape (..., p, p)
        Expected Fisher information of one row.

    Returns
    -------
    ndarray
        Trace of the inverse.

    Raises
    ------
    ValueError
        If the matrix is not symmetric and positive definite.

    Examples
    --------
    >>> float(regression_constant([[0.5, 0], [0, 0.25]]))
    6.0
    """
    eigenvalues = np.linalg.eigvalsh(covariance_matrix("information", information))
    if (eigenvalues <= 1e-14 * eigenvalues.max(axis=-1, keepdims=True)).any():
        raise ValueError("information must be positive definite, got a matrix that is singular.")
    return (1 / eigenvalues).sum(axis=-1)


def categorical_constant(shares: ArrayLike) -> Floats:
    """Constant of the shares of categories: the sum of p (1 - p), which is exact.

    Chapter: *Distributions, categories and genetic drift*.

    Parameters
    ----------
    shares : array_like, shape (..., J)
        True shares, which add up to 1.

    Returns
    -------
    ndarray
        Sum of p (1 - p).

    Raises
    ------
    ValueError
        If the shares lie outside 0 to 1 or do not add up to 1.

    Examples
    --------
    >>> float(categorical_constant([0.5, 0.5]))
    0.5
    """
    p = share("shares", shares)
    if p.ndim == 0 or (np.abs(p.sum(axis=-1) - 1) > 1e-9).any():
        raise ValueError("shares must be several numbers that add up to 1, got some that do not.")
    return (p * (1 - p)).sum(axis=-1)


def cramer_von_mises_constant(cells: ArrayLike | None = None) -> Floats:
    """Constant of a distribution function in Cramer-von Mises distance: 1/6, which is exact.

    Chapter: *Distributions, categories and genetic drift*.

    Parameters
    ----------
    cells : array_like, optional
        Cells of equal probability at whose midpoints the integral is evaluated; the integral itself if left out.

    Returns
    -------
    ndarray
        1/6, times (1 + 1 / (2 cells^2)) for a midpoint sum.

    Examples
    --------
    >>> cramer_von_mises_constant([1, 10]) * 6
    array([1.5  , 1.005])
    """
    return np.asarray((1 if cells is None else 1 + 1 / (2 * whole("cells", cells) ** 2)) / 6)


def naive_overconfidence(k: ArrayLike) -> Floats:
    """True error over reported error when all rows are pooled and counted as if all were real: c / (n + m) is reported.

    Exact for means in the limit of many rounds, to leading order otherwise. Chapter: *From theory to rules*.

    Parameters
    ----------
    k : array_like
        Real rows per synthetic row, above 0.

    Returns
    -------
    ndarray
        (1 + k)^2 / (k (2 + k)).

    Examples
    --------
    >>> naive_overconfidence([1, 0.1, 0.01]).round(2)
    array([ 1.33,  5.76, 50.75])
    """
    k = positive("k", k)
    return (1 + 1 / k) / (1 + 1 / (1 + k))
