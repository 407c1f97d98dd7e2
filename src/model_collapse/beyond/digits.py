"""Handwritten digits, 8 by 8 pixels, and the generator that copies them. Chapter: *Digits that forget*.

The table is *Optical Recognition of Handwritten Digits* by E. Alpaydin and C. Kaynak, UCI Machine Learning Repository,
doi 10.24432/C50P49, CC BY 4.0, in the part of 1,797 images that scikit-learn carries.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from model_collapse._checks import Floats
from model_collapse.beyond.copies import Copies

SHADES = 15
"""The darkest shade of a pixel, 0 being paper; the source has 16, of which the two darkest are made one here."""


class Images(NamedTuple):
    """Images of digits.

    Attributes
    ----------
    shades : ndarray, shape (1797, 64)
        Whole numbers from 0, paper, to 15, ink; a row of eight pixels after the other.
    digits : ndarray, shape (1797,)
        What the writer meant, 0 to 9.
    """

    shades: NDArray[np.uint8]
    digits: NDArray[np.int64]

    @property
    def pixels(self) -> Floats:
        """Shades from 0 to 1, shape (1797, 64)."""
        return self.shades / SHADES


@cache
def handwritten_digits() -> Images:
    """Return the table.

    Raises
    ------
    ModuleNotFoundError
        If scikit-learn, which carries the images, is not installed.

    Examples
    --------
    >>> images = handwritten_digits()
    >>> images.shades.shape, int(images.shades.max()), images.digits[:5].tolist()
    ((1797, 64), 15, [0, 1, 2, 3, 4])
    """
    try:
        from sklearn.datasets import load_digits
    except ModuleNotFoundError:
        raise ModuleNotFoundError(
            "the digits need scikit-learn; install it with `pip install model-collapse[practice]`."
        ) from None
    pixels, digits = load_digits(return_X_y=True)
    return Images(np.minimum(pixels, SHADES).astype(np.uint8), digits)


class Digits(Copies):
    """The digits, copied round after round; what is counted are the digits that a model still writes.

    Parameters
    ----------
    drawn : int
        Among how many images drawn from a model the digits are counted.
    noise : float
        Standard deviation of the noise of a copy, the full range of a pixel being 1.

    Examples
    --------
    >>> import model_collapse as mc
    >>> run = mc.simulate(mc.beyond.Digits(), mc.beyond.dealt, n_real=60, n_synthetic=60, weight=[0, 0.618], rounds=28,
    ...                   replications=20, seed=28)
    >>> run.mean[:, [0, 14, 28]].round(1)
    array([[9.9, 5.2, 3.3],
           [9.9, 9.9, 9.9]])
    """

    def __init__(self, *, drawn: int = 60, noise: float = 0.06) -> None:
        images = handwritten_digits()
        super().__init__(images.pixels, images.digits, drawn=drawn, noise=noise)


class Ancestors(Copies):
    """The same runs; what is counted are the real images from which those of a model descend."""

    def __init__(self, *, drawn: int = 60, noise: float = 0.06) -> None:
        pixels = handwritten_digits().pixels
        super().__init__(pixels, np.arange(len(pixels)), drawn=drawn, noise=noise)
