"""Multinomial counts by inversion: how many of a replication's uniform numbers lie below each edge."""

import numpy as np
from numpy.typing import NDArray

from model_collapse.streams import Stream
from model_collapse.validation import Floats

_WORD = 2.0**32


def counts_below(edges: Floats, n: int, rng: Stream) -> Floats:
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
    ndarray, shape of `edges`
        Whole numbers from 0 to n.
    """
    words = rng.sorted_words(n)
    edges = np.minimum(edges, 1.0)  # a sum of shares may round above 1
    if edges.size > 4 * words.size:
        return _by_index(words, edges)
    return _by_search(words, edges, np.arange(len(words))[:, None])


def _by_search(words: NDArray[np.uint32], edges: Floats, replication: NDArray[np.intp]) -> Floats:
    """Find edges among the sorted words of all replications, laid end to end."""
    replications, n = words.shape
    ends = words + (np.arange(replications) * _WORD)[:, None]
    found = np.searchsorted(ends.ravel(), np.ceil(edges * _WORD) + replication * _WORD)
    return (found - replication * n).astype(float)


def _by_index(words: NDArray[np.uint32], edges: Floats) -> Floats:
    """Look edges up in buckets of which most hold one word or none, and search only in the others."""
    replications, n = words.shape
    bits = max(8 * n - 1, 1).bit_length()
    size = 2**bits + 1  # the last bucket is for an edge of 1
    start = (np.arange(replications) * size)[:, None]
    bucket = (words >> np.uint32(32 - bits)) + start
    before = np.zeros((replications, size))
    before[:, 1:] = np.bincount(bucket.ravel(), minlength=replications * size).reshape(replications, size)[:, :-1]
    np.cumsum(before, axis=-1, out=before)
    only = np.full(replications * size, 1.0)
    only[bucket.ravel()] = words.ravel() / _WORD
    only[bucket[:, 1:][bucket[:, 1:] == bucket[:, :-1]]] = np.nan

    at = np.multiply(edges, 2.0**bits).astype(np.intp)
    at += start
    counts, word = before.take(at), only.take(at)
    counts += word < edges
    crowded = np.flatnonzero(np.isnan(word))
    replication = crowded // edges.shape[-1] % replications
    counts.ravel()[crowded] = _by_search(words, edges.ravel()[crowded], replication)
    return counts
