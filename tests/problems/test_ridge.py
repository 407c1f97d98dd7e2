"""Balanced designs and penalties, against rows that are drawn one by one and scikit-learn."""

import numpy as np
import pytest
from sklearn.linear_model import Ridge

import model_collapse as mc
from model_collapse.problems.base import Average
from model_collapse.problems.linear import Products


def design(copies):
    """Return rows with X'X / rows the same for any number of copies."""
    return np.tile([[1.0, 0.2], [1.0, -1.0], [0.5, 2.0]], (copies, 1))


def balanced(w, n, m, rounds, runs, ridge=0.0, truth=(1.0, -2.0)):
    """Return the coefficients of each round for a design of 3n real and 3m synthetic rows with uniform noise."""
    rng = np.random.default_rng(14)
    real, made = design(n), design(m)
    h = real.T @ real / len(real)
    beta, found = np.tile(truth, (runs, 1)), []
    for t in range(rounds + 1):
        v = w if t else 1.0
        noise = (rng.uniform(-np.sqrt(3), np.sqrt(3), (runs, rows)) for rows in (3 * n, 3 * m))
        y, other = np.array(truth) @ real.T + next(noise), beta @ made.T + next(noise)
        right = v * y @ real / len(real) + (1 - v) * other @ made / len(made)
        beta = np.linalg.solve(h + ridge * np.eye(2), right.T).T
        found.append(beta)
    return np.array(found), h


@pytest.mark.claim("T61")
def test_a_balanced_design_is_a_mean_at_any_number_of_rows():
    found, h = balanced(0.4, 2, 1, 6, 20_000)
    expected = mc.error_ratio_by_round(0.4, 6, 3, rounds=6) / 6
    error = found - [1.0, -2.0]
    for measure in (np.eye(2), h, np.diag([1.0, 0.0])):
        squared = np.einsum("tri,ij,trj->tr", error, measure, error)
        exact = expected * np.trace(measure @ np.linalg.inv(h))
        z = (squared.mean(1) - exact) / (squared.std(1) / np.sqrt(squared.shape[1]))
        assert np.abs(z).max() < 4


@pytest.mark.claim("T60")
@pytest.mark.parametrize("w", [0.0, 0.3, 0.618, 1.0])
def test_the_loop_has_the_bias_of_a_penalty_over_the_weight(w):
    rho, truth = 0.3, np.array([1.0, -2.0])
    found, h = balanced(w, 2, 1, 60 if w else 400, 1500, rho)
    alone = -truth if w == 0 else np.linalg.inv(h + rho / w * np.eye(2)) @ h @ truth - truth
    last = found[-1]
    z = (last.mean(0) - truth - alone) / (last.std(0) / np.sqrt(len(last)))
    assert np.abs(z).max() < 4
    values, basis = np.linalg.eigh(h)
    eta, u = values / (values + rho), 1 - w
    expected = eta**2 * (w**2 / 6 + u**2 / 3) / (1 - eta**2 * u**2) / values
    along = (last - last.mean(0)) @ basis
    np.testing.assert_allclose(along.var(axis=0), expected, rtol=4 * np.sqrt(2 / 1500))


@pytest.mark.claim("T60")
def test_random_rows_follow_the_balanced_design():
    n, rho, w = 2000, 0.01, np.array([0.3, 0.618, 0.8, 1.0])
    eta, u = 1 / (1 + rho), 1 - w
    expected = eta**2 * (w**2 + u**2) / (1 - eta**2 * u**2) + n * (rho / (w + rho)) ** 2
    run = mc.simulate(
        mc.LinearRegression(2, ridge=rho),
        mc.fresh,
        weight=w,
        n_real=n,
        n_synthetic=n,
        rounds=40,
        replications=1500,
        seed=2,
    )
    assert np.abs(run.compare(expected, last=10).z).max() < 4


@pytest.mark.parametrize("total", [1.0, 50.0])
def test_the_penalty_is_that_of_scikit_learn_over_the_sum_of_row_weights(total):
    rng = np.random.default_rng(5)
    x, y, w = rng.standard_normal((50, 3)), rng.standard_normal(50), 0.7
    v = np.repeat([w / 20, (1 - w) / 30], [20, 30]) * total
    theirs = Ridge(alpha=2.0, fit_intercept=False).fit(x, y, sample_weight=v).coef_

    def products(rows):
        a, b = x[rows], y[rows]
        return Products(
            Average(len(a), (a.T @ a / len(a))[None, None]), Average(len(a), (a.T @ b / len(a))[None, None])
        )

    problem = mc.LinearRegression(3, ridge=2.0 / total)
    ours = problem.fit(products(slice(20)), products(slice(20, 50)), np.array([[w]]))
    np.testing.assert_allclose(ours[0, 0], theirs, rtol=1e-10)
    alone = Ridge(alpha=2.0 / total * 20, fit_intercept=False).fit(x[:20], y[:20]).coef_
    np.testing.assert_allclose(problem.fit(products(slice(20)))[0, 0], alone, rtol=1e-10)
    with pytest.raises(ValueError, match="ridge"):
        mc.LinearRegression(3, ridge=-1)
