"""Standard errors by leaving out one part of the data at a time."""

from collections.abc import Callable

import numpy as np

from model_collapse._checks import Floats


def left_out(do: Callable[[np.ndarray], Floats], items: int, blocks: int) -> Floats:
    """Return what a function finds in all items, and then without one block of them at a time."""
    parts = np.arange(items) * blocks // items
    return np.stack([do(parts != part) for part in range(-1, blocks)])


def standard_error(values: Floats) -> Floats:
    """Return the standard error of the first of these values, which `left_out` has found."""
    return np.sqrt((len(values) - 2) * values[1:].var(axis=0))


def student(freedom: int) -> float:
    """Return the 97.5% quantile of Student's t by its expansion, right to 0.001 from 9 degrees of freedom."""
    z = 1.959964
    terms = z, (z**3 + z) / 4, (5 * z**5 + 16 * z**3 + 3 * z) / 96, (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return sum(term / freedom**i for i, term in enumerate(terms))
