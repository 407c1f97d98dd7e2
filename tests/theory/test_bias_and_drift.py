"""Bias and drift, against 60-digit roots, numerical minima and drawn rows (the rounds' tests draw them too)."""

from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from model_collapse import theory

quiet = settings(derandomize=True, deadline=None)
powers = st.floats(-12, 12).map(lambda x: 10.0**x)
moderate = st.floats(-4, 4).map(lambda x: 10.0**x)


def precise_best_weight(k, d):
    """Root of w^3 = k (1-w) w + d (1-w) (2-w)^2 by bisection with 60 digits."""
    with localcontext() as context:
        context.prec = 60
        k, d, low, high = Decimal(k), Decimal(d), Decimal(0), Decimal(1)
        for _ in range(190):
            w = (low + high) / 2
            if w**3 > k * (1 - w) * w + d * (1 - w) * (2 - w) ** 2:
                high = w
            else:
                low = w
        return low


@settings(derandomize=True, deadline=None, max_examples=40)
@given(powers, st.one_of(st.just(0.0), powers))
def test_best_weight_is_the_root_to_full_accuracy(k, d):
    assert theory.biased_optimal_weight(k, d) == pytest.approx(float(precise_best_weight(k, d)), rel=1e-13)


def test_printed_values():
    d = np.array([0.1, 0.5, 1, 4])
    best = theory.biased_optimal_weight(1, d)
    np.testing.assert_allclose(best, [0.659, 0.738, 0.786, 0.883], atol=5e-4)
    np.testing.assert_allclose(theory.biased_error_ratio(best, 1, d), [0.650, 0.722, 0.770, 0.875], atol=5e-4)
    assert theory.error_ratio(best[2], 1) == pytest.approx(0.695, abs=5e-4)
    assert theory.biased_error_ratio(0, 1, 0) == np.inf


def test_strong_bias():
    k, d = 1.0, np.array([1e3, 1e4])
    best = theory.biased_optimal_weight(k, d)
    np.testing.assert_allclose((1 - best) * (d + k + 5), 1, rtol=2e-3)
    np.testing.assert_allclose((1 - theory.biased_error_ratio(best, k, d)) * (d + k + 4), 1, rtol=2e-3)


@quiet
@given(moderate, moderate)
def test_best_weight_is_a_minimum_below_one(k, d):
    best = theory.biased_optimal_weight(k, d)
    lowest = theory.biased_error_ratio(best, k, d)
    assert best < 1
    assert lowest < 1
    for w in np.append(np.linspace(0.01, 1, 25), best * np.array([0.999, 1 / (1 + 1e-3 * (1 - best))])):
        assert theory.biased_error_ratio(w, k, d) >= lowest * (1 - 1e-13)


@quiet
@given(powers)
def test_no_bias_is_the_plain_case(k):
    assert theory.biased_optimal_weight(k, 0) == pytest.approx(float(theory.optimal_weight(k)), rel=1e-13)
    assert theory.biased_break_even_weight(k, 0) == pytest.approx(float(theory.break_even_weight(k)), rel=1e-15)
    assert theory.minimax_regret_weight(k, 0) == pytest.approx(float(theory.optimal_weight(k)), rel=1e-13)


@quiet
@given(moderate, moderate)
def test_break_even_gives_one_and_divides(k, d):
    even = theory.biased_break_even_weight(k, d)
    assert theory.biased_error_ratio(even, k, d) == pytest.approx(1, rel=1e-9)
    assert theory.biased_error_ratio(even * 0.99, k, d) > 1
    assert theory.biased_error_ratio((1 + even) / 2, k, d) < 1


@quiet
@given(st.floats(0.001, 0.999), moderate)
def test_tolerated_bias_brings_the_error_to_one(w, k):
    d = theory.tolerated_squared_bias(w, k)
    if w > theory.break_even_weight(k) * (1 + 1e-9):
        assert theory.biased_error_ratio(w, k, d) == pytest.approx(1, rel=1e-9)
    elif w < theory.break_even_weight(k) * (1 - 1e-9):
        assert d == 0


@quiet
@given(moderate)
@pytest.mark.claim("T11")
def test_the_best_unbiased_weight_tolerates_k(k):
    assert theory.tolerated_squared_bias(theory.optimal_weight(k), k) == pytest.approx(k, rel=1e-6)


@pytest.mark.parametrize(("k", "largest"), [(1, 1), (0.1, 3), (5, 0.2)])
def test_minimax_regret(k, largest):
    d = np.linspace(0, largest, 101)
    best = theory.biased_error_ratio(theory.biased_optimal_weight(k, d), k, d)

    def regret(w):
        return (theory.biased_error_ratio(w, k, d) / best).max()

    found = minimize_scalar(regret, bounds=(0.01, 0.999), method="bounded", options={"xatol": 1e-9})
    assert theory.minimax_regret_weight(k, largest) == pytest.approx(found.x, abs=1e-6)
    if (k, largest) == (1, 1):
        assert found.fun == pytest.approx(1.044, abs=5e-4)
        assert regret(theory.GOLDEN_WEIGHT) == pytest.approx(1.30, abs=5e-3)


@quiet
@given(st.integers(1, 500), st.integers(1, 500), st.floats(0, 1))
def test_drift_is_a_larger_k(n, m, q):
    k = theory.effective_k(n, m, q)
    best = theory.optimal_weight(k)
    late = theory.error_ratio_by_round(best, n, m, 2000, drift=q)[-1]
    assert late == pytest.approx(float(best), rel=1e-9)
    even = theory.error_ratio_by_round(theory.break_even_weight(k), n, m, 5, drift=q)
    np.testing.assert_allclose(even, 1, rtol=1e-12)
    naive = theory.naive_weight(n / m)
    late = theory.error_ratio_by_round(naive, n, m, 20_000, drift=q)[-1]
    assert late == pytest.approx(float(theory.error_ratio(naive, k)), rel=1e-9)


@pytest.mark.claim("T11")
def test_drawn_rows_with_the_tolerated_bias_are_as_good_as_real_data():
    rng = np.random.default_rng(7)
    n, m, runs = 10, 40, 30_000
    w = float(theory.optimal_weight(n / m))
    mean = rng.standard_normal((runs, n)).mean(1)
    for _ in range(20):
        synthetic = mean + np.sqrt(1 / m) + rng.standard_normal((runs, m)).mean(1)
        mean = w * rng.standard_normal((runs, n)).mean(1) + (1 - w) * synthetic
    errors = n * mean**2
    assert abs(errors.mean() - 1) / (errors.std() / np.sqrt(runs)) < 4
