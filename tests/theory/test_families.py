"""Quadratic-variance families, against exact fractions, numerical minima and drawn rows of six families."""

from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from model_collapse import theory

quiet = settings(derandomize=True, deadline=None)
rows = st.integers(1, 10**6)
curvatures = st.floats(-1, 5)


def precise(n, m, v2):
    """Best weight and break-even weight with 80 digits, from the formulas in 1 - w."""
    with localcontext() as context:
        context.prec = 80
        growth, k = 1 + Decimal(v2) / m, Decimal(n) / m
        total = 1 + growth + k
        return float(1 - 2 / (total + (total**2 - 4 * growth).sqrt())), float(1 - 2 / total)


@quiet
@given(rows, rows, curvatures)
def test_optimum_and_break_even_to_full_accuracy(n, m, v2):
    best, even = precise(n, m, v2)
    assert theory.family_optimal_weight(n, m, v2) == pytest.approx(best, rel=1e-14)
    assert theory.family_break_even_weight(n, m, v2) == pytest.approx(even, rel=1e-13, abs=1e-18)


@quiet
@given(rows, rows, curvatures)
def test_the_best_weight_is_its_error_and_break_even_gives_one(n, m, v2):
    best, even = theory.family_optimal_weight(n, m, v2), theory.family_break_even_weight(n, m, v2)
    assert theory.family_error_ratio(best, n, m, v2) == pytest.approx(float(best), rel=1e-12)
    if even > 1e-12:
        assert theory.family_error_ratio(even, n, m, v2) == pytest.approx(1, rel=1e-6)


@quiet
@given(st.integers(1, 1000), st.integers(1, 1000), curvatures, st.floats(0.001, 1))
def test_the_best_weight_is_a_minimum(n, m, v2, weight):
    best = theory.family_optimal_weight(n, m, v2)
    assert theory.family_error_ratio(weight, n, m, v2) >= best * (1 - 1e-12)
    found = minimize_scalar(lambda w: theory.family_error_ratio(w, n, m, v2), bounds=(best * 0.9, 1), method="bounded")
    assert found.fun == pytest.approx(float(best), rel=1e-8)


def test_large_numbers_of_rows_reach_the_plain_formulas():
    w = np.array([0.1, 0.618, 1])
    np.testing.assert_allclose(theory.family_error_ratio(w, 10**9, 10**9, -1), theory.error_ratio(w, 1), rtol=1e-7)
    np.testing.assert_allclose(theory.family_error_ratio(w, 7, 5), theory.error_ratio(w, 7 / 5), rtol=1e-15)
    assert theory.family_error_ratio(0, 7, 5) == np.inf


def test_printed_values_for_categories():
    np.testing.assert_allclose(theory.family_optimal_weight([100, 10], [100, 10], -1), [0.6170, 0.6073], atol=5e-5)
    assert theory.family_error_ratio(0, 100, 100, -1) == pytest.approx(100)


@pytest.mark.parametrize("weight", [0.05, 0.35, 0.8])
@pytest.mark.parametrize(("n", "m", "v2"), [(5, 3, -1), (10, 10, 1), (4, 9, 2), (1, 1, -1), (30, 20, -0.2)])
def test_limit_of_the_rounds(weight, n, m, v2):
    limit = float(theory.family_error_ratio(weight, n, m, v2))
    late = theory.error_ratio_by_round(weight, n, m, 6000, curvature=v2)[-1]
    assert late == pytest.approx(limit, rel=1e-12) if np.isfinite(limit) else late > 1e30


@quiet
@given(st.floats(1, 1e6), st.floats(0.01, 5))
def test_threshold_is_where_the_growth_stops(m, v2):
    w = float(theory.family_heavy_tail_threshold(m, v2))
    assert (1 - w) ** 2 * (1 + v2 / m) == pytest.approx(1, rel=1e-14)
    assert theory.family_heavy_tail_threshold(m, -v2 / 5) == 0


def test_infinite_below_the_threshold():
    edge = float(theory.family_heavy_tail_threshold(5, 1))
    assert theory.family_error_ratio(edge * 0.999, 5, 5, 1) == np.inf
    assert np.isfinite(theory.family_error_ratio(edge * 1.001, 5, 5, 1))


FAMILIES = {  # name: curvature, variance at the true mean, true mean, rows with a given mean
    "normal": (0.0, 1.0, 0.0, lambda rng, mean, size: mean + rng.standard_normal(size)),
    "poisson": (0.0, 2.0, 2.0, lambda rng, mean, size: rng.poisson(mean, size)),
    "bernoulli": (-1.0, 0.21, 0.3, lambda rng, mean, size: rng.random(size) < mean),
    "binomial": (-1 / 3, 0.6 * 2.4 / 3, 0.6, lambda rng, mean, size: rng.binomial(3, mean / 3, size)),
    "exponential": (1.0, 4.0, 2.0, lambda rng, mean, size: mean * rng.standard_exponential(size)),
    "gamma": (0.5, 2.0, 2.0, lambda rng, mean, size: mean / 2 * rng.standard_gamma(2, size)),
    "negative binomial": (0.25, 2 + 1.0, 2.0, lambda rng, mean, size: rng.negative_binomial(4, 4 / (4 + mean), size)),
}


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("weight", [0.0, 0.35])
def test_drawn_rows(family, weight):
    v2, variance, truth, draw = FAMILIES[family]
    rng = np.random.default_rng(4)
    n, m, runs, rounds = 10, 15, 15_000, 6 if weight == 0 else 12
    errors, mean = [], None
    for t in range(rounds + 1):
        real = draw(rng, truth, (runs, n)).mean(1)
        if t:
            synthetic = draw(rng, np.clip(mean, 1e-300 if v2 > 0 else -np.inf, None)[:, None], (runs, m)).mean(1)
            mean = weight * real + (1 - weight) * synthetic
        else:
            mean = real
        errors.append(n * (mean - truth) ** 2 / variance)
    errors = np.array(errors)
    expected = theory.error_ratio_by_round(weight, n, m, rounds, curvature=v2)
    assert (np.abs(errors.mean(1) - expected) / (errors.std(1) / np.sqrt(runs)) < 4).all()
    if weight:
        assert expected[-1] == pytest.approx(float(theory.family_error_ratio(weight, n, m, v2)), rel=1e-4)
