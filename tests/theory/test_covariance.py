"""Covariances: the map of the second moments in exact fractions, numerical minima, chi-square moments, drawn rows."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.stats import chi2

from model_collapse import theory

quiet = settings(derandomize=True, deadline=None)
MATRICES = [[[1]], [[1, 0], [0, 1]], [[4, 1], [1, 2]], np.diag([1, 2, 3, 4, 5]).tolist(), [[1, 1], [1, 1]]]


def moment_map(w, n, m, rounds, matrix):
    """Expected trace(S)^2 and trace(S^2) by round from the two coupled recursions, in exact fractions."""
    w, u = Fraction(w), 1 - Fraction(w)
    a = Fraction(int(np.trace(matrix))) ** 2
    b = sum(Fraction(int(x)) ** 2 for x in np.ravel(matrix))
    first, second = a + 2 * b / (n - 1), b + (a + b) / (n - 1)
    out = [(first, second)]
    real_first, real_second = first, second
    for _ in range(rounds):
        drawn_first, drawn_second = first + 2 * second / (m - 1), second + (first + second) / (m - 1)
        first = w**2 * real_first + u**2 * drawn_first + 2 * w * u * a
        second = w**2 * real_second + u**2 * drawn_second + 2 * w * u * b
        out.append((first, second))
    return np.array([[float(x) for x in pair] for pair in out]).T, float(a), float(b), [s - b for _, s in out]


@pytest.mark.parametrize("matrix", MATRICES)
@pytest.mark.parametrize("weight", [0.0, 0.05, 0.3, 0.75, 1.0])
@pytest.mark.parametrize(("n", "m"), [(2, 2), (10, 4), (5, 100)])
def test_moments_and_errors_by_round(matrix, weight, n, m):
    moments, a, b, errors = moment_map(weight, n, m, 8, matrix)
    found = theory.covariance_moments_by_round(weight, n, m, 8, matrix)
    np.testing.assert_allclose(found.squared_trace, moments[0], rtol=1e-13)
    np.testing.assert_allclose(found.trace_of_square, moments[1], rtol=1e-13)
    unit = theory.covariance_sampling_error(n, matrix)
    assert unit == pytest.approx((a + b) / (n - 1))
    ratio = theory.covariance_error_ratio_by_round(weight, n, m, 8, matrix)
    np.testing.assert_allclose(ratio * unit, [float(x) for x in errors], rtol=1e-13)


@pytest.mark.parametrize("matrix", MATRICES)
def test_limit(matrix):
    by_round = theory.covariance_error_ratio_by_round([0.3, 0.6, 0.9], 7, 12, 400, matrix)[..., -1]
    np.testing.assert_allclose(theory.covariance_error_ratio([0.3, 0.6, 0.9], 7, 12, matrix), by_round, rtol=1e-12)


def test_printed_values():
    error = theory.covariance_error_ratio(0.3, 100, 100, np.eye(2)) * theory.covariance_sampling_error(100, np.eye(2))
    assert error == pytest.approx(0.07006, abs=5e-6)
    np.testing.assert_allclose(theory.heavy_tail_threshold([2, 5, 10, 100]), [0.423, 0.184, 0.095, 0.010], atol=5e-4)
    np.testing.assert_allclose(
        theory.fourth_moment_threshold([2, 5, 10, 100]), [0.688, 0.396, 0.2365, 0.029], atol=5e-4
    )


@pytest.mark.parametrize("m", [2, 5, 10, 100, 10_000])
@pytest.mark.claim("T14")
def test_thresholds_keep_the_moments_of_a_variance_at_one(m):
    nu, second, fourth = m - 1, 1 - theory.heavy_tail_threshold(m), 1 - theory.fourth_moment_threshold(m)
    assert second**2 * chi2.moment(2, nu) / nu**2 == pytest.approx(1, rel=1e-9)
    assert fourth**4 * chi2.moment(4, nu) / nu**4 == pytest.approx(1, rel=1e-9)


def test_thresholds_at_a_trillion_rows_keep_their_digits():
    assert theory.heavy_tail_threshold(1e12) == pytest.approx(1e-12, rel=1e-10)
    assert theory.fourth_moment_threshold(1e12) == pytest.approx(3e-12, rel=1e-10)


@pytest.mark.claim("T13")
def test_infinite_at_the_threshold_in_any_dimension():
    for matrix in MATRICES:
        edge = theory.heavy_tail_threshold(10)
        assert theory.covariance_error_ratio(edge * 0.999, 10, 10, matrix) == np.inf
        assert np.isfinite(theory.covariance_error_ratio(edge * 1.001, 10, 10, matrix))


@pytest.mark.parametrize("matrix", MATRICES)
@pytest.mark.parametrize(("n", "m"), [(2, 2), (10, 10), (100, 7), (5, 1000)])
def test_best_weight_is_the_minimum(matrix, n, m):
    low = float(theory.heavy_tail_threshold(m)) + 1e-9
    found = minimize_scalar(
        lambda w: theory.covariance_error_ratio(w, n, m, matrix),
        bounds=(low, 1),
        method="bounded",
        options={"xatol": 1e-10},
    )
    best = theory.covariance_optimal_weight(n, m, matrix)
    assert best == pytest.approx(found.x, abs=1e-6)
    assert theory.covariance_error_ratio(best, n, m, matrix) <= found.fun * (1 + 1e-14)


@quiet
@given(st.integers(2, 10_000), st.integers(2, 10_000))
def test_one_dimension_is_the_family_with_curvature_two(n, m):
    best = theory.covariance_optimal_weight(n, m)
    assert best == pytest.approx(float(theory.family_optimal_weight(n - 1, m - 1, 2)), rel=1e-12)
    assert theory.covariance_error_ratio(best, n, m) == pytest.approx(float(best), rel=1e-10)


def test_best_weight_is_nearly_its_error_in_more_dimensions():
    for p in (2, 5):
        best = theory.covariance_optimal_weight(10, 10, np.eye(p))
        assert theory.covariance_error_ratio(best, 10, 10, np.eye(p)) == pytest.approx(float(best), abs=1.5e-3)


def test_drawn_rows():
    rng = np.random.default_rng(4)
    n, m, runs, rounds, weight = 12, 9, 8_000, 8, 0.6
    truth = np.array([[2.0, 0.5], [0.5, 1.0]])
    root = np.linalg.cholesky(truth)

    def sample_covariance(factor, size):
        rows = rng.standard_normal((runs, size, 2)) @ np.swapaxes(factor, -1, -2)
        rows = rows - rows.mean(1, keepdims=True)
        return np.swapaxes(rows, 1, 2) @ rows / (size - 1)

    errors, fit = [], None
    for t in range(rounds + 1):
        real = sample_covariance(root, n)
        fit = weight * real + (1 - weight) * sample_covariance(np.linalg.cholesky(fit), m) if t else real
        errors.append(((fit - truth) ** 2).sum((1, 2)))
    errors = np.array(errors) / theory.covariance_sampling_error(n, truth)
    expected = theory.covariance_error_ratio_by_round(weight, n, m, rounds, truth)
    assert (np.abs(errors.mean(1) - expected) / (errors.std(1) / np.sqrt(runs)) < 4).all()


def test_mean_with_estimated_covariance_has_the_error_of_the_known_one():
    rng = np.random.default_rng(44)
    n, m, runs, rounds, weight = 6, 8, 20_000, 6, 0.6
    mean, sd = np.zeros(runs), np.ones(runs)
    errors = []
    for t in range(rounds + 1):
        real = rng.standard_normal((runs, n))
        synthetic = mean[:, None] + sd[:, None] * rng.standard_normal((runs, m))
        w = weight if t else 1.0
        mean = w * real.mean(1) + (1 - w) * synthetic.mean(1)
        sd = np.sqrt(w * real.var(1, ddof=1) + (1 - w) * synthetic.var(1, ddof=1))
        errors.append(n * mean**2)
    errors = np.array(errors)
    expected = theory.error_ratio_by_round(weight, n, m, rounds)
    assert (np.abs(errors.mean(1) - expected) / (errors.std(1) / np.sqrt(runs)) < 4).all()


@pytest.mark.parametrize("form", [theory.covariance_error_ratio_by_round, theory.covariance_moments_by_round])
def test_shapes_that_do_not_fit_together_are_refused(form):
    with pytest.raises(
        ValueError, match=r"weight and n_real must have shapes that fit together, got \(3,\) and \(2,\)\."
    ):
        form([0.1, 0.2, 0.3], [10, 20], 10, 2)
    with pytest.raises(
        ValueError, match=r"weight and covariance must have shapes that fit together, got \(3,\) and \(2,\)\."
    ):
        form([0.1, 0.2, 0.3], 10, 10, 2, np.array([np.eye(2)] * 2))
