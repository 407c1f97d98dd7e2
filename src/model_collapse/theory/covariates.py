"""One weighted regression on real and synthetic rows whose covariates have different laws.

The fit adds up the information of all rows. A direction in which a synthetic row carries s times the information of a
real one is estimated as a mean would be whose real part has the weight w / (w + (1-w) s), with s m synthetic rows in
the place of m. To leading order in the number of rows, for linear regressions and generalised linear models, with new
real rows, no bias and no drift. The break-even weight k / (k+2) and naive pooling stay what they are for equal laws.

Chapter: *Regression and generalised linear models*.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, covariance_matrix, paired, positive, share


class InformationRatios(NamedTuple):
    """Directions in which the errors of a regression are uncorrelated, to leading order.

    Chapter: *Regression and generalised linear models*.

    Attributes
    ----------
    ratio : ndarray, shape (p,)
        Information of a synthetic row over that of a real one in each direction, the smallest first.
    part : ndarray, shape (p,)
        Part of each direction in the squared error of real rows alone; adds up to 1.
    """

    ratio: Floats
    part: Floats


@paired()
def covariate_weight(weight: ArrayLike, information_ratio: ArrayLike) -> Floats:
    """Weight that the real rows of one fit have in the estimate, if a synthetic row carries more or less information.

    Chapter: *Regression and generalised linear models*. The inverse is the same function with 1 / `information_ratio`.

    Parameters
    ----------
    weight : array_like
        Total weight on the real rows in the fit, from 0 to 1.
    information_ratio : array_like
        Information s of a synthetic row over that of a real one, above 0; for covariates that are standardised alike
        but for their scale the ratio of their variances.

    Returns
    -------
    ndarray
        w / (w + (1-w) s).

    Raises
    ------
    ValueError
        If a weight lies outside 0 to 1 or a ratio is not above 0.

    Examples
    --------
    The error at weight 0.6, and the best weight, for n = m and synthetic covariates of four times the variance:

    >>> from model_collapse.theory import error_ratio, optimal_weight
    >>> round(float(error_ratio(covariate_weight(0.6, 4), k=1 / 4)), 4)
    0.4386
    >>> round(float(covariate_weight(optimal_weight(1 / 4), 1 / 4)), 3)
    0.719
    """
    w, s = share("weight", weight), positive("information_ratio", information_ratio)
    return w / (w + (1 - w) * s)


def information_ratios(real_information: ArrayLike, synthetic_information: ArrayLike) -> InformationRatios:
    """Directions, their information ratios and their parts in the squared error of the coefficients.

    With w the weight in the fit, the error ratio is the sum over directions of
    `part * error_ratio(covariate_weight(w, ratio), k / ratio)`. To our knowledge new.
    Chapter: *Regression and generalised linear models*.

    Parameters
    ----------
    real_information, synthetic_information : array_like, shape (p, p)
        Expected Fisher information of one row at the true coefficients; for a linear regression the covariance of its
        covariates, in any unit that both share.

    Returns
    -------
    InformationRatios
        Ratios and parts, one for each of p directions.

    Raises
    ------
    ValueError
        If a matrix is not symmetric and positive definite, or their sizes differ.

    Examples
    --------
    >>> information_ratios([[1, 0], [0, 1]], [[4, 0], [0, 1]]).ratio
    array([1., 4.])
    """
    real = covariance_matrix("real_information", real_information)
    if real.ndim > 2:
        raise ValueError(f"real_information must be one square matrix, got shape {real.shape}.")
    synthetic = covariance_matrix("synthetic_information", synthetic_information, len(real))
    for name, matrix in (("real_information", real), ("synthetic_information", synthetic)):
        eigenvalues = np.linalg.eigvalsh(matrix)
        if eigenvalues[0] <= 1e-14 * eigenvalues[-1]:
            raise ValueError(f"{name} must be positive definite, got a matrix that is singular to 14 digits.")
    inverse = np.linalg.inv(np.linalg.cholesky(real))
    ratio, turn = np.linalg.eigh(inverse @ synthetic @ inverse.T)
    squared = ((inverse.T @ turn) ** 2).sum(axis=0)
    return InformationRatios(ratio, squared / squared.sum())
