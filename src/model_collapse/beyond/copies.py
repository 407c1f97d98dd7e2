"""A generator that copies, and a regime that deals the rows of a table, none twice. Chapter: *Digits that forget*."""

import warnings
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from model_collapse._checks import Floats, count, instance, last_round, positive, scalar, share, shown, whole
from model_collapse._checks import table as world
from model_collapse.problems.base import Problem
from model_collapse.problems.rows import Rows
from model_collapse.problems.stream import Stream
from model_collapse.simulation.regimes import Round
from model_collapse.simulation.settings import settings


class Kernels(NamedTuple):
    """A fitted copier: the rows that it saw, shape (rows, 1 + p), and the chance that it draws each of them."""

    rows: Floats
    chances: Floats


def _coded(labels: ArrayLike, rows: int) -> tuple[NDArray, NDArray[np.intp]]:
    """Return the different labels, and the place of each row's label among them."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            given = np.asarray(labels)
            if given.shape == (rows,):
                return np.unique(given, return_inverse=True)
    except Exception:  # ragged, or of kinds that have no order
        pass
    raise ValueError(f"labels must be words or numbers, one for each of {rows} rows, got {shown(labels)}.")


class Copies(Rows):
    """A weighted kernel density estimate: draw one of the rows that the last fit saw, by weight, and add noise.

    A row is an array of 1 + p numbers, the first of which says from which row of the table it descends.

    Parameters
    ----------
    table : array_like, shape (N, p)
        The rows of the world; `draw_real` draws among them without replacement.
    labels : array_like, shape (N,)
        What is counted: a category for each row of the table, or a number of its own for each.
    drawn : int
        Among how many rows drawn from a model the labels are counted.
    noise : float
        Standard deviation of the noise of a copy, in the unit of the table.

    Raises
    ------
    ValueError
        If the table and the labels have different lengths, or a number is outside what is allowed.

    Examples
    --------
    >>> import model_collapse as mc
    >>> pairs = mc.beyond.Copies([[0.0], [0.1], [5.0], [5.1]], ["low", "low", "high", "high"], drawn=2, noise=0)
    >>> run = mc.simulate(pairs, mc.beyond.dealt, n_real=2, n_synthetic=2, weight=0, rounds=1, replications=3, seed=1)
    >>> run.mean.round(2)
    array([1.33, 1.17])
    """

    def __init__(self, table: ArrayLike, labels: ArrayLike, *, drawn: int = 60, noise: float = 0.06) -> None:
        self.table = world("table", table)
        self.labels, self._codes = _coded(labels, len(self.table))
        self.drawn, self.noise = count("drawn", drawn), scalar("noise", positive("noise", noise, zero=True))

    def draw_real(self, n: int, rng: np.random.Generator) -> NDArray:
        """Draw n rows of the table, none twice."""
        if n > len(self.table):
            raise ValueError(f"the table has {len(self.table):,} rows and deals none twice, so it cannot deal {n:,}.")
        numbers = rng.choice(len(self.table), n, replace=False)
        return np.column_stack([numbers, self.table[numbers]])

    def draw_synthetic(self, model: Kernels, n: int, rng: np.random.Generator) -> NDArray:
        """Copy n rows that the model saw."""
        rows = model.rows[rng.choice(len(model.rows), n, p=model.chances)]
        rows[:, 1:] += self.noise * rng.standard_normal((n, self.table.shape[1]))
        return rows

    def estimate(self, rows: NDArray, row_weights: Floats, rng: np.random.Generator) -> Kernels:  # noqa: ARG002
        """Keep the rows and their weights: nothing else is learned."""
        return Kernels(rows, row_weights / row_weights.sum())

    def loss(self, model: Kernels) -> float:
        """Return how many labels are to be expected among `drawn` rows of the model."""
        chances = np.bincount(self._codes[model.rows[:, 0].astype(int)], weights=model.chances)
        return float((1 - (1 - np.minimum(chances[chances > 0], 1)) ** self.drawn).sum())

    @staticmethod
    def ancestors(rows: NDArray) -> NDArray[np.int64]:
        """Return the number of the row of the table from which each row descends."""
        return whole("rows", world("rows", rows)[:, 0], least=0).astype(int)

    def labels_of(self, rows: NDArray) -> NDArray:
        """Return the label of each row's ancestor."""
        ancestors = whole("rows", world("rows", rows)[:, 0], least=0, most=len(self.table) - 1)
        return self.labels[self._codes[ancestors.astype(int)]]

    def nearest_labels(self, rows: NDArray) -> NDArray:
        """Return the label of the row of the table that is nearest to each row, whatever its ancestor is."""
        rows = world("rows", rows, 1 + self.table.shape[1])
        distance = (self.table**2).sum(axis=1) - 2 * rows[:, 1:] @ self.table.T
        return self.labels[self._codes[distance.argmin(axis=1)]]


def dealt(problem: Problem, rounds: Sequence[Round], rng: Stream) -> Iterator[Any]:
    """New real rows every round, none of which comes twice in a run, beside rows from the last model."""
    deck = problem.real(sum(now.n_real for now in rounds), rng)
    used, model = 0, None
    for now in rounds:
        real = deck[used : used + now.n_real]
        used += now.n_real
        synthetic = None if model is None else problem.synthetic(model, now.n_synthetic, rng)
        model = problem.fit(real, synthetic, now.weight)
        yield model


def last_rows(problem: Rows, weights: ArrayLike, *, rows: int, rounds: int, seed: int) -> list[NDArray]:
    """Run once and return what the last model of each weight generates.

    Parameters
    ----------
    problem : Rows
        The problem, whose real rows are dealt.
    weights : array_like, shape (weights,)
        Total weights on the real rows.
    rows : int
        Real rows, and generated rows, of a round.
    rounds : int
        Last round.
    seed : int
        Whole number from which all draws follow.

    Returns
    -------
    list of ndarray, shape (rows, ...)
        One sample for each weight.
    """
    instance("problem", problem, Rows, "Digits()")
    rows, rounds, seed = count("rows", rows), last_round(rounds), count("seed", seed, 0, None)
    rng = Stream(np.random.SeedSequence(seed), 1)
    *_, models = dealt(problem, settings(rows, rows, np.atleast_1d(share("weights", weights)), rounds), rng)
    return [problem.draw_synthetic(model, rows, np.random.default_rng(seed)) for model in models[:, 0]]
