import numpy as np
import pytest

import model_collapse as mc
from model_collapse.problems._numerics.matrices import bartlett, root, solve
from model_collapse.problems.stream import Stream
from tests.problems.agreement import SIGMA, assert_same_law, z_of
from tests.problems.row_problems import GaussianRows


def covariance_errors(sigma, n, m, w, rounds):
    """Expected squared Frobenius error by round: the recursion of E trace(S)^2 and E trace(S^2)."""
    a, b = np.trace(sigma) ** 2, (sigma**2).sum()
    A, B = a + 2 * b / (n - 1), b + (a + b) / (n - 1)
    real_a, real_b, found = A, B, [B - b]
    for _ in range(rounds):
        A, B = (
            w**2 * real_a + (1 - w) ** 2 * (A + 2 * B / (m - 1)) + 2 * w * (1 - w) * a,
            w**2 * real_b + (1 - w) ** 2 * (B + (A + B) / (m - 1)) + 2 * w * (1 - w) * b,
        )
        found.append(B - b)
    return np.array(found)


@pytest.mark.parametrize("n", [5, 100])
def test_mean_has_the_law_of_drawn_rows(n):
    fast = mc.GaussianMean(2, mean=[1.0, -2.0], covariance=SIGMA)
    assert_same_law(fast, GaussianRows([1.0, -2.0], SIGMA, known=True, loss_of=0), n=n, weight=0.4, seed=n)


@pytest.mark.parametrize("n", [5, 100])
def test_covariance_has_the_law_of_drawn_rows(n):
    fast = mc.GaussianCovariance(2, covariance=SIGMA)
    assert_same_law(fast, GaussianRows([0, 0], SIGMA, known=False, loss_of=1), n=n, weight=0.4, seed=n)


@pytest.mark.parametrize("n", [3, 5, 100])
def test_mean_with_estimated_covariance_has_the_law_of_drawn_rows(n):
    fast = mc.GaussianMeanEstimatedCovariance(2, mean=[1.0, -2.0], covariance=SIGMA)
    oracle = GaussianRows([1.0, -2.0], SIGMA, known=False, loss_of=0)
    assert_same_law(fast, oracle, n=n, weight=0.3, seed=n, rounds=5)


def test_mean_by_round():
    problem = mc.GaussianMean(3, covariance=np.diag([1.0, 2.0, 3.0]))
    run = mc.simulate(problem, mc.fresh, n_real=20, n_synthetic=50, weight=0.3, rounds=8, replications=4000, seed=2)
    assert np.abs(run.compare(mc.error_ratio_by_round(0.3, 20, 50, 8)).z).max() < 4


@pytest.mark.parametrize(("sigma", "n", "m"), [(np.eye(2), 100, 100), (SIGMA, 30, 60), (np.eye(1) * 3, 20, 10)])
def test_covariance_by_round(sigma, n, m):
    problem = mc.GaussianCovariance(len(sigma), covariance=sigma)
    run = mc.simulate(problem, mc.fresh, n_real=n, n_synthetic=m, weight=0.3, rounds=10, replications=5000, seed=4)
    assert np.abs(z_of(run, covariance_errors(sigma, n, m, 0.3, 10))).max() < 4


def test_settled_covariance_of_the_theory_sheet():
    problem = mc.GaussianCovariance(2)
    run = mc.simulate(problem, mc.fresh, n_real=100, n_synthetic=100, weight=0.3, rounds=60, replications=2000, seed=4)
    assert abs(z_of(run, 0.07006, last=20)[0]) < 4


def test_mean_keeps_its_expected_error_when_the_covariance_is_estimated():
    problem = mc.GaussianMeanEstimatedCovariance(2, covariance=SIGMA)
    run = mc.simulate(problem, mc.fresh, n_real=6, n_synthetic=6, weight=0.5, rounds=6, replications=8000, seed=3)
    assert np.abs(run.compare(mc.error_ratio_by_round(0.5, 6, 6, 6)).z).max() < 4


def test_bartlett_has_wishart_moments_below_the_dimension_too():
    for n in (2, 7):
        half = bartlett(n, 3, Stream(np.random.SeedSequence(5), 20_000))[0]
        drawn = half @ half.swapaxes(-1, -2)
        assert np.abs(drawn.mean(axis=0) - n * np.eye(3)).max() < 4 * np.sqrt(2 * n / 20_000)
        assert abs(drawn[:, 0, 0].var() / (2 * n) - 1) < 0.1
        assert np.linalg.matrix_rank(drawn[0]) == min(n, 3)


def test_root_and_solve_agree_with_lapack():
    rng = np.random.default_rng(5)
    half = rng.standard_normal((4, 3, 5, 5))
    matrix, right = half @ half.swapaxes(-1, -2) + np.eye(5), rng.standard_normal((4, 3, 5))
    np.testing.assert_allclose(root(matrix), np.linalg.cholesky(matrix), atol=1e-10)
    np.testing.assert_allclose(solve(matrix, right), np.linalg.solve(matrix, right[..., None])[..., 0], atol=1e-10)
    np.testing.assert_array_equal(root(np.zeros((2, 2))), 0)


def test_thresholds_of_the_theory_sheet():
    found = [mc.GaussianCovariance(2).stderr_weight(m) for m in (2, 5, 10, 100)]
    np.testing.assert_allclose(found, [0.688, 0.396, 0.2365, 0.029], atol=6e-4)
    found = [mc.GaussianMeanEstimatedCovariance(2).stderr_weight(m) for m in (2, 5, 10, 100)]
    np.testing.assert_allclose(found, [0.423, 0.184, 0.095, 0.010], atol=6e-4)


@pytest.mark.parametrize("problem", [mc.GaussianCovariance(2), mc.GaussianMeanEstimatedCovariance(2)])
def test_a_single_row_has_no_covariance(problem):
    with pytest.raises(ValueError, match="needs two rows or more"):
        mc.simulate(problem, mc.fresh, n_real=5, n_synthetic=1, weight=0.5, rounds=1, replications=2, seed=0)


@pytest.mark.parametrize("problem", [mc.GaussianMean, mc.GaussianCovariance, mc.GaussianMeanEstimatedCovariance])
def test_bad_covariances(problem):
    for covariance, why in ((np.eye(3), "shape"), ([[1, 2], [0, 1]], "symmetric"), ([[1, 2], [2, 1]], "definite")):
        with pytest.raises(ValueError, match=why):
            problem(2, covariance=covariance)
    with pytest.raises(ValueError, match="p must be"):
        problem(0)


def test_bad_means():
    for mean in ([1, 2, 3], [np.nan, 0]):
        with pytest.raises(ValueError, match="mean must be"):
            mc.GaussianMean(2, mean=mean)
