"""Random draws of one block of replications, shared between all weights of a grid."""

import math

import numpy as np
from numpy.typing import NDArray

from model_collapse._checks import Floats, refusal

MOST = 2**28
"""Numbers that are drawn at once."""


class Stream:
    """Draws with leading axes (1, replications): one draw serves every weight of the grid.

    Chapter: *One mean, one recursion*.

    Parameters
    ----------
    seed : numpy.random.SeedSequence
        Seed of the block.
    replications : int
        Replications in the block.

    Attributes
    ----------
    generator : numpy.random.Generator
        Source of all draws; what is drawn from it must not depend on how many weights there are.
    """

    def __init__(self, seed: np.random.SeedSequence, replications: int) -> None:
        self.generator = np.random.default_rng(seed)
        self.replications = replications

    def _size(self, *shape: int) -> tuple[int, ...]:
        """Return the shape of draws in every replication, unless they are more than memory is meant to hold."""
        if math.prod(shape) * self.replications > MOST:
            sentence = "{replications} replications of {numbers:,} numbers are more than {most:,}; ask for fewer rows."
            raise refusal(sentence, replications=self.replications, numbers=math.prod(shape), most=MOST)
        return (self.replications, *shape)

    def normal(self, *shape: int) -> Floats:
        """Draw standard normals of shape (1, replications) and the given further axes."""
        return self.generator.standard_normal((1, *self._size(*shape)))

    def gamma(self, size: float, *shape: int) -> Floats:
        """Draw standard gamma numbers of shape `size` as an array of shape (1, replications) and the further axes."""
        return self.generator.standard_gamma(size, (1, *self._size(*shape)))

    def normal_rows(self, p: int, n: int) -> NDArray[np.float32]:
        """Draw n rows of p standard normals in single precision, shape (replications, p, n)."""
        return self.generator.standard_normal(self._size(p, n), dtype=np.float32)

    def uniform_rows(self, n: int) -> NDArray[np.float32]:
        """Draw n uniform numbers from 0 to 1 in single precision, shape (replications, n)."""
        return self.generator.random(self._size(n), dtype=np.float32)

    def integers(self, n: int) -> NDArray[np.uint32]:
        """Draw n whole numbers from 0 to 2^32 - 1 for each replication, shape (replications, n)."""
        return self.generator.integers(2**32, size=self._size(n), dtype=np.uint32)

    def places(self, rows: int, n: int) -> NDArray[np.int64]:
        """Draw n places in a table of so many rows for each replication, shape (replications, n)."""
        return self.generator.integers(rows, size=self._size(n))

    def sorted_integers(self, n: int) -> NDArray[np.uint32]:
        """Draw n whole numbers from 0 to 2^32 - 1 for each replication, sorted; shape (replications, n)."""
        drawn = self.integers(n)
        drawn.sort(axis=-1)
        return drawn
