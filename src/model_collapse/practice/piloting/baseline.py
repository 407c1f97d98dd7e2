"""What a pilot measures once: the fit to all real rows outside the hold-out, and a generator that has seen them.

Chapter: *A pilot on your own data*.
"""

from dataclasses import dataclass

import numpy as np

from model_collapse.practice.piloting.dealing import Deal
from model_collapse.practice.piloting.generators import Generator
from model_collapse.practice.piloting.learners import Learner
from model_collapse.practice.piloting.quality import Mark, Quality


@dataclass(frozen=True)
class Gap:
    """What a learner loses if it sees synthetic rows only. Chapter: *A pilot on your own data*.

    Attributes
    ----------
    value, stderr : float
        Loss on the hold-out of the learner that was fitted to synthetic rows, as many as there are real ones outside
        the hold-out, less that of the learner fitted to the real ones; over the error of a round's real rows alone.
        The standard error is that of the hold-out.
    squared_bias : float
        The same without what is noise of the synthetic rows: the squared bias of a generation, in the same unit, of a
        generator that has seen all these rows. A bias that shrinks with more rows is larger in a round.
    """

    value: float
    stderr: float
    squared_bias: float


class Baseline:
    """The learner and the generator, each fitted to all real rows outside the hold-out.

    Parameters
    ----------
    deal : Deal
        The rows.
    generator, learner
        What is fitted.
    seed : int
        Seed of the draws.
    """

    def __init__(self, deal: Deal, generator: Generator, learner: Learner, seed: int) -> None:
        rng = np.random.default_rng([seed, 3])
        even = np.ones(len(deal.rest))
        self._deal, self._learner, self._rng = deal, learner, rng
        self._losses = learner.losses(learner.fitted(deal.rest, even, rng), deal.held)
        self.loss = float(self._losses.mean())
        model = generator.fitted(deal.rest, even, rng)
        self._synthetic = generator.drawn(model, len(deal.rest), rng)
        self._mark = Mark(deal.rest, deal.held, seed)

    def mark(self) -> Quality:
        """Return the measures of half of the hold-out: what new real rows have."""
        return self._mark.measure(self._mark.new)

    def quality(self) -> Quality:
        """Return the measures of as many synthetic rows."""
        return self._mark.measure(self._synthetic.iloc[: len(self._mark.new)])

    def gap(self, unit: float, n_real: int) -> Gap:
        """Return what a learner loses with synthetic rows only, over the error of a round's real rows alone."""
        rows = len(self._synthetic)
        lost = self._learner.losses(self._learner.fitted(self._synthetic, np.ones(rows), self._rng), self._deal.held)
        lost = (lost - self._losses) / unit
        value, stderr = float(lost.mean()), float(lost.std(ddof=1) / np.sqrt(len(lost)))
        return Gap(value, stderr, max(value - n_real / rows, 0.0))
