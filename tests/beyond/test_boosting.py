"""Boosted trees that draw labels, in a loop."""

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

import model_collapse as mc
from model_collapse.beyond.boosting import Boosting, Trees, on_insurance
from model_collapse.beyond.insurance import insurance

X = np.random.default_rng(1).integers(0, 3, (500, 2)).astype(float)
CHANCES = 0.2 + 0.25 * X[:, 0]


def test_the_fit_is_that_of_scikit_learn_with_these_weights():
    problem, rng = Boosting(X, CHANCES), np.random.default_rng(2)
    x, y = problem.draw_real(300, rng)
    w = rng.uniform(0.5, 1.5, 300)
    model = problem.estimate((x, y), w, rng)
    oracle = HistGradientBoostingClassifier(max_iter=20, max_leaf_nodes=6, early_stopping=False)
    np.testing.assert_allclose(problem.probabilities(model), oracle.fit(x, y, w).predict_proba(X)[:, 1], rtol=1e-12)
    np.testing.assert_allclose(model.chances, w / w.sum())
    plain = oracle.fit(x, y).predict_proba(X)[:, 1]
    assert np.abs(problem.probabilities(model) - plain).max() > 1e-3
    expected = ((problem.probabilities(model) - CHANCES) ** 2).mean()
    assert problem.loss(model) == pytest.approx(expected)


def test_real_labels_have_their_probabilities():
    x, y = Boosting(X, CHANCES).draw_real(60_000, np.random.default_rng(3))
    for value in (0, 1, 2):
        assert y[x[:, 0] == value].mean() == pytest.approx(0.2 + 0.25 * value, abs=0.02)


def test_synthetic_rows_are_drawn_by_weight_and_their_labels_by_the_trees():
    class Known:
        def predict_proba(self, x):
            return np.column_stack([1 - x[:, 0] / 4, x[:, 0] / 4])

    model = Trees(Known(), np.array([[1.0, 5.0], [3.0, 6.0]]), np.array([0.2, 0.8]))
    x, y = Boosting(X, CHANCES).draw_synthetic(model, 40_000, np.random.default_rng(4))
    assert (x[:, 0] == 3).mean() == pytest.approx(0.8, abs=0.01)
    assert (x[:, 1] == x[:, 0] / 2 + 4.5).all()
    assert y[x[:, 0] == 1].mean() == pytest.approx(0.25, abs=0.02)
    assert y[x[:, 0] == 3].mean() == pytest.approx(0.75, abs=0.02)


def test_the_error_is_over_the_first_rows():
    model = Boosting(X, CHANCES).estimate((X, (CHANCES > 0.3) * 1.0), np.ones(500), np.random.default_rng(5))
    few = Boosting(X, CHANCES, judged=50)
    assert few.loss(model) == pytest.approx(((few.probabilities(model) - CHANCES[:50]) ** 2).mean())
    assert len(few.probabilities(model)) == 50


def test_a_tree_for_each_value_is_a_table_of_shares():
    """With one column of three values and many trees the fit is the weighted share of each value's labels."""
    chances = CHANCES
    problem = Boosting(X[:, :1], chances, trees=300)
    rng = np.random.default_rng(6)
    x, y = problem.draw_real(400, rng)
    w = rng.uniform(0.5, 1.5, 400)
    shares = np.array([np.average(y[x[:, 0] == v], weights=w[x[:, 0] == v]) for v in (0, 1, 2)])
    np.testing.assert_allclose(
        problem.probabilities(problem.estimate((x, y), w, rng)), shares[X[:, 0].astype(int)], atol=1e-4
    )


def test_such_shares_settle_at_the_formula():
    setting = {
        "n_real": 200,
        "n_synthetic": 200,
        "weight": [0.4, 0.618, 1.0],
        "rounds": 8,
        "replications": 24,
        "seed": 7,
    }
    settled = mc.simulate(Boosting(X[:, :1], CHANCES, trees=50), mc.fresh, **setting).settled(3)
    ratio = settled.mean(axis=1) / settled[-1].mean()
    stderr = (settled - ratio[:, None] * settled[-1]).std(axis=1, ddof=1) / settled[-1].mean() / np.sqrt(24)
    assert np.abs((ratio - mc.error_ratio([0.4, 0.618, 1.0], 1))[:2] / stderr[:2]).max() < 4


def test_one_label_alone_has_no_fit():
    assert Boosting(X, CHANCES).estimate((X, np.ones(500)), np.ones(500), np.random.default_rng(8)) is None


def test_the_insurance_table():
    world = on_insurance()
    assert world.x.shape == (20190, 5)
    table = insurance()
    visited = table["mdvis"] > 0
    poor = table["hlthp"] == 1
    places = world.x[:, 4] == 3
    assert places.sum() == poor.sum()
    assert world.truth[places].mean() == pytest.approx(visited[poor].mean(), abs=0.05)  # shrunk towards 0.69
    assert world.truth[places].mean() > 0.71
    assert world.truth[~places].mean() == pytest.approx(visited[~poor].mean(), abs=0.005)
    rows, labels = world.draw_real(20_000, np.random.default_rng(9))
    assert labels.mean() == pytest.approx(0.6876, abs=0.02)
    assert {tuple(row) for row in rows} <= {tuple(row) for row in world.x}


def test_refusals():
    with pytest.raises(
        ValueError, match=r"^probabilities must be 500 numbers up to 1, got shape \(500,\) up to 1\.4\.$"
    ):
        Boosting(X, CHANCES * 2)
    with pytest.raises(ValueError, match=r"^probabilities must be 500 numbers up to 1, got shape \(3,\) up to 0\.5\.$"):
        Boosting(X, [0.5] * 3)
    with pytest.raises(ValueError, match=r"^leaves must be at least 2, got 1\.$"):
        Boosting(X, CHANCES, leaves=1)
