"""The error after finitely many rounds, exact at any number of rows."""

import numpy as np
from numpy.typing import ArrayLike

from model_collapse.validation import Floats, count, share


def _geometric_sum(gap: Floats, terms: Floats) -> Floats:
    """Return 1 + a + ... + a^(terms - 1) for a = 1 - gap, without cancellation near a = 1."""
    with np.errstate(divide="ignore", invalid="ignore"):
        near = -np.expm1(terms * np.log1p(-gap)) / gap
        far = (1 - (1 - gap) ** terms) / gap
    return np.where(gap == 0, terms, np.where(np.abs(gap) < 0.5, near, far))


def error_ratio_by_round(
    weight: ArrayLike, n_real: int, n_synthetic: int, rounds: int, *, curvature: float = 0.0
) -> Floats:
    """Error ratio after 0, 1, ..., `rounds` rounds.

    Exact for every estimator that averages rows whose variance is a quadratic function of their mean, with the second
    coefficient `curvature`: 0 for a Gaussian mean, -1 for the shares of categories.

    Parameters
    ----------
    weight : array_like
        Total weight on the real rows, from 0 to 1.
    n_real, n_synthetic : int
        Rows in each round.
    rounds : int
        Last round, zero or more.
    curvature : float
        Second-order coefficient of the variance as a function of the mean.

    Returns
    -------
    ndarray, shape (*weight.shape, rounds + 1)
        n V_t, where V_0 = 1/n and V_t = w^2/n + (1-w)^2 ((1 + curvature/m) V_{t-1} + 1/m).

    Raises
    ------
    ValueError
        If a weight lies outside 0 to 1 or a count is not a whole number of the allowed size.

    Examples
    --------
    >>> error_ratio_by_round(0, n_real=100, n_synthetic=100, rounds=3)
    array([1., 2., 3., 4.])
    """
    w = share("weight", weight)[..., None]
    n, m = count("n_real", n_real), count("n_synthetic", n_synthetic)
    t = np.arange(count("rounds", rounds, least=0) + 1.0)
    gap = w * (2 - w) - (1 - w) ** 2 * curvature / m
    return (1 - gap) ** t + (w**2 + n / m * (1 - w) ** 2) * _geometric_sum(gap, t)
