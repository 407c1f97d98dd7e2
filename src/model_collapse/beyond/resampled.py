"""Weights for a fit that takes none: repeat or drop rows in proportion to them, and what that costs.

Chapter: *Generators without a formula*.
"""

from typing import Any

import numpy as np

from model_collapse._checks import Floats, flag, instance
from model_collapse.beyond.mixture import fitted
from model_collapse.practice.piloting.generators import resampled
from model_collapse.problems._forms import taken
from model_collapse.problems.rows import Rows


class Resampled(Rows):
    """Another problem, whose fit gets as many rows as before, drawn by weight, and no weights.

    Where all weights are the same nothing is drawn: the fit gets the rows. Chapter: *Generators without a formula*.

    Parameters
    ----------
    problem : Rows
        The problem.
    even : bool
        Take rows in even steps, so that the copies of a row differ from its weight by less than one, instead of by
        chance.
    """

    def __init__(self, problem: Rows, *, even: bool = False) -> None:
        self.problem = instance("problem", problem, Rows, "Digits()")
        self.even = flag("even", even)

    def draw_real(self, n: int, rng: np.random.Generator) -> Any:
        """Draw n rows from the truth."""
        return self.problem.draw_real(n, rng)

    def draw_synthetic(self, model: Any, n: int, rng: np.random.Generator) -> Any:
        """Draw n rows from the model."""
        return self.problem.draw_synthetic(model, n, rng)

    def estimate(self, rows: Any, row_weights: Floats, rng: np.random.Generator) -> Any:
        """Fit the rows that the weights choose."""
        size, ones = len(row_weights), np.ones(len(row_weights))
        if np.ptp(row_weights) < 1e-12:
            return self.problem.estimate(rows, ones, rng)
        chances = row_weights / row_weights.sum()
        places = resampled(row_weights, rng) if self.even else rng.choice(size, size, p=chances)
        return self.problem.estimate(taken(rows, places), ones, rng)

    def loss(self, model: Any) -> float:
        """Return the error of a model."""
        return self.problem.loss(model)


def by_chance() -> Resampled:
    """Return the mixture that knows no weights, its rows drawn by chance."""
    return Resampled(fitted())


def in_even_steps() -> Resampled:
    """Return the mixture that knows no weights, its rows taken in even steps."""
    return Resampled(fitted(), even=True)
