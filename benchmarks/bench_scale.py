"""Cost and error as rows, columns and categories grow: exponents beside predictions, errors beside closed forms.

    python -m benchmarks.bench_scale          small sizes, a minute
    python -m benchmarks.bench_scale store    all sizes, and the tables of the chapter *Scale*

Costs are CPU seconds, the least of several repeats, because other work on the same cores disturbs the time of day more.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")  # else waiting threads count as CPU time

import numpy as np

import model_collapse as mc
from model_collapse.theory import (
    LEAST_NORM,
    error_ratio,
    family_error_ratio,
    linear_regression_error_ratio,
    ridge_error,
)

WEIGHTS = np.linspace(0.2, 0.8, 5)
HUGE = 10**15


class ByRows(mc.Rows):
    """The linear regression of the package with every row drawn and kept: the same law, no sufficient statistics."""

    def __init__(self, p):
        self.p = p

    def draw_real(self, n, rng):
        return self.draw_synthetic(np.ones(self.p), n, rng)

    def draw_synthetic(self, model, n, rng):
        x = rng.standard_normal((n, self.p))
        return x, x @ model + rng.standard_normal(n)

    def estimate(self, rows, row_weights, rng):
        x, y = rows
        weighted = x.T * row_weights
        return np.linalg.solve(weighted @ x, weighted @ y)

    def loss(self, model):
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


# Problem, n = m, p (or categories), closed form of the error ratio.
ERRORS = {
    "mean": (mc.GaussianMean, [(10, 1), (10, 1000), (HUGE, 1000)], mean),
    "categories": (zipf, [(10, 1000), (1000, 1000), (10**6, 1000)], categories),
    "regression": (mc.LinearRegression, [(20, 2), (1000, 2), (HUGE, 2)], few),
    "regression_tenth": (mc.LinearRegression, [(100, 10), (1000, 100)], many),
    "by_rows": (ByRows, [(100, 4), (10**4, 4), (10**6, 4)], few),
}
