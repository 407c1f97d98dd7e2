"""Logistic regression."""

from typing import ClassVar

import numpy as np

from model_collapse._checks import Floats
from model_collapse.problems._numerics.glm_rows import Singles, sums_above
from model_collapse.problems._numerics.links import Bernoulli, Family
from model_collapse.problems.glm import CanonicalRegression
from model_collapse.problems.stream import Stream


class LogisticRegression(CanonicalRegression):
    """Estimate the p coefficients of a logistic regression, without intercept; the generator draws its responses.

    Rows are N(0, covariance), every row is drawn, and all weights share covariates and uniform numbers. The fit
    maximises the weighted likelihood of all rows. Separated data have no maximum: there the model and its error are
    nan, the run of this weight and replication ends, and the history counts it. The error is the squared Euclidean
    distance to the true coefficients.

    Parameters
    ----------
    p : int
        Coefficients.
    coefficients : array_like
        True coefficients, a number or p numbers.
    covariance : array_like, shape (p, p), optional
        Covariance of the real rows; the identity if left out.
    synthetic_covariance : array_like, shape (p, p), optional
        Covariance of the synthetic rows; that of the real rows if left out.

    Raises
    ------
    ValueError
        If the shapes do not fit p, a covariance is not symmetric and positive definite, or a fit has fewer than p rows.
    """

    block = 100
    family: ClassVar[Family] = Bernoulli()

    def _respond(self, x: Singles, model: Floats, rng: Stream) -> Floats:
        # y = 1 where a uniform number is below the mean: its logit, shared by all weights, is below the predictor.
        u = rng.uniform_rows(x.shape[-1])
        logit = np.log(u) - np.log1p(-u)
        return sums_above(x, model, logit)
