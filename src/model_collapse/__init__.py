"""Simulate recursive training on synthetic data, and weight real and synthetic rows so that it does not collapse."""

from model_collapse.history import History
from model_collapse.problems import Categorical, GaussianMean
from model_collapse.regimes import Round, fresh, keep_real, replace
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
    "Categorical",
    "GaussianMean",
    "History",
    "Round",
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
    "simulate",
]
