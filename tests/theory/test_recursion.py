"""The error by round, against exact fractions and drawn rows."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model_collapse import theory

quiet = settings(derandomize=True, deadline=None)


def recursion(w, n, m, rounds, v2=0, fresh=1, drift=0, d=0, noise=1):
    """n V_t + bias^2 in exact fractions, the covariance with the archive followed separately."""
    w, v2, fresh, drift, d, noise = map(Fraction, (w, v2, fresh, drift, d, noise))
    variance, covariance, shift = Fraction(1, n), (1 - fresh) / n, Fraction(0)
    errors = [n * variance]
    for _ in range(rounds):
        u = 1 - w
        archive = (1 - fresh) / n
        variance = w**2 / n + u**2 * ((1 + v2 / m) * variance + 1 / (noise * m) + drift / n) + 2 * w * u * covariance
        covariance = w * archive + u * covariance
        shift = u * (shift + 1)
        errors.append(n * variance + d * shift**2)
    return np.array([float(x) for x in errors])


@pytest.mark.parametrize("weight", [0.0, 2.0**-40, 0.01, 0.25, 0.5, 0.9, 1.0])
@pytest.mark.parametrize(("n", "m"), [(1, 1), (10, 10), (100, 3), (2, 500)])
@pytest.mark.parametrize("curvature", [-1.0, -0.25, 0.0, 0.5, 2.0])
def test_fractions_with_curvature(weight, n, m, curvature):
    expected = recursion(weight, n, m, 12, v2=curvature)
    np.testing.assert_allclose(theory.error_ratio_by_round(weight, n, m, 12, curvature=curvature), expected, rtol=2e-14)


@quiet
@given(
    st.floats(0, 1),
    st.integers(1, 200),
    st.integers(1, 200),
    st.floats(0, 1),
    st.floats(0, 10),
)
def test_fractions_with_archive_and_bias(weight, n, m, fresh, d):
    expected = recursion(weight, n, m, 6, fresh=fresh, d=d)
    found = theory.error_ratio_by_round(weight, n, m, 6, fresh_share=fresh, squared_bias=d)
    np.testing.assert_allclose(found, expected, rtol=1e-12)


@quiet
@given(st.floats(0, 1), st.integers(1, 200), st.integers(1, 200), st.floats(0, 9), st.floats(0, 10), st.floats(0.1, 10))
def test_fractions_with_drift_bias_and_unlike_noise(weight, n, m, drift, d, noise):
    found = theory.error_ratio_by_round(weight, n, m, 6, squared_drift=drift, squared_bias=d, noise_ratio=noise)
    np.testing.assert_allclose(found, recursion(weight, n, m, 6, drift=drift, d=d, noise=noise), rtol=1e-12)


@quiet
@given(st.floats(0, 1), st.integers(1, 200), st.integers(1, 200), st.floats(0, 1), st.floats(-1, 2))
def test_fractions_with_archive_and_curvature(weight, n, m, fresh, curvature):
    found = theory.error_ratio_by_round(weight, n, m, 6, fresh_share=fresh, curvature=curvature)
    np.testing.assert_allclose(found, recursion(weight, n, m, 6, fresh=fresh, v2=curvature), rtol=1e-12)


@quiet
@given(st.floats(1e-3, 0.99), st.integers(1, 100), st.integers(1, 100))
@pytest.mark.claim("T1")
@pytest.mark.claim("T5")
def test_approach_is_geometric_and_harm_shows_at_every_round(weight, n, m):
    by_round, limit = theory.error_ratio_by_round(weight, n, m, 5), float(theory.error_ratio(weight, n / m))
    np.testing.assert_allclose(by_round - limit, (1 - limit) * (1 - weight) ** (2 * np.arange(6)), atol=1e-9 * limit)
    if abs(limit - 1) > 1e-6:
        assert ((by_round[1:] > 1) == (limit > 1)).all()


def test_many_rounds_reach_the_limit():
    weight = np.array([1e-6, 0.01, 0.5, 1])
    found = theory.error_ratio_by_round(weight, 100, 50, 2000)[..., -1]
    np.testing.assert_allclose(found[1:], theory.error_ratio(weight, 2)[1:], rtol=1e-12)


def test_zero_weight_overflows_to_infinity():
    assert theory.error_ratio_by_round(0, 2, 1, 2000, curvature=2)[-1] == np.inf


def test_printed_check_of_drift_and_bias():
    found = (
        theory.error_ratio_by_round(0.6, 100, 100, 200, squared_drift=100 * 0.002, squared_bias=100 * 0.05**2)[-1] / 100
    )
    assert found == pytest.approx(0.007683, abs=5e-7)
    assert found + 0.002 == pytest.approx(0.00968, abs=5e-6)


def test_shapes_broadcast():
    assert theory.error_ratio_by_round([[0.1], [0.2]], [10, 20, 30], 7, 4).shape == (2, 3, 5)
    for keyword, value in (("squared_bias", 0.0), ("squared_drift", 0.0), ("fresh_share", 1.0), ("noise_ratio", 1.0)):
        assert theory.error_ratio_by_round(0.5, 10, 10, 4, **{keyword: [value] * 3}).shape == (3, 5)


def test_refuses_what_has_no_exact_formula():
    for other in (
        {"squared_bias": 1},
        {"squared_drift": 1},
        {"noise_ratio": 2},
        {"noise_ratio": 2, "squared_drift": 0.5},
    ):
        with pytest.raises(ValueError, match="curvature must be 0"):
            theory.error_ratio_by_round(0.5, 10, 10, 3, curvature=-1, **other)
    apart = theory.error_ratio_by_round(0.5, 10, 10, 3, curvature=[-1, 0], squared_bias=[0, 1])
    np.testing.assert_allclose(apart[0], recursion(0.5, 10, 10, 3, v2=-1), rtol=1e-14)
    np.testing.assert_allclose(apart[1], recursion(0.5, 10, 10, 3, d=1), rtol=1e-14)
    with pytest.raises(ValueError, match="fresh_share must be 1"):
        theory.error_ratio_by_round(0.5, 10, 10, 3, fresh_share=0.5, squared_drift=1)


def test_drawn_rows_with_drift_and_bias():
    rng = np.random.default_rng(3)
    n, m, runs, w, q, b, rounds = 6, 9, 20_000, 0.45, 0.05, 0.2, 8
    truth, mean = np.zeros(runs), None
    errors = []
    for t in range(rounds + 1):
        if t:
            truth = truth + np.sqrt(q) * rng.standard_normal(runs)
        real = truth + rng.standard_normal((runs, n)).mean(1)
        mean = real if t == 0 else w * real + (1 - w) * (mean + b + rng.standard_normal((runs, m)).mean(1))
        errors.append(n * (mean - truth) ** 2)
    errors = np.array(errors)
    expected = theory.error_ratio_by_round(w, n, m, rounds, squared_drift=n * q, squared_bias=n * b**2)
    assert (np.abs(errors.mean(1) - expected) / (errors.std(1) / np.sqrt(runs)) < 4).all()


@pytest.mark.parametrize("new", [0, 2, 6])
def test_drawn_rows_with_an_archive(new):
    rng = np.random.default_rng(11)
    n, m, runs, w, rounds = 6, 9, 20_000, 0.45, 6
    archive = rng.standard_normal((runs, n - new))
    errors, mean = [], None
    for t in range(rounds + 1):
        real = np.concatenate([archive, rng.standard_normal((runs, new))], axis=1).mean(1)
        mean = real if t == 0 else w * real + (1 - w) * (mean + rng.standard_normal((runs, m)).mean(1))
        errors.append(n * mean**2)
    errors = np.array(errors)
    expected = theory.error_ratio_by_round(w, n, m, rounds, fresh_share=new / n)
    assert (np.abs(errors.mean(1) - expected) / (errors.std(1) / np.sqrt(runs)) < 4).all()
