"""Generators that are off: what a known bias leaves, what an unknown one costs, and a spread that is too small."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq, minimize_scalar

from model_collapse import theory

quiet = settings(derandomize=True, deadline=None, max_examples=60)
powers = st.floats(-3, 3).map(lambda x: 10.0**x)


def error(h, k, d):
    """Error ratio as a function of the odds, from the chapter's theorem."""
    return (1 + k * h**2) / (1 + 2 * h) + d * h**2


@quiet
@given(st.fractions(Fraction(1, 50), 1, max_denominator=50), st.fractions(0, 9, max_denominator=9))
def test_the_form_in_odds_is_the_sum_over_rounds(w, d):
    k, h, u = Fraction(3, 2), (1 - w) / w, 1 - w
    assert error(h, k, d) == (w**2 + k * u**2) / (w * (2 - w)) + d * (u / w) ** 2
    found = theory.error_ratio(float(w), 1.5, squared_bias=float(d))
    assert found == pytest.approx(float(error(h, k, d)), rel=1e-12)


@quiet
@given(powers, powers)
@pytest.mark.claim("T37")
def test_the_best_odds_and_break_even_are_roots(k, d):
    best = brentq(lambda h: k * h * (1 + h) + d * h * (1 + 2 * h) ** 2 - 1, 0, 1e4, xtol=1e-15, rtol=1e-14)
    assert theory.optimal_weight(k, squared_bias=d) == pytest.approx(1 / (1 + best), rel=1e-10)
    even = max(np.roots([2 * d, k + d, -2]).real)
    assert theory.break_even_weight(k, squared_bias=d) == pytest.approx(1 / (1 + even), rel=1e-8)
    total = k + d + np.sqrt((k + d) ** 2 + 16 * d)
    assert 1 - theory.break_even_weight(k, squared_bias=d) == pytest.approx(4 / (4 + total), rel=1e-8)


@quiet
@given(powers, st.floats(-3, 5).map(lambda x: 10.0**x))
@pytest.mark.claim("T37")
def test_the_gain_lies_between_its_bounds(k, d):
    found = minimize_scalar(
        lambda x: error(np.exp(x), k, d), bounds=(-20, 12), method="bounded", options={"xatol": 1e-9}
    )
    gain = 1 - found.fun
    assert 1 / (k + d + 4) * (1 - 1e-6) <= gain <= 1 / d * (1 + 1e-6)


@quiet
@given(st.integers(1, 80), st.integers(1, 80))
@pytest.mark.claim("T37")
def test_at_every_round_the_promise_bears_the_error_of_the_generated_average(n, m):
    k = n / m
    w = float(theory.optimal_weight(k))
    u, bias, variance = 1 - w, 0.0, 1.0
    rounds = theory.error_ratio_by_round(w, n, m, 30, squared_bias=k)
    for t in range(1, 31):
        bias, variance = u * (bias + np.sqrt(1 / m)), w**2 + u**2 * (variance + k)
        assert rounds[t] == pytest.approx(variance + n * bias**2, rel=1e-11)
        assert rounds[t] == pytest.approx(1 - 2 * u ** (t + 1) * (1 - u**t), rel=1e-11)
    assert (rounds <= 1 + 1e-12).all()
    assert theory.error_ratio(w, k, squared_bias=k * 1.01) > 1
    assert (theory.error_ratio_by_round(w, n, m, 30, squared_bias=k * 0.99) <= 1 + 1e-12).all()


@pytest.mark.claim("T37")
def test_the_gain_turns_into_harm_at_root_two_times_a_large_bias():
    d = 1e6
    harm = theory.tolerated_squared_bias(theory.optimal_weight(1, squared_bias=d), 1)
    assert np.sqrt(harm / d) == pytest.approx(np.sqrt(2), abs=1e-3)
    d = np.array([1, 4, 16, 100])
    harm = theory.tolerated_squared_bias(theory.optimal_weight(1, squared_bias=d), 1)
    np.testing.assert_allclose(np.sqrt(harm / d), [2.02, 1.67, 1.50, 1.43], atol=5e-3)


@settings(derandomize=True, deadline=None, max_examples=25)
@given(powers, powers)
@pytest.mark.claim("T38")
def test_the_worst_loss_is_at_an_end_and_the_worst_error_at_the_bound(k, bound):
    d = bound * np.linspace(0, 1, 60)
    odds = np.geomspace(1e-4, 1e4, 2001)[:, None]
    all_errors = error(odds, k, d)
    best = theory.error_ratio(theory.optimal_weight(k, squared_bias=d), k, squared_bias=d)
    loss = all_errors / best
    assert (loss.max(1) <= np.maximum(loss[:, 0], loss[:, -1]) * (1 + 1e-9)).all()
    minimax = theory.optimal_weight(k, squared_bias=bound)
    h = (1 - minimax) / minimax
    assert error(h, k, d).max() <= all_errors.max(1).min() * (1 + 1e-9)
    w = theory.minimax_regret_weight(k, bound)
    mild = (error((1 - w) / w, k, d) / best).max()
    assert mild <= loss.max(1).min() * (1 + 1e-9)


@pytest.mark.claim("T38")
def test_the_three_weights_of_the_chapter():
    regret = theory.minimax_regret_weight(1, 1)
    assert regret == pytest.approx(0.7155, abs=1e-4)
    assert theory.error_ratio(regret, 1) / theory.GOLDEN_WEIGHT == pytest.approx(1.0438, abs=1e-4)
    assert theory.optimal_weight(1, squared_bias=1e12) == pytest.approx(1, abs=1e-9)


def narrow_variance(w, n, m, a):
    """Mean and mean square of a variance whose generator keeps the share a of it, in units of the truth, settled."""
    u = 1 - w
    mean = w / (1 - u * a)
    square = w**2 * (1 + 2 / (n - 1)) + 2 * w * u * a * mean
    return mean, square / (1 - (u * a) ** 2 * (1 + 2 / (m - 1)))


@pytest.mark.claim("T41")
def test_a_generator_with_too_little_spread_row_by_row():
    rng, runs, n, m, a, w = np.random.default_rng(41), 20_000, 12, 15, 0.7, 0.5
    centre, spread = np.zeros(runs), np.ones(runs)
    for _ in range(14):
        real = rng.standard_normal((runs, n))
        rows = rng.standard_normal((runs, m))
        centre = w * real.mean(1) + (1 - w) * (centre + np.sqrt(a) * rows.mean(1))
        spread = w * real.var(1, ddof=1) + (1 - w) * a * spread * rows.var(1, ddof=1)
    expected = theory.error_ratio(w, n / m, noise_ratio=1 / a)
    errors = n * centre**2
    assert abs(errors.mean() - expected) < 4 * errors.std() / np.sqrt(runs)
    mean, square = narrow_variance(w, n, m, a)
    assert abs(spread.mean() - mean) < 4 * spread.std() / np.sqrt(runs)
    errors = (spread - 1) ** 2
    assert abs(errors.mean() - (square - 2 * mean + 1)) < 4 * errors.std() / np.sqrt(runs)


@pytest.mark.claim("T41")
@pytest.mark.parametrize("n", [101, 1001, 10_001])
def test_the_same_fault_helps_the_mean_and_harms_the_variance_more_with_more_rows(n):
    w, a = theory.GOLDEN_WEIGHT, 0.9
    assert theory.error_ratio(w, 1, noise_ratio=1 / a) < w
    mean, square = narrow_variance(w, n, n, a)
    assert 1 - mean == pytest.approx((1 - w) * (1 - a) / (1 - (1 - w) * a), rel=1e-12)
    ratio = (square - 2 * mean + 1) * (n - 1) / 2
    assert ratio == pytest.approx({101: 0.723, 1001: 2.246, 10_001: 17.49}[n], rel=1e-3)
    right = narrow_variance(w, n, n, 1.0)
    exact = theory.covariance_error_ratio(w, n, n, covariance=np.eye(1))
    assert (right[1] - 2 * right[0] + 1) * (n - 1) / 2 == pytest.approx(float(exact), rel=1e-9)


@pytest.mark.claim("T41")
@pytest.mark.parametrize(("n", "best"), [(21, 0.593), (101, 0.704), (1001, 0.891)])
def test_the_best_weight_of_a_narrow_variance_rises_only_with_many_rows(n, best):
    grid = np.linspace(0.4, 0.99, 591)
    errors = {}
    for a in (0.9, 1.0):
        pairs = [narrow_variance(w, n, n, a) for w in grid]
        errors[a] = [square - 2 * mean + 1 for mean, square in pairs]
    narrow, right = (grid[np.argmin(errors[a])] for a in (0.9, 1.0))
    assert narrow == pytest.approx(best, abs=1.5e-3)
    assert (narrow < right) == (n == 21)
