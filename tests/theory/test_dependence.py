"""Partly fresh and correlated real rows, against the rounds, numerical minima, autoregression sums and drawn rows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from model_collapse import theory

quiet = settings(derandomize=True, deadline=None)
shares, weights = st.floats(0, 1), st.floats(0.02, 1)
powers = st.floats(-4, 4).map(lambda x: 10.0**x)


@quiet
@given(weights, st.integers(1, 100), st.integers(1, 100), shares)
def test_limit_of_the_rounds(w, n, m, s):
    late = theory.error_ratio_by_round(w, n, m, 3000, fresh_share=s)[-1]
    assert theory.error_ratio(w, n / m, fresh_share=s) == pytest.approx(late, rel=1e-11)


@quiet
@given(powers, st.floats(0.001, 1))
def test_best_weight_and_its_value(k, s):
    best = theory.optimal_weight(k, fresh_share=s)
    assert best == pytest.approx(float(theory.optimal_weight(k / s)), rel=1e-14)
    lowest = theory.error_ratio(best, k, fresh_share=s)
    assert lowest == pytest.approx(1 - s * (1 - float(best)), rel=1e-12)
    for w in np.linspace(0.01, 1, 30):
        assert theory.error_ratio(w, k, fresh_share=s) >= lowest * (1 - 1e-14)


@quiet
@given(weights, powers)
@pytest.mark.claim("T10")
def test_both_ends(w, k):
    assert theory.error_ratio(w, k, fresh_share=1) == pytest.approx(float(theory.error_ratio(w, k)), rel=1e-14)
    reuse = float(theory.error_ratio(w, k, fresh_share=0))
    assert reuse == pytest.approx(1 + k * (1 - w) ** 2 / (w * (2 - w)), rel=1e-14)
    assert theory.correlated_error_ratio(w, k, 0) == pytest.approx(float(theory.error_ratio(w, k)), rel=1e-14)
    assert theory.correlated_error_ratio(w, k, 1) == pytest.approx(reuse, rel=1e-13)


def test_printed_values():
    assert theory.error_ratio(theory.GOLDEN_WEIGHT, 1, fresh_share=0) == pytest.approx(1.17, abs=5e-3)
    assert theory.optimal_weight(1, fresh_share=0.3) == pytest.approx(0.805, abs=5e-4)
    best = theory.error_ratio(theory.optimal_weight(1, fresh_share=0.3), 1, fresh_share=0.3)
    assert 1 - best == pytest.approx(0.06, abs=2e-3)
    assert theory.optimal_weight(1, fresh_share=0) == 1
    found = minimize_scalar(lambda w: theory.error_ratio(w, 1, fresh_share=0), bounds=(0.1, 1), method="bounded")
    assert found.x == pytest.approx(1, abs=1e-4)
    for value in (theory.error_ratio(0, 1, fresh_share=0), theory.correlated_error_ratio(0, 1, 1)):
        assert value == np.inf


@pytest.mark.parametrize("r", [0.0, 0.3, 0.9, 1.0])
@pytest.mark.parametrize("w", [0.2, 0.7])
def test_correlated_batches_by_summing_all_pairs(w, r):
    lags = np.arange(200)
    part = w * (1 - w) ** lags
    real = part @ r ** np.abs(lags[:, None] - lags) @ part
    expected = real + 0.5 * ((1 - w) ** (2 * lags[1:])).sum()
    assert theory.correlated_error_ratio(w, 0.5, r) == pytest.approx(expected, rel=1e-12)


def test_drawn_correlated_rows():
    rng = np.random.default_rng(11)
    n, m, runs, w, r = 6, 9, 15_000, 0.4, 0.7
    rows, mean = rng.standard_normal((runs, n)), np.zeros(runs)
    for _ in range(25):
        rows = r * rows + np.sqrt(1 - r**2) * rng.standard_normal((runs, n))
        mean = w * rows.mean(1) + (1 - w) * (mean + rng.standard_normal((runs, m)).mean(1))
    errors = n * mean**2
    expected = theory.correlated_error_ratio(w, n / m, r)
    assert abs(errors.mean() - expected) / (errors.std() / np.sqrt(runs)) < 4
