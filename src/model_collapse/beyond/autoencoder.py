"""A small neural generator of images: a variational autoencoder that is told the digit. Chapter: *Pictures*.

Both nets have one hidden layer (Kingma and Welling, 2014). All random numbers come from numpy; JAX, the extra `neural`,
computes gradients.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats
from model_collapse.beyond.training import adam, jax_or_refusal

DIGITS, PIXELS = 10, 64
HIDDEN, LATENT = 24, 4
"""Units of the hidden layer of either net, and numbers that an image is coded by."""
STEPS, RATE = 300, 0.02
"""Steps of Adam (Kingma and Ba, 2015) in a fit, each over all rows, and the length of a step at first."""
NAMES = ("code", "code_0", "law", "law_0", "draw", "draw_0", "image", "image_0", "log_sd")


class Autoencoder(NamedTuple):
    """A fitted model.

    Attributes
    ----------
    shares : ndarray, shape (10,)
        The chance of each digit: the weighted share among the rows.
    code, code_0, law, law_0 : ndarray, shapes (74, 24), (24,), (24, 8), (8,)
        The encoder: from pixels and digit to a hidden layer, from there to the means and log variances of the code.
    draw, draw_0, image, image_0 : ndarray, shapes (14, 24), (24,), (24, 64), (64,)
        The decoder: from code and digit to a hidden layer, from there to the expected pixels.
    log_sd : ndarray, shape ()
        Logarithm of the standard deviation of a pixel about its expectation, the same for all pixels.
    """

    shares: Floats
    code: Floats
    code_0: Floats
    law: Floats
    law_0: Floats
    draw: Floats
    draw_0: Floats
    image: Floats
    image_0: Floats
    log_sd: Floats

    def images(self, codes: Floats, digits: Floats) -> Floats:
        """Return the expected pixels, shape (rows, 64).

        Parameters
        ----------
        codes : ndarray, shape (rows, 4)
            Standard normal numbers.
        digits : ndarray, shape (rows, 10)
            One in the column of the digit, zero elsewhere.
        """
        return np.tanh(np.hstack([codes, digits]) @ self.draw + self.draw_0) @ self.image + self.image_0

    @property
    def sd(self) -> float:
        """Standard deviation of a pixel about its expectation."""
        return float(np.exp(self.log_sd))


def one_hot(labels: ArrayLike) -> Floats:
    """Return one in the column of each label, zero elsewhere, shape (rows, 10)."""
    return np.eye(DIGITS)[np.asarray(labels).astype(int)]


def bound(net: dict[str, Any], pixels: Any, digits: Any, noise: Any) -> Any:
    """Return the evidence lower bound of each image, in nats.

    Parameters
    ----------
    net : dict of str to array
        The parameters of `NAMES`.
    pixels, digits : array, shapes (rows, 64) and (rows, 10)
        Images, and one in the column of the digit.
    noise : array, shape (rows, 4)
        Standard normal numbers that the code is drawn with.

    Returns
    -------
    array, shape (rows,)
        The log density of the image at one drawn code, less the divergence of the code from the standard normal.
    """
    np_ = jax_or_refusal().numpy
    hidden = np_.tanh(np_.hstack([pixels, digits]) @ net["code"] + net["code_0"])
    mean, log_variance = np_.split(hidden @ net["law"] + net["law_0"], 2, axis=1)
    code = mean + np_.exp(log_variance / 2) * noise
    shown = np_.tanh(np_.hstack([code, digits]) @ net["draw"] + net["draw_0"]) @ net["image"] + net["image_0"]
    gap = ((pixels - shown) * np_.exp(-net["log_sd"])) ** 2
    density = -(gap + 2 * net["log_sd"] + np.log(2 * np.pi)).sum(axis=1) / 2
    return density - (mean**2 + np_.exp(log_variance) - 1 - log_variance).sum(axis=1) / 2


def beginning(pixels: Floats, weights: Floats) -> dict[str, Floats]:
    """Return the parameters that a fit begins with: the same random ones every time, and the average image."""
    rng = np.random.default_rng(15)
    shapes = {
        "code": (PIXELS + DIGITS, HIDDEN),
        "law": (HIDDEN, 2 * LATENT),
        "draw": (LATENT + DIGITS, HIDDEN),
        "image": (HIDDEN, PIXELS),
    }
    net = {name: rng.standard_normal(shape) / np.sqrt(shape[0]) for name, shape in shapes.items()}
    net |= {f"{name}_0": np.zeros(shape[1]) for name, shape in shapes.items()}
    net["image_0"] = np.average(pixels, axis=0, weights=weights)
    spread = np.average((pixels - net["image_0"]) ** 2, axis=0, weights=weights).mean()
    return net | {"log_sd": np.log(spread) / 2}


@cache
def _training() -> Callable[..., Any]:
    """Return Adam as a compiled program: parameters, pixels, digits, weights and noise in, parameters out."""
    jax = jax_or_refusal()
    np_ = jax.numpy

    def loss(net: Any, pixels: Any, digits: Any, weights: Any, noise: Any) -> Any:
        return -(weights * bound(net, pixels, digits, noise)).mean()

    def train(net: Any, pixels: Any, digits: Any, weights: Any, noise: Any) -> Any:
        def step(state: Any, now: Any) -> Any:
            t, drawn = now
            slope = jax.grad(loss)(state[0], pixels, digits, weights, drawn)
            return adam(state, slope, t, RATE * (1 - t / (len(noise) + 1))), None

        zero = jax.tree_util.tree_map(np_.zeros_like, net)
        times = np_.arange(1.0, len(noise) + 1)
        return jax.lax.scan(step, (net, zero, zero), (times, noise))[0][0]

    return jax.jit(train)


def trained(rows: Floats, weights: Floats, noise: Floats) -> Autoencoder:
    """Fit the autoencoder to weighted rows.

    Parameters
    ----------
    rows : ndarray, shape (rows, 65)
        The digit, then the pixels.
    weights : ndarray, shape (rows,)
        What each row counts in the bound; they average 1.
    noise : ndarray, shape (steps, rows, 4)
        Standard normal numbers that codes are drawn with.

    Raises
    ------
    ModuleNotFoundError
        If JAX is not installed.
    """
    digits, pixels = one_hot(rows[:, 0]), rows[:, 1:]
    given = beginning(pixels, weights), pixels, digits, weights, noise
    to_single = jax_or_refusal().tree_util.tree_map(np.float32, given)
    net = _training()(*to_single)
    shares = np.average(digits, axis=0, weights=weights)
    return Autoencoder(shares, *(np.asarray(net[name], dtype=float) for name in NAMES))
