import numpy as np
import pytest

import model_collapse as mc
from tests.problems.agreement import SIGMA, assert_same_law, z_of
from tests.problems.row_problems import LinearRows


@pytest.mark.parametrize("n", [5, 100])
def test_law_of_drawn_rows(n):
    assert_same_law(mc.LinearRegression(2, covariance=SIGMA), LinearRows(2, SIGMA), n=n, weight=0.4, seed=n)


def test_law_of_drawn_rows_when_covariates_differ():
    fast = mc.LinearRegression(2, covariance=SIGMA, synthetic_covariance=np.eye(2))
    assert_same_law(fast, LinearRows(2, SIGMA, np.eye(2)), n=20, weight=0.4, seed=7)


def test_real_rows_alone_are_exact():
    problem = mc.LinearRegression(2, sigma=1.5, covariance=SIGMA)
    run = mc.simulate(problem, mc.fresh, n_real=20, n_synthetic=20, rounds=0, replications=20_000, seed=3)
    assert abs(z_of(run, [1.5**2 * np.trace(np.linalg.inv(SIGMA)) / (20 - 2 - 1)])[0]) < 4


@pytest.mark.parametrize("n", [40, 100])
def test_second_order_error(n):
    w = np.array([0.3, 0.618, 0.8])
    u, p = 1 - w, 2
    x = w**2 / n + u**2 / n
    expected = p * (x + (p + 1) * (3 * x**2 - 2 * w**3 / n**2 - 2 * u**3 / n**2))
    expected /= 1 - u**2 * (1 + (p + 1) * (3 * x + (1 - 4 * u) / n))
    run = mc.simulate(
        mc.LinearRegression(p), mc.fresh, n_real=n, n_synthetic=n, weight=w, rounds=40, replications=4000, seed=4
    )
    assert np.abs(z_of(run, expected, last=25)).max() < 4


def test_covariates_that_differ_move_the_effective_weight():
    problem = mc.LinearRegression(2, covariance=np.eye(2), synthetic_covariance=4 * np.eye(2))
    run = mc.simulate(
        problem, mc.fresh, n_real=2000, n_synthetic=2000, weight=0.6, rounds=40, replications=2000, seed=9
    )
    weight = 0.6 / (0.6 + 0.4 * 4)
    assert abs(run.compare(mc.error_ratio(weight, 1 / 4), last=10).z[0]) < 4


def test_pooling_counts_every_row_the_same():
    problem = mc.LinearRegression(2)
    common = {"n_real": 30, "n_synthetic": 60, "rounds": 3, "replications": 50, "seed": 3}
    naive = mc.simulate(problem, mc.fresh, **common)
    weighted = mc.simulate(problem, mc.fresh, weight=1 / 3, **common)
    np.testing.assert_allclose(naive.errors, weighted.errors, rtol=1e-10)


def test_bad_inputs():
    for wrong, why in (
        ({"sigma": 0}, "sigma"),
        ({"coefficients": [1, 2, 3]}, "coefficients"),
        ({"covariance": np.eye(3)}, "covariance"),
        ({"synthetic_covariance": -np.eye(2)}, "synthetic_covariance"),
    ):
        with pytest.raises(ValueError, match=why):
            mc.LinearRegression(2, **wrong)
    with pytest.raises(ValueError, match="at least 3 rows, got 2"):
        mc.simulate(mc.LinearRegression(3), mc.fresh, n_real=2, n_synthetic=5, rounds=1, replications=1, seed=0)
