"""Boosted trees as a sampler: columns as they were seen, drawn by weight, and a label by the trees' probability.

Trees that stop early draw each probability towards the base rate, so that each fit has a bias of its own, with or
without synthetic rows. Chapter: *Generators without a formula*.
"""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, count, positive, refusal
from model_collapse._checks import table as checked
from model_collapse.beyond.insurance import health, insurance
from model_collapse.problems._numerics.threads import one_thread
from model_collapse.problems.rows import Rows


class Trees(NamedTuple):
    """The trees, and the rows whose columns they draw, each with its chance."""

    learner: Any
    x: Floats
    chances: Floats


def _probabilities(model: Trees, x: Floats) -> Floats:
    with one_thread():
        return model.learner.predict_proba(x)[:, 1]


class Boosting(Rows):
    """scikit-learn's histogram boosting of a label that is 0 or 1, fitted round after round.

    The world is the table's columns with labels drawn by given probabilities. The error is the mean, over the first
    rows of the table, of the squared difference between a model's probability and the true one.
    Chapter: *Generators without a formula*.

    Parameters
    ----------
    x : array_like, shape (rows, p)
        The columns; real rows are drawn with replacement.
    probabilities : array_like, shape (rows,)
        The chance that each row's label is 1, above 0 and at most 1.
    trees, leaves : int
        Trees of a fit, and leaves of a tree at the most.
    judged : int
        Rows that the error is averaged over.
    """

    def __init__(
        self, x: ArrayLike, probabilities: ArrayLike, *, trees: int = 20, leaves: int = 6, judged: int = 1000
    ) -> None:
        self.x, self.truth = checked("x", x), positive("probabilities", probabilities)
        if self.truth.shape != self.x.shape[:1] or self.truth.max() > 1:
            sentence = "probabilities must be {rows} numbers up to 1, got shape {shape} up to {most:g}."
            raise refusal(sentence, rows=len(self.x), shape=self.truth.shape, most=self.truth.max())
        self.trees, self.leaves = count("trees", trees, 1, 10_000), count("leaves", leaves, 2, 10_000)
        self.judged = count("judged", judged)

    def draw_real(self, n: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """Draw n rows of the table, and their labels."""
        places = rng.integers(len(self.x), size=n)
        return self.x[places], (rng.random(n) < self.truth[places]).astype(float)

    def draw_synthetic(self, model: Trees, n: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """Draw n of the rows that the model saw, by weight, and labels from the trees."""
        x = model.x[rng.choice(len(model.x), n, p=model.chances)]
        return x, (rng.random(n) < _probabilities(model, x)).astype(float)

    def estimate(self, rows: tuple[Floats, Floats], row_weights: Floats, rng: np.random.Generator) -> Trees | None:
        """Fit the trees; there are none where all labels are the same."""
        from sklearn.ensemble import HistGradientBoostingClassifier

        x, y = rows
        if np.ptp(y) == 0:
            return None
        learner = HistGradientBoostingClassifier(
            max_iter=self.trees, max_leaf_nodes=self.leaves, early_stopping=False, random_state=int(rng.integers(2**31))
        )
        with one_thread():
            return Trees(learner.fit(x, y, sample_weight=row_weights), x, row_weights / row_weights.sum())

    def probabilities(self, model: Trees) -> Floats:
        """Return a model's probabilities at the rows that it is judged by."""
        return _probabilities(model, self.x[: self.judged])

    def loss(self, model: Trees) -> float:
        """Return the mean squared difference of the probabilities."""
        return float(((self.probabilities(model) - self.truth[: self.judged]) ** 2).mean())


def of_table(x: Floats, y: Floats) -> Boosting:
    """Return the boosting of a table's labels, its rows in an order by chance and the fit to all as the truth."""
    order = np.random.default_rng(15).permutation(len(x))
    x, y = x[order], y[order]
    whole = Boosting(x, np.ones(len(x)), judged=len(x))
    model: Any = whole.estimate((x, y), np.ones(len(x)), np.random.default_rng(15))
    return Boosting(x, whole.probabilities(model))


@cache
def on_insurance() -> Boosting:
    """Return the boosting of whether a person of the insurance table sees a doctor."""
    table = insurance()
    x = np.column_stack([table[["disea", "lncoins", "lpi", "physlm"]].to_numpy(float), health()])
    return of_table(x, (table["mdvis"].to_numpy() > 0).astype(float))
