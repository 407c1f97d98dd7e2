"""Linear regression with random Gaussian covariates: the next order after the large-sample limit.

The error is the expected squared distance of the coefficients, without intercept, in the metric of the covariates or
any other fixed one, and its unit is sigma^2 p / n for standardised covariates, as in the leading order. Real rows and
synthetic rows have covariates of the same law; the noise's variance is known to the generator. Second order: relative
errors of the order (p / rows)^2 remain, so both numbers of rows must be well above p.
Chapter: *Regression and generalised linear models*.
"""

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, paired, share, whole
from model_collapse.theory._solve import lowest
from model_collapse.theory.recursion import geometric_sum, round_numbers


def _recursion(w: Floats, n: Floats, m: Floats, q: Floats) -> tuple[Floats, Floats]:
    """Return what a round adds to the error ratio and the share of it that a round takes away, q = p + 1."""
    u, k = 1 - w, n / m
    x = w**2 + k * u**2
    added = x + q * (3 * x**2 - 2 * w**3 - 2 * k**2 * u**3) / n
    return added, w * (2 - w - u**2 * q * (3 * w / n + (3 * w - 2) / m))


def _ratio(w: Floats, n: Floats, m: Floats, q: Floats) -> Floats:
    """Return the second-order error ratio, q = p + 1, for unchecked arrays, complex ones included."""
    added, gap = _recursion(w, n, m, q)
    return added / gap


def _sizes(n_real: ArrayLike, n_synthetic: ArrayLike, p: ArrayLike) -> tuple[Floats, Floats, Floats]:
    n, m, q = whole("n_real", n_real), whole("n_synthetic", n_synthetic), whole("p", p) + 1
    for name, rows in (("n_real", n), ("n_synthetic", m)):
        if (rows <= q).any():
            raise ValueError(f"{name} must be above p + 1, got {rows.min():g} rows for p up to {q.max() - 1:g}.")
    return n, m, q


@paired()
def linear_regression_error_ratio(weight: ArrayLike, n_real: ArrayLike, n_synthetic: ArrayLike, p: ArrayLike) -> Floats:
    """Error at which a weighted linear regression settles, to second order.

    Chapter: *Regression and generalised linear models*.

    Parameters
    ----------
    weight : array_like
        Total weight on the real rows, from 0 to 1.
    n_real, n_synthetic : array_like
        Rows in each round, whole numbers above p + 1.
    p : array_like
        Coefficients, a whole number.

    Returns
    -------
    ndarray
        Error in units of sigma^2 p / n; infinite at weight 0. Times (n - p - 1) / n it is in units of the exact error
        of real data alone.

    Raises
    ------
    ValueError
        If a weight lies outside 0 to 1, or a count is not a whole number of the allowed size.

    Examples
    --------
    >>> from model_collapse.theory import error_ratio
    >>> round(float(linear_regression_error_ratio(0.618, 100, 100, p=2) / error_ratio(0.618, k=1)), 4)
    1.0199
    """
    w = share("weight", weight)
    n, m, q = _sizes(n_real, n_synthetic, p)
    with np.errstate(divide="ignore"):
        return _ratio(w, n, m, q)


@paired()
def linear_regression_error_ratio_by_round(
    weight: ArrayLike, n_real: ArrayLike, n_synthetic: ArrayLike, rounds: int, p: ArrayLike
) -> Floats:
    """Error of a weighted linear regression after 0, 1, ..., `rounds` rounds, to second order.

    Round 0 is exact.
    Chapter: *Regression and generalised linear models*.
    Parameters but `rounds`, the last round, are those of `linear_regression_error_ratio`.

    Returns
    -------
    ndarray, shape (*broadcast shape, rounds + 1)
        Error in units of sigma^2 p / n.

    Examples
    --------
    >>> linear_regression_error_ratio_by_round(0.618, 100, 100, rounds=3, p=2).round(4)
    array([1.0309, 0.6906, 0.6394, 0.6317])
    """
    w, n, m, q = (x[..., None] for x in (share("weight", weight), *_sizes(n_real, n_synthetic, p)))
    added, gap = _recursion(w, n, m, q)
    t = round_numbers(rounds)
    return n / (n - q) * (1 - gap) ** t + added * geometric_sum(gap, t)


@paired()
def linear_regression_optimal_weight(n_real: ArrayLike, n_synthetic: ArrayLike, p: ArrayLike) -> Floats:
    """Weight with the smallest second-order error of a weighted linear regression, found numerically.

    Chapter: *Regression and generalised linear models*.

    Parameters are those of `linear_regression_error_ratio`.

    Examples
    --------
    >>> linear_regression_optimal_weight([20, 30, 100], [20, 30, 100], p=2).round(3)
    array([0.625, 0.623, 0.619])
    """
    n, m, q = _sizes(n_real, n_synthetic, p)
    ends = np.zeros(np.broadcast_shapes(n.shape, m.shape, q.shape))
    return lowest(lambda w: _ratio(w, n, m, q), ends, ends + 1)
