"""What a typical run does without real rows: its variance dies, although the expected variance never changes.

Chapter: *What model collapse is, and is not*.
"""

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, whole

_STEPS = 12
"""Steps of the recurrence of the digamma function before its asymptotic series is used."""


def log_variance_loss(n_synthetic: ArrayLike) -> Floats:
    """Expected loss of the logarithm of a Gaussian's variance in one round without real rows.

    Exact. With the divisor m - 1 the estimated variance is multiplied each round by an independent chi-squared number
    over its nu = m - 1 degrees of freedom: the factor's mean is 1, the mean of its logarithm is psi(nu/2) - ln(nu/2),
    psi being the digamma function. Chapter: *What model collapse is, and is not*.

    Parameters
    ----------
    n_synthetic : array_like
        Synthetic rows m in each round, whole numbers from 2.

    Returns
    -------
    ndarray
        ln(nu/2) - psi(nu/2), about 1/nu.

    Raises
    ------
    ValueError
        If a count is not a whole number from 2.

    Examples
    --------
    >>> log_variance_loss([10, 100]).round(4)
    array([0.1152, 0.0101])
    """
    x = (whole("n_synthetic", n_synthetic, least=2) - 1) / 2
    far = 1 / (x + _STEPS) ** 2
    series = 1 / (2 * (x + _STEPS)) + far * (1 / 12 - far * (1 / 120 - far * (1 / 252 - far / 240)))
    return (1 / (x[..., None] + np.arange(_STEPS))).sum(axis=-1) - np.log1p(_STEPS / x) + series


def variance_half_life(n_synthetic: ArrayLike) -> Floats:
    """Rounds without real rows in which the logarithm of a Gaussian's variance falls by ln 2 on average.

    Exact; about ln 2 (m - 4/3).
    Chapter: *What model collapse is, and is not*.
    Parameters, and what is refused, are those of `log_variance_loss`.

    Returns
    -------
    ndarray
        ln 2 / `log_variance_loss`.

    Examples
    --------
    >>> variance_half_life([10, 100, 1000]).round(1)
    array([  6. ,  68.4, 692.2])
    """
    return np.log(2) / log_variance_loss(n_synthetic)
