"""The typical run without real rows, against scipy and against drawn rows."""

import numpy as np
import pytest
from scipy.special import digamma

from model_collapse import theory


@pytest.mark.claim("C1")
def test_the_loss_is_that_of_a_chi_squared_logarithm():
    m = np.array([2, 3, 4, 5, 10, 30, 100, 1000, 10_000])
    nu = m - 1
    np.testing.assert_allclose(theory.log_variance_loss(m), np.log(nu / 2) - digamma(nu / 2), rtol=1e-11)
    np.testing.assert_allclose(theory.log_variance_loss(10**9) * 10**9, 1, rtol=1e-8)


@pytest.mark.claim("C1")
def test_the_half_life_is_near_seven_tenths_of_the_rows():
    assert theory.variance_half_life(100) == pytest.approx(68.4, abs=0.05)
    m = np.array([1000, 100_000])
    np.testing.assert_allclose(theory.variance_half_life(m) / m, np.log(2), rtol=2e-3)


@pytest.mark.claim("C1")
@pytest.mark.parametrize("m", [3, 8])
def test_drawn_rows_lose_the_logarithm_and_keep_the_mean(m):
    rng = np.random.default_rng(11)
    runs, rounds = 40_000, 6
    variance = np.ones(runs)
    for _ in range(rounds):
        variance = (rng.standard_normal((m, runs)) * np.sqrt(variance)).var(axis=0, ddof=1)
    logarithm = np.log(variance)
    expected = -rounds * theory.log_variance_loss(m)
    assert abs(logarithm.mean() - expected) < 4 * logarithm.std() / np.sqrt(runs)


def test_the_expected_variance_stays_while_drawn_runs_fall():
    rng = np.random.default_rng(11)
    variance = np.ones(40_000)
    for _ in range(10):
        variance = (rng.standard_normal((30, variance.size)) * np.sqrt(variance)).var(axis=0, ddof=1)
    assert abs(variance.mean() - 1) < 4 * variance.std() / np.sqrt(variance.size)
    assert np.median(variance) == pytest.approx(np.exp(-10 * theory.log_variance_loss(30)), rel=0.03)
