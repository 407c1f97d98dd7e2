"""Poisson numbers by inversion, against scipy."""

import numpy as np
import pytest
from scipy.stats import poisson

from model_collapse.problems._numerics.poisson_quantiles import HIGHEST, LOWEST, poisson_quantiles


def differing(log_mean, words):
    """Count the numbers that differ from scipy's; they may only where u is at a step, to rounding."""
    u, mean = (words + 0.5) / 2**32, np.exp(log_mean, dtype=float)
    found, expected = poisson_quantiles(log_mean, words), poisson.ppf(u, mean)
    other = np.flatnonzero(found != expected)
    low, high = np.sort([found[other], expected[other]], axis=0)
    assert (poisson.cdf(high - 1, mean[other]) - u[other] < 1e-9).all()
    assert (u[other] - poisson.cdf(low, mean[other]) < 1e-9).all()
    return other.size


@pytest.mark.parametrize("spread", [0.5, 2.0, 6.0])
def test_quantiles_are_scipys(spread):
    rng = np.random.default_rng(9)
    log_mean = (spread * rng.standard_normal(200_000)).clip(-60, HIGHEST - 1e-3).astype(np.float32)
    words = rng.integers(2**32, size=log_mean.size, dtype=np.uint32)
    assert differing(log_mean, words) < 5


@pytest.mark.parametrize("log_mean", [LOWEST - 3.0, LOWEST, 0.0, 1.0, HIGHEST - 1 / 64, HIGHEST - 1e-3])
def test_the_smallest_and_largest_numbers(log_mean):
    words = np.array([0, 1, 2**22 - 1, 2**22, 2**32 - 2**22, 2**32 - 2, 2**32 - 1], dtype=np.uint32)
    assert differing(np.full(words.size, log_mean, dtype=np.float32), words) <= 1


def test_means_that_have_no_cell():
    words = np.array([0, 2**31, 2**32 - 1], dtype=np.uint32)
    for log_mean in (HIGHEST, HIGHEST + 1.0, np.inf):
        assert np.isnan(poisson_quantiles(np.full(3, log_mean, dtype=np.float32), words)).all()
    np.testing.assert_array_equal(poisson_quantiles(np.full(3, -np.inf, dtype=np.float32), words), 0)
    assert np.isfinite(poisson_quantiles(np.full(3, np.nan, dtype=np.float32), words)).all()


def test_words_are_shared_and_nothing_is_allowed():
    words = np.arange(0, 2**32, 2**28, dtype=np.uint32).reshape(2, 1, 8)
    log_mean = np.linspace(-2, 2, 48, dtype=np.float32).reshape(2, 3, 8)
    found = poisson_quantiles(log_mean, words)
    for weight in range(3):
        np.testing.assert_array_equal(found[:, weight], poisson_quantiles(log_mean[:, weight], words[:, 0]))
    assert poisson_quantiles(log_mean[..., :0], words[..., :0]).shape == (2, 3, 0)
