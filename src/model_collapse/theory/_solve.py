"""Roots and minima where no closed form exists, for many problems at once."""

from collections.abc import Callable
from typing import Any

import numpy as np

from model_collapse._checks import Floats

_STEP = 1e-100


def bisect(rising: Callable[[Floats], Floats], low: Floats, high: Floats) -> Floats:
    """Return the zero of a rising function between `low` and `high`, element by element, to the last bit or two."""
    low, high = np.broadcast_arrays(low, high)
    for _ in range(200):  # as far as a root of 1e-40 needs
        middle = low + (high - low) / 2
        if ((middle <= low) | (middle >= high)).all():
            break
        above = rising(middle) > 0
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return low + (high - low) / 2


def lowest(function: Callable[[Any], Any], low: Floats, high: Floats) -> Floats:
    """Return the minimum of a function that falls, then rises, and that accepts complex numbers.

    The slope comes from an imaginary step, which subtracts nothing and so is as accurate as the function.
    """
    return bisect(lambda x: np.imag(function(x + 1j * _STEP)), low, high)


def odds(log_odds: Floats) -> tuple[Floats, Floats]:
    """Return w and 1 - w for the logarithm of w / (1 - w), each to full relative accuracy."""
    return 1 / (1 + np.exp(-log_odds)), 1 / (1 + np.exp(log_odds))
