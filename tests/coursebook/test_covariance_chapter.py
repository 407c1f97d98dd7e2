"""Numbers that the chapter on covariance derives by hand or states, each by a way of its own."""

from fractions import Fraction

import numpy as np
import pytest
from scipy.stats import invgamma

import model_collapse as mc


def limits(w, n, m, a, b):
    """Expectations of A + 2B and of A - B in the limit, from the recursion as the chapter prints it, exactly."""
    w, u, real, nu = Fraction(w), 1 - Fraction(w), n - 1, m - 1
    grown = (a + 2 * b) * (w**2 * (1 + Fraction(2, real)) + 2 * w * u) / (1 - u**2 * (1 + Fraction(2, nu)))
    shrunk = (a - b) * (w**2 * (1 - Fraction(1, real)) + 2 * w * u) / (1 - u**2 * (1 - Fraction(1, nu)))
    return grown, shrunk


@pytest.mark.parametrize(("weight", "ratio"), [("0.3", 1.156), ("0.05", 11.09)])
def test_the_lines_of_the_table_by_hand(weight, ratio):
    grown, shrunk = limits(weight, 100, 100, 4, 2)
    found = ((grown - shrunk) / 3 - 2) / Fraction(6, 99)
    assert round(float(found), 3 if ratio < 2 else 2) == ratio
    exact = mc.theory.covariance_error_ratio(float(weight), 100, 100, covariance=np.eye(2))
    assert float(found) == pytest.approx(float(exact), rel=1e-12)
    if weight == "0.3":
        assert (round(float(grown), 4), round(float(shrunk), 4)) == (8.1874, 1.9772)


def test_the_best_weight_of_five_rows_is_two_thirds():
    growth, u = Fraction(3, 2), Fraction(1, 3)
    assert growth * u**2 - (2 + growth) * u + 1 == 0

    def error(u):
        return ((1 - u) ** 2 + u**2) / (1 - growth * u**2)

    assert error(u) < min(error(u - Fraction(1, 1000)), error(u + Fraction(1, 1000)))


def test_the_fourth_moment_behind_the_second_threshold():
    nu = 99
    rows = np.random.default_rng(2).chisquare(nu, 400_000) / nu
    fourth = (nu + 2) * (nu + 4) * (nu + 6) / nu**3
    assert abs((rows**4).mean() - fourth) < 4 * (rows**4).std() / np.sqrt(rows.size)
    weight = mc.theory.fourth_moment_threshold(100)
    assert (1 - weight) ** 4 * fourth == pytest.approx(1, rel=1e-12)


class Variance(mc.GaussianCovariance):
    def error(self, model):
        return model[..., 0, 0]


def variances(n, weight, rounds):
    setting = {"n_real": n, "n_synthetic": n, "rounds": rounds, "replications": 6000, "seed": 2}
    return mc.simulate(Variance(), mc.fresh, weight=weight, **setting).errors[:, -1]


@pytest.mark.parametrize(("weight", "median"), [(0.1, 0.43), (0.02, 0.12), (0.184, 0.61)])
def test_medians_at_small_weights(weight, median):
    found = variances(5, weight, 300)
    # The standard error of a sample quantile, in terms of ranks: 2.5 of them on either side.
    low, high = np.quantile(found, 0.5 + np.array([-1, 1]) * 2.5 * 0.5 / np.sqrt(found.size))
    assert low - 0.005 <= median <= high + 0.005
    if weight == 0.1:
        assert abs((found < 0.5).mean() - 0.57) < 4 * 0.5 / np.sqrt(found.size)


@pytest.mark.claim("T16")
def test_the_whole_law_at_small_weights():
    found = variances(100, 0.01, 900)
    law = invgamma(1 + 0.01 * 100, scale=0.01 * 100)
    for level in (0.05, 0.5, 0.95):
        low, high = np.quantile(found, level + np.array([-4, 4]) * np.sqrt(level * (1 - level) / found.size))
        assert 0.97 * low < law.ppf(level) < 1.03 * high


@pytest.mark.claim("T17")
@pytest.mark.parametrize("weight", ["0.1", "0.3", "0.8"])
def test_the_two_modes_make_the_error_and_the_second_is_a_wright_fisher_population(weight):
    w, n, m = Fraction(weight), 12, 9
    u, real, nu = 1 - w, n - 1, m - 1
    a, b = 9, 5  # traces of diag(1, 2)
    first, second = a + Fraction(2 * b, real), b + Fraction(a + b, real)  # E tr(S)^2 and E tr(S^2), coupled
    real_first, real_second = first, second
    grown = lost = Fraction(1, real)
    rng, runs, share = np.random.default_rng(2), 40_000, 0.3
    genes = rng.binomial(real, share, runs) / real
    for _ in range(6):
        drawn_first, drawn_second = first + 2 * second / nu, second + (first + second) / nu
        first = w**2 * real_first + u**2 * drawn_first + 2 * w * u * a
        second = w**2 * real_second + u**2 * drawn_second + 2 * w * u * b
        grown = w**2 / real + u**2 * ((1 + Fraction(2, nu)) * grown + Fraction(1, nu))
        lost = w**2 / real + u**2 * ((1 - Fraction(1, nu)) * lost + Fraction(1, nu))
        arrived = rng.binomial(real, share, runs) / real
        genes = float(w) * arrived + float(u) * rng.binomial(nu, genes) / nu
    assert second - b == (2 * (a + 2 * b) * grown + (a - b) * lost) / 3
    diversity = genes * (1 - genes) / (share * (1 - share))
    assert abs(diversity.mean() - float(1 - lost)) < 4 * diversity.std() / np.sqrt(runs)


@pytest.mark.claim("T18")
@pytest.mark.parametrize(("n", "m", "p", "apart"), [(5, 5, 1, 0), (3, 40, 1, 0), (10, 10, 2, 5e-4), (10, 10, 5, 5e-4)])
def test_the_best_weight_of_few_rows_is_nearly_its_error(n, m, p, apart):
    a, b = p**2, p  # the identity

    def error(w):
        grown, shrunk = limits(w, n, m, a, b)
        return float(((grown - shrunk) / 3 - b) * (n - 1) / (a + b))

    grid = mc.theory.covariance_optimal_weight(n, m, np.eye(p)) + np.linspace(-2e-4, 2e-4, 41)
    errors = [error(w) for w in grid]
    best = int(np.argmin(errors))
    assert abs(best - 20) <= 1
    assert errors[best] == pytest.approx(grid[20], abs=max(apart, 1e-9))


def test_best_weights_that_are_not_their_errors():
    best = mc.theory.covariance_optimal_weight(3, 3, np.eye(20))
    grown, shrunk = limits(float(best), 3, 3, 400, 20)
    assert float(((grown - shrunk) / 3 - 20) * 2 / 420) == pytest.approx(0.6756, abs=5e-5)
    assert best == pytest.approx(0.6797, abs=5e-5)
