"""The control: a mean, whose best weight a theorem gives. Chapter: *The scorecard*."""

from model_collapse._language import gettext as _
from model_collapse.beyond.experiment import Experiment, Prediction
from model_collapse.theory import optimal_weight

EXPERIMENTS = {
    "mean": Experiment(
        "model_collapse.problems:GaussianMean", n_real=100, n_synthetic=100, rounds=30, last=10, replications=20_000
    ),
}


def predictions() -> dict[str, Prediction]:
    """Return the prediction of each experiment of this module, in the order of the scorecard."""
    return {
        "mean": Prediction(
            _("Control: does the measurement find the best weight where a theorem gives it?"),
            float(optimal_weight(1)),
            _("The average of normal rows, with as many synthetic rows as real ones, is the case of the theorem."),
            _("mean"),
        ),
    }
