"""Generators on UCI Adult: what was predicted before it was measured, and what is run.

The pilot is that of the insurance table, with groups of 1,221 rows for the copula. Chapter: *Generators without a
formula*.
"""

from model_collapse._language import gettext as _
from model_collapse.beyond.experiment import Experiment, Prediction
from model_collapse.beyond.questions.generators import WEIGHTS, N
from model_collapse.theory import optimal_weight

PILOTS = {
    "adult_copula": {"squared_bias": 0.0, "noise_ratio": 0.934},
    "adult_boosting": {"squared_bias": 0.345, "noise_ratio": 0.652},
}
"""What the pilots found, in the terms of `optimal_weight`."""
HOME = "model_collapse.beyond.census"
EXPERIMENTS = {
    "adult_copula": Experiment(f"{HOME}:copula", N, N, 16, 6, 160, WEIGHTS, adult=True),
    "adult_boosting": Experiment(f"{HOME}:boosting", N, N, 16, 6, 80, WEIGHTS, adult=True),
}


def predictions() -> dict[str, Prediction]:
    """Return the prediction of each experiment of this module, in the order of the scorecard."""
    return {
        "adult_copula": Prediction(
            _("The copula on the rows of Adult, three columns of words: is the pilot's weight the best one?"),
            float(optimal_weight(1, **PILOTS["adult_copula"])),
            _("The pilot finds no bias, and synthetic rows a little noisier than real ones."),
            _("copula, Adult"),
        ),
        "adult_boosting": Prediction(
            _("Boosted trees for incomes of Adult, as early stopped: does their larger bias move the weight so far?"),
            float(optimal_weight(1, **PILOTS["adult_boosting"])),
            _("The pilot finds seven times the squared bias of the insurance table, and noisier synthetic rows."),
            _("boosted trees, Adult"),
        ),
    }
