"""The same problems once more, drawing every row and fitting one replication and one weight at a time: the oracle."""

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import expit

from model_collapse import Rows


def marked(rows, mark):
    """Add a column that says whether a row is real (0) or synthetic (1)."""
    return np.column_stack([rows, np.full(len(rows), float(mark))])


def split(rows, weights):
    """Return real rows, synthetic rows and the total weight of the real ones."""
    real = rows[:, -1] == 0
    return rows[real, :-1], rows[~real, :-1], weights[real].sum() / weights.sum()


class GaussianRows(Rows):
    """Mean and covariance, mixed separately, divisors n - 1."""

    def __init__(self, mean, covariance, *, known, loss_of):
        self.truth = (np.asarray(mean, dtype=float), np.asarray(covariance, dtype=float))
        self.known, self.loss_of = known, loss_of

    def draw_real(self, n, rng):
        return marked(rng.multivariate_normal(*self.truth, size=n, method="cholesky"), 0)

    def draw_synthetic(self, model, n, rng):
        mean, covariance = model
        covariance = self.truth[1] if self.known else covariance
        return marked(rng.multivariate_normal(mean, covariance, size=n, method="svd"), 1)

    def estimate(self, rows, row_weights, rng):
        real, synthetic, w = split(rows, row_weights)
        parts = [(part, share) for part, share in ((real, w), (synthetic, 1 - w)) if len(part)]
        mean = sum(share * part.mean(axis=0) for part, share in parts)
        return mean, sum(share * np.atleast_2d(np.cov(part.T)) for part, share in parts)

    def loss(self, model):
        return ((model[self.loss_of] - self.truth[self.loss_of]) ** 2).sum()


class RegressionRows(Rows):
    """Rows (x, y); the fit and the response are the subclass's."""

    def __init__(self, p, covariance=None, synthetic_covariance=None):
        self.truth = np.ones(p)
        self.covariance = np.eye(p) if covariance is None else np.asarray(covariance, dtype=float)
        self.other = self.covariance if synthetic_covariance is None else np.asarray(synthetic_covariance)

    def _rows(self, beta, covariance, n, rng):
        x = rng.multivariate_normal(np.zeros(len(beta)), covariance, size=n, method="cholesky")
        return np.column_stack([x, self.respond(x @ beta, rng)])

    def draw_real(self, n, rng):
        return self._rows(self.truth, self.covariance, n, rng)

    def draw_synthetic(self, model, n, rng):
        return self._rows(model, self.other, n, rng)

    def loss(self, model):
        return ((model - self.truth) ** 2).sum()


class LinearRows(RegressionRows):
    def respond(self, eta, rng):
        return eta + rng.standard_normal(eta.shape)

    def estimate(self, rows, row_weights, rng):
        root = np.sqrt(row_weights)
        return np.linalg.lstsq(rows[:, :-1] * root[:, None], rows[:, -1] * root, rcond=None)[0]


class LogisticRows(RegressionRows):
    def respond(self, eta, rng):
        return (rng.random(eta.shape) < expit(eta)).astype(float)

    def estimate(self, rows, row_weights, rng):
        x, y = rows[:, :-1], rows[:, -1]
        if x.shape[1] == 1 and abs(np.sign((2 * y - 1) * x[:, 0]).sum()) == len(y):
            return None
        return maximum(x, y, row_weights, lambda eta: np.logaddexp(0, eta), expit, lambda eta: expit(eta) * expit(-eta))


class PoissonRows(RegressionRows):
    def respond(self, eta, rng):
        return rng.poisson(np.exp(eta)).astype(float)

    def estimate(self, rows, row_weights, rng):
        x, y = rows[:, :-1], rows[:, -1]
        if x.shape[1] == 1 and not y.any() and abs(np.sign(x).sum()) == len(y):
            return None
        return maximum(x, y, row_weights, np.exp, np.exp, np.exp)


def maximum(x, y, weights, potential, mean, variance):
    """Maximise a weighted likelihood by scipy's trust region."""

    def loss(beta):
        return weights @ (potential(x @ beta) - y * (x @ beta))

    def slope(beta):
        return x.T @ (weights * (mean(x @ beta) - y))

    def bend(beta):
        return (x.T * (weights * variance(x @ beta))) @ x

    with np.errstate(over="ignore", invalid="ignore"):
        return minimize(loss, np.zeros(x.shape[1]), jac=slope, hess=bend, method="trust-exact").x


class CategoricalRows(Rows):
    def __init__(self, shares):
        self.shares = np.asarray(shares, dtype=float)

    def draw_real(self, n, rng):
        return self.draw_synthetic(self.shares, n, rng)

    def draw_synthetic(self, model, n, rng):
        return rng.choice(len(model), size=n, p=model / model.sum())

    def estimate(self, rows, row_weights, rng):
        return np.bincount(rows, row_weights, len(self.shares)) / row_weights.sum()

    def loss(self, model):
        return ((model - self.shares) ** 2).sum()


class DistributionRows(Rows):
    """Rows are uniform numbers; the model is the weighted sample itself, the error is taken at midpoints."""

    def __init__(self, cells):
        self.points = (np.arange(cells) + 0.5) / cells

    def draw_real(self, n, rng):
        return rng.random(n)

    def draw_synthetic(self, model, n, rng):
        rows, weights = model
        return rng.choice(rows, size=n, p=weights / weights.sum())

    def estimate(self, rows, row_weights, rng):
        return rows, row_weights

    def loss(self, model):
        rows, weights = model
        below = (rows[:, None] <= self.points).T @ weights / weights.sum()
        return ((below - self.points) ** 2).mean()


class Framed(Rows):
    """A mean of rows in a form of choice; what each fit got is written down."""

    def __init__(self, form):
        self.form, self.seen = form, []

    def draw_real(self, n, rng):
        return self.form(rng.standard_normal(n))

    def draw_synthetic(self, model, n, rng):
        return self.form(model + 100 + rng.standard_normal(n))

    def estimate(self, rows, row_weights, rng):
        self.seen.append((rows, row_weights, rng.random()))
        values = rows[0] if isinstance(rows, tuple) else rows
        return np.average(np.asarray(values).reshape(len(row_weights), -1)[:, 0], weights=row_weights)

    def loss(self, model):
        return model**2


FORMS = {
    "array": lambda x: x,
    "table": lambda x: np.column_stack([x, x]),
    "frame": lambda x: pd.DataFrame({"x": x, "name": [f"row {value:.1f}" for value in x]}),
    "X and y": lambda x: (x[:, None], x > 0),
    "frame and series": lambda x: (pd.DataFrame({"x": x}), pd.Series(x > 0, name="y")),
}
ONE = {"n_real": 6, "n_synthetic": 3, "rounds": 1, "replications": 1, "seed": 4, "jobs": 1}
