"""Rows of a regression with canonical link, and their sums for many weights at once.

Sums are laid out with their entries first and the weights last, shape (entries, replications, weights), where the
weights are padded to whole groups.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from model_collapse.problems.matrices import upper_triangle
from model_collapse.problems.scratch import scratch
from model_collapse.validation import Floats

Singles = NDArray[np.float32]
GROUP = 4
"""Weights that are multiplied together; always this many, so that a weight's bits do not depend on its neighbours."""


@dataclass(frozen=True)
class Responses:
    """A sample of n rows, of whose responses the fit sees X'y alone.

    Attributes
    ----------
    x : ndarray, shape (replications, p, n)
        Covariates, shared between weights.
    xy : ndarray, shape (weights or 1, replications, p)
        X'y.
    origin : ndarray, shape (weights or 1, replications, p)
        Model that made the last rows, where the fit starts; nan where there was none.
    """

    x: Singles
    xy: Floats
    origin: Floats

    def __add__(self, other: "Responses") -> "Responses":
        """Pool two samples, every row counting the same."""
        return Responses(np.concatenate([self.x, other.x], axis=-1), self.xy + other.xy, other.origin)

    @property
    def n(self) -> int:
        """Rows in the sample."""
        return self.x.shape[-1]

    @cached_property
    def squares(self) -> Singles:
        """Products of two columns, shape (replications, p (p + 1) / 2, n)."""
        first, second = upper_triangle(self.x.shape[-2])
        return self.x[:, first] * self.x[:, second]

    @cached_property
    def columns(self) -> Singles:
        """Columns and their products, shape (replications, p + p (p + 1) / 2, n)."""
        return np.concatenate([self.x, self.squares], axis=1)

    @cached_property
    def totals(self) -> Floats:
        """Sums of `columns` over rows, shape (p + p (p + 1) / 2, replications, 1)."""
        sums = [part.sum(axis=-1, dtype=float) for part in (self.x, self.squares)]
        return np.concatenate(sums, axis=1).T[..., None]


def padded(values: Floats, weights: int) -> Floats:
    """Lay out (weights or 1, replications, entries) as (entries, replications, weights) with the last group filled."""
    given = values.transpose(2, 1, 0)
    if len(values) == 1 and weights > 1:
        return given
    laid = np.empty((*given.shape[:2], -(-weights // GROUP) * GROUP))
    laid[..., :weights] = given
    laid[..., weights:] = given[..., -1:]
    return laid


def predictor(x: Singles, beta: Floats, use: str = "predictor") -> Singles:
    """Return x' beta in a work array, shape (replications, groups, GROUP, n), for beta laid out by `padded`."""
    grouped = beta.transpose(1, 2, 0).astype(np.float32).reshape(len(x), -1, GROUP, len(beta))
    out = scratch(use, (*grouped.shape[:-1], x.shape[-1]))
    return np.matmul(grouped, x[:, None], out=out)


def sums(values: Singles, columns: Singles) -> Floats:
    """Sum values, shape (replications, groups, GROUP, n), times columns, shape (replications, entries, n), over n."""
    found = values @ columns[:, None].swapaxes(-1, -2)
    return found.reshape(len(columns), -1, columns.shape[1]).transpose(2, 0, 1).astype(float, order="C")


def count_above(x: Singles, beta: Floats, thresholds: Singles) -> Floats:
    """Sum the rows x whose predictor exceeds the row's threshold, shape (replications, n)."""
    eta = predictor(x, beta)
    above = np.greater(eta, thresholds[:, None, None], out=scratch("above", eta.shape, np.bool_))
    np.copyto(eta, above)
    return sums(eta, x)
