"""Covariates that differ, against a generalised eigenproblem, a direct recursion of covariances and drawn rows."""

import numpy as np
import pytest
from scipy.linalg import eigh
from scipy.optimize import minimize_scalar

import model_collapse as mc
from model_collapse import theory

REAL = np.array([[2.0, 0.6], [0.6, 0.5]])
MADE = np.array([[1.0, -0.7], [-0.7, 3.0]])


def by_matrices(w, n, m, real, made, rounds=4000):
    """Trace of the limit of the covariance of the coefficients, iterated as matrices, over that of real rows alone."""
    u = 1 - w
    inverse = np.linalg.inv(w * real + u * made)
    noise, carry = inverse @ (w**2 * real / n + u**2 * made / m) @ inverse, u * inverse @ made
    found = np.linalg.inv(real) / n
    for _ in range(rounds):
        found = noise + carry @ found @ carry.T
    return n * np.trace(found) / np.trace(np.linalg.inv(real))


def by_directions(w, k, real, made):
    s, part = theory.information_ratios(real, made)
    return mc.error_ratio(theory.covariate_weight(w, s), k / s) @ part


@pytest.mark.claim("T20")
@pytest.mark.parametrize("w", [0.1, 1 / 3, 0.618, 0.95])
@pytest.mark.parametrize(("n", "m"), [(100, 100), (50, 300)])
def test_directions_are_the_recursion_of_matrices(w, n, m):
    assert by_directions(w, n / m, REAL, MADE) == pytest.approx(by_matrices(w, n, m, REAL, MADE), rel=1e-10)


def test_directions_solve_the_eigenproblem_of_scipy():
    ratio, basis = eigh(MADE, REAL)
    found = theory.information_ratios(REAL, MADE)
    np.testing.assert_allclose(found.ratio, ratio)
    np.testing.assert_allclose(found.part, (basis**2).sum(axis=0) / (basis**2).sum())


@pytest.mark.claim("T20")
@pytest.mark.parametrize("k", [0.1, 1, 3])
def test_break_even_stays_where_it_is(k):
    even = float(mc.break_even_weight(k))
    for s in (0.01, 0.5, 4, 100):
        at, above, below = (
            mc.error_ratio(theory.covariate_weight(w, s), k / s) for w in (even, even + 1e-4, even - 1e-4)
        )
        assert at == pytest.approx(1, abs=1e-9)
        assert above < 1 < below
    assert by_directions(even, k, REAL, MADE) == pytest.approx(1)


@pytest.mark.claim("T20")
def test_best_weight_for_four_times_the_information():
    best = theory.covariate_weight(mc.optimal_weight(1 / 4), 1 / 4)
    found = minimize_scalar(
        lambda w: by_matrices(w, 9, 9, np.eye(1), 4 * np.eye(1), 400), bounds=(0.3, 0.99), method="bounded"
    )
    assert best == pytest.approx(found.x, abs=1e-4)
    assert best == pytest.approx(0.719, abs=5e-4)
    assert mc.optimal_weight(1 / 4) == pytest.approx(found.fun, rel=1e-8)
    assert best / (1 - best) == pytest.approx(1 / mc.optimal_weight(1 / 4))


def test_the_inverse_is_the_same_function():
    w, s = np.linspace(0, 1, 11), 3.7
    np.testing.assert_allclose(theory.covariate_weight(theory.covariate_weight(w, s), 1 / s), w, atol=1e-12)
    np.testing.assert_allclose(theory.covariate_weight(w, 1), w)


@pytest.mark.claim("T20")
def test_drawn_rows():
    rng = np.random.default_rng(14)
    n, m, runs, w = 300, 300, 700, 0.8
    real, made = np.eye(2), np.array([[4.0, 1.0], [1.0, 0.5]])
    roots = np.eye(2), np.linalg.cholesky(made).T

    def moments(coefficients, size, root):
        x = rng.standard_normal((runs, size, 2)) @ root
        y = (x * coefficients[:, None, :]).sum(-1) + rng.standard_normal((runs, size))
        return np.swapaxes(x, 1, 2) @ x / size, (x * y[..., None]).mean(1)

    truth = np.ones((runs, 2))
    fit, errors = truth, []
    for t in range(8):
        (a, b), (c, d) = moments(truth, n, roots[0]), moments(fit, m, roots[1])
        v = w if t else 1.0
        fit = np.linalg.solve(v * a + (1 - v) * c, (v * b + (1 - v) * d)[..., None])[..., 0]
        if t >= 4:
            errors.append(((fit - truth) ** 2).sum(1) * n / 2)
    errors = np.mean(errors, axis=0)
    stderr = errors.std() / np.sqrt(runs)
    # Beside chance, what leading order leaves out: about (p + 1) / m.
    assert abs(errors.mean() - by_directions(w, 1, real, made)) < 4 * stderr + 0.02
    assert abs(errors.mean() - mc.error_ratio(theory.covariate_weight(w, 2), 1 / 2)) > 0.05


@pytest.mark.claim("T20")
def test_logistic_regression_too():
    law = {"covariance": np.eye(2) / 4, "synthetic_covariance": np.eye(2)}
    problem, made = mc.LogisticRegression(2, **law), mc.LogisticRegression(2)
    expected = by_directions(0.687, 1, problem.information(), made.information())
    size = {"n_real": 600, "n_synthetic": 600, "rounds": 9, "replications": 150, "seed": 14}
    found = mc.simulate(problem, mc.fresh, weight=0.687, **size).compare(expected, last=6)
    assert abs(found.z[0]) < 4
    assert (mc.error_ratio(0.687, 1) - found.simulated[0]) / found.stderr[0] > 5


def test_refusals():
    with pytest.raises(ValueError, match="real_information must be positive definite"):
        theory.information_ratios(np.diag([1.0, 5e-15]), np.eye(2))
    with pytest.raises(ValueError, match="synthetic_information must be positive definite"):
        theory.information_ratios(np.eye(2), np.diag([1.0, 0.0]))
    with pytest.raises(ValueError, match=r"real_information must be one square matrix, got shape \(2, 3, 3\)\."):
        theory.information_ratios(np.stack([np.eye(3)] * 2), np.eye(3))
    with pytest.raises(ValueError, match="information_ratio"):
        theory.covariate_weight(0.5, 0)
