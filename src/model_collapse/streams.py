"""Random draws of one block of replications, shared between all weights of a grid."""

import numpy as np
from numpy.typing import NDArray

from model_collapse.validation import Floats


class Stream:
    """Draws with leading axes (1, replications): one draw serves every weight of the grid.

    Parameters
    ----------
    seed : numpy.random.SeedSequence
        Seed of the block.
    replications : int
        Replications in the block.
    """

    def __init__(self, seed: np.random.SeedSequence, replications: int) -> None:
        self.generator = np.random.default_rng(seed)
        self.replications = replications

    def normal(self, *shape: int) -> Floats:
        """Draw standard normals of shape (1, replications, *shape)."""
        return self.generator.standard_normal((1, self.replications, *shape))

    def sorted_words(self, n: int) -> NDArray[np.int64]:
        """Draw n whole numbers from 0 to 2^32 - 1 for each replication, sorted; shape (replications, n)."""
        words = self.generator.integers(2**32, size=(self.replications, n), dtype=np.uint32)
        words.sort(axis=-1)
        return words.astype(np.int64)
