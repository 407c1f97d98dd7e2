"""A Gaussian copula of a mixed table: numbers and words, margins as they were seen, dependence by one matrix.

The copula is that of the pilot on one's own data. Margins are distributions and categories, whose law is known; what is
judged here is the dependence. Chapter: *Generators without a formula*.
"""

from typing import Any

import numpy as np

from model_collapse._checks import Floats, refusal, shown
from model_collapse.beyond.insurance import health, insurance
from model_collapse.practice.piloting.copula import Copula
from model_collapse.problems.rows import Rows


class CopulaTable(Rows):
    """A Gaussian copula fitted to the rows of a table, round after round.

    The error is the squared distance of the correlations, each pair of columns once, from those of the fit to the whole
    table. Real rows are drawn with replacement. Chapter: *Generators without a formula*.

    Parameters
    ----------
    table : pandas.DataFrame
        Two or more columns of floating numbers or categories.

    Raises
    ------
    ValueError
        If it is no such table.
    """

    def __init__(self, table: Any) -> None:
        kinds = getattr(table, "dtypes", ())
        if len(kinds) < 2 or any(kind.kind != "f" and not hasattr(kind, "categories") for kind in kinds):
            sentence = "table must be a data frame of numbers and categories, two columns or more, got {given}."
            raise refusal(sentence, given=shown(table))
        self.table = table.reset_index(drop=True)
        self.truth = self.correlations(Copula().fit(self.table))

    @staticmethod
    def correlations(model: Copula) -> Floats:
        """Return the correlations of the columns' normal variables, each pair once, shape (p (p - 1) / 2,)."""
        matrix = model.factor @ model.factor.T
        return matrix[np.triu_indices(len(matrix), 1)]

    def draw_real(self, n: int, rng: np.random.Generator) -> Any:
        """Draw n rows of the table."""
        return self.table.iloc[rng.integers(len(self.table), size=n)].reset_index(drop=True)

    def draw_synthetic(self, model: Copula, n: int, rng: np.random.Generator) -> Any:
        """Draw n rows from the copula."""
        return model.sample(n, rng)

    def estimate(self, rows: Any, row_weights: Floats, rng: np.random.Generator) -> Copula:  # noqa: ARG002
        """Fit the copula."""
        return Copula().fit(rows, row_weights)

    def loss(self, model: Copula) -> float:
        """Return the squared distance of the correlations."""
        return float(((self.correlations(model) - self.truth) ** 2).sum())


def on_insurance() -> CopulaTable:
    """Return the copula of visits, diseases, coinsurance and health of the insurance table."""
    import pandas as pd

    numbers = insurance()[["mdvis", "disea", "lncoins"]].astype(float)
    words = pd.Categorical.from_codes(health(), ["excellent", "good", "fair", "poor"])
    return CopulaTable(numbers.assign(health=words))
