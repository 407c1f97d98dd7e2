"""Rows of a regression with canonical link, and their sums for many weights at once.

Here the replications come first, then the weights, padded to whole groups: (replications, weights, ...).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from model_collapse._checks import Floats
from model_collapse.problems._numerics.matrices import upper_triangle

Singles = NDArray[np.float32]
GROUP = 2
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
    def totals(self) -> Singles:
        """Sums of `columns` over rows, shape (replications, p + p (p + 1) / 2)."""
        return np.concatenate([self.x.sum(axis=-1), self.squares.sum(axis=-1)], axis=1)

    def moments(self, first: Singles, second: Singles) -> Singles:
        """Sum first times x and second times its squares, shape (replications, weights, p + p (p + 1) / 2)."""
        if second is first:
            return sums(first, self.columns)
        p = self.x.shape[1]
        found = np.empty((*first.shape[:3], p + self.squares.shape[1]), dtype=np.float32)
        np.matmul(first, self.x[:, None].swapaxes(-1, -2), out=found[..., :p])
        np.matmul(second, self.squares[:, None].swapaxes(-1, -2), out=found[..., p:])
        return found.reshape(len(found), -1, found.shape[-1])


def padded(values: Floats, weights: int) -> Floats:
    """Lay out (weights or 1, replications, entries) as (replications, weights or 1, entries), the last group filled."""
    if len(values) == 1 and weights > 1:
        return values.swapaxes(0, 1)
    laid = np.empty((values.shape[1], -(-weights // GROUP) * GROUP, values.shape[2]))
    laid[:, :weights] = values.swapaxes(0, 1)
    laid[:, weights:] = values[-1][:, None]
    return laid


def predictor(x: Singles, beta: Floats) -> Singles:
    """Return x' beta for beta laid out by `padded`, shape (replications, groups, GROUP, n)."""
    return beta.astype(np.float32).reshape(len(x), -1, GROUP, x.shape[1]) @ x[:, None]


def sums(values: Singles, columns: Singles) -> Singles:
    """Sum values, shape (replications, groups, GROUP, n), times columns, shape (replications, entries, n), over n."""
    return (values @ columns[:, None].swapaxes(-1, -2)).reshape(len(columns), -1, columns.shape[1])


def sums_above(x: Singles, model: Floats, thresholds: Singles) -> Floats:
    """Sum the rows x whose predictor exceeds the row's threshold, shape (weights, replications, p)."""
    eta = predictor(x, padded(model, len(model)))
    np.copyto(eta, np.greater(eta, thresholds[:, None, None]))
    return sums(eta, x)[:, : len(model)].swapaxes(0, 1).astype(float)
