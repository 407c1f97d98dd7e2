"""A copula of a mixed table in a loop."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

import model_collapse as mc
from model_collapse.beyond.copula import CopulaTable, on_insurance
from model_collapse.practice.piloting.copula import Copula

NUMBERS = pd.DataFrame(
    np.random.default_rng(1).multivariate_normal([0, 0], [[1, 0.6], [0.6, 1]], 4000), columns=["a", "b"]
)


def scores(column, w):
    """Return the normal score of each row, from the middle of its share; no value stands twice."""
    order = np.argsort(column)
    ends = np.cumsum(w[order]) / w.sum()
    there = np.empty(len(column))
    there[order] = norm.ppf(ends - w[order] / w.sum() / 2)
    return there


def test_the_correlation_is_that_of_weighted_normal_scores():
    w = np.random.default_rng(2).uniform(0.2, 2, 4000)
    a, b = (scores(NUMBERS[name].to_numpy(), w) for name in "ab")
    expected = np.average(a * b, weights=w) / np.sqrt(np.average(a**2, weights=w) * np.average(b**2, weights=w))
    problem = CopulaTable(NUMBERS)
    [found] = problem.correlations(problem.estimate(NUMBERS, w, np.random.default_rng(3)))
    assert found == pytest.approx(expected, abs=2e-3)


def test_whole_weights_are_repeated_rows():
    problem = on_insurance()
    rows = problem.draw_real(300, np.random.default_rng(4))
    times = np.random.default_rng(5).integers(1, 4, 300)
    repeated = rows.iloc[np.repeat(np.arange(300), times)].reset_index(drop=True)
    one, other = problem.estimate(rows, times * 1.0, None), Copula().fit(repeated)
    np.testing.assert_allclose(problem.correlations(one), problem.correlations(other), atol=1e-12)


def test_the_loss_is_the_squared_distance_of_each_pair_once():
    problem = on_insurance()
    assert len(problem.truth) == 6
    assert problem.loss(Copula().fit(problem.table)) == pytest.approx(0, abs=1e-20)
    model = problem.estimate(problem.draw_real(200, np.random.default_rng(6)), np.ones(200), None)
    gaps = model.factor @ model.factor.T - (whole := Copula().fit(problem.table)).factor @ whole.factor.T
    assert problem.loss(model) == pytest.approx((gaps**2).sum() / 2)


def test_rows_drawn_have_the_shares_of_the_words():
    problem = on_insurance()
    rows = problem.draw_synthetic(Copula().fit(problem.table), 50_000, np.random.default_rng(7))
    for name in ("health", "lncoins"):
        expected = problem.table[name].value_counts(normalize=True)
        np.testing.assert_allclose(rows[name].value_counts(normalize=True)[expected.index], expected, atol=0.01)


def test_two_normal_columns_beside_theory():
    """The correlation of normal columns is an average to leading order, so that its error settles near f(w, k)."""
    setting = {
        "n_real": 150,
        "n_synthetic": 150,
        "weight": [0.4, 0.618, 1.0],
        "rounds": 10,
        "replications": 120,
        "seed": 8,
    }
    settled = mc.simulate(CopulaTable(NUMBERS), mc.fresh, **setting).settled(5)
    ratio = settled.mean(axis=1) / settled[-1].mean()
    stderr = (settled - ratio[:, None] * settled[-1]).std(axis=1, ddof=1) / settled[-1].mean() / np.sqrt(120)
    expected = mc.error_ratio([0.4, 0.618, 1.0], 1)
    assert np.abs((ratio - expected)[:2] / stderr[:2]).max() < 4
    assert settled[-1].mean() == pytest.approx((1 - 0.36) ** 2 / 150, rel=0.35)


def test_refusals():
    for odd in (np.ones((3, 2)), NUMBERS[["a"]], NUMBERS.assign(a="word"), NUMBERS.assign(a=1)):
        with pytest.raises(ValueError, match=r"^table must be a data frame of numbers and categories, two columns or"):
            CopulaTable(odd)
