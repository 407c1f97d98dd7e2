"""Theory of smoothing and of batches, beside recursions and draws."""

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from model_collapse.beyond.smoothing import (
    batch_optimal_weight,
    interpolated_error_ratio,
    interpolated_optimal_weight,
)
from model_collapse.theory import error_ratio, optimal_weight


def recursion(w, k, share, squared_bias, noise_ratio, rounds=2000):
    """Iterate the mean and the variance of the fit; real rows have variance 1 / n = 1, the mean is 0, the shorter c."""
    c = np.sqrt(squared_bias) * (1 - share) / share if share else 0.0
    mean, variance = share * c, (1 - share) ** 2
    for _ in range(rounds):
        mean = (1 - share) * (1 - w) * mean + share * c
        variance = (1 - share) ** 2 * (w**2 + (1 - w) ** 2 * (variance + k / noise_ratio))
        if not share:
            mean = 0.0
    return (variance + mean**2) / ((1 - share) ** 2 * (1 + squared_bias))


@pytest.mark.parametrize(
    ("w", "k", "share", "bias", "ratio"),
    [(0.3, 1, 0.2, 0.35, 1.4), (0.7, 0.25, 0.05, 0.02, 1), (0.1, 2, 0.4, 1.5, 0.7)],
)
def test_the_ratio_is_where_the_recursion_settles(w, k, share, bias, ratio):
    found = interpolated_error_ratio(w, k, share, squared_bias=bias, noise_ratio=ratio)
    assert found == pytest.approx(recursion(w, k, share, bias, ratio), rel=1e-9)


def test_without_smoothing_it_is_the_plain_ratio():
    w = np.array([0.2, 0.6, 1])
    np.testing.assert_allclose(interpolated_error_ratio(w, 0.5, 0, squared_bias=0), error_ratio(w, 0.5))
    found = interpolated_error_ratio(w, 0.5, 0, squared_bias=0, noise_ratio=2)
    np.testing.assert_allclose(found, error_ratio(w, 0.5, noise_ratio=2))


def test_the_ratio_in_draws():
    """Draw a mean of rows from its fit, round after round."""
    rng, n, m, share, c, w = np.random.default_rng(1), 20, 40, 0.2, 0.6, 0.5
    theta = np.zeros(40_000)
    for _ in range(12):
        real = rng.standard_normal(theta.size) / np.sqrt(n)
        made = theta + rng.standard_normal(theta.size) / np.sqrt(m)
        theta = (1 - share) * (w * real + (1 - w) * made) + share * c
    alone = (1 - share) ** 2 / n
    bias = (share * c) ** 2 / alone
    expected = interpolated_error_ratio(w, n / m, share, squared_bias=bias) * (1 + bias) * alone
    errors = theta**2
    assert abs(errors.mean() - expected) < 4 * errors.std() / np.sqrt(errors.size)


@pytest.mark.parametrize(("k", "share", "bias", "ratio"), [(1, 0.2, 0.35, 1.4), (0.25, 0.15, 0.41, 1.1), (1, 0, 0, 1)])
def test_the_best_weight(k, share, bias, ratio):
    found = interpolated_optimal_weight(k, share, squared_bias=bias, noise_ratio=ratio)
    best = minimize_scalar(lambda w: recursion(w, k, share, bias, ratio, 400), bounds=(0.05, 1), method="bounded")
    assert found == pytest.approx(best.x, abs=3e-4)


@pytest.mark.parametrize(("k", "passes"), [(1, 1), (0.25, 1), (2, 4)])
def test_the_best_share_of_a_batch(k, passes):
    n, m = 1000 * k, 1000

    def settles(w):
        """Noise of a fit to passes * (n + m) rows drawn with replacement, beside that of the rows themselves."""
        variance = 0.0
        for _ in range(400):
            variance = w**2 / n + (1 - w) ** 2 * (variance + 1 / m) + 1 / (passes * (n + m))
        return variance

    best = minimize_scalar(settles, bounds=(0.05, 1), method="bounded")
    assert batch_optimal_weight(k, passes) == pytest.approx(best.x, abs=1e-4)
    assert batch_optimal_weight(k, 1e9) == pytest.approx(float(optimal_weight(k)))


def test_a_batch_in_draws():
    """The noise that drawing by weight adds to a mean is one over the rows drawn."""
    rng, n, m, w = np.random.default_rng(2), 300, 300, 0.8
    chances = np.repeat([w / n, (1 - w) / m], [n, m])
    rows = rng.standard_normal((300, n + m))
    added = [(rng.choice(row, n + m, p=chances).mean() - chances @ row) ** 2 for row in rows]
    assert abs(np.mean(added) - 1 / (n + m)) < 4 * np.std(added) / np.sqrt(300)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: interpolated_error_ratio(1.2, 1, 0, squared_bias=0), "^weight must"),
        (lambda: interpolated_error_ratio(0.5, 0, 0, squared_bias=0), "^k must"),
        (lambda: interpolated_optimal_weight(1, -1, squared_bias=0), "^share must"),
        (lambda: interpolated_optimal_weight(1, 0, squared_bias=-1), "^squared_bias must"),
        (lambda: interpolated_optimal_weight(1, 0, squared_bias=0, noise_ratio=0), "^noise_ratio must"),
        (lambda: batch_optimal_weight(1, 0), "^passes must"),
    ],
)
def test_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
