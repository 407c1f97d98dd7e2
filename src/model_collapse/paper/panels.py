"""The paper's estimation problems with its settings, and what theory says of their errors."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from model_collapse import theory
from model_collapse._checks import Floats
from model_collapse.paper import adult
from model_collapse.problems import (
    Categorical,
    DistributionFunction,
    GaussianCovariance,
    GaussianMeanEstimatedCovariance,
    LinearRegression,
    LogisticRegression,
    PoissonRegression,
    Problem,
)

CELLS = 100
"""Cells of the distribution function; their own error is in the problem's unit."""

ByRound = Callable[[ArrayLike, int, int, int], Floats]


@dataclass(frozen=True)
class Panel:
    """One estimation problem of a figure.

    Attributes
    ----------
    problem : Problem
        What is estimated, with the figure's settings.
    expected : callable
        Theory: (weight, n_real, n_synthetic, rounds) to the expected error of rounds 0, 1, ..., in the paper's units.
    standing : str
        How good the theory is: "exact", "second order" or "leading order" in 1 / rows, or "none".
    """

    problem: Problem
    expected: ByRound
    standing: str


def unknown(weight: ArrayLike, n_real: int, n_synthetic: int, rounds: int) -> Floats:  # noqa: ARG001
    """Say that there is no theory."""
    return np.full((*np.shape(weight), rounds + 1), np.nan)


def _linear_alone(p: int) -> ByRound:
    """Return the exact error of a linear regression without real rows, sigma = 1, real rows N(0, I/4)."""

    def expected(weight: ArrayLike, n_real: int, n_synthetic: int, rounds: int) -> Floats:  # noqa: ARG001
        return 4 * p / (n_real - p - 1) + np.arange(rounds + 1) * p / (n_synthetic - p - 1)

    return expected


def _by_round(ratio: Callable[..., Floats], problem: Problem, factor: float = 1.0, **settings: ArrayLike) -> ByRound:
    def expected(weight: ArrayLike, n_real: int, n_synthetic: int, rounds: int) -> Floats:
        return ratio(weight, n_real, n_synthetic, rounds, **settings) * problem.unit(n_real) * factor

    return expected


def canonical(p: int, *, alone: bool) -> dict[str, Panel]:
    """Return the six problems that figures 7, 8 and 9 share.

    Parameters
    ----------
    p : int
        Dimension.
    alone : bool
        Figure 7: no real rows after round 0, which are N(0, I/4) while synthetic covariates are N(0, I).
    """
    covariance = np.eye(p) / (4 if alone else 1)
    wide: dict[str, Any] = {"covariance": covariance, "synthetic_covariance": np.eye(p)}
    mean = GaussianMeanEstimatedCovariance(p, covariance=covariance)
    matrix = GaussianCovariance(p, covariance=covariance)
    linear, function = LinearRegression(p, **wide), DistributionFunction(CELLS)
    logistic, poisson = LogisticRegression(p, **wide), PoissonRegression(p, **wide)

    of_covariance = _by_round(theory.covariance_error_ratio_by_round, matrix, covariance=covariance)
    of_linear = _by_round(theory.linear_regression_error_ratio_by_round, linear, p=p)
    panels = {
        "gaussian_mean": Panel(mean, _by_round(theory.error_ratio_by_round, mean), "exact"),
        "gaussian_covariance": Panel(matrix, of_covariance, "exact"),
        "linear": Panel(linear, of_linear, "second order"),
        "logistic": Panel(logistic, _by_round(theory.error_ratio_by_round, logistic), "leading order"),
        "poisson": Panel(poisson, _by_round(theory.error_ratio_by_round, poisson), "leading order"),
        "distribution": Panel(function, _by_round(theory.error_ratio_by_round, function, curvature=-1.0), "exact"),
    }
    if alone:
        panels["linear"] = Panel(linear, _linear_alone(p), "exact")
        panels["logistic"] = Panel(logistic, unknown, "none")
        panels["poisson"] = Panel(poisson, unknown, "none")
    return panels


def categories() -> dict[str, Panel]:
    """Return the columns of Adult whose shares figure 10 estimates; errors are divided by the number of categories."""
    panels = {}
    for column, counts in adult.COUNTS.items():
        problem = Categorical(list(counts.values()))
        share = 1 / len(counts)
        panels[column] = Panel(problem, _by_round(theory.error_ratio_by_round, problem, share, curvature=-1.0), "exact")
    return panels
