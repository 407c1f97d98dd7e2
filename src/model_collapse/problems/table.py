"""Regressions on the rows of a table, which need not obey the model."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from model_collapse._checks import Floats
from model_collapse.problems import LogisticRegression, PoissonRegression
from model_collapse.problems._numerics.glm_rows import Responses, Singles
from model_collapse.problems._numerics.links import Family
from model_collapse.problems._numerics.step_halving import Lanes, finish
from model_collapse.problems.glm import CanonicalRegression
from model_collapse.problems.stream import Stream
from model_collapse.theory import error_ratio

Rows = NDArray[np.integer]


class Table(NamedTuple):
    """Covariates, shape (rows, p), the first column ones and the others standardised; responses; means and scales."""

    x: Floats
    y: Floats
    mean: Floats
    scale: Floats

    def some(self, rows: NDArray) -> "Table":
        """Return some rows of the table, on the same scales."""
        return self._replace(x=self.x[rows], y=self.y[rows])


def standardise(columns: ArrayLike, response: ArrayLike) -> Table:
    """Return a table of columns as they are, shape (rows, p - 1), and of their responses, shape (rows,)."""
    raw, y = np.asarray(columns, dtype=float), np.asarray(response, dtype=float)
    mean, scale = raw.mean(axis=0), raw.std(axis=0)
    return Table(np.column_stack([np.ones(len(raw)), (raw - mean) / scale]), y, mean, scale)


def fit_all(data: Table, family: Family, ridge: Floats | None = None) -> Floats:
    """Return the fit to all rows of a table, in standardised coordinates; `ridge` is for weights that average 1."""
    lane = Lanes(data.x.T[None], (data.y @ data.x)[None], np.array([1 / len(data.y)]))
    start = np.zeros((1, data.x.shape[1]))
    return finish([lane], start, start, family, None if ridge is None else ridge / len(data.y))[0]


class OnTable(CanonicalRegression):
    """What regressions on a table have in common.

    Maximum likelihood on rows of a table; the truth is the fit to all of them. Real rows are drawn with replacement.
    Synthetic rows are rows drawn in the same way, whose responses come from the last model. The error is the squared
    distance of the standardised coefficients, the intercept among them.

    Parameters
    ----------
    data : Table
        The rows.
    """

    block = 50

    def __init__(self, data: Table) -> None:
        super().__init__(p=data.x.shape[1])
        self.data = data
        self._x, self._y = data.x.astype(np.float32), data.y.astype(np.float32)
        self.truth = fit_all(data, self.family, self._strength())

    def _strength(self) -> Floats | None:
        return None

    def _ridge(self, rows: int) -> Floats | None:
        strength = self._strength()
        return None if strength is None else strength / rows

    def _columns(self, drawn: Rows) -> Singles:
        return np.ascontiguousarray(self._x[drawn].swapaxes(-1, -2))

    def _drawn(self, n: int, rng: Stream) -> Rows:
        return rng.generator.integers(len(self._y), size=(rng.replications, n))

    def _rows(self, covariance: Floats, n: int, rng: Stream) -> Singles:  # noqa: ARG002
        return self._columns(self._drawn(n, rng))

    def observed(self, drawn: Rows) -> Responses:
        """Return rows of the table by number, shape (replications, n), with their responses."""
        x = self._columns(drawn)
        xy = (x @ self._y[drawn][..., None])[..., 0][None].astype(float)
        return Responses(x, xy, np.broadcast_to(self.truth, xy.shape))

    def real(self, n: int, rng: Stream) -> Responses:
        """Draw n rows of the table with their responses."""
        return self.observed(self._drawn(n, rng))

    def _variances(self) -> tuple[Floats, Floats]:
        """Return the variance, to leading order and for one row, of a fit to synthetic rows and to real rows."""
        first, second = self.family.transform(self.family.scale * (self.data.x @ self.truth))
        score = self.data.x * (self.data.y - self.family.mean[0] - self.family.mean[1] * first)[:, None]
        variance = self.family.variance[0] + self.family.variance[1] * second
        inverse = np.linalg.inv((self.data.x * variance[:, None]).T @ self.data.x / len(score)).astype(float)
        return inverse, inverse @ (score.T @ score / len(score)) @ inverse

    def noise_ratio(self) -> float:
        """Return how many times as noisy a real row is as a row of the model: 1 if the table obeyed the model."""
        synthetic, real = self._variances()
        return float(np.trace(real) / np.trace(synthetic))

    def error_ratio(self, weight: ArrayLike, k: float) -> Floats:
        """Return the limit of the error over that of real rows alone, to leading order."""
        return np.asarray(error_ratio(weight, k / self.noise_ratio()))

    def unit(self, n: int) -> float:
        """Return the error of n real rows alone, to leading order; for a penalised fit, without the penalty."""
        return float(np.trace(self._variances()[1])) / n


class TableLogistic(OnTable, LogisticRegression):
    """Logistic regression on the rows of a table."""


class TablePoisson(OnTable, PoissonRegression):
    """Poisson regression on the rows of a table."""
