"""Closed forms: arrays in, arrays out."""

from model_collapse.theory.adaptive import (
    equivalent_rows_by_round,
    kalman_weight_by_round,
    optimal_weight_by_round,
    variance_by_round,
)
from model_collapse.theory.bias import (
    biased_break_even_weight,
    biased_error_ratio,
    biased_optimal_weight,
    effective_k,
    minimax_regret_weight,
    tolerated_squared_bias,
)
from model_collapse.theory.budget import (
    Plan,
    WholePlan,
    cheapest_plan,
    cheapest_whole_plan,
    price_saving,
    synthetic_rows_needed,
)
from model_collapse.theory.constants import (
    categorical_constant,
    covariance_constant,
    cramer_von_mises_constant,
    mean_constant,
    naive_overconfidence,
    regression_constant,
    standard_error,
)
from model_collapse.theory.covariance import (
    CovarianceMoments,
    covariance_error_ratio,
    covariance_error_ratio_by_round,
    covariance_moments_by_round,
    covariance_optimal_weight,
    covariance_sampling_error,
    fourth_moment_threshold,
    heavy_tail_threshold,
)
from model_collapse.theory.families import (
    family_break_even_weight,
    family_error_ratio,
    family_heavy_tail_threshold,
    family_optimal_weight,
)
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
from model_collapse.theory.freshness import (
    correlated_error_ratio,
    partly_fresh_error_ratio,
    partly_fresh_optimal_weight,
    reuse_error_ratio,
)
from model_collapse.theory.memory import (
    accumulate_error_ratio,
    accumulate_error_ratio_by_round,
    keep_real_error_ratio_by_round,
    pooled_real_error_ratio_by_round,
    replace_error_ratio_by_round,
)
from model_collapse.theory.rare import rare_category_rows_by_round
from model_collapse.theory.regression import (
    linear_regression_error_ratio,
    linear_regression_error_ratio_by_round,
    linear_regression_optimal_weight,
)
from model_collapse.theory.rounds import (
    error_ratio_by_round,
)
from model_collapse.theory.typical import log_variance_loss, variance_half_life

__all__ = [
    "GOLDEN_WEIGHT",
    "CovarianceMoments",
    "Plan",
    "WholePlan",
    "accumulate_error_ratio",
    "accumulate_error_ratio_by_round",
    "biased_break_even_weight",
    "biased_error_ratio",
    "biased_optimal_weight",
    "break_even_weight",
    "categorical_constant",
    "cheapest_plan",
    "cheapest_whole_plan",
    "correlated_error_ratio",
    "covariance_constant",
    "covariance_error_ratio",
    "covariance_error_ratio_by_round",
    "covariance_moments_by_round",
    "covariance_optimal_weight",
    "covariance_sampling_error",
    "cramer_von_mises_constant",
    "effective_k",
    "effective_n_real",
    "equivalent_rows",
    "equivalent_rows_by_round",
    "error_ratio",
    "error_ratio_by_round",
    "excess_error",
    "family_break_even_weight",
    "family_error_ratio",
    "family_heavy_tail_threshold",
    "family_optimal_weight",
    "fourth_moment_threshold",
    "heavy_tail_threshold",
    "kalman_weight_by_round",
    "keep_real_error_ratio_by_round",
    "linear_regression_error_ratio",
    "linear_regression_error_ratio_by_round",
    "linear_regression_optimal_weight",
    "log_variance_loss",
    "mean_constant",
    "minimax_regret_weight",
    "naive_overconfidence",
    "naive_weight",
    "optimal_weight",
    "optimal_weight_by_round",
    "partly_fresh_error_ratio",
    "partly_fresh_optimal_weight",
    "per_row_ratio",
    "pooled_real_error_ratio_by_round",
    "price_saving",
    "rare_category_rows_by_round",
    "regression_constant",
    "replace_error_ratio_by_round",
    "reuse_error_ratio",
    "standard_error",
    "synthetic_rows_needed",
    "tolerated_squared_bias",
    "variance_by_round",
    "variance_half_life",
]
