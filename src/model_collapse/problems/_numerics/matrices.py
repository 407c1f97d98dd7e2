"""Small matrices in large numbers: roots, solutions and Wishart draws, vectorised over all leading axes."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from model_collapse._checks import Floats
from model_collapse.problems.stream import Stream


@cache
def upper_triangle(p: int) -> tuple[list[int], list[int]]:
    """Return row and column of the entries on and above the diagonal, row after row."""
    rows, columns = np.triu_indices(p)
    return rows.tolist(), columns.tolist()


def root(matrix: Floats) -> Floats:
    """Return the lower Cholesky factors of matrices of shape (..., p, p), which may be singular."""
    p = matrix.shape[-1]
    lower = np.zeros_like(matrix)
    for j in range(p):
        left = lower[..., j, :j]
        pivot = np.sqrt(np.maximum(matrix[..., j, j] - (left * left).sum(axis=-1), 0.0))
        lower[..., j, j] = pivot
        inverse = np.divide(1.0, pivot, out=np.zeros_like(pivot), where=pivot > 0)
        for i in range(j + 1, p):
            lower[..., i, j] = (matrix[..., i, j] - (lower[..., i, :j] * left).sum(axis=-1)) * inverse
    return lower


def solve_packed(matrix: Sequence[Floats], right: Sequence[Floats]) -> tuple[list[Floats], list[Floats]]:
    """Solve symmetric positive definite systems given entry by entry.

    Elimination runs over whole arrays and without pivoting, which a positive definite matrix does not need; a singular
    one gives infinite or undefined numbers.

    Parameters
    ----------
    matrix : sequence of p (p + 1) / 2 arrays
        Upper triangles, row after row.
    right : sequence of p arrays
        Right sides.

    Returns
    -------
    solution : list of p arrays
    pivots : list of p arrays
        Where one is negative, or small beside the diagonal, rounding has spoilt the solution.
    """
    p = len(right)
    a: dict[tuple[int, int], Any] = {}
    for entry, row, column in zip(matrix, *upper_triangle(p), strict=True):
        a[column, row] = entry
    b: list[Any] = list(right)
    pivots: list[Any] = []
    for j in range(p):
        pivots.append(a[j, j])
        inverse = 1 / a[j, j]
        for i in range(j + 1, p):
            factor = a[i, j] * inverse
            for k in range(j + 1, i + 1):
                a[i, k] = a[i, k] - factor * a[k, j]
            b[i] = b[i] - factor * b[j]
        a[j, j] = inverse
    for i in reversed(range(p)):
        for j in range(i + 1, p):
            b[i] = b[i] - a[j, i] * b[j]
        b[i] = b[i] * a[i, i]
    return b, pivots


def solve(matrix: Floats, right: Floats) -> Floats:
    """Solve symmetric positive definite systems: matrix (..., p, p), right side (..., p)."""
    entries = [matrix[..., i, j] for i, j in zip(*upper_triangle(matrix.shape[-1]), strict=True)]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return np.stack(solve_packed(entries, list(np.moveaxis(right, -1, 0)))[0], axis=-1)


def bartlett(n: int, p: int, rng: Stream) -> Floats:
    """Draw lower triangular T of shape (1, replications, p, p) with T T' ~ Wishart(I, n), also for n < p."""
    lower = np.tril(rng.normal(p, p), -1)
    for j in range(min(n, p)):
        lower[..., j, j] = np.sqrt(rng.generator.chisquare(n - j, (1, rng.replications)))
    lower[..., n:] = 0.0
    return lower
