"""Generators of rows: a few by name, and any object with `fit` and `sample`.

A learner from scikit-learn sees rows as numbers; another object sees a data frame of pandas. One whose `fit` takes
`sample_weight` gets the weights of the rows, any other one rows that are repeated in proportion to them.
Chapter: *A pilot on your own data*.
"""

import copy
import inspect
from typing import TYPE_CHECKING, Any

import numpy as np

from model_collapse._checks import Floats, shown
from model_collapse._language import gettext as _
from model_collapse.practice.piloting.copula import Copula
from model_collapse.practice.piloting.encoding import Encoding
from model_collapse.practice.piloting.foreign import foreign, seeded
from model_collapse.problems.rows import Rows

if TYPE_CHECKING:
    import pandas as pd

NAMES = ("copula", "gaussian", "mixture", "kernel", "bootstrap")


def _fails() -> str:
    return _("The generator fails on this table with {fault}; try it on a few rows first.")


class Gaussian:
    """A normal distribution of the encoded rows."""

    def fit(self, rows: Floats, sample_weight: Floats) -> "Gaussian":
        """Fit mean and covariance."""
        self.mean = np.average(rows, axis=0, weights=sample_weight)
        covariance = np.atleast_2d(np.cov(rows.T, aweights=sample_weight, ddof=0))
        values, vectors = np.linalg.eigh(covariance)
        self.factor = vectors * np.sqrt(np.maximum(values, 0))
        return self

    def sample(self, n: int, random_state: np.random.Generator) -> Floats:
        """Draw n rows."""
        return self.mean + random_state.standard_normal((n, len(self.mean))) @ self.factor.T


class Bootstrap:
    """Rows that were seen, drawn again: what a generator must do better than."""

    def fit(self, frame: "pd.DataFrame", sample_weight: Floats) -> "Bootstrap":
        """Keep the rows and their weights."""
        self.frame, self.share = frame, sample_weight / sample_weight.sum()
        return self

    def sample(self, n: int, random_state: np.random.Generator) -> "pd.DataFrame":
        """Draw n rows."""
        return self.frame.iloc[random_state.choice(len(self.frame), n, p=self.share)].reset_index(drop=True)


def named(name: str, target: str) -> Any:
    """Return a generator by its name."""
    from sklearn.mixture import GaussianMixture
    from sklearn.neighbors import KernelDensity

    made = {
        "copula": lambda: Copula(target),
        "gaussian": Gaussian,
        "mixture": lambda: GaussianMixture(n_components=5, covariance_type="full", reg_covar=1e-3),
        "kernel": lambda: KernelDensity(bandwidth="scott"),
        "bootstrap": Bootstrap,
    }
    if name not in made:
        said = _("The generator must be one of {names} or MODULE:OBJECT, got {given}.")
        raise ValueError(said.format(names=", ".join(NAMES), given=shown(name)))
    return made[name]()


def resampled(row_weights: Floats, rng: np.random.Generator) -> np.ndarray:
    """Return places of as many rows as there are weights; the copies of a row differ from its weight by less than 1."""
    order = rng.permutation(len(row_weights))
    ends = np.cumsum(row_weights[order]) / row_weights.sum()
    at = np.searchsorted(ends, (rng.random() + np.arange(len(order))) / len(order))
    return order[np.minimum(at, len(order) - 1)]


class Generator:
    """A generator as the pilot calls it: `fitted` to weighted rows of a frame, `drawn` from what was fitted.

    Parameters
    ----------
    prototype : str or object
        A name, an object with `fit(rows)` and `sample(n)`, or a `Rows` problem, whose `estimate` and `draw_synthetic`
        are used. It is never fitted itself: each fit works on a copy.
    encoding : Encoding
        For those that see rows as numbers.
    target : str
        Column that the learner predicts.
    """

    def __init__(self, prototype: Any, encoding: Encoding, target: str) -> None:
        from sklearn.base import BaseEstimator

        self.prototype = named(prototype, target) if isinstance(prototype, str) else prototype
        self.encoding = encoding
        for verb in ("estimate", "draw_synthetic") if isinstance(self.prototype, Rows) else ("fit", "sample"):
            if not callable(getattr(self.prototype, verb, None)) or isinstance(self.prototype, type):
                said = _("The generator must be an object with {verb}, got {given}.")
                raise ValueError(said.format(verb=verb, given=getattr(prototype, "__name__", type(prototype).__name__)))
        libraries = isinstance(self.prototype, BaseEstimator) and type(self.prototype).__module__.startswith("sklearn.")
        self.numbers = libraries or isinstance(self.prototype, Gaussian)
        self._weighs = not isinstance(self.prototype, Rows) and "sample_weight" in _parameters(self.prototype.fit)

    def fitted(self, frame: "pd.DataFrame", row_weights: Floats, rng: np.random.Generator) -> Any:
        """Return the generator fitted to rows with these weights."""
        if isinstance(self.prototype, Rows):
            with foreign(_fails()):
                return self.prototype.estimate(frame, row_weights, rng)
        model = copy.deepcopy(self.prototype)
        rows = self.encoding.encode(frame) if self.numbers else frame
        places = resampled(row_weights, rng)
        with foreign(_fails()), seeded(model, rng):
            if self._weighs:
                model.fit(rows, sample_weight=row_weights)
            else:
                model.fit(rows[places] if self.numbers else frame.iloc[places].reset_index(drop=True))
        return model

    def drawn(self, model: Any, n: int, rng: np.random.Generator) -> "pd.DataFrame":
        """Return n rows in the form of the real ones."""
        with foreign(_fails()):
            if isinstance(self.prototype, Rows):
                rows = self.prototype.draw_synthetic(model, n, rng)
            else:
                rows = self._sample(model, n, rng)
        return rows if self.numbers else self._in_form(rows, n)

    def _sample(self, model: Any, n: int, rng: np.random.Generator) -> Any:
        """Return what a fitted generator draws, decoded if it knows numbers only."""
        given: dict[str, Any] = {}
        if "random_state" in _parameters(model.sample):
            ours = isinstance(model, Copula | Gaussian | Bootstrap)
            given = {"random_state": rng if ours else int(rng.integers(2**31))}
        with seeded(model, rng):
            rows = model.sample(n, **given)
        rows = rows[0] if isinstance(rows, tuple) else rows
        return self.encoding.decode(rows) if self.numbers else rows

    def _in_form(self, rows: Any, n: int) -> "pd.DataFrame":
        """Return a frame with the real rows' columns and kinds; a word that no real row has is refused."""
        import narwhals.stable.v2 as nw
        import pandas as pd

        if not isinstance(rows, pd.DataFrame):
            try:
                given = nw.from_native(rows, eager_only=True)
            except TypeError:
                said = _("The generator must draw data frames, got {given}.")
                raise ValueError(said.format(given=type(rows).__name__)) from None
            rows = pd.DataFrame({name: given[name].to_list() for name in given.columns})
        if len(rows) != n:
            said = _("The generator was asked for {n:,} rows and drew {got:,}.")
            raise ValueError(said.format(n=n, got=len(rows)))

        dtypes = self.encoding.dtypes
        lost = [name for name in dtypes.index if name not in rows]
        if lost:
            said = _("The generator's rows lack the columns {lost}.")
            raise ValueError(said.format(lost=", ".join(map(str, lost))))
        for name, kind in dtypes.items():
            if kind.kind != "f" and not rows[name].isin(kind.categories).all():
                said = _("The generator's rows have words in column {name} that no real row has.")
                raise ValueError(said.format(name=name))
            numbers = kind.kind != "f" or pd.to_numeric(rows[name], errors="coerce")
            if kind.kind == "f" and (np.isinf(numbers).any() or (numbers.isna() & rows[name].notna()).any()):
                raise ValueError(
                    _("The generator's rows have cells in column {name} that are no numbers.").format(name=name)
                )
        return pd.DataFrame({name: rows[name].astype(kind) for name, kind in dtypes.items()}).reset_index(drop=True)


def _parameters(verb: Any) -> tuple[str, ...]:
    """Return the names of a function's arguments; none where they cannot be read."""
    try:
        return tuple(inspect.signature(verb).parameters)
    except (TypeError, ValueError):
        return ()
