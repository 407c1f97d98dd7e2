"""Regressions on the rows of a table, which need not obey the model.

Chapter: *A real table*.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from model_collapse._checks import Floats, count, finite, instance, observed, places, refusal, table
from model_collapse.problems._numerics.links import Family
from model_collapse.problems._numerics.newton import Sample, finish
from model_collapse.problems.glm import CanonicalRegression, LogisticRegression, PoissonRegression, Responses, Singles
from model_collapse.problems.stream import Stream
from model_collapse.theory import error_ratio


class Dataset(NamedTuple):
    """Covariates, shape (rows, p), the first column ones and the others standardised; responses; means and scales.

    Chapter: *A real table*.
    """

    x: Floats
    y: Floats
    mean: Floats
    scale: Floats

    def some(self, rows: NDArray) -> "Dataset":
        """Return some rows of the table, on the same scales."""
        some = places("rows", rows, len(self.y))
        return self._replace(x=self.x[some], y=self.y[some])


def standardise(columns: ArrayLike, response: ArrayLike) -> Dataset:
    """Return a table of columns as they are, shape (rows, p - 1), and of their responses, shape (rows,).

    Numbers, or true and false, which are 1 and 0. Chapter: *A real table*.
    """
    raw = table("columns", observed(columns))
    y = finite("response", observed(response))
    if y.shape != raw.shape[:1]:
        raise refusal(
            "response must be one number for each of {rows} rows, got shape {shape}.", rows=len(raw), shape=y.shape
        )
    mean, scale = raw.mean(axis=0), raw.std(axis=0)
    if not scale.all():
        raise refusal("columns must vary, got a constant one at {place}.", place=int(scale.argmin()))
    return Dataset(np.column_stack([np.ones(len(raw)), (raw - mean) / scale]), y, mean, scale)


def population_fit(data: Dataset, family: Family, ridge: Floats | None = None) -> Floats:
    """Return the fit to all rows of a table, in standardised coordinates; `ridge` is for weights that average 1."""
    rows = Sample(data.x.T[None], (data.y @ data.x)[None, None], np.full((1, 1, 1), 1 / len(data.y)))
    start = np.zeros((1, 1, data.x.shape[1]))
    penalty = np.zeros(start.shape[-1]) if ridge is None else ridge / len(data.y)
    return finish([rows], start, family, penalty)[0, 0]


class DatasetRegression(CanonicalRegression):
    """What regressions on a table have in common.

    Maximum likelihood on rows of a table; the truth is the fit to all of them. Real rows are drawn with replacement.
    Synthetic rows are rows drawn in the same way, whose responses come from the last model. The error is the squared
    distance of the standardised coefficients, the intercept among them.

    Parameters
    ----------
    data : Dataset
        The rows.
    """

    block = 50

    def __init__(self, data: Dataset) -> None:
        super().__init__(p=instance("data", data, Dataset, "standardise(columns, response)").x.shape[1])
        self.data = data
        self._x, self._y = data.x.astype(np.float32), data.y.astype(np.float32)
        self.truth = population_fit(data, self.family, self._strength())

    def _strength(self) -> Floats | None:
        return None

    def _ridge(self, rows: int) -> Floats | None:
        strength = self._strength()
        return None if strength is None else strength / rows

    def _columns(self, drawn: NDArray[np.integer]) -> Singles:
        return np.ascontiguousarray(self._x[drawn].swapaxes(-1, -2))

    def _drawn(self, n: int, rng: Stream) -> NDArray[np.integer]:
        return rng.places(len(self._y), n)

    def _rows(self, covariance: Floats, n: int, rng: Stream) -> Singles:  # noqa: ARG002
        return self._columns(self._drawn(n, rng))

    def observed(self, drawn: NDArray[np.integer]) -> Responses:
        """Return rows of the table by number, shape (replications, n), with their responses."""
        x = self._columns(drawn)
        xy = (x @ self._y[drawn][..., None])[..., 0][None].astype(float)
        return Responses(x, xy, np.broadcast_to(self.truth, xy.shape))

    def real(self, n: int, rng: Stream) -> Responses:
        """Draw n rows of the table with their responses."""
        return self.observed(self._drawn(n, rng))

    def _variances(self) -> tuple[Floats, Floats]:
        """Return the variance, to leading order and for one row, of a fit to synthetic rows and to real rows."""
        mean = self.family.mean(self.data.x @ self.truth)
        score = self.data.x * (self.data.y - mean)[:, None]
        variance = self.family.variance(mean)
        inverse = np.linalg.inv((self.data.x * variance[:, None]).T @ self.data.x / len(score)).astype(float)
        return inverse, inverse @ (score.T @ score / len(score)) @ inverse

    def noise_ratio(self) -> float:
        """Return how many times as noisy a real row is as a row of the model: 1 if the table obeyed the model."""
        synthetic, real = self._variances()
        return float(np.trace(real) / np.trace(synthetic))

    def error_ratio(self, weight: ArrayLike, k: float) -> Floats:
        """Return the limit of the error over that of real rows alone, to leading order."""
        return np.asarray(error_ratio(weight, k, noise_ratio=self.noise_ratio()))

    def unit(self, n: int) -> float:
        """Return the error of n real rows alone, to leading order; for a penalised fit, without the penalty."""
        return float(np.trace(self._variances()[1])) / count("n", n)


class DatasetLogistic(DatasetRegression, LogisticRegression):
    """Logistic regression on the rows of a table. Chapter: *A real table*."""


class DatasetPoisson(DatasetRegression, PoissonRegression):
    """Poisson regression on the rows of a table. Chapter: *A real table*."""
