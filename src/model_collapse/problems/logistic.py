"""Logistic regression."""

import numpy as np

from model_collapse.problems.newton import Family, Singles, predictor, sums
from model_collapse.problems.regression import CanonicalRegression
from model_collapse.streams import Stream
from model_collapse.validation import Floats


class _Bernoulli:
    """Mean 1/2 + h/2 and variance 1/4 - h^2/4 with h = tanh(predictor / 2)."""

    scale = 0.5
    mean = (0.5, 0.5)
    variance = (0.25, -0.25)

    def transform(self, predictor: Singles) -> tuple[Singles, Singles]:
        h = np.tanh(predictor, out=predictor)
        return h, h * h

    def potential(self, predictor: Floats) -> Floats:
        return np.logaddexp(0.0, predictor)

    def recession(self, predictor: Floats) -> Floats:
        return np.maximum(predictor, 0.0)


class LogisticRegression(CanonicalRegression):
    __doc__ = CanonicalRegression.__doc__

    family: Family = _Bernoulli()

    def _respond(self, x: Singles, model: Floats, rng: Stream) -> Floats:
        # y = 1 where a uniform number is below the mean: its logit, shared by all weights, is below the predictor.
        u = rng.uniform_rows(x.shape[-1])
        logit = np.log(u) - np.log1p(-u)
        y = predictor(x, model) > logit[:, None, None]
        return sums(y.astype(np.float32), x, len(model))
