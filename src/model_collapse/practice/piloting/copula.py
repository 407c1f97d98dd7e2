"""A Gaussian copula for tables with numbers and categories, fitted to weighted rows.

Each column is taken as a normal variable seen through steps: its values in order, a missing number first and categories
as they stand in the column. The score of a value is the mean of the normal variable where that value is seen. If two
normal variables have the correlation r, the scores of two columns have the covariance r v1 v2 to first order, v being
the variances of the scores; that is exact where one column has no steps. Words have no order of their own: they stand
in the order of the target's mean. Chapter: *A pilot on your own data*.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from model_collapse._checks import Floats

if TYPE_CHECKING:
    import pandas as pd

LARGEST = 0.999
"""Correlation beyond which two columns count as one."""


class Steps(NamedTuple):
    """Different values of a column in order, and the share of the rows up to and with each."""

    values: Floats
    ends: Floats
    smooth: bool


def steps(values: Floats, row_weights: Floats) -> tuple[Steps, Floats]:
    """Return the steps of a column of numbers, and the score of each row.

    A column is smooth, so that numbers between those seen are drawn as well, if most of its rows differ.
    """
    from scipy.special import ndtri

    there, places = np.unique(np.where(np.isnan(values), -np.inf, values), return_inverse=True)
    mass = np.bincount(places, row_weights)
    ends = np.cumsum(mass) / mass.sum()
    ends[-1] = 1.0
    heights = np.exp(-(ndtri(np.concatenate([[0.0], ends])) ** 2) / 2) / np.sqrt(2 * np.pi)
    scores = -np.diff(heights) / np.diff(ends, prepend=0.0)
    return Steps(there, ends, len(there) > np.isfinite(values).sum() / 2), scores[places]


class Copula:
    """Weighted Gaussian copula: `fit` to a frame of numbers and categories, `sample` another one.

    Parameters
    ----------
    target : str, optional
        Column whose mean sets the order of the other columns' words.
    """

    def __init__(self, target: str | None = None) -> None:
        self.target = target

    def fit(self, frame: "pd.DataFrame", sample_weight: Floats | None = None) -> "Copula":
        """Fit all columns and their correlations; rows of a larger weight count more."""
        w = np.ones(len(frame)) if sample_weight is None else np.asarray(sample_weight, dtype=float)
        self.dtypes = frame.dtypes
        self.words = {name: self._ordered(frame, name, w) for name in frame if self.dtypes[name].kind != "f"}
        found = [steps(self._numbers(frame, name), w) for name in frame]
        self.steps = [step for step, _scores in found]
        scores = np.column_stack([scores for _step, scores in found])
        covariance = (scores * (w / w.sum())[:, None]).T @ scores
        variance = np.maximum(np.diag(covariance), 1e-9)
        wanted = np.clip(covariance / np.outer(variance, variance), -LARGEST, LARGEST)
        np.fill_diagonal(wanted, 1.0)
        self.factor = _factor(wanted)
        return self

    def _ordered(self, frame: "pd.DataFrame", name: str, w: Floats) -> np.ndarray:
        """Return the codes of a column's words in the order of the target's mean among their rows."""
        size = len(self.dtypes[name].categories)
        if self.target is None or name == self.target:
            return np.arange(size)
        target = frame[self.target]
        values = target.to_numpy() if target.dtype.kind == "f" else target.cat.codes.to_numpy().astype(float)
        codes = frame[name].cat.codes.to_numpy()
        total, mass = (np.bincount(codes, weights, minlength=size) for weights in (w * values, w))
        return np.argsort(total / np.maximum(mass, 1e-300), kind="stable")

    def _numbers(self, frame: "pd.DataFrame", name: str) -> Floats:
        """Return a column as numbers: places in the order for words."""
        if name not in self.words:
            return frame[name].to_numpy()
        return np.argsort(self.words[name])[frame[name].cat.codes.to_numpy()].astype(float)

    def sample(self, n: int, random_state: np.random.Generator) -> "pd.DataFrame":
        """Draw n rows."""
        import pandas as pd
        from scipy.special import ndtr

        share = ndtr(random_state.standard_normal((n, len(self.factor))) @ self.factor.T)
        columns: dict[str, object] = {}
        for at, (name, kind) in enumerate(self.dtypes.items()):
            columns[str(name)] = values = _drawn(self.steps[at], share[:, at])
            if name in self.words:
                columns[str(name)] = pd.Categorical.from_codes(self.words[name][values.astype(int)], dtype=kind)
        return pd.DataFrame(columns)


def _factor(wanted: Floats) -> Floats:
    """Return F such that F F^T is the correlation matrix, or the nearest by its eigenvalues if it is none."""
    values, vectors = np.linalg.eigh(wanted)
    factor = vectors * np.sqrt(np.maximum(values, 1e-9))
    return factor / np.linalg.norm(factor, axis=1, keepdims=True)


def _drawn(column: Steps, share: Floats) -> Floats:
    """Return the values at these shares of a column; in between, if it is smooth."""
    values, ends, smooth = column
    at = np.minimum(np.searchsorted(ends, share), len(ends) - 1)
    drawn = values[at]
    if smooth:
        seen = np.isfinite(values)
        middle = (ends - np.diff(ends, prepend=0.0) / 2)[seen]
        drawn = np.where(np.isfinite(drawn), np.interp(share, middle, values[seen]), drawn)
    return np.where(np.isfinite(drawn), drawn, np.nan)
