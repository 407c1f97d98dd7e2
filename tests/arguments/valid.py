"""Valid arguments of what has no example that says them, and how an instance is used once it is made."""

import inspect
from functools import cache

import numpy as np
from matplotlib.figure import Figure as Canvas

import model_collapse as mc
from model_collapse.beyond.plant import RIVALS, plant_worlds
from model_collapse.beyond.transformer import Sizes
from model_collapse.beyond.transformer_problem import Transformer
from model_collapse.practice._reading import parse_table
from tests.practice.logs import as_csv, clean_log
from tests.practice.piloting.tables import normal_table

ROWS = {"n_real": 9, "n_synthetic": 9, "rounds": 2, "replications": 4, "seed": 1}
TABLE = mc.problems.standardise(np.arange(40.0).reshape(20, 2) ** 2 % 7, np.arange(20) * 3 % 2)


COPIES = mc.beyond.Copies([[0.0], [0.1], [5.0], [5.1]], ["low", "low", "high", "high"])

PAIRS = mc.beyond.Ngrams([[0, 2], [1, 1]], share=0.2, length=5)
WRITER = Transformer([[0, 2], [1, 1]], sizes=Sizes(context=3, width=2, layers=1, heads=1), held_out=3)


@cache
def run(weight=(0.3, 0.6)):
    """Return a small run."""
    return mc.simulate(mc.GaussianMean(), mc.fresh, weight=weight, **ROWS)


PILOTED = normal_table(400)
WEEKLY = mc.simulation.History(np.array([[1.0] * 104, [2.0] * 104]), None, 1.0)
PLANT = {world: dict.fromkeys(RIVALS, WEEKLY) for world in plant_worlds()}


@cache
def pilot():
    """Return what a small pilot could have found: nothing is fitted when the tests are collected."""
    practice, errors = mc.practice, np.array([[0.5, 0.6, 0.7], [1.0, 1.1, 0.9]])[..., None] * np.ones(5)
    alone = mc.simulation.History(errors[1], None, 1.0)
    return practice.Pilot(
        data=practice.observations(PILOTED, "y"),
        n_real=20,
        held_out=80,
        rest=320,
        histories={1.0: mc.simulation.History(errors, np.array([0.5, 1.0]), 1.0)},
        all_real=alone,
        judgements=[practice.Judgement(1.0, mc.simulation.BestWeight(0.5, 0.25, 0.75), (0.6, 0.5, 0.7), [])],
        quality=practice.Quality(0.9, 0.8, 1.0, 0.05),
        mark=practice.Quality(0.95, 0.9, 1.0, 0.05),
        gap=practice.Gap(0.3, 0.1, 0.25),
        rules=practice.PilotRules(),
        reference=1.0,
    )


COVARIANCE = [[2.0, 1.0], [1.0, 2.0]]
REGRESSION = {"p": 2, "coefficients": [0.5, 0.1], "covariance": COVARIANCE, "synthetic_covariance": COVARIANCE}
SPREAD = np.arange(24.0).reshape(8, 3) ** 2 % 11
TABLE_ROWS = np.array([[0.0, 0.1], [2.0, 5.1]])
LOG = mc.practice.RoundLog._from(
    "log.csv", parse_table("log.csv", as_csv(clean_log(30)).encode(), str.isidentifier), {}
)
WEEKS = mc.practice.RoundLog._from(
    "log.csv", parse_table("log.csv", as_csv(list(mc.practice.factory_rounds(30))).encode(), bool), {}
)
CALLS = {
    "unit": {"n": 3},
    "stderr_weight": {"n_synthetic": 3},
    "problems.DistributionFunction": {"cells": 10},
    "problems.GaussianMean": {"p": 2, "mean": [0.0, 1.0], "covariance": COVARIANCE},
    "problems.GaussianMeanEstimatedCovariance": {"p": 2, "mean": [0.0, 1.0], "covariance": COVARIANCE},
    "problems.GaussianCovariance": {"p": 2, "covariance": COVARIANCE},
    "problems.LinearRegression": {**REGRESSION, "sigma": 2.0, "ridge": 0.1},
    "problems.LogisticRegression": REGRESSION,
    "problems.PoissonRegression": REGRESSION,
    "problems.CheckedMean": {"p": 2, "mean": [0.0, 1.0], "covariance": COVARIANCE, "centre": 0.5, "tolerance": 2.0},
    "problems.Linearised": {"problem": mc.LogisticRegression()},
    "problems.Biased": {"problem": mc.GaussianMean(), "shift": 0.5},
    "problems.Drifting": {"problem": mc.GaussianMean(), "variance": 0.5},
    "problems.Categorical": {"counts": [1, 2, 3]},
    "problems.DatasetLogistic": {"data": TABLE},
    "problems.DatasetPoisson": {"data": TABLE},
    "problems.standardise": {"columns": [[1.0, 2.0], [2.0, 5.0], [4.0, 3.0]], "response": [0, 1, 0]},
    "problems.Dataset.some": {"rows": [0, 2]},
    "error_ratio": {"weight": 0.5, "k": 1},
    "simulation.simulate": {"problem": mc.GaussianMean(), "regime": mc.fresh, "weight": [0.3, 0.6], **ROWS},
    "simulation.takes_weight": {"regime": mc.fresh},
    "simulation.by_rows": {"rule": lambda real, synthetic: 0.5},
    "simulation.by_rule": {"rule": lambda real, synthetic: np.array([0.5])},
    "simulation.community": {"models": 4, "crawls": 2},
    "simulation.ensemble": {"models": 2},
    "simulation.lagged": {"lag": 2},
    "settled": {"last": 2},
    "best_weight": {"last": 2, "resamples": 10, "level": 0.5},
    "at_weight": {"weight": 0.3},
    "quantiles": {"levels": [0.1, 0.9]},
    "compare": {"theory": [1.0, 1.0]},
    "at_rows": {"rows": [0]},
    "noted": {"note": "A note."},
    "figures.weight_curve": {"k": 0.5},
    "figures.Figure": {
        "name": "a",
        "canvas": Canvas(),
        "caption": "C.",
        "alt": "A.",
        "data": {"x": [1, 2], "y": [3, 4]},
    },
    "figures.error_by_weight": {"run": run(), "theory": [1.0, 1.0]},
    "figures.error_by_round": {"runs": {"mixed": run(0.5)}, "theory": {"mixed": [1.0, 1.0, 1.0]}},
    "figures.histogram_over_rounds": {"samples": {"run": {0: [0.0, 1.0], 2: [0.5, 1.5]}}, "density": np.exp},
    "figures.error_by_way": {"runs": {"fresh": run(0.5)}, "theory": {"fresh": [1.0, 1.0, 1.0]}},
    "figures.panels": {"names": ["a", "b", "c"], "high": 2.0},
    "figures.row_tape": {"weight": 0.5, "rounds": 4},
    "figures.two_hundred_runs": {"variance": [[1.0, 0.9, 0.3], [1.0, 1.1, 1.3]]},
    "figures.typical_run": {"run": run(0.5), "expectation": [1.0, 0.9, 0.8]},
    "figures.worth_ladder": {"rows": 100},
    "figures.harm_by_bias": {"squared_bias": [0.0, 4.0], "error": [0.7, 0.91], "stderr": [0.01, 0.01], "k": 2.0},
    "figures.shares_over_rounds": {"models": {"one run": [[0.5, 0.5], [1.0, 0.0]]}},
    "figures.covariate_curves": {"k": 0.5},
    "practice.averages": {"log": WEEKS},
    "practice.generator_shifts": {"log": WEEKS},
    "practice.control_charts": {"log": LOG, "policy": mc.practice.Policy()},
    "practice.innovation_dial": {"log": WEEKS},
    "practice.Case": {"price_real": 10.0, "price_synthetic": 0.1, "bias": 0.01, "drift": 0.01, "noise_ratio": 2.0},
    "practice.Case.best_weight": {"n": [10.0, 20.0], "m": [30.0, 0.0]},
    "practice.Case.cost": {"n": [10.0, 20.0], "m": [30.0, 0.0]},
    "practice.Case.disturbances": {"n": [10.0, 20.0]},
    "practice.Case.worth": {"n": [10.0, 20.0], "m": [30.0, 0.0], "weight": [0.5, 1.0]},
    "practice.Policy": {"floor": 0.1, "ratio": (0.1, 10.0)},
    "practice.Policy.floors": {"k": [1.0, 2.0]},
    "practice.Policy.prescribed": {"k": [1.0, 2.0]},
    "practice.audit": {"log": LOG, "policy": mc.practice.Policy()},
    "practice.estimates_from_averages": {"log": LOG},
    "practice.html_report": {"found": mc.practice.audit(LOG), "log": LOG, "policy": mc.practice.Policy()},
    "practice.PilotRules": {"largest_error": 0.8, "least_rare_coverage": 0.5, "most_near_copies": 0.9},
    "practice.observations": {"table": PILOTED, "target": "y"},
    "practice.pilot_chart": {"found": pilot()},
    "practice.pilot_html": {"found": pilot()},
    "practice.pilot_markdown": {"found": pilot()},
    "practice.Pilot.formula": {"ratio": 0.5},
    "practice.plan_memo": {"plan": mc.practice.purchase(price_real=10, price_synthetic=0.1, accuracy_of=1000)},
    "practice.estimate_generator": {
        "rows": np.arange(80.0) ** 2 % 7,
        "fit": lambda rows: [np.mean(rows)],
        "sample": lambda model, n, rng: rng.normal(model[0], 1, n),
        "n_real": 10,
        "n_synthetic": 20,
        "measure": lambda model: [model[0], model[0] ** 2],
        "groups": 10,
        "seed": 1,
    },
    "practice.safe_weight_from_rows": {"real": SPREAD, "synthetic_mean": [0.0, 1.0, 2.0]},
    "practice.HeldOut": {"data": TABLE},
    "measure": {"model": np.zeros((2, 3))},
    "beyond.last_rows": {"problem": mc.beyond.Digits(), "weights": [0, 0.5], "rows": 5, "rounds": 2, "seed": 1},
    "beyond.Ancestors": {"drawn": 2, "noise": 0.1},
    "beyond.Digits": {"drawn": 2, "noise": 0.1},
    "beyond.topic_letters": {"back": 2},
    "figures.text_over_rounds": {"perplexity": {"fresh": [40, 30]}, "words": {"fresh": [190, 195]}, "truth": 18.4},
    "figures.image_sheets": {"images": np.ones((1, 2, 3, 4)), "lines": ["a"], "columns": ["b", "c"]},
    "beyond.diversity": {"problem": PAIRS, "model": PAIRS.truth[None, None], "n": 5, "seed": 1},
    "beyond.written": {"problem": WRITER, "model": np.ones(WRITER.numbers), "rows": 5, "seed": 1},
    "beyond.spelled": {"vocabulary": (".", "a"), "model": PAIRS.truth, "n": 5, "seed": 1},
    "ancestors": {"rows": TABLE_ROWS},
    "labels_of": {"rows": TABLE_ROWS},
    "nearest_labels": {"rows": TABLE_ROWS},
    "beyond.bias_subtracted": {"seen": "differences", "half_life": 5.0},
    "beyond.weight_learned": {"half_life": 5.0},
    "beyond.plant_runs": {"replications": 2},
    "beyond.plant_errors": {"runs": PLANT},
    "beyond.plant_numbers": {"runs": PLANT},
    "beyond.plant_ranking": {"runs": PLANT},
    "beyond.stored_curve": {"name": "mean"},
    "beyond.scorecard": {"names": ["mean"]},
    "beyond.scorecard_chart": {"names": ["mean"]},
    "beyond.reasons": {"names": ["mean"]},
    "beyond.error_curves": {"names": ["mean"], "theory": {"mean": np.ones(21)}},
    "stored.settings": {"figure": 8},
    "model_collapse.gettext": {"message": "round"},
    "explorers.Predict": {
        "question": "How much?",
        "answer": 0.3,
        "explanation": "So.",
        "curve": ([0, 1], [1, 2]),
        "label": "y",
    },
    **{f"explorers.{name}.html": {"demonstrates": False} for name in mc.explorers.__all__},
}
LEFT_OUT = {
    "explorers.Explorer.html": "it shows what its subclasses have",
    "practice.Policy.read": "its valid argument is a file; see below",
    "practice.pilot": "it takes long and writes files; see tests/practice/piloting",
    "practice.read_table": "its valid argument is a file; see below",
    "practice.RoundLog.read": "its valid argument is a file; see below",
    "practice.RoundLog.append": "its valid argument is a file; see below",
    "adult.load": "its valid argument is a file of 48,842 rows; see tests/paper",
    "simulation.unweighted": "it marks what it is given",
    "problems.FamilyMean.rows": "only the problem itself calls it",
    "simulation.Comparison.of_rounds": "only `History.compare` calls it",
    "simulation.Comparison.of_weights": "only `History.compare` calls it",
    "beyond.WideRegression.relabel": "only regimes call it, as they call `real`",
    "problems.DatasetLogistic.observed": "only regimes call it, as they call `real`",
    "problems.DatasetPoisson.observed": "only regimes call it, as they call `real`",
    **{f"problems.Stream.{name}": "only problems call it" for name in vars(mc.problems.Stream) if name[0] != "_"},
}
INSTANCES = {
    "problems.Problem": lambda: COPIES,
    "problems.Rows": lambda: COPIES,
    "problems.Dataset": lambda: TABLE,
    "simulation.History": run,
    "simulation.Comparison": lambda: run().compare([1.0, 1.0]),
    "practice.Pilot": pilot,
    "beyond.Ancestors": lambda: COPIES,
    "beyond.Digits": lambda: COPIES,
}


def is_base(public):
    """Return whether a class is there to be subclassed."""
    return inspect.isabstract(public) or public in (mc.explorers.Explorer, mc.problems.Stream)


def used(public):
    """Return a function that makes an instance and uses it as readers do."""

    def do(**given):
        made = public(**given)
        if isinstance(made, mc.problems.Problem):
            regime = mc.beyond.dealt if isinstance(made, mc.beyond.Copies) else mc.fresh
            mc.simulate(made, regime, **{**ROWS, "n_real": 1 if isinstance(made, mc.beyond.Copies) else 9}, weight=0.5)
        if isinstance(made, mc.explorers.Explorer):
            made.sentence(), made.page_settings()
        return repr(made)

    return do
