"""Poisson regression with log link; responses of all weights are counted on one shared stream of arrivals."""

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from model_collapse.problems.families import Family, Poisson
from model_collapse.problems.regression import CanonicalRegression
from model_collapse.problems.responses import Singles, padded, predictor, sums_above
from model_collapse.streams import Stream
from model_collapse.validation import Floats

_CEILING = 1.5  # arrivals are drawn up to this multiple of the true mean; the rare means above it cost more
_LARGEST_SEARCH, _LARGEST_MEAN = 500.0, 1e15


def _search(u: Floats, mean: Floats) -> Floats:
    """Return the u-quantiles of Poisson laws with moderate means, by adding up their probabilities."""
    found, left = np.zeros(u.size), np.arange(u.size)
    term = np.exp(-mean)
    total, k = term, 0
    while left.size:
        k += 1
        more = (u >= total) & ((k <= mean) | (term > 1e-18))
        left, u, mean, term, total = left[more], u[more], mean[more], term[more], total[more]
        found[left] = k
        term = term * mean / k
        total = total + term
    return found


def _beyond(u: Floats, mean: Floats, row: NDArray[np.intp], key: int) -> Floats:
    """Draw Poisson numbers that depend on a row's own random number and on the mean, and on nothing else."""
    count = np.full(mean.size, np.nan)  # a model whose mean is beyond all bounds has no rows, and so no successor
    search = mean <= _LARGEST_SEARCH
    count[search] = _search(u[search], mean[search])
    for i in np.flatnonzero(~search & (mean < _LARGEST_MEAN)):
        count[i] = np.random.default_rng([key, row[i]]).poisson(mean[i])
    return count


def _arrivals(x: Singles, ceiling: Singles, rng: Stream) -> tuple[Singles, Singles]:
    """Draw the arrivals of each row below its ceiling: covariates of their rows, and their log times.

    Replications have different numbers of arrivals; the fewer are filled up with arrivals that never come.
    """
    replications, p, n = x.shape
    numbers = rng.generator.poisson(np.exp(ceiling, dtype=float))
    each = numbers.sum(axis=-1, keepdims=True)
    most = int(each.max(initial=0))
    row = np.repeat(np.arange(replications * (n + 1)), np.append(numbers, most - each, axis=-1).ravel())
    u = rng.generator.random(row.size, dtype=np.float32)
    never = np.full((replications, 1), np.inf, dtype=np.float32)
    times = np.log(u) + np.append(ceiling, never, axis=-1).take(row)
    nothing = np.zeros((replications, 1), dtype=np.float32)
    covariates = [np.append(x[:, j], nothing, axis=-1).take(row).reshape(replications, most) for j in range(p)]
    return np.stack(covariates, axis=1), times.reshape(replications, most)


class PoissonRegression(CanonicalRegression):
    """Estimate the p coefficients of a Poisson regression with log link, without intercept.

    Rows are N(0, covariance), and responses are Poisson with mean exp(x' model). The fit maximises the weighted
    likelihood of all rows. All weights share covariates and, for each row, one Poisson process in which a weight counts
    the arrivals before its own mean. Should a fit not exist, its error is nan and the run ends, as in a logistic
    regression. The error is the squared Euclidean distance to the true coefficients.

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

    def _log_mean(self, x: Singles) -> Singles:
        return self.truth.astype(np.float32) @ x

    def _respond_truly(self, x: Singles, rng: Stream) -> Floats:
        y = rng.generator.poisson(np.exp(self._log_mean(x), dtype=float))
        return (x * y[:, None]).sum(axis=-1, dtype=float)[None]

    def _respond(self, x: Singles, model: Floats, rng: Stream) -> Floats:
        # Each row has a Poisson process of rate 1, shared by all weights; a weight's y counts the arrivals before its
        # own mean. Only X'y is needed, so the arrivals themselves are the terms of the sum: x where log time < x'b.
        ceiling = self._log_mean(x) + np.float32(np.log(_CEILING))
        covariates, times = _arrivals(x, ceiling, rng)
        u, key = rng.generator.random(ceiling.size), int(rng.generator.integers(2**63))
        xy = sums_above(covariates, model, times)
        eta = predictor(x, padded(model, len(model)))
        high = eta > ceiling[:, None, None]
        r, c, g, i = np.unravel_index(np.flatnonzero(high), high.shape)
        w = c * eta.shape[2] + g
        keep = w < len(model)
        r, c, g, i, w = r[keep], c[keep], g[keep], i[keep], w[keep]
        mean = np.exp(eta[r, c, g, i], dtype=float) - np.exp(ceiling[r, i], dtype=float)
        row = r * x.shape[-1] + i
        np.add.at(xy, (w, r), x[r, :, i] * _beyond(u[row], mean, row, key)[:, None])
        return xy
