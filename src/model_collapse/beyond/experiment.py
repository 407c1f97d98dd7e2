"""An experiment beyond the paper: a problem, a prediction of its best weight, and the measurement.

Chapter: *The golden ratio*.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any, NamedTuple

import numpy as np

from model_collapse._checks import Floats
from model_collapse.paper.protocols import Row, Run
from model_collapse.problems.base import Problem
from model_collapse.simulation.history import History
from model_collapse.simulation.regimes import Regime, fresh
from model_collapse.simulation.simulator import simulate
from model_collapse.theory import error_ratio_by_round, naive_weight

WEIGHTS = tuple(float(w) for w in np.round(np.arange(0.05, 1, 0.05), 2))


class Prediction(NamedTuple):
    """What was said before anything was measured.

    Attributes
    ----------
    question : str
        What the experiment asks.
    weight : float
        The predicted best weight on the real rows, from 0 to 1.
    because : str
        Why.
    """

    question: str
    weight: float
    because: str


@dataclass(frozen=True)
class Experiment:
    """What is simulated.

    Attributes
    ----------
    problem : str
        Module and function that returns the problem, as in `"model_collapse.beyond.mixture:insurance"`; it is imported
        when the experiment is run.
    n_real, n_synthetic : int
        Rows of each round.
    rounds, last : int
        Rounds after the first, and how many of the last ones are averaged.
    replications : int
        Repetitions at full scale.
    weights : tuple of float
        The grid; the predicted weight, the naive one and 1 are added to it.
    regime : callable
        New real rows every round, unless said otherwise.
    """

    problem: str
    n_real: int
    n_synthetic: int
    rounds: int
    last: int
    replications: int
    weights: tuple[float, ...] = WEIGHTS
    regime: Regime = fresh

    @property
    def k(self) -> float:
        """Return the real rows of a round for each synthetic one."""
        return self.n_real / self.n_synthetic

    def build(self) -> Problem:
        """Return the problem."""
        module, _, function = self.problem.partition(":")
        build: Callable[[], Problem] = getattr(import_module(module), function)
        return build()

    def history(self, predicted: float, run: Run) -> History:
        """Run the recursion at every weight of the grid, all on the same draws.

        Parameters
        ----------
        predicted : float
            The predicted weight.
        run : Run
            Replications, seed and workers.
        """
        weights = np.unique([*self.weights, predicted, float(naive_weight(self.k)), 1.0])
        sizes: dict[str, Any] = {"n_real": self.n_real, "n_synthetic": self.n_synthetic, "rounds": self.rounds}
        return simulate(self.build(), self.regime, weight=weights, **sizes, **run._asdict())


def summary(history: History, predicted: float, n_real: int, n_synthetic: int, last: int) -> list[Row]:
    """Return the rows of an experiment's table, errors as ratios to the error of the real rows alone.

    Parameters
    ----------
    history : History
        A grid of weights with the predicted one and 1 in it. Weights at which runs have ended are left out.
    predicted : float
        The predicted weight.
    n_real, n_synthetic : int
        Rows of each round.
    last : int
        Rounds averaged.

    Returns
    -------
    list of Row
        The schemes `fresh`, by weight, with the closed form of the rounds averaged as theory; `real_only`; `predicted`;
        and `best_weight` with the ends of its 95% interval at x = 0.025 and 0.975. Standard errors are those of a
        ratio of two means over the same replications.
    """
    whole = ~history.ended.any(axis=-1)
    held = replace(history, errors=history.errors[whole], weight=np.asarray(history.weight)[whole])
    weights, settled = np.asarray(held.weight), held.settled(last)
    alone = settled[weights == 1.0][0]
    ratio = settled.mean(axis=-1) / alone.mean()
    left = settled - ratio[:, None] * alone
    stderr = left.std(axis=-1, ddof=1) / alone.mean() / np.sqrt(held.replications)
    theory = error_ratio_by_round(weights, n_real, n_synthetic, held.rounds)[:, -last:].mean(axis=-1)
    points = list(zip(weights, ratio, stderr, theory, strict=True))
    rows = [Row("real_only" if point[0] == 1.0 else "fresh", *map(float, point)) for point in points]
    rows += [Row("predicted", *map(float, point)) for point in points if point[0] == predicted]
    best = history.best_weight(last=last)
    levels: dict[float, Floats | float] = {0.025: best.low, 0.5: best.weight, 0.975: best.high}
    return rows + [Row("best_weight", level, float(found), np.nan, np.nan) for level, found in levels.items()]
