"""Wide regressions: the fits against numpy and scikit-learn, the loops against theory, entries as committed."""

import numpy as np
import pytest
from sklearn.linear_model import Ridge

import model_collapse as mc
from model_collapse.beyond import many_columns
from model_collapse.beyond.many_columns import Design
from model_collapse.beyond.questions.many_columns import EXPERIMENTS, predictions
from model_collapse.problems.base import Average


def drawn(n, p, seed):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((n, p)), rng.standard_normal(n)


def sample(x, y):
    n = len(x)
    return Design(Average(n, (x.T @ x / n)[None, None]), Average(n, (x.T @ y / n)[None, None]), x.T[None, None])


@pytest.mark.parametrize(("n", "m"), [(8, 6), (20, 5)])
def test_ridge_is_that_of_scikit_learn(n, m):
    (x, y), (z, labels), w = drawn(n, 15, 1), drawn(m, 15, 2), 0.7
    found = mc.beyond.WideRegression(15, ridge=0.3).fit(sample(x, y), sample(z, labels), np.array([[w]]))[0, 0]
    rows = np.repeat([w / n, (1 - w) / m], [n, m])
    ridge = Ridge(alpha=0.3, fit_intercept=False).fit(np.vstack([x, z]), np.append(y, labels), sample_weight=rows)
    np.testing.assert_allclose(found, ridge.coef_, rtol=1e-8)


@pytest.mark.claim("E12")
@pytest.mark.parametrize("w", [0.1, 0.5, 0.9])
def test_an_interpolation_is_that_of_numpy_at_any_weight(w):
    (x, y), (z, labels) = drawn(10, 40, 3), drawn(12, 40, 4)
    found = mc.beyond.WideRegression(40).fit(sample(x, y), sample(z, labels), np.array([[w]]))[0, 0]
    expected = np.linalg.lstsq(np.vstack([x, z]), np.append(y, labels))[0]
    np.testing.assert_allclose(found, expected, atol=1e-6)


def test_real_rows_alone_have_the_solution_of_least_norm():
    x, y = drawn(10, 40, 3)
    found = mc.beyond.WideRegression(40).fit(sample(x, y))[0, 0]
    np.testing.assert_allclose(found, np.linalg.lstsq(x, y)[0], atol=1e-6)


@pytest.mark.parametrize("new_rows", [True, False])
def test_labels_mixed_on_the_same_rows_follow_theory(new_rows):
    w = np.array([0.3, 0.618, 1.0])
    problem, regime = mc.beyond.WideRegression(30, signal=2), mc.beyond.relabelled(new_rows=new_rows)
    run = mc.simulate(problem, regime, n_real=12, n_synthetic=12, weight=w, rounds=24, replications=400, seed=15)
    error = mc.theory.new_rows_error if new_rows else mc.theory.same_rows_error
    expected = error(w, 12, 30, 2) / run.unit
    assert np.abs(run.compare(expected, last=12).z).max() < 4


@pytest.mark.claim("E11")
def test_a_ridge_loop_follows_theory_with_twice_as_many_columns_as_rows():
    w = np.array([0.3, 0.8, 1.0])
    problem = mc.beyond.WideRegression(60, ridge=0.5)
    run = mc.simulate(problem, mc.fresh, n_real=30, n_synthetic=30, weight=w, rounds=24, replications=100, seed=15)
    expected = mc.theory.ridge_error(w, 30, 30, 60, 0.5, 4)
    found = run.settled(12) * run.unit
    stderr = found.std(axis=1, ddof=1) / 10
    assert (np.abs(found.mean(axis=1) - expected) < 4 * stderr + expected / 60).all()


@pytest.mark.claim("E10")
def test_a_mean_in_many_dimensions_follows_the_formula_of_one():
    w = np.array([0.4, 0.618, 1.0])
    problem = many_columns.mean_of_a_thousand()
    assert problem.p == 1000
    run = mc.simulate(problem, mc.fresh, n_real=50, n_synthetic=50, weight=w, rounds=20, replications=20, seed=15)
    assert np.abs(run.compare(mc.error_ratio(w, 1), last=8).z).max() < 4
    assert run.settled(8).std(axis=1).max() < 0.05  # of one coordinate it is above 1


@pytest.mark.claim("E11")
def test_ridge_weights_lie_above_the_golden_one():
    best = mc.theory.ridge_optimal_weight(100, 100, [50, 100, 200], [0.125, 0.25, 0.5], 4)
    np.testing.assert_allclose(best, [0.722, 0.755, 0.809], atol=5e-4)
    for name in ("half", "equal", "double"):
        found = mc.beyond.measurement(f"dimension_ridge_{name}")
        assert mc.GOLDEN_WEIGHT < found.low < found.high


def test_half_the_penalty_moves_the_weight_down_with_few_columns_and_up_with_many():
    best = mc.theory.ridge_optimal_weight(100, 100, [50, 200], [0.0625, 0.25], 4)
    np.testing.assert_allclose(best, [0.671, 0.859], atol=5e-4)


@pytest.mark.claim("E12")
@pytest.mark.parametrize("p", [262, 300, 400, 5000])
@pytest.mark.parametrize("signal", [0, 4])
def test_real_rows_alone_are_better_than_a_loop_of_interpolations(p, signal):
    """The least-norm fit to 100 real rows: n / (p - n - 1) + (1 - n / p) b."""
    alone = 100 / (p - 101) + (1 - 100 / p) * signal
    assert alone < mc.theory.interpolation_error(100, 100, p, signal)


def test_refusals():
    rows = {"weight": 0.5, "rounds": 2, "replications": 2, "seed": 1}
    with pytest.raises(ValueError, match=r"n_synthetic must be n_real, got 9 and 12\."):
        mc.simulate(mc.beyond.WideRegression(30), many_columns.relabelled_new_rows, n_real=12, n_synthetic=9, **rows)
    with pytest.raises(ValueError, match="WideRegression"):
        mc.simulate(mc.GaussianMean(), many_columns.relabelled_new_rows, n_real=12, n_synthetic=12, **rows)
    with pytest.raises(ValueError, match="ridge"):
        mc.beyond.WideRegression(3, ridge=0)


def test_the_predictions_are_those_that_were_committed():
    entries = predictions()
    assert list(entries) == list(EXPERIMENTS)
    weights = [round(entry.weight, 3) for entry in entries.values()]
    assert weights == [0.618, 0.647, 0.722, 0.755, 0.809, 0.517, 0.618, 0.701]
    for entry in entries.values():
        assert entry.question.endswith("?")
        assert entry.because.endswith(".")


def test_every_penalty_is_the_one_that_its_entry_states():
    for key, p in {"ridge_half": 50, "ridge_equal": 100, "ridge_double": 200}.items():
        problem = getattr(many_columns, key)()
        assert (problem.p, problem.signal) == (p, 4)
        assert problem.ridge == pytest.approx(p / 400)
    for experiment in EXPERIMENTS.values():
        assert isinstance(experiment.build(), mc.beyond.WideRegression | mc.GaussianMean)
