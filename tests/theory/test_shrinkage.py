"""The weight that never harms, against a formula written anew and a recursion drawn one by one."""

import numpy as np
import pytest

from model_collapse import theory


def settled(p, k, seed, truth=0.0, bias=0.0, runs=20_000, rounds=25, n=100):
    """Squared errors in units of the error of the real rows alone, averages drawn from their law."""
    rng, m = np.random.default_rng(seed), n / k
    model = truth + rng.standard_normal((runs, p)) / np.sqrt(n)
    for _ in range(rounds):
        x = truth + rng.standard_normal((runs, p)) / np.sqrt(n)
        y = model + bias + rng.standard_normal((runs, p)) / np.sqrt(m)
        w = np.maximum(0, 1 - (p - 2) / (n * ((x - y) ** 2).sum(1)))[:, None]
        model = w * x + (1 - w) * y
    return n * ((model - truth) ** 2).sum(1) / p


@pytest.mark.parametrize(("p", "k", "close"), [(10, 1, 0.01), (100, 1, 0.002), (40, 0.1, 0.015)])
@pytest.mark.claim("T40")
def test_the_price_is_near_the_root(p, k, close):
    errors = settled(p, k, seed=p)
    assert errors.mean() == pytest.approx(theory.shrinkage_error_ratio(k, p), abs=close)
    assert errors.mean() < theory.shrinkage_error_ratio(k, p) + 3 * errors.std() / np.sqrt(len(errors))


@pytest.mark.parametrize("bias", [0.02, 0.1, 1])
@pytest.mark.claim("T40")
def test_no_bias_makes_it_worse_than_the_real_rows_alone(bias):
    errors = settled(5, 1, seed=5, bias=bias)
    assert errors.mean() < 1 + 3 * errors.std() / np.sqrt(len(errors))


@pytest.mark.parametrize(("apart", "p"), [(0, 3), (0.5, 3), (1, 3), (7, 3), (7.9, 10), (8.1, 10), (1e9, 10)])
def test_the_weight_is_that_of_the_positive_part(apart, p):
    expected = max(0.0, 1 - (p - 2) / apart) if apart else 0.0
    assert theory.shrinkage_weight(apart, p) == pytest.approx(expected, abs=1e-15)


@pytest.mark.parametrize("k", [0.01, 1, 20])
def test_the_price_solves_its_equation(k):
    p = np.array([3, 4, 50])
    f = theory.shrinkage_error_ratio(k, p)
    assert f**2 + k * f == pytest.approx(k + 2 / p, rel=1e-12)


@pytest.mark.parametrize("p", [2, 2.5])
def test_too_few_coordinates_are_refused(p):
    with pytest.raises(ValueError, match="p must be"):
        theory.shrinkage_weight(1.0, p)
    with pytest.raises(ValueError, match="p must be"):
        theory.shrinkage_error_ratio(1.0, p)
