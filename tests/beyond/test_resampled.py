"""Weighted resampling and its price, beside a mean and a run that draws every row."""

import numpy as np
import pytest

import model_collapse as mc
from model_collapse.beyond import resampled_error_ratio, resampled_optimal_weight
from model_collapse.beyond.resampled import Resampled


class Mean(mc.Rows):
    """The mean of normal rows, whose fit takes weights."""

    def draw_real(self, n, rng):
        return rng.standard_normal(n)

    def draw_synthetic(self, model, n, rng):
        return model + rng.standard_normal(n)

    def estimate(self, rows, row_weights, rng):
        return np.average(rows, weights=row_weights)

    def loss(self, model):
        return model**2


@pytest.mark.claim("E16")
@pytest.mark.parametrize("even", [False, True])
@pytest.mark.parametrize("m", [60, 240])
def test_the_price_is_the_closed_form(even, m):
    weights = [0.25, 0.4, 0.5, 0.618, 0.9, 1.0]
    setting = {"n_real": 60, "n_synthetic": m, "weight": weights, "rounds": 20, "replications": 600, "seed": m}
    settled = mc.simulate(Resampled(Mean(), even=even), mc.fresh, **setting).settled(10)
    expected = resampled_error_ratio(weights, 60 / m, even=even) / 60
    z = (settled.mean(axis=1) - expected) / (settled.std(axis=1, ddof=1) / np.sqrt(600))
    assert np.abs(z).max() < 4


def test_where_nothing_is_drawn_the_error_is_that_of_the_weights():
    assert resampled_error_ratio(0.2, 0.25) == pytest.approx(mc.error_ratio(0.2, 0.25))
    for w in (0.2, 0.4, 0.6):  # each real row is there exactly once, twice, three times
        real_part = resampled_error_ratio(w, 0.25, even=True) - mc.error_ratio(w, 0.25)
        synthetic = (1 - w) * 1.25
        left = synthetic % 1 * (1 - synthetic % 1) / synthetic**2
        assert real_part == pytest.approx(0.25 * (1 - w) ** 2 * left / (w * (2 - w)), abs=1e-12)
    assert resampled_error_ratio([0, 1], 0.25).tolist() == [np.inf, 1]
    assert resampled_error_ratio([0, 1], 0.25, even=True).tolist() == [np.inf, 1]


@pytest.mark.parametrize("k", [0.01, 0.1, 0.25, 1, 3])
@pytest.mark.parametrize("even", [False, True])
def test_the_best_weight_is_that_of_a_grid(k, even):
    w = np.append(np.linspace(0.0005, 0.9995, 1999), k / (1 + k))
    found = resampled_optimal_weight(k, even=even)
    assert resampled_error_ratio(found, k, even=even) <= resampled_error_ratio(w, k, even=even).min() + 1e-12


@pytest.mark.claim("E16")
def test_what_repeating_rows_costs():
    k = np.array([1, 0.25, 0.1])
    best, pooled = mc.optimal_weight(k), mc.error_ratio(mc.naive_weight(k), k)
    even, chance = (resampled_error_ratio(best, k, even=steps) for steps in (True, False))
    assert (even < pooled).tolist() == [False, True, True]
    assert (chance < pooled).tolist() == [False, False, True]


@pytest.mark.claim("E16")
def test_by_chance_pooling_is_better_unless_synthetic_rows_are_many():
    for k, pooled in ((1, True), (0.25, True), (0.1, False), (0.01, False)):
        assert (resampled_optimal_weight(k) == pytest.approx(k / (1 + k))) == pooled


@pytest.mark.parametrize("even", [False, True])
def test_rows_are_taken_in_proportion_to_their_weights(even):
    seen = []

    class Counted(Mean):
        def estimate(self, rows, row_weights, rng=None):
            seen.append((np.bincount(rows.astype(int), minlength=6), row_weights))
            return 0.0

    problem, rng, weights = Resampled(Counted(), even=even), np.random.default_rng(5), np.array([2.1, 2.1, *[0.45] * 4])
    for _ in range(4000):
        problem.estimate(np.arange(6.0), weights, rng)
    counts = np.array([count for count, _ in seen])
    assert (counts.sum(axis=1) == 6).all()
    assert all((w == 1).all() for _, w in seen)
    np.testing.assert_allclose(counts.mean(axis=0), weights, atol=0.08)
    if even:
        assert np.abs(counts - weights).max() < 1
    else:
        np.testing.assert_allclose(counts.var(axis=0), weights * (1 - weights / 6), rtol=0.1)


def test_equal_weights_draw_nothing():
    rows = np.random.default_rng(6).standard_normal(50)
    assert Resampled(Mean()).estimate(rows, np.ones(50), np.random.default_rng(7)) == pytest.approx(rows.mean())


def test_refusals():
    with pytest.raises(ValueError, match=r"^problem must be a Rows, such as Digits\(\), got 3\.$"):
        Resampled(3)
    with pytest.raises(ValueError, match=r"^even must be True or False, got 1\.$"):
        Resampled(Mean(), even=1)
