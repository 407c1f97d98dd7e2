"""Poisson regression with log link; the responses of all weights are quantiles of the same random numbers."""

from typing import ClassVar

import numpy as np

from model_collapse._checks import Floats
from model_collapse.problems._numerics.glm_rows import GROUP, Singles, padded, predictor, sums
from model_collapse.problems._numerics.links import Family, Poisson
from model_collapse.problems._numerics.poisson_quantiles import poisson_quantiles
from model_collapse.problems.glm import CanonicalRegression
from model_collapse.problems.stream import Stream

_LARGEST_MEAN = 1e15
_CACHED = 2**17
"""Responses that are drawn together, so that they stay in the processor's cache."""


def _far(log_mean: Floats, replication: int, key: int) -> Floats:
    """Draw Poisson numbers with large means, which depend on the replication's own generator and on these means."""
    mean = np.exp(log_mean, dtype=float)
    count = np.full(mean.size, np.nan)  # a model whose mean is beyond all bounds has no rows, and so no successor
    bounded = mean < _LARGEST_MEAN
    count[bounded] = np.random.default_rng([key, replication]).poisson(mean[bounded])
    return count


class PoissonRegression(CanonicalRegression):
    """Estimate the p coefficients of a Poisson regression with log link, without intercept.

    Rows are N(0, covariance), and responses are Poisson with mean exp(x' model). The fit maximises the weighted
    likelihood of all rows. All weights share covariates and, for each row, one random number of which each takes the
    quantile at its own mean; rows with a mean above 403 share less. Should a fit not exist, its error is nan and the
    run ends, as in a logistic regression. The error is the squared Euclidean distance to the true coefficients.

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

    family: ClassVar[Family] = Poisson()

    def _respond(self, x: Singles, model: Floats, rng: Stream) -> Floats:
        weights, n = len(model), x.shape[-1]
        words, key = rng.integers(n), int(rng.generator.integers(2**63))
        beta = padded(model, weights)
        found = np.empty((len(x), weights, self.p))
        together = max(1, _CACHED // max(1, beta.shape[1] * n))
        for first in range(0, len(x), together):
            some = slice(first, first + together)
            log_mean = predictor(x[some], beta[some])
            y = poisson_quantiles(log_mean, words[some, None, None])
            far = np.isnan(y).reshape(len(y), beta.shape[1], n)[:, :weights]
            xy = sums(np.nan_to_num(y, copy=False), x[some])[:, :weights].astype(float)
            for r, w in np.argwhere(far.any(axis=-1)):
                rows = far[r, w]
                xy[r, w] += x[first + r][:, rows] @ _far(log_mean[r, w // GROUP, w % GROUP, rows], first + r, key)
            found[some] = xy
        return found.swapaxes(0, 1)
