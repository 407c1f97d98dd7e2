"""Pictures in a loop: the digits, drawn by a small neural generator, beside one that copies. Chapter: *Pictures*.

Real rows are drawn from 1,200 of the 1,797 handwritten digits; the other 597 are kept to test a classifier that has
learned from what a model draws.
"""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from model_collapse._checks import Floats, count, positive, refusal, scalar, shown
from model_collapse.beyond.autoencoder import (
    DIGITS,
    LATENT,
    PIXELS,
    STEPS,
    Autoencoder,
    one_hot,
    trained,
)
from model_collapse.beyond.copies import Kernels
from model_collapse.beyond.digits import handwritten_digits
from model_collapse.beyond.training import jax_or_refusal
from model_collapse.problems.rows import Rows

KEPT = 597
"""Real images that no fit sees."""
DRAWN = ("noisy", "blurred")
"""How an autoencoder draws a pixel: from its normal law, or as its expectation."""


class Split(NamedTuple):
    """Real images, a digit and 64 pixels in each row: those that fits see, and those that are kept for tests."""

    world: Floats
    kept: Floats


@cache
def split() -> Split:
    """Return the 1,797 images in two parts, 1,200 and 597 of them, shuffled once and for all.

    Raises
    ------
    ModuleNotFoundError
        If scikit-learn, which carries the images, is not installed.
    """
    images = handwritten_digits()
    rows = np.column_stack([images.digits, images.pixels])[np.random.default_rng(15).permutation(len(images.digits))]
    return Split(rows[KEPT:], rows[:KEPT])


class Pictures(Rows):
    """Digits in a loop, judged by averages over what a model draws.

    The error is the mean, over fixed frequencies s, of the squared distance of the average of exp(i s.x) over the
    pixels x of the model's images from that over the 1,200 images of the world, in units of the variance of exp(i s.x)
    in the world: 1 / n for the averages over n real images. A row is an array of the digit and 64 pixels.
    Chapter: *Pictures*.

    Parameters
    ----------
    frequencies : int
        How many; they are normal, and s.x has the variance 1 on average.
    """

    def __init__(self, *, frequencies: int = 40) -> None:
        self.world = split().world
        pixels = self.world[:, 1:]
        shape = count("frequencies", frequencies, 1, 10_000), PIXELS
        self.frequencies = np.random.default_rng(15).standard_normal(shape) / np.sqrt(pixels.var(axis=0).sum())
        self.target = self.waves(pixels).mean(axis=0)
        self.variance = 1 - np.abs(self.target) ** 2

    def waves(self, pixels: Floats) -> NDArray:
        """Return exp(i s.x), shape (rows, frequencies), complex."""
        return np.exp(1j * pixels @ self.frequencies.T)

    def draw_real(self, n: int, rng: np.random.Generator) -> Floats:
        """Draw n images of the world, with replacement."""
        return rng.choice(self.world, n)

    def averages(self, model: Any) -> NDArray:
        """Return the averages of exp(i s.x) over the images of a model, shape (frequencies,), complex."""
        raise NotImplementedError

    def loss(self, model: Any) -> float:
        """Return the mean squared distance of the averages from those of the world."""
        squares = np.abs(self.averages(model) - self.target) ** 2
        return float((squares / self.variance).mean())

    def unit(self, n: int) -> float:
        """Return 1 / n."""
        return 1 / count("n", n)


class Copied(Pictures):
    """A weighted kernel density estimate: an image of the last fit, drawn by weight, and a little noise in each pixel.

    Parameters
    ----------
    noise : float
        Standard deviation of the noise, the full range of a pixel being 1.
    """

    def __init__(self, *, noise: float = 0.06, frequencies: int = 40) -> None:
        super().__init__(frequencies=frequencies)
        self.noise = scalar("noise", positive("noise", noise, zero=True))

    def draw_synthetic(self, model: Kernels, n: int, rng: np.random.Generator) -> Floats:
        """Copy n images that the model saw."""
        rows = model.rows[rng.choice(len(model.rows), n, p=model.chances)]
        rows[:, 1:] += self.noise * rng.standard_normal((n, PIXELS))
        return rows

    def estimate(self, rows: Floats, row_weights: Floats, rng: np.random.Generator) -> Kernels:  # noqa: ARG002
        """Keep the rows and their weights: nothing else is learned."""
        return Kernels(rows, row_weights / row_weights.sum())

    def averages(self, model: Kernels) -> NDArray:
        """Return the averages over what the copier draws, its noise included."""
        damped = np.exp(-(self.noise**2) * (self.frequencies**2).sum(axis=1) / 2)
        return damped * (model.chances @ self.waves(model.rows[:, 1:]))


class Drawn(Pictures):
    """A variational autoencoder that is told the digit, fitted anew in each round from the same beginning.

    Parameters
    ----------
    drawn : str
        `"noisy"` draws each pixel from its normal law, as the likelihood says; `"blurred"` takes its expectation, as is
        often done to show images.
    steps : int
        Steps of a fit.

    Raises
    ------
    ModuleNotFoundError
        If JAX is not installed.
    """

    def __init__(self, *, drawn: str = "noisy", steps: int = STEPS, frequencies: int = 40) -> None:
        jax_or_refusal()
        super().__init__(frequencies=frequencies)
        if drawn not in DRAWN:
            raise refusal("drawn must be noisy or blurred, got {given}.", given=shown(drawn))
        self.drawn, self.steps = drawn, count("steps", steps, 1, 100_000)
        self._codes = _even_codes()

    def draw_synthetic(self, model: Autoencoder, n: int, rng: np.random.Generator) -> Floats:
        """Draw digits by their shares, and an image of each."""
        labels = rng.choice(DIGITS, n, p=model.shares)
        pixels = model.images(rng.standard_normal((n, LATENT)), one_hot(labels))
        if self.drawn == "noisy":
            pixels += model.sd * rng.standard_normal(pixels.shape)
        return np.column_stack([labels, pixels])

    def estimate(self, rows: Floats, row_weights: Floats, rng: np.random.Generator) -> Autoencoder:
        """Fit the autoencoder, the weights in its loss."""
        return trained(rows, row_weights, rng.standard_normal((self.steps, len(rows), LATENT)))

    def averages(self, model: Autoencoder) -> NDArray:
        """Return the averages over 1,280 images, 128 of each digit, from codes that fill their space evenly."""
        waves = np.array(
            [
                self.waves(model.images(self._codes, one_hot(np.full(len(self._codes), d)))).mean(axis=0)
                for d in range(DIGITS)
            ]
        )
        if self.drawn == "noisy":
            waves *= np.exp(-(model.sd**2) * (self.frequencies**2).sum(axis=1) / 2)
        return model.shares @ waves


@cache
def _even_codes() -> Floats:
    """Return 128 codes whose quantiles are a scrambled Sobol sequence, shape (128, 4)."""
    from scipy.stats import norm, qmc

    return norm.ppf(qmc.Sobol(LATENT, rng=15).random(128))


def blurred() -> Drawn:
    """Return the autoencoder that takes each pixel's expectation."""
    return Drawn(drawn="blurred")
