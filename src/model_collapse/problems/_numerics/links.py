"""Laws of a response with canonical link: mean and variance as functions of the linear predictor."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Family(Protocol):
    """A law whose mean and variance are affine in two quickly computed functions of the predictor.

    mean = mean[0] + mean[1] * first and variance = variance[0] + variance[1] * second, where `transform` returns first
    and second for `scale` times the predictor.
    """

    steps: int
    """Newton steps in single precision; enough for nearly all fits."""
    scale: float
    mean: tuple[float, float]
    variance: tuple[float, float]

    def transform(self, scaled: NDArray) -> tuple[NDArray, NDArray]:
        """Overwrite the scaled predictor and return the two, which may be one array."""

    def potential(self, predictor: NDArray) -> NDArray:
        """Return the function whose derivative is the mean."""

    def recession(self, predictor: NDArray) -> NDArray:
        """Return the slope of the potential far out in the direction of the predictor."""


class Bernoulli:
    """Mean 1/2 + h/2 and variance 1/4 - h^2/4 with h = tanh(predictor / 2)."""

    steps = 4
    scale = 0.5
    mean = (0.5, 0.5)
    variance = (0.25, -0.25)

    def transform(self, scaled: NDArray) -> tuple[NDArray, NDArray]:
        """Return h and h^2."""
        h = np.tanh(scaled, out=scaled)
        return h, h * h

    def potential(self, predictor: NDArray) -> NDArray:
        """Return log(1 + exp(predictor))."""
        return np.logaddexp(0.0, predictor)

    def recession(self, predictor: NDArray) -> NDArray:
        """Return the positive part."""
        return np.maximum(predictor, 0.0)


class Poisson:
    """Mean and variance are both exp(predictor)."""

    steps = 3
    scale = 1.0
    mean = (0.0, 1.0)
    variance = (0.0, 1.0)

    def transform(self, scaled: NDArray) -> tuple[NDArray, NDArray]:
        """Return exp(predictor) twice."""
        h = np.exp(scaled, out=scaled)
        return h, h

    def potential(self, predictor: NDArray) -> NDArray:
        """Return exp(predictor)."""
        return np.exp(predictor)

    def recession(self, predictor: NDArray) -> NDArray:
        """Return zero, or infinity where the predictor is positive."""
        return np.where(predictor > 0, np.inf, 0.0)
