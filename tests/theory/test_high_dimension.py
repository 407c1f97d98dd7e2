"""Ridge and least-norm loops in many dimensions, against drawn rows, exact laws and other solvers."""

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

import model_collapse as mc
from model_collapse import theory
from model_collapse.theory.high_dimension import LEAST_NORM, _traces

ERROR = {True: theory.new_rows_error, False: theory.same_rows_error}
SIZES = [(160, 200, 400, 0.3, 0.1), (300, 150, 75, 0.7, 0.5), (150, 125, 125, 0.618, 1e-9), (100, 200, 200, 0.5, 1e-9)]


@pytest.mark.parametrize(("p", "n", "m", "w", "ridge"), SIZES)
def test_the_limits_of_traces_are_those_of_drawn_matrices(p, n, m, w, ridge):
    rng, found = np.random.default_rng(15), []
    for _ in range(8):
        x, z = rng.standard_normal((n, p)), rng.standard_normal((m, p))
        real, made = x.T @ x / n, z.T @ z / m
        inverse = np.linalg.inv(w * real + (1 - w) * made + ridge * np.eye(p))
        squared = inverse @ inverse
        products = inverse, squared, squared @ real, squared @ made, inverse @ made, made @ squared @ made
        found.append([np.trace(product) / p for product in products])
    expected = _traces(*np.broadcast_arrays(np.array(w), p / n, p / m, ridge))
    np.testing.assert_allclose(np.mean(found, axis=0), np.array(expected), rtol=0.03)


def drawn_loop(fit, p, n, m, rounds, runs, signal):
    """Return the settled error of a loop that draws its rows and fits them one run at a time."""
    rng = np.random.default_rng(16)
    truth = np.zeros(p)
    truth[0] = np.sqrt(signal)
    errors = np.zeros(runs)
    for run in range(runs):
        beta = truth
        for t in range(rounds):
            x, z = rng.standard_normal((n, p)), rng.standard_normal((m, p))
            beta = fit(x, x @ truth + rng.standard_normal(n), z, z @ beta + rng.standard_normal(m))
            errors[run] += ((beta - truth) ** 2).sum() * (t >= rounds / 2) / (rounds - rounds // 2)
    return errors.mean(), errors.std(ddof=1) / np.sqrt(runs)


@pytest.mark.parametrize("w", [0.3, 0.8, 1.0])
def test_ridge_error_against_a_loop_of_drawn_rows(w):
    p, n, m, ridge, signal = 60, 40, 60, 0.4, 3.0

    def fit(x, y, z, labels):
        left = w * x.T @ x / n + (1 - w) * z.T @ z / m + ridge * np.eye(p)
        return np.linalg.solve(left, w * x.T @ y / n + (1 - w) * z.T @ labels / m)

    mean, stderr = drawn_loop(fit, p, n, m, 24, 60, signal)
    assert mean == pytest.approx(theory.ridge_error(w, n, m, p, ridge, signal), abs=4 * stderr + mean / p)


@pytest.mark.parametrize(("n", "m", "p"), [(20, 20, 80), (30, 10, 60)])
def test_interpolation_error_against_a_loop_of_drawn_rows(n, m, p):
    def fit(x, y, z, labels):
        return np.linalg.lstsq(np.vstack([x, z]), np.concatenate([y, labels]))[0]

    mean, stderr = drawn_loop(fit, p, n, m, 60, 60, 4.0)
    assert mean == pytest.approx(theory.interpolation_error(n, m, p, 4.0), abs=4 * stderr)


def test_interpolation_error_of_few_rows_and_many_loops():
    n, m, p, runs, rounds = 2, 3, 14, 10_000, 12
    rng, truth = np.random.default_rng(18), np.eye(p)[0] * 2
    beta = np.tile(truth, (runs, 1))
    for _ in range(rounds):
        rows = rng.standard_normal((runs, n + m, p))
        labels = np.concatenate([rows[:, :n] @ truth, (rows[:, n:] @ beta[..., None])[..., 0]], axis=1)
        beta = (np.linalg.pinv(rows) @ (labels + rng.standard_normal(labels.shape))[..., None])[..., 0]
    errors = ((beta - truth) ** 2).sum(axis=1)
    expected = theory.interpolation_error(n, m, p, 4.0)
    assert errors.mean() == pytest.approx(expected, abs=4 * errors.std() / runs**0.5)
    assert errors.std() / runs**0.5 < expected / 100


def test_an_interpolating_loop_is_the_ridge_loop_without_a_penalty():
    w = np.array([0.1, 0.5, 0.9])[:, None]
    p = np.array([2000, 2700, 3000, 6000]) * 10
    found = theory.ridge_error(w, 10_000, 10_000, p, LEAST_NORM, 4)
    expected = theory.interpolation_error(10_000, 10_000, p[1:], 4)
    np.testing.assert_allclose(found[:, 1:], np.broadcast_to(expected, (3, 3)), rtol=5e-3)
    assert (found[:, 0] == np.inf).all()


@pytest.mark.claim("E12")
def test_the_band_without_a_limit_ends_at_the_squared_golden_ratio_and_begins_at_three_quarters_of_the_rows():
    n = 10**6
    p = np.array([2.617, 2.619]) * n
    assert np.isfinite(theory.interpolation_error(n, n, p, 1)).tolist() == [False, True]
    below = theory.ridge_error(0.5, n, n, np.array([1.499, 1.501]) * n, LEAST_NORM, 1)
    assert np.isfinite(below).tolist() == [True, False]


def test_few_columns_are_the_mean():
    w, k = np.array([0.2, 0.618, 1.0]), 0.5
    found = theory.ridge_error(w, 10**6, 2 * 10**6, 2, LEAST_NORM, 3) * 10**6 / 2
    np.testing.assert_allclose(found, mc.error_ratio(w, k), rtol=1e-4)
    assert theory.ridge_optimal_weight(10**6, 2 * 10**6, 2, LEAST_NORM, 3) == pytest.approx(0.5, abs=1e-4)


def test_second_order_agrees_where_columns_are_few():
    w = np.array([0.4, 0.618, 0.9])
    found = theory.ridge_error(w, 10_000, 5_000, 200, LEAST_NORM, 3) * 10_000 / 200
    np.testing.assert_allclose(found, theory.linear_regression_error_ratio(w, 10_000, 5_000, 200), rtol=3e-3)


@pytest.mark.parametrize(("ridge", "signal", "p"), [(0.25, 4.0, 100), (LEAST_NORM, 4.0, 50), (1.0, 1.0, 200)])
def test_the_best_ridge_weight_has_no_better_neighbour(ridge, signal, p):
    best = float(theory.ridge_optimal_weight(100, 100, p, ridge, signal))
    low, at, high = theory.ridge_error([best - 0.01, best, best + 0.01], 100, 100, p, ridge, signal)
    assert at < min(low, high)


def test_real_rows_alone_are_best_where_the_loop_has_no_limit():
    assert theory.ridge_optimal_weight(100, 100, 200, LEAST_NORM, 4) == 1


def relabelling(w, new_rows, n=12, p=30, rounds=40, runs=1500, signal=2.0):
    rng, truth = np.random.default_rng(17), np.zeros(30)
    truth[3] = np.sqrt(signal)
    beta, x = np.tile(truth, (runs, 1)), rng.standard_normal((runs, n, p))
    for _ in range(rounds):
        x = rng.standard_normal((runs, n, p)) if new_rows else x
        noise = rng.standard_normal((2, runs, n))
        mixed = w * (x @ truth + noise[0]) + (1 - w) * ((x @ beta[..., None])[..., 0] + noise[1])
        beta = (np.linalg.pinv(x) @ mixed[..., None])[..., 0]
    errors = ((beta - truth) ** 2).sum(1)
    return errors.mean(), errors.std() / np.sqrt(runs)


@pytest.mark.claim("E13")
@pytest.mark.parametrize("new_rows", [True, False])
def test_relabelled_error_against_a_loop_of_drawn_rows(new_rows):
    mean, stderr = relabelling(0.4, new_rows)
    assert mean == pytest.approx(ERROR[new_rows](0.4, 12, 30, 2.0), abs=4 * stderr)


@pytest.mark.claim("E13")
@pytest.mark.parametrize("new_rows", [True, False])
@pytest.mark.parametrize("signal", [0.0, 4.0])
def test_the_best_relabelled_weight_is_the_minimum(new_rows, signal):
    def error(w):
        return float(ERROR[new_rows](w, 100, 150, signal))

    found = minimize_scalar(error, bounds=(0.01, 0.999), method="bounded", options={"xatol": 1e-9}).x
    best = theory.new_rows_optimal_weight(100, 150, signal) if new_rows else mc.GOLDEN_WEIGHT
    assert best == pytest.approx(found, abs=1e-5)


def test_too_few_columns_are_refused():
    with pytest.raises(ValueError, match=r"p must be above n_real \+ 1, got 101 columns for 100 rows\."):
        theory.new_rows_error(0.5, 100, 101, 1)
    with pytest.raises(ValueError, match=r"p must be above n_real \+ n_synthetic \+ 1, got 31 columns for 30 rows\."):
        theory.interpolation_error(20, 10, 31, 1)
