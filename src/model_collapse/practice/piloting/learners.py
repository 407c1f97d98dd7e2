"""Learners that are judged on the hold-out: two by name, and any object with `fit` and `predict`.

The loss is a squared one for every target: of the number, or of the probabilities of the classes (Brier's score).
Chapter: *A pilot on your own data*.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from model_collapse._checks import Floats, shown
from model_collapse._language import gettext as _
from model_collapse.practice.piloting.encoding import Encoding
from model_collapse.practice.piloting.foreign import foreign, seeded
from model_collapse.practice.piloting.generators import resampled
from model_collapse.practice.piloting.tables import Observations

if TYPE_CHECKING:
    import pandas as pd

NAMES = ("linear", "boosting")


def named(name: str, encoding: Encoding, *, classes: bool) -> Any:
    """Return a learner by its name, a pipeline that begins with the encoding of the rows."""
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
    from sklearn.linear_model import LogisticRegression, Ridge
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import FunctionTransformer

    made = {
        "linear": LogisticRegression(max_iter=1000) if classes else Ridge(),
        "boosting": (HistGradientBoostingClassifier if classes else HistGradientBoostingRegressor)(max_iter=50),
    }
    if name not in made:
        said = _("The learner must be one of {names} or MODULE:OBJECT, got {given}.")
        raise ValueError(said.format(names=", ".join(NAMES), given=shown(name)))
    return make_pipeline(FunctionTransformer(encoding.encode), made[name])


class Learner:
    """A learner as the pilot calls it: `fitted` to weighted rows, and its `losses` on the hold-out.

    Parameters
    ----------
    prototype : str or object
        A name, or an object of scikit-learn's kind with `fit(X, y)` and `predict(X)` or `predict_proba(X)`; X is a data
        frame without the target, y the target's numbers or words. Each fit works on a copy.
    data : Observations
        The table.
    encoding : Encoding
        Of the table without the target, for the learners by name.
    """

    def __init__(self, prototype: Any, data: Observations, encoding: Encoding) -> None:
        from sklearn.base import BaseEstimator, is_regressor

        self.target = data.target
        self.words = list(data.frame.dtypes[data.target].categories) if data.classes else None
        by_name = isinstance(prototype, str)
        self.prototype = named(prototype, encoding, classes=data.classes) if by_name else prototype
        if isinstance(self.prototype, type) or not all(hasattr(self.prototype, verb) for verb in ("fit", "predict")):
            said = _("The learner must be an object with fit and predict, got {given}.")
            raise ValueError(said.format(given=getattr(prototype, "__name__", type(prototype).__name__)))
        if data.classes and isinstance(self.prototype, BaseEstimator) and is_regressor(self.prototype):
            raise ValueError(
                _("The target {name} is one of classes; the learner is a regressor.").format(name=self.target)
            )

    def fitted(self, frame: "pd.DataFrame", row_weights: Floats, rng: np.random.Generator) -> Any:
        """Return the learner fitted to rows with these weights; rows are repeated for one that takes no weights."""
        from sklearn.base import clone
        from sklearn.pipeline import Pipeline
        from sklearn.utils.validation import has_fit_parameter

        model = clone(self.prototype, safe=False)
        name, last = model.steps[-1] if isinstance(model, Pipeline) else ("", model)
        weights = {f"{name}__sample_weight" if name else "sample_weight": row_weights}
        if not has_fit_parameter(last, "sample_weight"):
            frame, weights = frame.iloc[resampled(row_weights, rng)], {}
        y = frame[self.target]
        if self.words is not None and y.nunique() < 2:
            return _Constant(str(y.iloc[0]))
        with foreign(_fails()), seeded(model, rng):
            model.fit(frame.drop(columns=self.target), self._given(y), **weights)
        return model

    def _given(self, y: "pd.Series") -> np.ndarray:
        return y.to_numpy() if self.words is None else y.to_numpy(dtype=object).astype(str)

    def losses(self, model: Any, held: "pd.DataFrame") -> Floats:
        """Return the squared error on each row of the hold-out."""
        x, y = held.drop(columns=self.target), held[self.target]
        if self.words is None:
            with foreign(_fails()):
                predicted = np.asarray(model.predict(x), dtype=float).reshape(len(held))
            return (predicted - y.to_numpy()) ** 2
        chances = np.zeros((len(held), len(self.words)))
        with foreign(_fails()):
            if hasattr(model, "predict_proba"):
                at = [self.words.index(str(word)) for word in model.classes_]
                chances[:, at] = model.predict_proba(x)
            else:
                at = [self.words.index(str(word)) for word in model.predict(x)]
                chances[np.arange(len(held)), at] = 1
        chances[np.arange(len(held)), y.cat.codes.to_numpy()] -= 1
        return np.sum(chances**2, axis=1)


def _fails() -> str:
    return _("The learner fails on this table with {fault}; give one that takes these words, numbers and classes.")


class _Constant:
    """What is learned from rows of a single class."""

    def __init__(self, word: str) -> None:
        self.classes_ = np.array([word])

    def predict_proba(self, x: "pd.DataFrame") -> Floats:
        return np.ones((len(x), 1))
