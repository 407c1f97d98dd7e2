"""A mean of rows whose variance is a quadratic function of their mean, every row drawn."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.special import pdtrik

from model_collapse._checks import MOST, Floats, count, finite, scalar, shown
from model_collapse.problems._numerics.poisson_quantiles import poisson_quantiles
from model_collapse.problems.base import Average, Problem, mix
from model_collapse.problems.stream import Stream

_WORD = 2.0**32
LARGEST = 1e9
"""What true means of counts lie below: Poisson numbers cannot be drawn from a mean a hundred times as large."""


def _poisson(mean: Floats, n: int, rng: Stream) -> Floats:
    """Draw Poisson rows by inversion, shape (weights or 1, replications, n), from means that broadcast to it."""
    integers = rng.integers(n)
    with np.errstate(divide="ignore"):
        rows = poisson_quantiles(np.log(mean + np.zeros(n)).astype(np.float32), integers).astype(float)
    large = np.isnan(rows)
    if large.any():
        level, centre = np.broadcast_arrays((integers + 0.5) / _WORD, mean, rows)[:2]
        rows[large] = np.ceil(pdtrik(level[large], centre[large]))
    return rows


def _binomial(mean: Floats, size: int, n: int, rng: Stream) -> Floats:
    """Count, for each row, how many of `size` uniform numbers lie below mean / size."""
    uniform = rng.uniform_rows(n * size).reshape(rng.replications, n, size)
    return (uniform < (mean / size)[..., None]).sum(axis=-1)


class _Family(NamedTuple):
    """Variance v0 + v1 mu + v2 mu^2 of a family and its rows, given mean, size, number of rows and stream."""

    coefficients: Callable[[int], tuple[float, float, float]]
    rows: Callable[[Floats, int, int, Stream], Floats]


FAMILIES = {
    "normal": _Family(lambda _r: (1, 0, 0), lambda mean, _r, n, rng: mean + rng.normal(n)),
    "poisson": _Family(lambda _r: (0, 1, 0), lambda mean, _r, n, rng: _poisson(mean, n, rng)),
    "binomial": _Family(lambda r: (0, 1, -1 / r), _binomial),
    "gamma": _Family(lambda r: (0, 0, 1 / r), lambda mean, r, n, rng: mean * rng.gamma(r, n) / r),
    "negative binomial": _Family(
        lambda r: (0, 1, 1 / r), lambda mean, r, n, rng: _poisson(mean * rng.gamma(r, n) / r, n, rng)
    ),
}
"""Families by name; r is the size."""


class FamilyMean(Problem[Average]):
    """Estimate the mean of a family of laws; the generator is the law of the family that has the estimated mean.

    Every row is drawn. All weights of a grid share their random numbers. The error is the squared distance to the true
    mean. A law of one's own is a subclass with another method `rows`.

    Chapter: *Distributions, categories and genetic drift*.

    Parameters
    ----------
    family : str
        "normal" (variance 1), "poisson", "binomial", "gamma" or "negative binomial".
    mean : float
        True mean: above 0 unless rows are normal, below `size` if they are binomial, and below 1e9 if they are Poisson
        or negative binomial. The probability in a binomial row is rounded up to a multiple of 2^-24.
    size : int
        Trials of a binomial row, shape of a gamma law, size of a negative binomial one. With 1 the rows are Bernoulli,
        exponential and geometric (from 0). Without meaning for normal and Poisson rows.

    Attributes
    ----------
    truth : ndarray, shape (1,)
        True mean.
    variance : float
        Variance of a real row.
    curvature : float
        Coefficient of the squared mean in the variance of a row.

    Raises
    ------
    ValueError
        If there is no such family, or the mean is outside what the family allows.

    Examples
    --------
    >>> waiting = FamilyMean("gamma", mean=2)
    >>> waiting.variance, waiting.curvature
    (4.0, 1.0)
    """

    block = 250

    def __init__(self, family: str, *, mean: float = 0.5, size: int = 1) -> None:
        if not isinstance(family, str) or family not in FAMILIES:
            raise ValueError(f"family must be one of {', '.join(FAMILIES)}, got {shown(family)}.")
        self.size, centre = count("size", size, 1, 1000), scalar("mean", finite("mean", mean))
        most = {"binomial": self.size, "poisson": LARGEST, "negative binomial": LARGEST}.get(family, MOST)
        if family != "normal" and not 0 < centre < most:
            raise ValueError(f"mean must lie between 0 and {most:g}, both excluded, got {shown(mean)}.")
        self.family, self.truth = family, np.array([centre])
        v0, v1, v2 = FAMILIES[family].coefficients(self.size)
        self.variance, self.curvature = float(v0 + v1 * centre + v2 * centre**2), float(v2)

    def rows(self, mean: Floats, n: int, rng: Stream) -> Floats:
        """Draw n rows of the law with each mean, shape (weights or 1, replications, n).

        Parameters
        ----------
        mean : ndarray, shape (weights or 1, replications)
            Means.
        n : int
            Rows; none give rows of length 0.
        rng : Stream
            Source of the random numbers.
        """
        return FAMILIES[self.family].rows(mean[..., None], self.size, n, rng)

    def real(self, n: int, rng: Stream) -> Average:
        """Draw the average of n real rows."""
        return self.synthetic(np.broadcast_to(self.truth, (1, rng.replications, 1)), n, rng)

    def synthetic(self, model: Floats, n: int, rng: Stream) -> Average:
        """Draw the average of n rows generated by the model."""
        return Average(n, self.rows(model[..., 0], n, rng).sum(axis=-1, keepdims=True) / max(n, 1))

    def fit(self, real: Average, synthetic: Average | None = None, weight: Floats | None = None) -> Floats:
        """Return the weighted average."""
        return mix(real, synthetic, weight)

    def error(self, model: Floats) -> Floats:
        """Return the squared distance to the true mean."""
        return ((model - self.truth) ** 2).sum(axis=-1)

    def unit(self, n: int) -> float:
        """Return the variance of a real row over n, which is exact."""
        return self.variance / count("n", n)

    def stderr_weight(self, n_synthetic: int) -> float:
        """Return the weight below which the fourth moment of the model grows without end; 0 without positive curvature.

        The fourth moment of an average of m rows has the leading term mu^4 (1 + v2/m) (1 + 2 v2/m) (1 + 3 v2/m).
        """
        growth = max(self.curvature, 0) / count("n_synthetic", n_synthetic)
        return float(-np.expm1(-np.log1p(growth * np.arange(1, 4)).sum() / 4))
