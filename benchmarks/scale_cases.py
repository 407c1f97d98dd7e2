"""What `bench_scale` measures: problems, sizes, and the closed forms of their errors."""

import numpy as np

import model_collapse as mc
from model_collapse.theory import (
    LEAST_NORM,
    error_ratio,
    family_error_ratio,
    linear_regression_error_ratio,
    ridge_error,
)

HUGE = 10**15


class ByRows(mc.Rows):
    """The linear regression of the package with every row drawn and kept: the same law, no sufficient statistics."""

    def __init__(self, p):
        self.p = p

    def draw_real(self, n, rng):
        """Draw from the truth, all coefficients 1."""
        return self.draw_synthetic(np.ones(self.p), n, rng)

    def draw_synthetic(self, model, n, rng):
        """Draw from a model."""
        x = rng.standard_normal((n, self.p))
        return x, x @ model + rng.standard_normal(n)

    def estimate(self, rows, row_weights, _rng):
        """Weighted least squares."""
        x, y = rows
        weighted = x.T * row_weights
        return np.linalg.solve(weighted @ x, weighted @ y)

    def loss(self, model):
        """Squared distance."""
        return ((model - 1) ** 2).sum()


def zipf(categories):
    """Shares that fall as one over the rank."""
    return mc.Categorical(1 / np.arange(1, categories + 1))


# What grows: sizes, problem of a size, and n = m of a size.
COSTS = {
    "mean_rows": ([10, 10**3, 10**6, 10**12, HUGE], lambda _: mc.GaussianMean(10), lambda n: n),
    "mean_columns": ([1, 10, 100, 1000], mc.GaussianMean, lambda _: HUGE),
    "regression_rows": ([100, 10**3, 10**6, 10**12, HUGE], lambda _: mc.LinearRegression(10), lambda n: n),
    "regression_columns": ([2, 5, 10, 20, 50, 100, 200], mc.LinearRegression, lambda _: HUGE),
    "categories_rows": ([100, 10**3, 10**4, 10**5, 10**6], lambda _: zipf(10), lambda n: n),
    "categories_columns": ([10, 100, 10**3, 10**4, 10**5], zipf, lambda _: 1000),
    "by_rows_rows": ([100, 10**3, 10**4, 10**5, 10**6, 10**7], lambda _: ByRows(4), lambda n: n),
    "by_rows_columns": ([1, 10, 100, 300, 1000], ByRows, lambda _: 10_000),
}


def alone(_n):
    """Return the same categories with blocks of one replication, whose arrays fit the cache."""
    problem = zipf(10)
    problem.block = 1
    return problem


# Measured after the cost of categories had grown faster than predicted: is it the size of a block's arrays?
AFTERWARDS = {"categories_alone": ([10**5, 10**6], alone, lambda n: n)}


def mean(w, _n, _p):
    return error_ratio(w, 1)


def categories(w, n, _p):
    """A share has the variance s (1 - s) / n: it falls with what is lost, hence the curvature -1."""
    return family_error_ratio(w, n, n, -1)


def few(w, n, p):
    """Few columns: second order, in units of the exact error of the real rows alone, p / (n - p - 1)."""
    return linear_regression_error_ratio(w, n, n, p) * (n - p - 1) / n


def many(w, n, p):
    """A tenth as many columns as rows: the limit in which both grow, in the same units."""
    return ridge_error(w, n, n, p, LEAST_NORM, p) * (n - p - 1) / p


# Problem, closed form of the error ratio, and cases: n = m, p (or categories), replications, rounds, last.
ERRORS = {
    "mean": (mc.GaussianMean, mean, [(10, 1, 1000, 20, 8), (10, 1000, 1000, 20, 8), (HUGE, 1000, 1000, 20, 8)]),
    "categories": (
        zipf,
        categories,
        [(10, 1000, 1000, 20, 8), (1000, 1000, 1000, 20, 8), (10**6, 1000, 100, 12, 5)],
    ),
    "regression": (
        mc.LinearRegression,
        few,
        [(20, 2, 20_000, 20, 8), (1000, 2, 20_000, 20, 8), (HUGE, 2, 20_000, 20, 8)],
    ),
    "regression_tenth": (mc.LinearRegression, many, [(100, 10, 5000, 20, 8), (1000, 100, 200, 20, 8)]),
    "by_rows": (ByRows, few, [(100, 4, 1000, 20, 8), (10**4, 4, 100, 20, 8), (10**6, 4, 10, 8, 3)]),
}

# Three intervals of thirteen missed the predicted best weight: the same laws with more runs and another seed.
AGAIN = {
    "mean_again": (mc.GaussianMean, mean, [(10, 1, 20_000, 20, 8)]),
    "categories_again": (zipf, categories, [(10, 1000, 5000, 20, 8)]),
    "by_rows_again": (mc.LinearRegression, few, [(10**4, 4, 20_000, 20, 8)]),
}
