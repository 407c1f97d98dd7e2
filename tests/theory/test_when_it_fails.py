"""The conditions of the theorem broken one by one: rows drawn one at a time, exact sums, fractions and roots."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model_collapse import theory

quiet = settings(derandomize=True, deadline=None, max_examples=60)
powers = st.floats(-3, 3).map(lambda x: 10.0**x)
parts = st.fractions(Fraction(1, 20), 20, max_denominator=20)


def agrees(errors, expected):
    """Say whether simulated squared errors have the expected mean, within four standard errors."""
    return abs(errors.mean() - expected) < 4 * errors.std() / np.sqrt(errors.size)


@pytest.mark.claim("T42")
def test_groups_of_rows_drawn_one_by_one():
    rng, runs, groups, size, r, w = np.random.default_rng(42), 20_000, 4, 3, 0.4, 0.5
    n = m = groups * size

    def real():
        shared = np.sqrt(r) * rng.standard_normal((runs, groups, 1))
        return (shared + np.sqrt(1 - r) * rng.standard_normal((runs, groups, size))).mean((1, 2))

    mean = real()
    for _ in range(12):
        mean = w * real() + (1 - w) * (mean[:, None] + rng.standard_normal((runs, m))).mean(1)
    s = 1 + (size - 1) * r
    assert agrees(n / s * mean**2, theory.error_ratio(w, 1, noise_ratio=s))


@pytest.mark.claim("T42")
def test_counts_that_scatter_more_than_the_model_of_poisson_says():
    rng, runs, n, m, true, s, w = np.random.default_rng(43), 20_000, 8, 16, 5.0, 3.0, 0.4

    def real():
        return rng.negative_binomial(true / (s - 1), 1 / s, (runs, n)).mean(1)

    mean = real()
    for _ in range(14):
        mean = w * real() + (1 - w) * rng.poisson(mean[:, None], (runs, m)).mean(1)
    assert agrees(n / (s * true) * (mean - true) ** 2, theory.error_ratio(w, n / m, noise_ratio=s))


@quiet
@given(powers, powers)
@pytest.mark.claim("T42")
def test_at_break_even_one_synthetic_row_counts_for_2s_real_rows_and_naive_pooling_is_best_at_one_s(k, s):
    even = theory.break_even_weight(k, noise_ratio=s)
    assert 1 / theory.per_row_ratio(even, k) == pytest.approx(2 * s, rel=1e-9)
    naive = float(theory.naive_weight(k))
    h = (1 - naive) / naive
    for times in (0.9, 1.0, 1.1):
        ratio = times * (1 + 1 / k)
        step = 1e-3
        at = theory.error_ratio(naive, k, noise_ratio=ratio)
        more, fewer = (theory.error_ratio(1 / (1 + h * (1 + x)), k, noise_ratio=ratio) for x in (step, -step))
        assert (at < min(more, fewer)) == (times == 1.0)


@quiet
@given(parts, parts, st.integers(1, 60), st.integers(1, 60), parts)
@pytest.mark.claim("T39")
def test_one_criterion_says_whether_naive_pooling_helps(s, bias, n, m, q):
    k, u = Fraction(n, m), Fraction(m, n + m)  # squared bias and q in units of one row's variance, a hundredth each
    bias, q, w = bias / 100, q / 100, 1 - u
    settled = (w**2 / n + u**2 * (1 / (s * m) + q)) / (1 - u**2) + (u / w) ** 2 * bias
    helps = 1 / (s * m) + q + (1 + 2 / k) * bias < Fraction(2, m)
    assert helps == (settled < Fraction(1, n))
    drift = {"noise_ratio": float(s), "squared_bias": float(n * bias), "squared_drift": float(n * q)}
    assert theory.error_ratio(float(w), float(k), **drift) == pytest.approx(float(n * settled), rel=1e-12)


@pytest.mark.claim("T39")
def test_rows_drawn_one_by_one_from_a_wandering_truth_and_a_shift_drawn_anew():
    rng, runs, n, m, q, anew, w = np.random.default_rng(39), 20_000, 8, 12, 0.1, 0.05, 0.45
    truth, mean = np.zeros(runs), rng.standard_normal((runs, n)).mean(1)
    for _ in range(12):
        before = truth
        truth = truth + np.sqrt(q) * rng.standard_normal(runs)
        real = (truth[:, None] + rng.standard_normal((runs, n))).mean(1)
        shift = np.sqrt(anew) * rng.standard_normal(runs)
        mean = w * real + (1 - w) * ((mean + shift)[:, None] + rng.standard_normal((runs, m))).mean(1)
    expected = theory.error_ratio(w, n / m, squared_drift=n * (q + anew))
    assert agrees(n * (mean - truth) ** 2, expected)
    assert not agrees(n * (mean - before) ** 2, expected)


@pytest.mark.claim("T35")
def test_an_archive_and_new_rows_drawn_one_by_one():
    rng, runs, old, new, m, w = np.random.default_rng(35), 20_000, 6, 4, 5, 0.5
    n = old + new
    archive = rng.standard_normal((runs, old)).sum(1)
    mean = (archive + rng.standard_normal((runs, new)).sum(1)) / n
    for _ in range(12):
        real = (archive + rng.standard_normal((runs, new)).sum(1)) / n
        mean = w * real + (1 - w) * (mean[:, None] + rng.standard_normal((runs, m))).mean(1)
    g, k = new / n, n / m
    assert agrees(n * mean**2, theory.error_ratio(w, k, fresh_share=g))
    assert theory.error_ratio(w, k, fresh_share=g) == pytest.approx(1 - g + g * float(theory.error_ratio(w, k / g)))


def settled(w, k, covariance):
    """Error ratio after many rounds from the covariances of the real averages (in units of 1/n), summed in full."""
    lags = np.arange(len(covariance))
    part = w * (1 - w) ** lags
    return part @ covariance @ part + k * ((1 - w) ** (2 * lags[1:])).sum()


def toeplitz(row):
    return np.asarray(row)[np.abs(np.subtract.outer(np.arange(len(row)), np.arange(len(row))))]


@quiet
@given(st.floats(0.2, 1), powers, st.floats(0, 1))
@pytest.mark.claim("T36")
def test_resembling_batches_by_their_covariances(w, k, r):
    expected = settled(w, k, toeplitz(r ** np.arange(160.0)))
    assert theory.correlated_error_ratio(w, k, r) == pytest.approx(expected, rel=1e-11)


@pytest.mark.claim("T36")
def test_more_than_half_of_the_gain_is_gone_at_a_correlation_of_a_half():
    grid = np.linspace(0.01, 1, 991)
    error = theory.correlated_error_ratio(grid, 1, np.array([[0.0], [0.5]]))
    best = grid[error.argmin(1)]
    assert 1 - error[1].min() < 0.5 * (1 - error[0].min())
    assert best[1] - best[0] == pytest.approx(0.046, abs=1e-3)


@pytest.mark.claim("T36")
def test_with_many_generated_rows_resembling_batches_first_lower_the_best_weight():
    grid, r = np.linspace(0.01, 1, 991), np.array([0, 0.5, 0.75, 0.99])
    best = grid[theory.correlated_error_ratio(grid, 0.1, r[:, None]).argmin(1)]
    assert best[:3] == pytest.approx([0.270, 0.210, 0.180], abs=6e-4)
    assert best[3] > 0.85


@pytest.mark.claim("T43")
@pytest.mark.parametrize("r", [1, 2, 5, 40])
def test_a_pool_of_old_batches_under_drift_by_its_covariances(r):
    drift = 0.7
    steps = np.tril(np.ones((r, r)), -1) * drift**0.5  # batch j has missed the last j steps
    average = np.full(r, 1 / r)
    expected = average @ (np.eye(r) + steps @ steps.T) @ average
    window = 1 / r + drift * (r - 1) * (2 * r - 1) / (6 * r)
    assert window == pytest.approx(expected, rel=1e-12)
    pool = theory.pooled_real_error_ratio_by_round(r - 1, squared_drift=drift)
    assert pool[-1] == pytest.approx(expected, rel=1e-12)


@pytest.mark.claim("T43")
def test_mixed_parameters_under_drift_and_rows_of_the_same_model():
    rng, runs, n, q, w = np.random.default_rng(44), 20_000, 6, 0.15, 0.5
    truth, model = np.zeros(runs), rng.standard_normal((runs, n)).mean(1)
    for _ in range(12):
        truth = truth + np.sqrt(q) * rng.standard_normal(runs)
        model = w * (truth[:, None] + rng.standard_normal((runs, n))).mean(1) + (1 - w) * model
    expected = theory.error_ratio(w, n * q)
    assert agrees(n * (model - truth) ** 2, expected)
    weights, drift = np.linspace(0.01, 0.99, 50), np.logspace(-3, 3, 20)[:, None, None]
    rows = theory.error_ratio(weights, np.logspace(-6, 3, 20)[:, None], squared_drift=drift)
    assert (theory.error_ratio(weights, drift) < rows).all()
    assert theory.pooled_real_error_ratio_by_round(3000, squared_drift=0.01)[-1] > 9


@quiet
@given(st.floats(-4, 3).map(lambda x: 10.0**x), st.integers(1, 60))
@pytest.mark.claim("T44")
def test_rows_of_r_rounds_against_the_best_weight(k, r):
    w = np.linspace(0.001, 1, 2000)
    h = (1 - w) / w
    best = ((1 + k * h**2) / (1 + 2 * h)).min()
    if abs(r * best - 1) > 1e-3:
        assert (1 / r < best) == (r > 1 / theory.optimal_weight(k))


@quiet
@given(st.floats(0.2, 1), powers)
@pytest.mark.claim("T44")
def test_two_rounds_kept_and_rows_generated_by_their_covariances(w, k):
    row = np.zeros(160)
    row[:2] = 0.5, 0.25
    expected = settled(w, k, toeplitz(row))
    assert w / 2 + k * (1 - w) ** 2 / (w * (2 - w)) == pytest.approx(expected, rel=1e-11)


def test_one_two_and_eleven_rounds():
    assert [int(1 / w) + 1 for w in theory.optimal_weight([1, 0.1, 0.01])] == [2, 4, 11]
    w = np.linspace(0.01, 1, 9901)
    both = w / 2 + (1 - w) ** 2 / (w * (2 - w))
    assert both.min() == pytest.approx(0.441, abs=5e-4)
    assert w[both.argmin()] == pytest.approx(0.775, abs=5e-4)
    s = np.linspace(1.5, 3, 200)
    assert (theory.error_ratio(0.5, 1, noise_ratio=s) < 1.025 * theory.optimal_weight(1, noise_ratio=s)).all()
