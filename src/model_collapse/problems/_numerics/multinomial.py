"""Multinomial counts by inversion: how many of a replication's uniform numbers lie below each edge."""

import numpy as np
from numpy.typing import NDArray

from model_collapse.problems.stream import Stream

_WORD = 2.0**32


def counts_below(edges: NDArray, n: int, rng: Stream) -> NDArray:
    """Draw n uniform numbers a replication, shared by all weights, and count those below each edge.

    Parameters
    ----------
    edges : ndarray, shape (weights or 1, replications, edges)
        Numbers from 0 to 1, in single or double precision.
    n : int
        Uniform numbers in each replication.
    rng : Stream
        Source of the numbers.

    Returns
    -------
    ndarray, shape and precision of `edges`
        Whole numbers from 0 to n.
    """
    edges = np.minimum(edges, edges.dtype.type(1))  # a sum of shares may round above 1
    if 4 * edges.size >= rng.replications * n:
        return _by_index(rng.sorted_integers(n), edges)
    return _by_bucket(rng.integers(n), edges)


def _by_bucket(integers: NDArray[np.uint32], edges: NDArray) -> NDArray:
    """Count integers in buckets, and sort only those that share a bucket with an edge."""
    replications, n = integers.shape
    bits = n.bit_length() - 1
    replication = np.arange(replications)[:, None]
    bucket = (integers >> np.uint32(32 - bits)).astype(np.intp)
    bucket += replication << bits
    bucket = bucket.ravel()
    word = np.ceil(np.multiply(edges, _WORD, dtype=float)).astype(np.intp) + (replication << 32)
    at = word >> (32 - bits)  # an edge of 1 lies in the next replication's first bucket, before all its integers
    shared = np.zeros((replications << bits) + 1, dtype=bool)
    shared[at] = True
    few = np.flatnonzero(shared.take(bucket))
    few = np.sort((few // n << 32) + integers.ravel()[few])
    before = np.append(0, np.bincount(bucket, minlength=replications << bits).cumsum())
    counts = before.take(at) - replication * n
    counts += np.searchsorted(few, word) - np.searchsorted(few, at << (32 - bits))
    return counts.astype(edges.dtype)


def _by_search(integers: NDArray[np.uint32], edges: NDArray, replication: NDArray[np.intp]) -> NDArray:
    """Find edges among the sorted integers of all replications, laid end to end."""
    replications, n = integers.shape
    ends = integers + (np.arange(replications) * _WORD)[:, None]
    found = np.searchsorted(ends.ravel(), np.ceil(np.multiply(edges, _WORD, dtype=float)) + replication * _WORD)
    return (found - replication * n).astype(edges.dtype)


def _by_index(integers: NDArray[np.uint32], edges: NDArray) -> NDArray:
    """Look edges up in buckets of which most hold one word or none, and search only for the others."""
    replications, n = integers.shape
    bits = max(8 * n - 1, 1).bit_length()
    size = 2**bits + 1  # the last bucket is for an edge of 1
    start = (np.arange(replications) * size)[:, None]
    bucket = (integers >> np.uint32(32 - bits)) + start
    ends = np.concatenate([start - 1, bucket, start + size - 1], axis=1)
    before = np.repeat(np.tile(np.arange(n + 1, dtype=edges.dtype), replications), np.diff(ends, axis=1).ravel())
    only = np.full(replications * size, 2.0, dtype=edges.dtype)
    only[bucket.ravel()] = (integers / _WORD).ravel()
    only[bucket[:, 1:][bucket[:, 1:] == bucket[:, :-1]]] = np.nan

    at = (edges * edges.dtype.type(2**bits)).astype(np.intp)
    at += start
    counts, word = before.take(at), only.take(at)
    less = word < edges
    counts += less
    less |= word > edges
    open_ = np.flatnonzero(~less)  # several integers in the bucket, or one that rounds to the edge
    replication = open_ // edges.shape[-1] % replications
    counts.ravel()[open_] = _by_search(integers, edges.ravel()[open_], replication)
    return counts
