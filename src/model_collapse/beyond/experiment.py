"""An experiment beyond the paper: a problem, a prediction of its best weight, and the measurement.

Chapter: *The scorecard*.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from model_collapse._checks import Floats
from model_collapse.paper.protocols import Row, Run
from model_collapse.problems.base import Problem
from model_collapse.simulation.history import History
from model_collapse.simulation.regimes import Regime, fresh
from model_collapse.simulation.simulator import simulate
from model_collapse.theory import error_ratio_by_round

WEIGHTS = tuple(float(w) for w in np.round(np.arange(0.05, 1, 0.05), 2))
RESAMPLES = 2000


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
    label : str
        A name of a few words.
    """

    question: str
    weight: float
    because: str
    label: str


@dataclass(frozen=True)
class Experiment:
    """What is simulated.

    Attributes
    ----------
    problem : str
        Module and what in it returns the problem when called, as in `"model_collapse.problems:GaussianMean"`; it is
        imported when the experiment is run.
    n_real, n_synthetic : int
        Rows of each round.
    rounds, last : int
        Rounds after the first, and how many of the last ones are averaged.
    replications : int
        Repetitions at full scale.
    weights : tuple of float
        The grid, five weights or more; the predicted weight and 1 are added to it.
    regime : callable
        New real rows every round, unless said otherwise.
    adult : bool
        The problem is made from the rows of UCI Adult.
    """

    problem: str
    n_real: int
    n_synthetic: int
    rounds: int
    last: int
    replications: int
    weights: tuple[float, ...] = WEIGHTS
    regime: Regime = fresh
    adult: bool = False

    def build(self, adult: Path | None = None) -> Problem:
        """Return the problem; `adult` says where the rows of Adult are, if it needs them."""
        module, _, function = self.problem.partition(":")
        build: Callable[..., Problem] = getattr(import_module(module), function)
        return build(adult) if self.adult else build()

    def history(self, predicted: float, run: Run, adult: Path | None = None) -> History:
        """Run the recursion at every weight of the grid, all on the same draws.

        Parameters
        ----------
        predicted : float
            The predicted weight.
        run : Run
            Replications, seed and workers.
        adult : Path, optional
            Where the rows of Adult are.
        """
        weights = np.unique([*self.weights, predicted, 1.0])
        sizes: dict[str, Any] = {"n_real": self.n_real, "n_synthetic": self.n_synthetic, "rounds": self.rounds}
        return simulate(self.build(adult), self.regime, weight=weights, **sizes, **run._asdict())


def lowest(weights: Floats, curves: Floats) -> Floats:
    """Find the weight at which each curve is lowest, between the weights of a grid too.

    Parameters
    ----------
    weights : ndarray, shape (W,)
        The grid in rising order, five weights or more.
    curves : ndarray, shape (C, W)
        Errors at these weights.

    Returns
    -------
    ndarray, shape (C,)
        Where the polynomial of degree four through the lowest point and four neighbours is lowest, no farther from
        that point than the next one on either side.
    """
    at, found = curves.argmin(axis=1), np.empty(len(curves))
    for i in np.unique(at):
        five = slice(start := int(np.clip(i - 2, 0, len(weights) - 5)), start + 5)
        fine = np.linspace(weights[max(i - 1, 0)], weights[min(i + 1, len(weights) - 1)], 1001)
        bend = np.vander(fine - weights[i], 5) @ np.linalg.inv(np.vander(weights[five] - weights[i]))
        found[at == i] = fine[(curves[at == i, five] @ bend.T).argmin(axis=1)]
    return found


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
        and `best_weight`, where a curve through the grid is lowest, the predicted weight left out if it is below 1,
        with the ends of its 95% bootstrap interval at x = 0.025 and 0.975. Standard errors are those of a ratio of two
        means over the same replications.
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
    judges = (weights != predicted) | (weights == 1.0)
    even = np.full(held.replications, 1 / held.replications)
    times = np.random.default_rng(0).multinomial(held.replications, even, size=RESAMPLES)
    resampled = lowest(weights[judges], times @ settled[judges].T)
    best = [np.quantile(resampled, 0.025), *lowest(weights[judges], ratio[None, judges]), np.quantile(resampled, 0.975)]
    levels = zip((0.025, 0.5, 0.975), best, strict=True)
    return rows + [Row("best_weight", level, float(found), np.nan, np.nan) for level, found in levels]
