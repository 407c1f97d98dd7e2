import numpy as np
import pytest
from scipy.stats import chisquare, poisson
from sklearn.linear_model import LogisticRegression as SkLogistic
from sklearn.linear_model import PoissonRegressor

import model_collapse as mc
from model_collapse.problems.glm import Responses
from model_collapse.problems.stream import Stream
from tests.problems.agreement import SIGMA, assert_same_law
from tests.problems.row_problems import LogisticRows, PoissonRows

KINDS = [(mc.LogisticRegression, LogisticRows), (mc.PoissonRegression, PoissonRows)]


@pytest.mark.parametrize("n", [5, 100])
@pytest.mark.parametrize(("fast", "oracle"), KINDS)
def test_law_of_drawn_rows(fast, oracle, n):
    p = 1 if n == 5 else 2
    sigma = SIGMA[:p, :p]
    fast, oracle = fast(p, covariance=sigma), oracle(p, sigma)
    assert_same_law(fast, oracle, n=n, weight=0.4, seed=n, replications=(3000, 300))


@pytest.mark.parametrize(("fast", "oracle"), KINDS)
def test_law_of_drawn_rows_when_covariates_differ(fast, oracle):
    fast = fast(2, covariance=SIGMA / 4, synthetic_covariance=SIGMA)
    assert_same_law(fast, oracle(2, SIGMA / 4, SIGMA), n=40, weight=0.6, seed=7, replications=(3000, 300))


def drawn(problem, n, replications, rng):
    """Rows with their responses, as the sample of real rows and as plain arrays."""
    x = rng.standard_normal((replications, problem.p, n)).astype(np.float32)
    eta = np.einsum("rpn,p->rn", x, problem.truth)
    logistic = isinstance(problem, mc.LogisticRegression)
    y = rng.random(eta.shape) < 1 / (1 + np.exp(-eta)) if logistic else rng.poisson(np.exp(eta))
    xy = np.einsum("rpn,rn->rp", x.astype(float), y)[None]
    origin = np.broadcast_to(problem.truth, (1, replications, problem.p))
    return Responses(x, xy, origin), x.astype(float), y.astype(float)


@pytest.mark.parametrize("n", [15, 100, 1000])
@pytest.mark.parametrize("kind", [mc.LogisticRegression, mc.PoissonRegression])
def test_fit_agrees_with_scikit_learn(kind, n):
    problem, rng = kind(2, coefficients=[0.7, -0.5]), np.random.default_rng(n)
    (real, x, y), (synthetic, x2, y2) = drawn(problem, n, 8, rng), drawn(problem, 2 * n, 8, rng)
    weights = np.array([[0.2], [0.9]])
    found = problem.fit(real, synthetic, weights)
    for w, weight in enumerate(weights[:, 0]):
        for r in range(8):
            rows, responses = np.vstack([x[r].T, x2[r].T]), np.concatenate([y[r], y2[r]])
            row_weights = np.repeat([weight / n, (1 - weight) / (2 * n)], [n, 2 * n]) * 3 * n
            if kind is mc.LogisticRegression:
                model = SkLogistic(C=np.inf, fit_intercept=False, tol=1e-10, solver="newton-cholesky")
            else:
                model = PoissonRegressor(alpha=0, fit_intercept=False, tol=1e-10, solver="newton-cholesky")
            expected = model.fit(rows, responses, sample_weight=row_weights).coef_.ravel()
            np.testing.assert_allclose(found[w, r], expected, atol=1e-4)


def test_separated_data_end_the_run_and_are_counted():
    problem = mc.LogisticRegression(1)
    rng = np.random.default_rng(1)
    sample, x, y = drawn(problem, 5, 400, rng)
    side = np.sign((2 * y - 1) * x[:, 0])
    separated = np.abs(side.sum(axis=-1)) == 5
    assert 20 < separated.sum() < 380
    np.testing.assert_array_equal(np.isnan(problem.fit(sample)[0, :, 0]), separated)
    run = mc.simulate(problem, mc.replace, n_real=8, n_synthetic=8, rounds=20, replications=200, seed=7)
    ended = np.isnan(run.errors)
    assert ended.any()
    assert (ended[:, 1:] >= ended[:, :-1]).all()
    np.testing.assert_array_equal(run.ended, ended.sum(axis=0))


@pytest.mark.parametrize("shift", [-1.5, 0.0, 0.2, 2.5])
def test_responses_have_the_poisson_law(shift):
    # One row a replication with x = 1: X'y is y, and its mean is exp(coefficient + shift).
    problem, replications = mc.PoissonRegression(1, coefficients=1.0), 20_000
    model = np.full((1, replications, 1), 1 + shift)
    x = np.ones((replications, 1, 1), dtype=np.float32)
    y = problem._respond(x, model, Stream(np.random.SeedSequence(8), replications))[0, :, 0].astype(int)
    mean = np.exp(1 + shift)
    low, high = int(poisson.ppf(0.005, mean)), int(poisson.ppf(0.995, mean))
    observed = np.bincount(np.clip(y, low, high) - low)
    mass = poisson.pmf(np.arange(low, high + 1), mean)
    mass[0], mass[-1] = poisson.cdf(low, mean), poisson.sf(high - 1, mean)
    assert chisquare(observed, mass * replications).pvalue > 1e-3


def test_responses_far_above_the_truth():
    problem, replications = mc.PoissonRegression(1, coefficients=0.0), 2000
    x = np.ones((replications, 1, 1), dtype=np.float32)
    model = np.broadcast_to(np.log([[700.0], [40_000.0]])[..., None], (2, replications, 1))
    y = problem._respond(x, model, Stream(np.random.SeedSequence(8), replications))[..., 0]
    for row, mean in zip(y, (700.0, 40_000.0), strict=True):
        assert abs(row.mean() - mean) < 4 * np.sqrt(mean / replications)
        assert abs(row.var() / mean - 1) < 4 * np.sqrt(2 / replications)


@pytest.mark.parametrize("kind", [mc.LogisticRegression, mc.PoissonRegression])
def test_information_by_monte_carlo(kind):
    problem = kind(2, coefficients=[0.5, -0.3], covariance=SIGMA)
    x = np.random.default_rng(3).multivariate_normal([0, 0], SIGMA, size=400_000)
    eta = x @ problem.truth
    variance = np.exp(eta) if kind is mc.PoissonRegression else 1 / (2 + 2 * np.cosh(eta))
    expected = (x * variance[:, None]).T @ x / len(x)
    np.testing.assert_allclose(problem.information(), expected, atol=0.02 * np.abs(expected).max())


def test_information_without_any_effect():
    assert mc.PoissonRegression(2, coefficients=0.0).unit(50) == pytest.approx(2 / 50)
    assert mc.LogisticRegression(2, coefficients=0.0).unit(50) == pytest.approx(8 / 50)


@pytest.mark.parametrize("kind", [mc.LogisticRegression, mc.PoissonRegression])
def test_error_approaches_the_asymptote(kind):
    w = np.array([0.4, 0.618])
    run = mc.simulate(kind(2), mc.fresh, n_real=2000, n_synthetic=2000, weight=w, rounds=20, replications=100, seed=8)
    ratio = run.settled(10).mean(axis=-1) / mc.error_ratio(w, 1)
    assert np.abs(ratio - 1).max() < 4 * 0.1  # a hundred replications of a chi-square with two degrees of freedom


@pytest.mark.parametrize("kind", [mc.LogisticRegression, mc.PoissonRegression])
def test_bad_inputs(kind):
    with pytest.raises(ValueError, match="coefficients"):
        kind(2, coefficients=[1, 2, 3])
    with pytest.raises(ValueError, match="synthetic_covariance"):
        kind(2, synthetic_covariance=np.eye(1))
    with pytest.raises(ValueError, match="at least 3 rows, got 2"):
        mc.simulate(kind(3), mc.fresh, n_real=2, n_synthetic=5, rounds=1, replications=1, seed=0)
