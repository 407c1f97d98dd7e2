"""Weights by round, against exact fractions, joint numerical minima and drawn rows."""

from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from model_collapse import theory

quiet = settings(derandomize=True, deadline=None)
rows = st.integers(0, 300)
MIXED_REAL = np.array([50, 20, 0, 80, 10, 0, 0, 30, 60])
MIXED_SYNTHETIC = np.array([0, 40, 25, 0, 100, 60, 5, 30, 7])


def kalman(k, rounds):
    """Error ratios by the recursion of the gain, for any number type."""
    one = type(k)(1)
    gains = [one]
    for _ in range(rounds):
        before = gains[-1] + k
        gains.append(before / (before + one))
    return [float(x) for x in gains]


@pytest.mark.claim("T32")
@pytest.mark.parametrize("k", [Fraction(1, 7), Fraction(1), Fraction(4), Fraction(100), Fraction(0)])
def test_closed_form_is_the_recursion(k):
    np.testing.assert_allclose(theory.kalman_weight_by_round(float(k), 12), kalman(k, 12), rtol=4e-15)


@pytest.mark.parametrize("k", [1e-12, 1e-9, 1e-4, 1e4, 1e12])
def test_closed_form_at_extreme_k(k):
    with localcontext() as context:
        context.prec = 60
        expected = kalman(Decimal(k), 3000)
    np.testing.assert_allclose(theory.kalman_weight_by_round(k, 3000), expected, rtol=1e-13)


@pytest.mark.claim("T7")
def test_printed_values():
    fibonacci = [1, 1, 2, 3, 5, 8, 13, 21, 34, 55]
    expected = [fibonacci[2 * t] / fibonacci[2 * t + 1] for t in range(5)]
    np.testing.assert_allclose(theory.kalman_weight_by_round(1, 4), expected, rtol=1e-15)
    np.testing.assert_allclose(theory.kalman_weight_by_round(0, 4), 1 / np.arange(1, 6), rtol=1e-15)
    assert theory.kalman_weight_by_round(0.01, 5)[5] == pytest.approx(0.181, abs=5e-4)
    fixed = theory.error_ratio_by_round(theory.optimal_weight(0.01), 1, 100, 5)[5]
    naive = theory.error_ratio_by_round(theory.naive_weight(0.01), 1, 100, 5)[5]
    np.testing.assert_allclose([fixed, naive], [0.428, 0.953], atol=5e-4)
    golden = theory.error_ratio_by_round(theory.GOLDEN_WEIGHT, 100, 100, 1)[1]
    np.testing.assert_allclose([theory.kalman_weight_by_round(1, 1)[1], golden], [0.667, 0.674], atol=5e-4)


def test_error_factor_per_round_is_phi_to_the_minus_four():
    distance = theory.kalman_weight_by_round(1, 5) - theory.GOLDEN_WEIGHT
    assert distance[5] / distance[4] == pytest.approx(theory.GOLDEN_WEIGHT**4, rel=1e-4)


@quiet
@given(st.integers(1, 500), st.integers(1, 500), st.floats(0, 1))
def test_equal_rounds_follow_the_closed_form_with_drift_too(n, m, q):
    settled = np.full(8, n), np.full(8, m)
    k = n * (1 / m + q)
    weight = theory.kalman_weight_by_round(k, 7)
    np.testing.assert_allclose(theory.optimal_weight_by_round(*settled, drift=q), weight, rtol=1e-12)
    np.testing.assert_allclose(theory.equivalent_rows_by_round(*settled, drift=q), n / weight, rtol=1e-12)
    np.testing.assert_allclose(theory.variance_by_round(weight, *settled, drift=q) * n, weight, rtol=1e-12)


def exact_rows(n_real, n_synthetic):
    worth = [Fraction(n_real[0])]
    for n, m in zip(n_real[1:], n_synthetic[1:], strict=True):
        seen = worth[-1] * m / (worth[-1] + m) if worth[-1] + m else Fraction(0)
        worth.append(n + seen)
    return worth


@quiet
@given(st.lists(st.tuples(rows, rows), min_size=1, max_size=8))
@pytest.mark.claim("T6")
def test_mixed_rounds_in_fractions(pairs):
    n, m = zip(*pairs, strict=True)
    worth = exact_rows([int(x) for x in n], [int(x) for x in m])
    np.testing.assert_allclose(theory.equivalent_rows_by_round(n, m), [float(x) for x in worth], rtol=1e-13)
    expected = [float(a / b) if b else 0.0 for a, b in zip(n, worth, strict=True)]
    np.testing.assert_allclose(theory.optimal_weight_by_round(n, m), expected, rtol=1e-13)


def test_a_round_without_real_rows_adds_one_over_m():
    worth = theory.equivalent_rows_by_round([40, 0, 0, 0], [0, 10, 20, 40])
    np.testing.assert_allclose(np.diff(1 / worth), [1 / 10, 1 / 20, 1 / 40])


def test_variance_under_the_best_weights_is_one_over_the_rows():
    weight = theory.optimal_weight_by_round(MIXED_REAL, MIXED_SYNTHETIC)
    variance = theory.variance_by_round(weight, MIXED_REAL, MIXED_SYNTHETIC)
    np.testing.assert_allclose(variance, 1 / theory.equivalent_rows_by_round(MIXED_REAL, MIXED_SYNTHETIC), rtol=1e-13)


@pytest.mark.claim("T30")
def test_no_weights_do_better_at_the_end():
    n, m, q = np.array([30, 5, 12, 40]), np.array([0, 50, 20, 10]), 0.004

    def last(weight):
        return 1e3 * theory.variance_by_round(np.append(1, weight), n, m, drift=q)[-1]

    found = minimize(last, [0.5, 0.5, 0.5], bounds=[(0, 1)] * 3, tol=1e-12)
    best = theory.optimal_weight_by_round(n, m, drift=q)
    assert last(best[1:]) <= found.fun * (1 + 1e-12)
    np.testing.assert_allclose(found.x, best[1:], atol=1e-3)


@quiet
@given(st.floats(0, 1), st.integers(1, 99), st.integers(1, 99), st.floats(-1, 3))
def test_a_fixed_weight_gives_the_closed_form_by_round(w, n, m, v2):
    found = theory.variance_by_round(np.full(7, w), n, m, curvature=v2) * n
    np.testing.assert_allclose(found, theory.error_ratio_by_round(w, n, m, 6, curvature=v2), rtol=1e-12)


def test_shapes_broadcast():
    weight = np.full((3, 1, 5), 0.5)
    assert theory.variance_by_round(weight, [[10], [20]], 7).shape == (3, 2, 5)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: theory.equivalent_rows_by_round(10, 10), "axis of rounds"),
        (lambda: theory.equivalent_rows_by_round([10, 10], [1, 2, 3]), "fit together"),
        (lambda: theory.variance_by_round([1, 0.5], [10, 0], [0, 10]), "n_real must be above 0 in every round"),
        (lambda: theory.variance_by_round([1, 0.5], [10, 10], [0, 0]), "n_synthetic must be above 0 in every round"),
        (lambda: theory.variance_by_round([1, 0.5], [0, 10], [0, 10]), "n_real must be above 0 in round 0"),
        (lambda: theory.variance_by_round([1, 0.5], 9, 9, curvature=1, drift=1), "curvature must be 0"),
        (lambda: theory.kalman_weight_by_round(-1, 3), "k must be zero or more"),
    ],
)
def test_refusals(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize("weights", ["best", "other"])
@pytest.mark.claim("T30")
def test_drawn_rows_in_mixed_rounds(weights):
    rng = np.random.default_rng(3)
    runs = 6_000
    best = theory.optimal_weight_by_round(MIXED_REAL, MIXED_SYNTHETIC)
    weight = best if weights == "best" else np.where((best > 0) & (best < 1), 0.5, best)
    mean = rng.standard_normal((runs, MIXED_REAL[0])).mean(1)
    errors = [mean**2]
    for w, n, m in zip(weight[1:], MIXED_REAL[1:], MIXED_SYNTHETIC[1:], strict=True):
        real = rng.standard_normal((runs, n)).sum(1) / max(n, 1)
        mean = w * real + (1 - w) * (mean + rng.standard_normal((runs, m)).sum(1) / max(m, 1))
        errors.append(mean**2)
    errors = np.array(errors)
    expected = theory.variance_by_round(weight, MIXED_REAL, MIXED_SYNTHETIC)
    assert (np.abs(errors.mean(1) - expected) / (errors.std(1) / np.sqrt(runs)) < 4).all()
