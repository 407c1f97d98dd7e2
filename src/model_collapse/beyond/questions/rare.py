"""Rare cases and small groups: what was predicted before it was measured, and what is run.

Chapter: *Who pays first?*.
"""

from model_collapse._language import gettext as _
from model_collapse.beyond.experiment import Experiment, Prediction
from model_collapse.beyond.group_weights import oversampled_optimal_weight, smoothed_optimal_weight
from model_collapse.beyond.groups import POOR_HEALTH, group
from model_collapse.beyond.rare import presence_weight
from model_collapse.beyond.rare_problems import OVERSAMPLED, PRIOR
from model_collapse.beyond.small_groups import small_group_optimal_weight
from model_collapse.theory import family_optimal_weight, optimal_weight

HOME = "model_collapse.beyond.rare_problems"
SHARE_ROWS, RATE_ROWS, SMOOTHED_ROWS, OVERSAMPLED_ROWS, INSURED_ROWS = 5000, 500, 1000, 2000, 300
EXPERIMENTS = {
    "rare_share": Experiment(f"{HOME}:rarest_share", SHARE_ROWS, SHARE_ROWS, rounds=30, last=15, replications=10_000),
    "rare_absent": Experiment(f"{HOME}:absence", 500, 5000, rounds=40, last=20, replications=20_000),
    "rare_rate": Experiment(f"{HOME}:doctorates", RATE_ROWS, RATE_ROWS, rounds=30, last=15, replications=20_000),
    "rare_smoothed": Experiment(
        f"{HOME}:smoothed_doctorates", SMOOTHED_ROWS, SMOOTHED_ROWS, rounds=30, last=15, replications=20_000
    ),
    "rare_oversampled": Experiment(
        f"{HOME}:oversampled_doctorates", OVERSAMPLED_ROWS, OVERSAMPLED_ROWS, rounds=30, last=15, replications=20_000
    ),
    "rare_insurance": Experiment(
        f"{HOME}:poor_health", INSURED_ROWS, INSURED_ROWS, rounds=30, last=15, replications=20_000
    ),
}


def predictions() -> dict[str, Prediction]:
    """Return the prediction of each experiment of this module, in the order of the scorecard."""
    small = group("Doctorate")
    smoothing = PRIOR / (PRIOR + SMOOTHED_ROWS * small.share)
    gap = small.squared_gap * SMOOTHED_ROWS * small.share
    return {
        "rare_share": Prediction(
            _("The rarest work class of Adult, one row in 5,000: does its share want another weight than the others?"),
            float(family_optimal_weight(SHARE_ROWS, SHARE_ROWS, -1)),
            _("In units of p (1 - p) the recursion of a share is the same for every p."),
            _("a rare share"),
        ),
        "rare_absent": Prediction(
            _("Ten synthetic rows for each real one: at which weight is a rare category absent least often?"),
            presence_weight(0.1),
            _("Absence counts descendants, not squares: the branching process is surest a little below 0.270."),
            _("rare, present"),
        ),
        "rare_rate": Prediction(
            _("The rate in a group with six real rows a round: is the weight that of a mean?"),
            float(optimal_weight(1)),
            _("Real and synthetic rows fall into the group in the same ratio as into the whole table."),
            _("rate, six rows"),
        ),
        "rare_smoothed": Prediction(
            _("A rate in a group of twelve real rows, drawn towards that of all by two: how much more real weight?"),
            float(smoothed_optimal_weight(1, smoothing=smoothing, squared_gap=gap)),
            _("Each round draws the group a seventh of the way to the others, who hardly move."),
            _("rate, smoothed"),
        ),
        "rare_oversampled": Prediction(
            _("The real rows hold four times as many of a group as there are: which weight is best for its rate?"),
            float(oversampled_optimal_weight(1, OVERSAMPLED, small.share)),
            _("In the group real rows are four times as many as synthetic ones, and its weight follows that ratio."),
            _("rate, oversampled"),
        ),
        "rare_insurance": Prediction(
            _("After a miss: a group of four or five real rows a round in another table, and a formula for few rows?"),
            small_group_optimal_weight(
                INSURED_ROWS,
                INSURED_ROWS,
                POOR_HEALTH.share,
                squared_gap=POOR_HEALTH.squared_gap,
            ),
            _("How many rows the group has is chance; averaging over it moves the best weight down a little."),
            _("rate, few rows"),
        ),
    }
