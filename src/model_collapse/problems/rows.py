"""A reader's own generator and own fit, one replication and one weight at a time."""

from abc import ABC, abstractmethod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model_collapse._checks import Floats
from model_collapse.problems.stream import Stream


class Table:
    """Rows of each weight and replication: an object array of shape (weights or 1, replications)."""

    def __init__(self, rows: NDArray[np.object_], n: int) -> None:
        self.rows, self.n = rows, n

    def __add__(self, other: "Table") -> "Table":
        """Pool two samples, every row counting the same."""
        return Table(_each(lambda a, b: np.concatenate([a, b]), self.rows, other.rows), self.n + other.n)

    def __getitem__(self, some: slice) -> "Table":
        """Return some of the rows of each sample."""
        return Table(_each(lambda rows: rows[some], self.rows), len(range(self.n)[some]))


def _each(do: Any, *arrays: NDArray[np.object_]) -> NDArray[np.object_]:
    """Apply a function to the entries of arrays that broadcast against each other, whatever it returns."""
    pairs = np.broadcast(*arrays)
    result = np.empty(pairs.shape, dtype=object)
    for i, items in enumerate(pairs):
        result.flat[i] = do(*items)
    return result


class Rows(ABC):
    """Base class of problems that draw every row and fit one replication and one weight at a time.

    Write `draw_real`, `draw_synthetic`, `estimate` and `loss`; any library may do the fitting. The weights of a grid
    see the same random numbers: each weight's generator starts from the same state.
    """

    block = 20

    @abstractmethod
    def draw_real(self, n: int, rng: np.random.Generator) -> NDArray:
        """Draw n rows from the truth, an array with n entries along its first axis."""

    @abstractmethod
    def draw_synthetic(self, model: Any, n: int, rng: np.random.Generator) -> NDArray:
        """Draw n rows from the model, in the form of the real rows."""

    @abstractmethod
    def estimate(self, rows: NDArray, row_weights: Floats) -> Any:
        """Fit the model; the weights of the rows are above zero and average 1. Return None where there is no fit."""

    @abstractmethod
    def loss(self, model: Any) -> float:
        """Return the error of a model."""

    def unit(self, n: int) -> float:  # noqa: ARG002
        """Return the expected error of a fit to n real rows; 1 if it is not known, so that errors stay as they are."""
        return 1.0

    def real(self, n: int, rng: Stream) -> Table:
        """Draw n real rows in every replication."""
        return self._table(lambda seed: self.draw_real(n, np.random.default_rng(seed)), n, self._seeds(rng))

    def synthetic(self, model: NDArray[np.object_], n: int, rng: Stream) -> Table:
        """Draw n rows from every model; no rows from a run that has ended."""

        def draw(one: Any, seed: int) -> Any:
            return None if one is None else self.draw_synthetic(one, n, np.random.default_rng(seed))

        return self._table(draw, n, model, self._seeds(rng))

    @staticmethod
    def _seeds(rng: Stream) -> NDArray[np.object_]:
        return rng.generator.integers(2**63, size=(1, rng.replications)).astype(object)

    @staticmethod
    def _table(draw: Any, n: int, *arrays: NDArray[np.object_]) -> Table:
        return Table(_each(draw, *arrays), n)

    def fit(self, real: Table, synthetic: Table | None = None, weight: Floats | None = None) -> NDArray[np.object_]:
        """Fit every replication and weight in turn."""
        if synthetic is None:
            return _each(lambda rows: self._estimate([rows], [1.0]), real.rows)
        total = real.n + synthetic.n
        w = np.asarray(real.n / total if weight is None else weight, dtype=float).reshape(-1, 1).astype(object)
        return _each(lambda a, b, w: self._estimate([a, b], [w, 1 - w]), real.rows, synthetic.rows, w)

    def _estimate(self, samples: list[Any], shares: list[float]) -> Any:
        if any(rows is None for rows in samples):
            return None
        used = [(rows, share) for rows, share in zip(samples, shares, strict=True) if len(rows) and share > 0]
        total = sum(len(rows) for rows, _ in used)
        weights = [np.full(len(rows), share * total / len(rows)) for rows, share in used]
        return self.estimate(np.concatenate([rows for rows, _ in used]), np.concatenate(weights))

    def error(self, model: NDArray[np.object_]) -> Floats:
        """Return the loss of every model, nan where there is none."""
        return _each(lambda one: np.nan if one is None else float(self.loss(one)), model).astype(float)
