"""The error after finitely many rounds, exact at any number of rows.

Chapter: *One mean, one recursion*.
"""

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, at_least, last_round, paired, share, whole
from model_collapse.theory.mean import disturbed


def round_numbers(rounds: int) -> Floats:
    """Return 0, 1, ..., `rounds`."""
    return np.arange(last_round(rounds) + 1.0)


def geometric_sum(gap: Floats, terms: Floats) -> Floats:
    """Return 1 + a + ... + a^(terms - 1) for a = 1 - gap, without cancellation near a = 1."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        near = -np.expm1(terms * np.log1p(-gap)) / gap
        far = (1 - (1 - gap) ** terms) / gap
    return np.where(gap == 0, terms, np.where(np.abs(gap) < 0.5, near, far))


@paired()
def error_ratio_by_round(
    weight: ArrayLike,
    n_real: ArrayLike,
    n_synthetic: ArrayLike,
    rounds: int,
    *,
    curvature: ArrayLike = 0.0,
    squared_bias: ArrayLike = 0.0,
    squared_drift: ArrayLike = 0.0,
    fresh_share: ArrayLike = 1.0,
    noise_ratio: ArrayLike = 1.0,
) -> Floats:
    """Error ratio after 0, 1, ..., `rounds` rounds.

    Exact for every estimator that averages rows whose variance is a quadratic function of their mean, with the second
    coefficient `curvature`: 0 for a Gaussian mean, -1 for the shares of categories. To leading order with
    `curvature=0` for any other estimator with a root-n limit. All arguments but `rounds` broadcast.
    Chapters: *One mean, one recursion*; with bias, drift or reuse *When it fails*.

    Parameters
    ----------
    weight : array_like
        Total weight on the real rows, from 0 to 1.
    n_real, n_synthetic : array_like
        Rows in each round, whole numbers.
    rounds : int
        Last round, zero or more.
    curvature : array_like
        Second-order coefficient of the variance as a function of the mean, -1 or more.
    squared_bias, squared_drift, fresh_share, noise_ratio : array_like
        As in `error_ratio`, in units of the error of `n_real` real rows alone.

    Returns
    -------
    ndarray, shape (*broadcast shape, rounds + 1)
        n V_t, where V_0 = 1/n and V_t = w^2/n + (1-w)^2 ((1 + curvature/m) V_{t-1} + 1/m) when all rows are fresh.

    Raises
    ------
    ValueError
        If a weight lies outside 0 to 1, a count is not a whole number of the allowed size, or two extensions are
        combined for which no exact formula exists.

    Examples
    --------
    >>> error_ratio_by_round(0, n_real=100, n_synthetic=100, rounds=3)
    array([1., 2., 3., 4.])
    >>> error_ratio_by_round(0.5, n_real=100, n_synthetic=100, rounds=2, fresh_share=0)
    array([1.    , 1.25  , 1.3125])
    """
    w, v2 = share("weight", weight), at_least("curvature", curvature, -1)
    n, m = whole("n_real", n_real), whole("n_synthetic", n_synthetic)
    k, fresh, bias = (x[..., None] for x in disturbed(n / m, squared_bias, squared_drift, fresh_share, noise_ratio))
    others = [np.asarray(x) != plain for x, plain in ((squared_bias, 0), (squared_drift, 0), (noise_ratio, 1))]
    if any(((v2 != 0) & other).any() for other in others):
        raise ValueError("curvature must be 0 where there is squared_bias, squared_drift or a noise_ratio, got both.")
    w, n, m, v2 = (x[..., None] for x in (w, n, m, v2))
    t = round_numbers(rounds)
    gap = w * (2 - w) - (1 - w) ** 2 * v2 / m
    gain = w**2 + 2 * w * (1 - w) * (1 - fresh) + k * (1 - w) ** 2
    with np.errstate(over="ignore"):
        variance = (1 - gap) ** t + gain * geometric_sum(gap, t)
    return variance + bias * ((1 - w) * geometric_sum(w, t)) ** 2
