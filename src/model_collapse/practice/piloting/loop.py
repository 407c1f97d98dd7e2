"""The loop of a pilot on real rows: a generator that is refitted in every round, and a learner that is judged.

Chapter: *A pilot on your own data*.
"""

import copy
from typing import TYPE_CHECKING, Any

import numpy as np

from model_collapse._checks import Floats
from model_collapse.practice.piloting.generators import Generator
from model_collapse.practice.piloting.learners import Learner
from model_collapse.problems.base import Problem
from model_collapse.problems.rows import Rows
from model_collapse.problems.stream import Stream
from model_collapse.simulation.regimes import Models, Rounds, unweighted

if TYPE_CHECKING:
    import pandas as pd


class Loop(Rows):
    """A problem whose real rows are dealt from a deck, so that new rows are new.

    A model is a pair: the generator that the next round's rows come from, and the learner. Both are fitted to the same
    weighted rows. Chapter: *A pilot on your own data*.

    Parameters
    ----------
    deck : pandas.DataFrame
        Real rows in the order in which they are drawn, for one replication.
    held : pandas.DataFrame
        The hold-out.
    generator, learner
        What is fitted; no generator where no synthetic rows are drawn.
    reference : float
        Loss of the learner that was fitted to all real rows outside the hold-out, which is subtracted.
    """

    block = 1

    def __init__(
        self,
        deck: "pd.DataFrame",
        held: "pd.DataFrame",
        generator: Generator | None,
        learner: Learner,
        reference: float,
    ) -> None:
        self.deck, self.held, self.reference = deck, held, reference
        self.generator, self.learner = generator, learner
        self._at = 0

    def begin(self) -> "Loop":
        """Return the problem with a full deck."""
        found = copy.copy(self)
        found._at = 0
        return found

    def draw_real(self, n: int, rng: np.random.Generator) -> "pd.DataFrame":  # noqa: ARG002
        """Deal the next n rows."""
        self._at += n
        return self.deck.iloc[self._at - n : self._at].reset_index(drop=True)

    def draw_synthetic(self, model: Any, n: int, rng: np.random.Generator) -> "pd.DataFrame":
        """Draw n rows from the last round's generator."""
        assert self.generator is not None
        return self.generator.drawn(model[0], n, rng)

    def estimate(self, rows: "pd.DataFrame", row_weights: Floats, rng: np.random.Generator) -> Any:
        """Fit generator and learner."""
        made = None if self.generator is None else self.generator.fitted(rows, row_weights, rng)
        return made, self.learner.fitted(rows, row_weights, rng)

    def loss(self, model: Any) -> float:
        """Return the learner's loss on the hold-out beyond the reference."""
        return float(self.learner.losses(model[1], self.held).mean()) - self.reference


@unweighted
def real_only(problem: Problem, rounds: Rounds, rng: Stream) -> Models:
    """New real rows every round, and nothing else."""
    for now in rounds:
        yield problem.fit(problem.real(now.n_real, rng))


@unweighted
def all_real(problem: Problem, rounds: Rounds, rng: Stream) -> Models:
    """Every real row seen so far, and no synthetic ones."""
    rows = problem.real(rounds[0].n_real, rng)
    yield problem.fit(rows)
    for now in rounds[1:]:
        rows = rows + problem.real(now.n_real, rng)
        yield problem.fit(rows)
