"""Bias, drift and unlike noise, against 60-digit roots, fractions, numerical minima and drawn rows."""

from decimal import Decimal, localcontext
from fractions import Fraction

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
    assert theory.optimal_weight(k, squared_bias=d) == pytest.approx(float(precise_best_weight(k, d)), rel=1e-13)


def test_printed_values():
    d = np.array([0.1, 0.5, 1, 4])
    best = theory.optimal_weight(1, squared_bias=d)
    np.testing.assert_allclose(best, [0.659, 0.738, 0.786, 0.883], atol=5e-4)
    np.testing.assert_allclose(theory.error_ratio(best, 1, squared_bias=d), [0.650, 0.722, 0.770, 0.875], atol=5e-4)
    assert theory.error_ratio(best[2], 1) == pytest.approx(0.695, abs=5e-4)
    assert theory.error_ratio(0, 1, squared_bias=0) == np.inf


def test_strong_bias():
    k, d = 1.0, np.array([1e3, 1e4])
    best = theory.optimal_weight(k, squared_bias=d)
    np.testing.assert_allclose((1 - best) * (d + k + 5), 1, rtol=2e-3)
    np.testing.assert_allclose((1 - theory.error_ratio(best, k, squared_bias=d)) * (d + k + 4), 1, rtol=2e-3)


@quiet
@given(moderate, moderate)
def test_best_weight_is_a_minimum_below_one(k, d):
    best = theory.optimal_weight(k, squared_bias=d)
    lowest = theory.error_ratio(best, k, squared_bias=d)
    assert best < 1
    assert lowest < 1
    for w in np.append(np.linspace(0.01, 1, 25), best * np.array([0.999, 1 / (1 + 1e-3 * (1 - best))])):
        assert theory.error_ratio(w, k, squared_bias=d) >= lowest * (1 - 1e-13)


@quiet
@given(powers)
def test_a_bias_too_small_to_matter_is_the_plain_case(k):
    assert theory.optimal_weight(k, squared_bias=1e-60) == pytest.approx(float(theory.optimal_weight(k)), rel=1e-13)
    assert theory.break_even_weight(k, squared_bias=1e-60) == pytest.approx(k / (k + 2), rel=1e-15)
    assert theory.minimax_regret_weight(k, 0) == pytest.approx(float(theory.optimal_weight(k)), rel=1e-13)


@quiet
@given(moderate, moderate)
def test_break_even_gives_one_and_divides(k, d):
    even = theory.break_even_weight(k, squared_bias=d)
    assert theory.error_ratio(even, k, squared_bias=d) == pytest.approx(1, rel=1e-9)
    assert theory.error_ratio(even * 0.99, k, squared_bias=d) > 1
    assert theory.error_ratio((1 + even) / 2, k, squared_bias=d) < 1


@quiet
@given(st.floats(0.001, 0.999), moderate)
def test_tolerated_bias_brings_the_error_to_one(w, k):
    d = theory.tolerated_squared_bias(w, k)
    if w > theory.break_even_weight(k) * (1 + 1e-9):
        assert theory.error_ratio(w, k, squared_bias=d) == pytest.approx(1, rel=1e-9)
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
    best = theory.error_ratio(theory.optimal_weight(k, squared_bias=d), k, squared_bias=d)

    def regret(w):
        return (theory.error_ratio(w, k, squared_bias=d) / best).max()

    found = minimize_scalar(regret, bounds=(0.01, 0.999), method="bounded", options={"xatol": 1e-9})
    assert theory.minimax_regret_weight(k, largest) == pytest.approx(found.x, abs=1e-6)
    if (k, largest) == (1, 1):
        assert found.fun == pytest.approx(1.044, abs=5e-4)
        assert regret(theory.GOLDEN_WEIGHT) == pytest.approx(1.30, abs=5e-3)


def settled(w, k, d=Fraction(0), drift=Fraction(0), fresh=Fraction(1), noise=Fraction(1)):
    """Error ratio from the stationary equations, each solved for its unknown, in exact fractions."""
    u = 1 - w
    covariance = (1 - fresh) * w / (1 - u)  # C = w (1 - fresh) + u C
    variance = (w**2 + 2 * w * u * covariance + u**2 * (k / noise + drift)) / (1 - u**2)
    shift = u / (1 - u)  # B = u (B + 1)
    return variance + d * shift**2


fractions = st.fractions(Fraction(1, 50), 50, max_denominator=50)


@quiet
@given(st.fractions(Fraction(1, 50), 1, max_denominator=50), fractions, fractions, fractions, fractions)
def test_all_keywords_in_fractions(w, k, d, drift, noise):
    given_ = {"squared_bias": d, "squared_drift": drift, "noise_ratio": noise}
    found = theory.error_ratio(float(w), float(k), **{name: float(x) for name, x in given_.items()})
    assert found == pytest.approx(float(settled(w, k, d=d, drift=drift, noise=noise)), rel=1e-13)
    fresh = min(noise, 1 / noise)
    found = theory.error_ratio(
        float(w), float(k), fresh_share=float(fresh), squared_bias=float(d), noise_ratio=float(noise)
    )
    assert found == pytest.approx(float(settled(w, k, d=d, fresh=fresh, noise=noise)), rel=1e-13)


@quiet
@given(fractions, fractions, fractions, st.fractions(0, 1, max_denominator=20))
def test_best_and_break_even_weight_of_a_biased_generator_and_an_archive(k, d, noise, fresh):
    setting = {"squared_bias": float(d), "fresh_share": float(fresh), "noise_ratio": float(noise)}
    best, even = theory.optimal_weight(float(k), **setting), theory.break_even_weight(float(k), **setting)
    if fresh == 0:
        assert best == even == 1
        return
    lowest = settled(Fraction(float(best)), k, d=d, fresh=fresh, noise=noise)
    for step in (Fraction(1, 1000), Fraction(-1, 1000)):
        other = Fraction(float(best)) * (1 + step * (1 - Fraction(float(best))))
        assert settled(other, k, d=d, fresh=fresh, noise=noise) > lowest
    assert float(settled(Fraction(float(even)), k, d=d, fresh=fresh, noise=noise)) == pytest.approx(1, rel=1e-11)


@quiet
@given(fractions, fractions, fractions)
def test_drift_and_unlike_noise_amount_to_another_k(k, drift, noise):
    setting = {"squared_drift": float(drift), "noise_ratio": float(noise)}
    another = float(k / noise + drift)
    assert theory.optimal_weight(float(k), **setting) == pytest.approx(float(theory.optimal_weight(another)), rel=1e-14)
    even = theory.break_even_weight(float(k), **setting)
    assert even == pytest.approx(another / (another + 2), rel=1e-14)
    by_round = theory.error_ratio_by_round(even, 300, 100, 5, squared_drift=another - 3 if another > 3 else 0)
    if another > 3:
        np.testing.assert_allclose(by_round, 1, rtol=1e-11)


@quiet
@given(st.integers(1, 500), st.integers(1, 500), st.floats(0.5, 2))
def test_naive_pooling_harms_only_if_a_step_is_larger_than_the_error_of_the_synthetic_rows(n, m, times):
    k, drift = n / m, n * times / m  # q = times / m, in units of the error of n rows
    error = theory.error_ratio(theory.naive_weight(k), k, squared_drift=drift)
    if abs(times - 1) > 1e-9:
        assert (error > 1) == (times > 1)
    late = theory.error_ratio_by_round(theory.naive_weight(k), n, m, 20_000, squared_drift=drift)[-1]
    assert late == pytest.approx(float(error), rel=1e-9)


def test_naive_pooling_under_a_drift_of_the_course_and_at_the_edge():
    naive = theory.naive_weight(1)
    assert theory.error_ratio(naive, 1, squared_drift=[1, 2]) == pytest.approx([1, 4 / 3], rel=1e-15)


@quiet
@given(powers, st.floats(0.1, 10))
def test_naive_pooling_is_best_only_for_one_ratio_of_the_noise(k, times):
    naive = float(theory.naive_weight(k))
    assert theory.optimal_weight(k, noise_ratio=1 + 1 / k) == pytest.approx(naive, rel=1e-13)
    if abs(times - 1) > 1e-3:
        other, odds = float(theory.optimal_weight(k, noise_ratio=times * (1 + 1 / k))), naive / (1 - naive)
        assert k > 1e6 or abs(other / (1 - other) / odds - 1) > 1e-4


def test_keywords_broadcast_and_leave_the_plain_case_as_it_is():
    w, k = np.array([[0.2], [0.7]]), np.array([0.1, 1.0, 10.0])
    plain = {"squared_bias": [0.0] * 3, "squared_drift": [0.0] * 3, "fresh_share": [1.0] * 3, "noise_ratio": [1.0] * 3}
    for name, value in plain.items():
        np.testing.assert_array_equal(theory.error_ratio(w, k, **{name: value}), theory.error_ratio(w, k))
        np.testing.assert_array_equal(theory.optimal_weight(k, **{name: value}), theory.optimal_weight(k))
        np.testing.assert_array_equal(theory.break_even_weight(k, **{name: value}), theory.break_even_weight(k))
        for function, first in (
            (theory.error_ratio, (0.5, 1)),
            (theory.optimal_weight, (1,)),
            (theory.break_even_weight, (1,)),
        ):
            assert function(*first, **{name: value}).shape == (3,)
    mixed = theory.optimal_weight(1, squared_bias=[0.0, 1.0], fresh_share=[[1.0], [0.5]])
    assert mixed.shape == (2, 2)
    assert mixed.dtype == float
    assert mixed[0, 0] == theory.optimal_weight(1)
    assert mixed[1, 0] == theory.optimal_weight(2)
    assert theory.error_ratio(0, 1, squared_bias=[0, 1], fresh_share=0) == pytest.approx([np.inf, np.inf])
    assert theory.error_ratio(1, 1, squared_bias=[0, 1], fresh_share=[[0], [1]]) == pytest.approx(np.ones((2, 2)))


@pytest.mark.parametrize("function", [theory.error_ratio, theory.optimal_weight, theory.break_even_weight])
def test_drift_with_an_archive_is_refused(function):
    first = (0.5, 1) if function is theory.error_ratio else (1,)
    with pytest.raises(ValueError, match=r"fresh_share must be 1 where there is squared_drift, got both\.$"):
        function(*first, squared_drift=1, fresh_share=0.5)
    assert function(*first, squared_drift=[0, 1], fresh_share=[0.5, 1]).shape == (2,)


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
