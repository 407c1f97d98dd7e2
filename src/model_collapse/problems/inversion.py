"""Multinomial counts by inversion: how many of a replication's uniform numbers lie below each edge."""

import numpy as np
from numpy.typing import NDArray

from model_collapse.streams import Stream

_WORD = 2**32


def counts_below(edges: NDArray[np.floating], n: int, rng: Stream) -> NDArray[np.int64]:
    """Draw n uniform numbers a replication, shared by all weights, and count those below each edge.

    Parameters
    ----------
    edges : ndarray, shape (weights or 1, replications, edges)
        Numbers from 0 to 1.
    n : int
        Uniform numbers in each replication.
    rng : Stream
        Source of the numbers.

    Returns
    -------
    ndarray of whole numbers, shape of `edges`
    """
    words = rng.sorted_words(n).astype(np.int64)
    start = np.arange(rng.replications)[:, None]
    ends = np.ceil(np.multiply(edges, _WORD, dtype=float)).astype(np.int64).clip(0, _WORD)
    return np.searchsorted((words + start * _WORD).ravel(), ends + start * _WORD) - start * n
