"""Laws of a response with canonical link: mean and variance as functions of the linear predictor."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Function = Callable[[NDArray], NDArray]


class Family(NamedTuple):
    """A law of the response whose variance is mean - bend mean^2."""

    mean: Function
    """The mean at a predictor, which may be overwritten."""
    bend: float
    potential: Function
    """The function of the predictor whose derivative is the mean."""
    steps: int
    """Newton steps in single precision; enough for nearly all fits."""

    def variance(self, mean: NDArray) -> NDArray:
        """Return the variance of a response with this mean."""
        return mean - self.bend * mean**2


def _logistic(predictor: NDArray) -> NDArray:
    odds = np.exp(np.negative(predictor, out=predictor), out=predictor)
    odds += 1
    return np.reciprocal(odds, out=odds)


def _exponential(predictor: NDArray) -> NDArray:
    return np.exp(predictor, out=predictor)


BERNOULLI = Family(_logistic, 1.0, lambda predictor: np.logaddexp(0, predictor), 4)
POISSON = Family(_exponential, 0.0, np.exp, 3)
