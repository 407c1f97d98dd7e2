"""Figure 10 (d): a logistic regression of income on five columns of Adult, under the published protocol and others.

Real rows are drawn from the table with replacement. Synthetic rows are rows of the table whose labels are drawn from
the last model. The truth is the fit to all rows.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from model_collapse.history import History
from model_collapse.paper import rows as adult
from model_collapse.paper.protocols import WEIGHTS, Row, Run
from model_collapse.problems import LogisticRegression
from model_collapse.problems.families import Bernoulli
from model_collapse.problems.lanes import Lanes, finish
from model_collapse.problems.responses import Responses, Singles
from model_collapse.regimes import fresh
from model_collapse.simulation import simulate
from model_collapse.streams import Stream
from model_collapse.validation import Floats

FEATURES = adult.COLUMNS[:5]
N, ROUNDS, LAST = 500, 99, 20


class Table(NamedTuple):
    """Covariates, shape (rows, 6), the first column ones and the others standardised; labels; means and scales."""

    x: Floats
    y: Floats
    mean: Floats
    scale: Floats


@lru_cache(maxsize=2)
def table(path: Path | None = None) -> Table:
    """Return the rows of Adult in the form that the regression uses."""
    read = adult.load(path)
    raw = np.array([[float(row[name]) for name in FEATURES] for row in read])
    label = np.array([row["income"] == ">50K" for row in read], dtype=float)
    mean, scale = raw.mean(axis=0), raw.std(axis=0)
    x = np.column_stack([np.ones(len(raw)), (raw - mean) / scale])
    return Table(x, label, mean, scale)


def fit_all(data: Table, ridge: Floats | None = None) -> Floats:
    """Return the fit to all rows of a table, in standardised coordinates; `ridge` is for weights that average 1."""
    lane = Lanes(data.x.T[None], (data.y @ data.x)[None], np.array([1 / len(data.y)]))
    strength = None if ridge is None else ridge / len(data.y)
    return finish([lane], np.zeros((1, 6)), np.zeros((1, 6)), Bernoulli(), strength)[0]


def raw(data: Table, coefficients: Floats) -> Floats:
    """Turn coefficients of standardised columns into those of the columns as they are, the intercept first."""
    slopes = coefficients[..., 1:] / data.scale
    return np.concatenate([coefficients[..., :1] - (slopes * data.mean).sum(axis=-1, keepdims=True), slopes], axis=-1)


class Income(LogisticRegression):
    """Maximum likelihood on standardised columns; the error is the squared distance of the coefficients.

    Parameters
    ----------
    data : Table
        Rows that real rows, and the covariates of synthetic rows, are drawn from.
    """

    block = 50

    def __init__(self, data: Table) -> None:
        super().__init__(p=6)
        self.data = data
        self.truth = fit_all(data, self._strength())

    def _strength(self) -> Floats | None:
        return None

    def _ridge(self, rows: int) -> Floats | None:
        strength = self._strength()
        return None if strength is None else strength / rows

    def _draw(self, n: int, rng: Stream) -> tuple[Singles, Floats]:
        drawn = rng.generator.integers(len(self.data.y), size=(rng.replications, n))
        x = np.ascontiguousarray(self.data.x[drawn].astype(np.float32).swapaxes(-1, -2))
        return x, self.data.y[drawn]

    def _rows(self, covariance: Floats, n: int, rng: Stream) -> Singles:  # noqa: ARG002
        return self._draw(n, rng)[0]

    def real(self, n: int, rng: Stream) -> Responses:
        """Draw n rows of the table with their labels."""
        x, y = self._draw(n, rng)
        return Responses(x, (x @ y[..., None].astype(np.float32))[..., 0][None].astype(float), self._everywhere(rng))

    def unit(self, n: int) -> float:
        """Return 1 / n: errors stay as they are, up to the number of rows."""
        return 1.0 / n


class Published(Income):
    """The published protocol: columns as they are, scikit-learn's penalty with C = 1, the error of raw coefficients.

    The fit runs on standardised columns with the penalty written in their terms, which gives the same coefficients.
    """

    def _strength(self) -> Floats:
        return np.append(0.0, 1 / self.data.scale**2)

    def error(self, model: Floats) -> Floats:
        """Return the squared distance of the raw coefficients, the intercept included."""
        return ((raw(self.data, model) - raw(self.data, self.truth)) ** 2).sum(axis=-1)


class PublishedSlopes(Published):
    """The published protocol without the intercept's part of the error."""

    def error(self, model: Floats) -> Floats:
        """Return the squared distance of the raw coefficients without the intercept."""
        return ((raw(self.data, model) - raw(self.data, self.truth))[..., 1:] ** 2).sum(axis=-1)


class HeldOut(Income):
    """Maximum likelihood, judged by its log-loss on rows that are never drawn, above that of the fit to all others.

    Parameters
    ----------
    data : Table
        Rows that may be drawn.
    held : Table
        Rows that are never drawn.
    """

    def __init__(self, data: Table, held: Table) -> None:
        super().__init__(data)
        self.held = held
        self.floor = self._loss(self.truth[None, None])[0, 0]

    def _loss(self, model: Floats) -> Floats:
        flat = model.reshape(-1, 6)
        loss = np.empty(len(flat))
        x, signs = self.held.x.astype(np.float32), (1 - 2 * self.held.y).astype(np.float32)
        for some in range(0, len(flat), 256):
            eta = flat[some : some + 256].astype(np.float32) @ x.T
            eta *= signs
            loss[some : some + 256] = np.logaddexp(np.float32(0), eta).mean(axis=-1, dtype=float)
        return loss.reshape(model.shape[:-1])

    def error(self, model: Floats) -> Floats:
        """Return the log-loss above the floor."""
        return self._loss(model) - self.floor


def split(data: Table, held: int = 2000) -> tuple[Table, Table]:
    """Set every so-manieth row aside, so that `held` rows are never drawn."""
    aside = np.zeros(len(data.y), dtype=bool)
    aside[np.linspace(0, len(data.y) - 1, held).round().astype(int)] = True
    return data._replace(x=data.x[~aside], y=data.y[~aside]), data._replace(x=data.x[aside], y=data.y[aside])


def _rows(scheme: str, problem: Any, run: Run, weights: Floats, rounds: int = ROUNDS) -> list[Row]:
    history: History = simulate(problem, fresh, n_real=N, n_synthetic=N, weight=weights, rounds=rounds, **run._asdict())
    settled = history.errors[..., -LAST:].mean(axis=-1)
    lost = np.isnan(settled)
    with_fit = [row[~gone] for row, gone in zip(settled, lost, strict=True)]
    found = []
    for w, kept, gone in zip(weights, with_fit, lost, strict=True):
        stderr = kept.std(ddof=1) / np.sqrt(len(kept)) if len(kept) > 1 else np.nan
        found.append(Row(scheme, w, kept.mean() if len(kept) else np.nan, stderr, np.nan))
        if gone.any():
            found.append(Row(f"{scheme}_without_fit", w, gone.mean(), np.nan, np.nan))
    return found


def by_weight(run: Run, path: Path | None = None) -> list[Row]:
    """Return the rows of figure 10's panel (d): published, its slopes, standardised, and held-out log-loss."""
    data = table(path)
    weights = np.append(WEIGHTS, 1.0)
    few = run._replace(replications=max(2, run.replications // 10))
    found = []
    for scheme, problem, chosen in (
        ("published", Published(data), run),
        ("published_slopes", PublishedSlopes(data), few),
        ("standardised", Income(data), run),
        ("held_out", HeldOut(*split(data)), few),
    ):
        found += _rows(scheme, problem, chosen, weights)
    return found
