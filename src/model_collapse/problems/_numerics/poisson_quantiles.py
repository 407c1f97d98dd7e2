"""Poisson quantiles for very many rows: a table settles nearly all, a little arithmetic the others."""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from model_collapse._checks import Floats

LOWEST, HIGHEST = -8, 6
"""Log means from the lowest to the highest have cells of their own; the first cell reaches down to a mean of zero."""
_PER_UNIT, _LEVEL_BITS, _LARGEST = 64, 10, 700
_NODES, _MASS = np.polynomial.legendre.leggauss(3)


class _Table(NamedTuple):
    """What cells of the log mean and levels of the uniform number settle.

    Attributes
    ----------
    found : ndarray, shape (cells * levels,)
        The quantile where it is the same in the whole cell and level, else -1 minus the smallest that it can be.
    below : ndarray, shape (cells, counts)
        Distribution function at the lower edge of each cell.
    edges : ndarray, shape (cells,)
        Mean at the lower edge of each cell.
    log_factorial : ndarray, shape (counts,)
    """

    found: NDArray[np.int16]
    below: Floats
    edges: Floats
    log_factorial: Floats


@cache
def _table() -> _Table:
    counts = np.arange(_LARGEST)
    log_factorial = np.append(0.0, np.log(counts[1:]).cumsum())
    log_mean = np.append(-np.inf, np.arange(LOWEST * _PER_UNIT, HIGHEST * _PER_UNIT + 1) / _PER_UNIT)
    edges = np.exp(log_mean)
    mass = np.exp(counts * np.maximum(log_mean, -1e3)[:, None] - edges[:, None] - log_factorial)
    below = mass.cumsum(axis=-1)
    levels = np.arange(2**_LEVEL_BITS + 1) / 2**_LEVEL_BITS
    least = np.array([np.searchsorted(row, levels[:-1], side="right") for row in below[:-1]])
    most = np.array([np.searchsorted(row, levels[1:], side="left") for row in below[1:]])
    most[:, -1] = _LARGEST
    found = np.where(least == most, least, -1 - least)
    return _Table(found.astype(np.int16).ravel(), below[:-1], edges[:-1], log_factorial)


def poisson_quantiles(log_mean: NDArray[np.float32], integers: NDArray[np.uint32]) -> NDArray[np.float32]:
    """Return Poisson numbers by inversion of whole random numbers, exact up to the rounding of the arguments.

    Parameters
    ----------
    log_mean : ndarray of float32
        Logarithm of the mean; nan gives some number.
    integers : ndarray of uint32, broadcastable to `log_mean`
        Whole random numbers from 0 to 2^32 - 1.

    Returns
    -------
    ndarray of float32, shape of `log_mean`
        The Poisson numbers; nan where the log mean is HIGHEST or more.
    """
    table = _table()
    cells = len(table.edges)
    cell = np.multiply(log_mean, np.float32(_PER_UNIT))
    cell -= np.float32(LOWEST * _PER_UNIT - 1)
    np.fmin(np.fmax(cell, np.float32(0), out=cell), np.float32(cells), out=cell)
    at = cell.astype(np.int32)
    far = at == cells
    at[far] = 0
    at <<= _LEVEL_BITS
    at += (integers >> np.uint32(32 - _LEVEL_BITS)).astype(np.int32)
    number = table.found.take(at)
    result = number.astype(np.float32)
    result[far] = np.nan
    open_ = np.flatnonzero((number < 0) & ~far)
    word = np.broadcast_to(integers, log_mean.shape)[np.unravel_index(open_, log_mean.shape)]
    least = -1 - number.ravel()[open_].astype(np.intp)
    mean = np.exp(log_mean.ravel()[open_], dtype=float)
    result.ravel()[open_] = _search((word + 0.5) / 2**32, mean, at.ravel()[open_] >> _LEVEL_BITS, least)
    return result


def _search(u: Floats, mean: Floats, cell: NDArray[np.int32], least: NDArray[np.intp]) -> NDArray[np.intp]:
    """Find the u-quantiles upwards from the least that they can be.

    The distribution function at a mean is that at the cell's edge minus the integral of the probability over the means
    between, which three Gaussian nodes give to ten digits.
    """
    table = _table()

    def mass(count: NDArray[np.intp], at: Floats) -> Floats:
        return np.exp(count * np.log(np.maximum(at, 1e-300)) - at - table.log_factorial[count])

    half = (mean - table.edges[cell]) / 2
    total = table.below[cell, least]
    for node, weight in zip(_NODES, _MASS, strict=True):
        total -= weight * half * mass(least, table.edges[cell] + half * (1 + node))
    found, left = least.copy(), np.flatnonzero(u >= total)
    while left.size:
        found[left] += 1
        more = mass(found[left], mean[left])
        total[left] += more
        left = left[(u[left] >= total[left]) & ((more > 1e-18) | (found[left] < mean[left]))]
    return found
