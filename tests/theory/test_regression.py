"""Linear regression to second order, against exact expectations in one dimension and drawn rows in two."""

from functools import reduce

import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from scipy.special import roots_genlaguerre

from model_collapse import theory


def exact_in_one_dimension(w, n, m, rounds=None, nodes=120):
    """n V in the limit, or after some rounds, for p = 1, by quadrature over the two sums of squares."""

    def squares(rows):
        x, weights = roots_genlaguerre(nodes, rows / 2 - 1)
        return 2 * x / rows, weights / weights.sum()

    (real, p), (synthetic, q) = squares(n), squares(m)
    a, b = w * real[:, None], (1 - w) * synthetic
    noise = (w**2 * real[:, None] / n + (1 - w) ** 2 * synthetic / m) / (a + b) ** 2
    added, kept = n * (p @ noise @ q), p @ (b / (a + b)) ** 2 @ q
    if rounds is None:
        return added / (1 - kept)
    return reduce(lambda ratio, _: added + kept * ratio, range(rounds), n / (n - 2))


@pytest.mark.claim("T21")
@pytest.mark.parametrize("w", [0.2, 0.618, 0.9])
def test_what_remains_is_of_third_order(w):
    n = np.array([12, 25, 50, 100])
    exact = np.array([exact_in_one_dimension(w, x, 2 * x) for x in n])
    left = (exact - theory.linear_regression_error_ratio(w, n, 2 * n, 1)) * n**2
    np.testing.assert_allclose(left, left[-1], rtol=0.1)
    assert (np.abs(left) < n**2 * np.abs(exact - theory.error_ratio(w, 0.5)) / 4).all()


@pytest.mark.parametrize("w", [0.0, 0.05, 0.618])
@pytest.mark.parametrize("rounds", [0, 1, 30])
def test_rounds_too_leave_the_third_order(w, rounds):
    n = np.array([12, 25, 50, 100])
    exact = np.array([exact_in_one_dimension(w, x, 2 * x, rounds) for x in n])
    found = theory.linear_regression_error_ratio_by_round(w, n, 2 * n, rounds, 1)[:, -1]
    left = (exact - found) * n**2
    assert np.abs(left[-1]) <= 1.2 * np.abs(left[-2]) + 1e-6
    plain = theory.error_ratio_by_round(w, n, 2 * n, rounds)[:, -1]
    assert (np.abs(exact - found) <= np.abs(exact - plain) / 3).all()


def test_many_rounds_reach_the_limit():
    w = np.array([0.3, 0.618, 1.0])
    found = theory.linear_regression_error_ratio_by_round(w, 100, 50, 100, 3)[:, -1]
    np.testing.assert_allclose(found, theory.linear_regression_error_ratio(w, 100, 50, 3), rtol=1e-12)


def test_real_data_alone():
    n, p = 1000, 3
    assert theory.linear_regression_error_ratio(1, n, 50, p) == pytest.approx(n / (n - p - 1), abs=2e-5)
    assert theory.linear_regression_error_ratio(0, n, 50, p) == np.inf


def test_large_numbers_of_rows_reach_the_plain_formula():
    w = np.array([0.01, 0.3, 0.99])
    found = theory.linear_regression_error_ratio(w, 10**9, 5 * 10**8, 4)
    np.testing.assert_allclose(found, theory.error_ratio(w, 2), rtol=1e-6)


def test_printed_values():
    w = np.array([0.3, 0.618, 0.8])
    ratio = theory.linear_regression_error_ratio(w, 100, 100, 2) / theory.error_ratio(w, 1)
    np.testing.assert_allclose(ratio, [1.0122, 1.0199, 1.0182], atol=5e-5)
    ratio = theory.linear_regression_error_ratio(0.618, 40, 40, 2) / theory.error_ratio(0.618, 1)
    assert ratio == pytest.approx(1.0501, abs=5e-5)
    best = theory.linear_regression_optimal_weight([20, 30, 100], [20, 30, 100], 2)
    np.testing.assert_allclose(best, [0.625, 0.623, 0.619], atol=6e-4)


@pytest.mark.parametrize(("n", "m", "p"), [(20, 20, 2), (30, 300, 5), (1000, 10, 1), (8, 8, 3), (1000, 1000, 40)])
def test_best_weight_is_the_only_minimum(n, m, p):
    grid = np.linspace(0.005, 1, 400)
    values = theory.linear_regression_error_ratio(grid, n, m, p)
    best = theory.linear_regression_optimal_weight(n, m, p)
    assert (np.diff(np.sign(np.diff(values))) != 0).sum() == 1
    assert (values >= theory.linear_regression_error_ratio(best, n, m, p)).all()
    found = minimize_scalar(
        lambda x: theory.linear_regression_error_ratio(x, n, m, p), bounds=(1e-3, 1), method="bounded"
    )
    assert best == pytest.approx(found.x, abs=1e-5)


@pytest.mark.claim("T21")
def test_drawn_rows():
    rng = np.random.default_rng(4)
    n, m, p, runs, rounds, w = 40, 30, 2, 4_000, 14, 0.618

    def moments(coefficients, size):
        x = rng.standard_normal((runs, size, p))
        y = (x * coefficients[:, None, :]).sum(-1) + rng.standard_normal((runs, size))
        return np.swapaxes(x, 1, 2) @ x / size, (x * y[..., None]).mean(1)

    truth = np.zeros((runs, p))
    fit, errors = truth, []
    for t in range(rounds):
        (a, b), (c, d) = moments(truth, n), moments(fit, m)
        v = w if t else 1.0
        fit = np.linalg.solve(v * a + (1 - v) * c, (v * b + (1 - v) * d)[..., None])[..., 0]
        if t >= 5:
            errors.append(n * (fit**2).sum(1) / p)
    errors = np.mean(errors, axis=0)
    stderr = errors.std() / np.sqrt(runs)
    assert abs(errors.mean() - theory.linear_regression_error_ratio(w, n, m, p)) / stderr < 4
    assert (errors.mean() - theory.error_ratio(w, n / m)) / stderr > 3


@pytest.mark.parametrize(("n", "m", "p"), [(3, 10, 2), (10, 3, 2)])
def test_refusals(n, m, p):
    with pytest.raises(ValueError, match=r"must be above p \+ 1"):
        theory.linear_regression_error_ratio(0.5, n, m, p)
