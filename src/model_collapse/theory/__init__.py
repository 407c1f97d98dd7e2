"""Closed forms: arrays in, arrays out."""

from model_collapse.theory.fresh import (
    GOLDEN_WEIGHT,
    break_even_weight,
    effective_n_real,
    equivalent_rows,
    error_ratio,
    excess_error,
    naive_weight,
    optimal_weight,
    per_row_ratio,
)
from model_collapse.theory.rounds import error_ratio_by_round

__all__ = [
    "GOLDEN_WEIGHT",
    "break_even_weight",
    "effective_n_real",
    "equivalent_rows",
    "error_ratio",
    "error_ratio_by_round",
    "excess_error",
    "naive_weight",
    "optimal_weight",
    "per_row_ratio",
]
