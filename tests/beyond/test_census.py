"""Generators on UCI Adult, from made rows of its form; the stored tables are of the rows themselves."""

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

import model_collapse as mc
from model_collapse.beyond import census
from model_collapse.beyond.experiments import EXPERIMENTS, measure, series
from model_collapse.beyond.questions.census import PILOTS, predictions
from model_collapse.paper import adult
from model_collapse.paper.adult_files import NUMBERS
from model_collapse.paper.protocols import Run


@pytest.fixture
def rows(monkeypatch):
    """Four hundred made people; older ones are richer and more often married."""
    rng = np.random.default_rng(1)
    age = rng.integers(17, 91, 400)
    table = pd.DataFrame(
        {name: rng.integers(1, 17, 400) for name in NUMBERS}
        | {"workclass": rng.choice(["Private", "?", "State-gov"], 400), "education": "HS-grad"}
        | {"marital_status": np.where(age + rng.normal(0, 20, 400) > 45, "Married-civ-spouse", "Never-married")}
        | {"income": np.where(age + rng.normal(0, 20, 400) > 60, ">50K", "<=50K")}
    ).assign(age=age)
    asked = []
    monkeypatch.setattr(adult, "load", lambda path=None: (asked.append(path), table)[1])
    return table, asked


def test_the_copula_takes_three_columns_of_each_kind(rows):
    problem = census.copula()
    said = ["age", "education_num", "hours_per_week", "workclass", "marital_status", "income"]
    assert list(problem.table) == said
    assert len(problem.truth) == 15
    drawn = problem.draw_synthetic(problem.estimate(problem.table, np.ones(400), None), 50, np.random.default_rng(2))
    assert drawn.dtypes.equals(problem.table.dtypes)


def test_the_trees_are_those_of_all_rows_and_say_who_is_rich(rows):
    problem, (table, _asked) = census.boosting(), rows
    assert problem.x.shape == (400, 5)
    order = np.random.default_rng(15).permutation(400)
    np.testing.assert_array_equal(problem.x, table[list(NUMBERS)].to_numpy()[order])
    setting = {"max_iter": 20, "max_leaf_nodes": 6, "early_stopping": False}
    rich = (table["income"] == ">50K").to_numpy()[order]
    oracle = HistGradientBoostingClassifier(**setting).fit(problem.x, rich).predict_proba(problem.x)[:, 1]
    np.testing.assert_allclose(problem.truth, oracle, rtol=1e-12)
    assert problem.truth[rich].mean() > problem.truth[~rich].mean() + 0.2


def test_the_rows_are_looked_for_where_the_command_says(rows, tmp_path):
    assert series().adult == list(PILOTS) == list(predictions())
    for name in PILOTS:
        EXPERIMENTS[name].build(tmp_path)
        mc.beyond.problem_of(name)
    assert rows[1] == [tmp_path, None] * 2
    found = {row.scheme for row in measure("adult_copula", Run(2, 1, 1), tmp_path)}
    assert found >= {"fresh", "real_only", "predicted", "best_weight"}
    assert rows[1][-1] == tmp_path


def test_predicted_weights_are_those_of_a_grid():
    w = np.linspace(0.001, 1, 10_000)
    for name, found in PILOTS.items():
        best = w[mc.error_ratio(w, 1, **found).argmin()]
        assert predictions()[name].weight == pytest.approx(best, abs=2e-4)


@pytest.mark.claim("E17")
def test_both_predictions_on_adult_are_confirmed():
    for name in PILOTS:
        found = mc.beyond.measurement(name)
        assert found.verdict == "confirmed"
        assert found.predicted == pytest.approx(predictions()[name].weight)
    curve = mc.beyond.stored_curve("adult_boosting")
    assert np.interp(mc.GOLDEN_WEIGHT, curve.x, curve.mean) == pytest.approx(0.85, abs=0.005)
    assert mc.beyond.measurement("adult_boosting").ratio == pytest.approx(0.80, abs=0.005)
