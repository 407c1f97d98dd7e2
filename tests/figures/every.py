"""Every figure of the package, drawn with a small run."""

import numpy as np

import model_collapse as mc
from model_collapse import beyond, explorers, figures, practice
from model_collapse._language import gettext
from tests.arguments.valid import pilot


def run(weight):
    setting = {"n_real": 20, "n_synthetic": 20, "rounds": 3, "replications": 20, "seed": 1}
    return mc.simulate(mc.GaussianMean(), mc.fresh, weight=weight, **setting)


def longest():
    """Return the stored experiments with the longest names."""
    labels = {name: asked.label for name, asked in beyond.predictions().items()}
    return sorted(labels, key=lambda name: len(labels[name]))[-4:]


LOG = {name: np.ones(12) for name in ("n_real", "n_synthetic", "n_real_fresh", "error", "error_real_only")} | {
    "round": np.arange(12.0),
    "weight": np.full(12, 0.6),
    "holdout_sha256": np.full(12, "a", dtype=object),
}
FIGURES = {
    "weight_curve": figures.weight_curve,
    "error_by_weight": lambda: figures.error_by_weight(run([0.4, 0.6, 1]), [1, 1, 1], marks={gettext("best"): 0.6}),
    "error_by_round": lambda: figures.error_by_round({gettext("best"): run(0.6)}, {gettext("best"): [1, 1, 1, 1]}),
    "histogram_over_rounds": lambda: figures.histogram_over_rounds({gettext("best"): {0: [0.5, 1]}}, np.abs),
    "weights_by_ratio": figures.weights_by_ratio,
    "two_hundred_runs": lambda: figures.two_hundred_runs(np.full((200, 4), 0.9) ** np.arange(4)),
    "typical_run": lambda: figures.typical_run(run(0.6), [1, 1, 1, 1]),
    "row_tape": lambda: figures.row_tape(0.618),
    "error_by_way": lambda: figures.error_by_way({"fresh": run(0.6)}, {"fresh": [1, 1, 1, 1]}),
    "worth_ladder": figures.worth_ladder,
    "harm_by_bias": lambda: figures.harm_by_bias([0, 1, 4], [0.7, 0.81, 0.91], [0.01, 0.01, 0.01]),
    "community_curves": figures.community_curves,
    "checker_curves": figures.checker_curves,
    "shares_over_rounds": lambda: figures.shares_over_rounds({gettext("best"): [[0.5, 0.5], [1, 0]]}),
    "text_over_rounds": lambda: figures.text_over_rounds({"fresh": [40, 30]}, {"fresh": [190, 195]}, 18.4),
    "image_sheets": lambda: figures.image_sheets(np.full((1, 2, 3, 4), 0.5), [gettext("best")], ["a", "b"]),
    "error_by_bias": figures.error_by_bias,
    "absence_by_rows": lambda: figures.absence_by_rows({gettext("best"): 0.8, gettext("round"): 13}),
    "covariate_curves": figures.covariate_curves,
    "lost_spread": figures.lost_spread,
    "weight_line": figures.weight_line,
    "scorecard_chart": beyond.scorecard_chart,
    "error_curves": lambda: beyond.error_curves(["mean", *longest()]),
    "cost_curves": beyond.cost_curves,
    "control_charts": lambda: practice.control_charts(practice.RoundLog(LOG)),
    "pilot_chart": lambda: practice.pilot_chart(pilot()),
    "picture": lambda: explorers.WeightDial().figure(),
}
