"""Fresh real rows every round, against exact arithmetic, numerical minima and drawn rows."""

from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from model_collapse import theory

K = [1e-12, 1e-6, 0.01, 0.1, 0.25, 1.0, 4.0, 1e3, 1e6, 1e12]
exponents = st.floats(-12, 12)
weights = st.floats(1e-6, 1)
quiet = settings(derandomize=True, deadline=None)


def precise(weight, k):
    """Best weight, error ratio and excess error with 80 digits."""
    with localcontext() as context:
        context.prec = 80
        w, k = Decimal(weight), Decimal(k)
        best = ((k * k + 4 * k).sqrt() - k) / 2
        f = (w * w + k * (1 - w) ** 2) / (w * (2 - w))
        return float(best), float(f), float(f - best)


@pytest.mark.parametrize("k", K)
@pytest.mark.parametrize("weight", [1e-9, 0.01, 0.3, 0.618, 0.99, 1 - 1e-9, 1.0])
def test_full_relative_accuracy(weight, k):
    best, f, excess = precise(weight, k)
    assert theory.optimal_weight(k) == pytest.approx(best, rel=1e-15)
    assert theory.error_ratio(weight, k) == pytest.approx(f, rel=4e-15)
    assert theory.excess_error(weight, k) == pytest.approx(excess, rel=1e-6, abs=1e-15 * best)


@pytest.mark.claim("T3")
def test_printed_values():
    assert theory.optimal_weight(1) == pytest.approx((np.sqrt(5) - 1) / 2, rel=1e-15)
    assert pytest.approx(theory.GOLDEN_WEIGHT, rel=1e-15) == theory.optimal_weight(1)
    naive = theory.error_ratio(theory.naive_weight([1, 0.1]), [1, 0.1])
    np.testing.assert_allclose(naive, [2 / 3, 1.1 / 2.1])
    np.testing.assert_allclose(theory.optimal_weight(0.1), 0.270, atol=5e-4)
    assert 1 - theory.optimal_weight(1) / naive[0] == pytest.approx(0.073, abs=5e-4)
    loss = theory.excess_error(np.array([0.55, 0.69]), 1) / theory.optimal_weight(1)
    np.testing.assert_allclose(loss, [0.0246, 0.0243], atol=5e-5)
    assert theory.error_ratio(0, 1) == np.inf
    assert theory.excess_error(0, 1) == np.inf


@quiet
@given(exponents)
@pytest.mark.claim("T2")
def test_the_best_weight_is_its_error(exponent):
    k = 10.0**exponent
    best = theory.optimal_weight(k)
    assert theory.error_ratio(best, k) == pytest.approx(float(best), rel=1e-14)
    if k < 1e6:
        assert theory.per_row_ratio(best, k) == pytest.approx(1 / float(best), rel=1e-9)


@quiet
@given(weights, exponents)
@pytest.mark.claim("T2")
def test_no_weight_is_better_and_the_excess_is_the_difference(weight, exponent):
    k = 10.0**exponent
    best, f = theory.optimal_weight(k), theory.error_ratio(weight, k)
    assert f >= best * (1 - 1e-14)
    assert f - best == pytest.approx(float(theory.excess_error(weight, k)), rel=1e-9, abs=1e-13 * max(f, 1))


@quiet
@given(exponents)
@pytest.mark.claim("T5")
def test_break_even_gives_one_and_divides(exponent):
    k = 10.0**exponent
    even = theory.break_even_weight(k)
    assert theory.error_ratio(even, k) == pytest.approx(1, rel=1e-12)
    assert theory.error_ratio(even * 0.99, k) > 1
    assert theory.error_ratio((even + 1) / 2, k) <= 1


@pytest.mark.parametrize("k", [0.01, 0.3, 1, 7])
def test_numerical_minimum(k):
    found = minimize_scalar(lambda w: theory.error_ratio(w, k), bounds=(1e-9, 1), method="bounded")
    assert theory.optimal_weight(k) == pytest.approx(found.x, abs=1e-5)


@pytest.mark.claim("T6")
def test_rows_add_up():
    n, m = 100.0, 300.0
    worth = theory.effective_n_real(theory.optimal_weight(n / m), n, m)
    assert worth == pytest.approx((n + np.sqrt(n**2 + 4 * n * m)) / 2)
    assert n + theory.equivalent_rows(worth, m) == pytest.approx(worth)
    assert theory.equivalent_rows(0, 0) == 0


@pytest.mark.claim("T1")
def test_drawn_rows_settle_where_the_formula_says():
    rng = np.random.default_rng(2)
    n, m, runs, weight = 8, 4, 20_000, np.array([0.4, 0.7320508])
    mean = np.zeros((2, runs))
    for t in range(25):
        real = rng.exponential(size=(runs, n)).mean(1) - 1
        synthetic = mean + rng.standard_normal((runs, m)).mean(1)
        mean = real + 0 * mean if t == 0 else weight[:, None] * real + (1 - weight[:, None]) * synthetic
    z = ((n * mean**2).mean(1) - theory.error_ratio(weight, n / m)) / ((n * mean**2).std(1) / np.sqrt(runs))
    assert (np.abs(z) < 4).all()
