"""Simulate recursive training on synthetic data, and weight real and synthetic rows so that it does not collapse."""

from importlib import import_module as _import_module
from typing import Any as _Any

from model_collapse.history import History
from model_collapse.problems import (
    Biased,
    Categorical,
    DistributionFunction,
    Drifting,
    GaussianCovariance,
    GaussianMean,
    GaussianMeanEstimatedCovariance,
    LinearRegression,
    LogisticRegression,
    PoissonRegression,
    Rows,
)
from model_collapse.regimes import Round, accumulate, fresh, keep_real, replace, reuse
from model_collapse.simulation import simulate
from model_collapse.theory import (
    GOLDEN_WEIGHT,
    break_even_weight,
    effective_n_real,
    equivalent_rows,
    error_ratio,
    error_ratio_by_round,
    excess_error,
    naive_weight,
    optimal_weight,
    per_row_ratio,
)

__version__ = "0.1.0"

__all__ = [
    "GOLDEN_WEIGHT",
    "Biased",
    "Categorical",
    "DistributionFunction",
    "Drifting",
    "GaussianCovariance",
    "GaussianMean",
    "GaussianMeanEstimatedCovariance",
    "History",
    "LinearRegression",
    "LogisticRegression",
    "PoissonRegression",
    "Round",
    "Rows",
    "accumulate",
    "break_even_weight",
    "effective_n_real",
    "equivalent_rows",
    "error_ratio",
    "error_ratio_by_round",
    "excess_error",
    "fresh",
    "keep_real",
    "naive_weight",
    "optimal_weight",
    "per_row_ratio",
    "replace",
    "reuse",
    "simulate",
]


def __getattr__(name: str) -> _Any:
    """Import the explorers when they are first asked for: they need anywidget, the rest does not."""
    if name == "explorers":
        return _import_module("model_collapse.explorers")
    raise AttributeError(f"module 'model_collapse' has no attribute {name!r}")
