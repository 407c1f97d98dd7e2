"""What a plan is for: prices, the process, and the generator. Chapter: *A plan for your prices*."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from model_collapse import theory
from model_collapse._checks import Floats, paired, positive, scalar, share


@dataclass(frozen=True)
class Case:
    """Prices, and what is known of the process and of the generator.

    Attributes
    ----------
    price_real, price_synthetic : float
        Price of a row, in any currency.
    bias, drift : float
        Squared shift that the generator adds, and variance of the truth's step, in a round; both in units of one real
        row's variance.
    noise_ratio : float
        Variance of a real row over that of a synthetic one.
    """

    price_real: float
    price_synthetic: float
    bias: float = 0.0
    drift: float = 0.0
    noise_ratio: float = 1.0

    def __post_init__(self) -> None:
        for name in ("price_real", "price_synthetic", "noise_ratio"):
            object.__setattr__(self, name, scalar(name, positive(name, getattr(self, name))))
        for name in ("bias", "drift"):
            object.__setattr__(self, name, scalar(name, positive(name, getattr(self, name), zero=True)))

    def disturbances(self, n: ArrayLike) -> dict[str, Any]:
        """Return the keywords of `theory.error_ratio` for n real rows a round."""
        rows = positive("n", n)
        return {
            "squared_bias": rows * self.bias,
            "squared_drift": rows * self.drift,
            "noise_ratio": self.noise_ratio,
        }

    @paired()
    def best_weight(self, n: ArrayLike, m: ArrayLike) -> Floats:
        """Return the weight with the smallest settled error; 1 without synthetic rows."""
        n, m = positive("n", n), positive("m", m, zero=True)
        k = n / np.maximum(m, 1)
        return np.where(m > 0, theory.optimal_weight(k, **self.disturbances(n)), 1.0)

    @paired()
    def worth(self, n: ArrayLike, m: ArrayLike, weight: ArrayLike) -> Floats:
        """Return the real rows that would be as accurate alone."""
        n, m, w = positive("n", n), positive("m", m, zero=True), share("weight", weight)
        ratio = theory.error_ratio(w, n / np.maximum(m, 1), **self.disturbances(n))
        return np.where(w < 1, n / ratio, n)

    @paired()
    def cost(self, n: ArrayLike, m: ArrayLike) -> Floats:
        """Return the price of a round."""
        return positive("n", n) * self.price_real + positive("m", m, zero=True) * self.price_synthetic
