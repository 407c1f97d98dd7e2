"""What was predicted for many columns before it was measured, and the experiments that measure it.

Isotropic rows N(0, I), noise of variance 1, squared length of the coefficients 4, n = 100 real rows unless the entry
says otherwise; the ridge penalty is p / (4 n), the best one for the real rows alone where the direction of the
coefficients is random. Chapter: *Many columns*.
"""

from typing import Any

from model_collapse._language import gettext as _
from model_collapse.beyond.experiment import Experiment, Prediction
from model_collapse.beyond.many_columns import relabelled_new_rows, relabelled_same_rows
from model_collapse.theory.high_dimension import LEAST_NORM, ridge_optimal_weight
from model_collapse.theory.interpolation import new_rows_optimal_weight
from model_collapse.theory.mean import GOLDEN_WEIGHT, optimal_weight

N, SIGNAL = 100, 4.0
HOME = "model_collapse.beyond.many_columns"


def _rows(problem: str, n_synthetic: int, **other: Any) -> Experiment:
    sizes: dict[str, Any] = {"n_real": N, "rounds": 40, "last": 20, "replications": 200}
    return Experiment(f"{HOME}:{problem}", n_synthetic=n_synthetic, **sizes | other)


EXPERIMENTS = {
    "dimension_mean": _rows("mean_of_a_thousand", 50, n_real=50, replications=400),
    "dimension_least_squares": _rows("least_squares_half", N),
    "dimension_ridge_half": _rows("ridge_half", N),
    "dimension_ridge_equal": _rows("ridge_equal", N),
    "dimension_ridge_double": _rows("ridge_double", N, replications=100),
    "dimension_least_norm": _rows("least_norm_between", 2 * N),
    "dimension_same_rows": _rows("least_norm_double", N, regime=relabelled_same_rows, replications=100),
    "dimension_new_rows": _rows("least_norm_double", N, regime=relabelled_new_rows, replications=100),
}


def _ridge(p: int) -> float:
    return float(ridge_optimal_weight(N, N, p, p / (SIGNAL * N), SIGNAL))


def predictions() -> dict[str, Prediction]:
    """Return the prediction of each experiment of this module, in the order of the scorecard."""
    limit = _("In the limit where rows and columns grow together the error has a formula, and this is its minimum.")
    ridge = _(
        "The penalty is the best one for the real rows alone, so it shrinks a pooled fit too much, and the part of "
        "the truth that it takes away comes back only from real rows: the formula's minimum lies above 0.618."
    )
    entries = {
        "dimension_mean": (
            _("A mean in a thousand dimensions from fifty rows: is the best weight still 0.618?"),
            float(optimal_weight(1)),
            _("The mean's error is a sum over coordinates, each of which obeys the same recursion: f holds exactly."),
            _("mean, 1,000 columns"),
        ),
        "dimension_least_squares": (
            _("Least squares on half as many columns as real rows: which weight is best?"),
            float(ridge_optimal_weight(N, N, N // 2, LEAST_NORM, SIGNAL)),
            limit,
            _("least squares, p = n/2"),
        ),
        "dimension_ridge_half": (
            _("Ridge regression on half as many columns as real rows: which weight is best?"),
            _ridge(N // 2),
            ridge,
            _("ridge, p = n/2"),
        ),
        "dimension_ridge_equal": (
            _("Ridge regression on as many columns as real rows: which weight is best?"),
            _ridge(N),
            ridge,
            _("ridge, p = n"),
        ),
        "dimension_ridge_double": (
            _("Ridge regression on twice as many columns as real rows: which weight is best?"),
            _ridge(2 * N),
            ridge,
            _("ridge, p = 2n"),
        ),
        "dimension_least_norm": (
            _("More columns than real rows, fewer than all rows, no penalty: which weight is best?"),
            float(ridge_optimal_weight(N, 2 * N, 3 * N // 2, LEAST_NORM, SIGNAL)),
            limit,
            _("least norm, p = 3n/2"),
        ),
        "dimension_same_rows": (
            _("An interpolation of mixed labels on the same rows in every round: is the best weight 0.618?"),
            GOLDEN_WEIGHT,
            _("The weight has no part in what the rows cannot see, and on what they see the mean's recursion holds."),
            _("labels, same rows"),
        ),
        "dimension_new_rows": (
            _("An interpolation of mixed labels on new rows in every round: which weight is best?"),
            float(new_rows_optimal_weight(N, 2 * N, SIGNAL)),
            _("What a round's rows cannot see is lost, and only a real label brings it back: above 0.618 by formula."),
            _("labels, new rows"),
        ),
    }
    return {name: Prediction(*entry) for name, entry in entries.items()}
