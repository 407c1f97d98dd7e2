"""A mean whose generated rows pass a checker that keeps those which look right to it."""

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, positive, scalar, vector
from model_collapse.problems.base import Average
from model_collapse.problems.gaussian import GaussianMean
from model_collapse.problems.stream import Stream


class CheckedMean(GaussianMean):
    """Estimate a mean; the generated rows pass a checker.

    A row is kept with probability exp(-d / (2 tolerance^2)), d being its squared distance from the centre, and rows are
    drawn until as many as were asked for are kept. The law of a kept row is again Gaussian, so that a round costs the
    same for a hundred rows and for a million.

    Chapter: *Many models, and a checker*.

    Parameters
    ----------
    p : int
        Dimension.
    mean, covariance : array_like
        As for `GaussianMean`.
    centre : array_like
        What the checker believes the true mean to be, a number or p numbers.
    tolerance : float
        Distance from the centre at which a row is kept with probability exp(-1/2); above 0.

    Raises
    ------
    ValueError
        As for `GaussianMean`, or if the tolerance is not above 0.
    """

    def __init__(
        self,
        p: int = 1,
        *,
        mean: ArrayLike = 0.0,
        covariance: ArrayLike | None = None,
        centre: ArrayLike = 0.0,
        tolerance: float,
    ) -> None:
        super().__init__(p, mean=mean, covariance=covariance)
        self.centre = vector("centre", centre, self.p)
        self.tolerance = scalar("tolerance", positive("tolerance", tolerance))
        spread, axes = np.linalg.eigh(self.covariance)
        kept = self.tolerance**2 / (self.tolerance**2 + spread)
        self._kept_root = np.sqrt(spread * kept)[:, None] * axes.T
        self._stays = axes * kept @ axes.T

    def synthetic(self, model: Floats, n: int, rng: Stream) -> Average:
        """Draw the average of n generated rows that were kept."""
        kept = self.centre + (model - self.centre) @ self._stays
        return Average(n, kept + rng.normal(self.p) @ self._kept_root / np.sqrt(max(n, 1)))
