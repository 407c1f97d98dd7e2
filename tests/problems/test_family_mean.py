"""Means of families: rows have the law that scipy gives them, and runs the error that the recursion gives."""

import numpy as np
import pytest
from scipy import stats

import model_collapse as mc
from model_collapse import theory
from model_collapse.problems import FamilyMean, Stream

LAWS = {
    ("normal", 0.7, 1): stats.norm(0.7),
    ("poisson", 2.0, 1): stats.poisson(2.0),
    ("binomial", 0.3, 1): stats.binom(1, 0.3),
    ("binomial", 0.6, 3): stats.binom(3, 0.2),
    ("gamma", 2.0, 1): stats.expon(scale=2.0),
    ("gamma", 2.0, 4): stats.gamma(4, scale=0.5),
    ("negative binomial", 2.0, 4): stats.nbinom(4, 4 / 6),
    ("negative binomial", 1.5, 1): stats.nbinom(1, 1 / 2.5),
}


@pytest.mark.parametrize(("family", "mean", "size"), LAWS)
def test_rows_have_the_law_of_the_family(family, mean, size):
    law, problem = LAWS[family, mean, size], FamilyMean(family, mean=mean, size=size)
    rows = problem.rows(np.full((1, 400), mean), 30, Stream(np.random.SeedSequence(14), 400))
    assert rows.shape == (1, 400, 30)
    assert (problem.variance, problem.truth[0]) == pytest.approx((law.var(), law.mean()))
    if hasattr(law.dist, "pmf"):
        edges = np.arange(law.ppf(1e-3), law.ppf(0.995) + 1)
        seen = np.array([(rows <= edge).sum() for edge in edges] + [rows.size])
        expected = np.append(law.cdf(edges), 1) * rows.size
        counts, expected = np.diff(seen, prepend=0), np.diff(expected, prepend=0)
        assert stats.chisquare(counts[expected > 0], expected[expected > 0]).pvalue > 1e-3
    else:
        assert stats.kstest(rows.ravel(), law.cdf).pvalue > 1e-3


def test_variance_is_quadratic_with_the_curvature_that_is_named():
    for family in ("normal", "poisson", "binomial", "gamma", "negative binomial"):
        v = [FamilyMean(family, mean=mean, size=5).variance for mean in (1, 2, 3)]
        assert (v[0] - 2 * v[1] + v[2]) / 2 == pytest.approx(FamilyMean(family, mean=1, size=5).curvature)


@pytest.mark.claim("T23")
@pytest.mark.parametrize(("family", "mean", "size"), LAWS)
def test_runs_follow_the_recursion_from_round_to_round(family, mean, size):
    rows, w = {"n_real": 7, "n_synthetic": 12, "rounds": 5}, np.array([0.0, 0.35, 0.8])
    problem = FamilyMean(family, mean=mean, size=size)
    run = mc.simulate(problem, mc.fresh, weight=w, replications=8000, seed=14, **rows)
    v2 = problem.curvature
    expected = np.empty((3, 6))
    expected[:, 0] = 1
    for t in range(1, 6):
        expected[:, t] = w**2 + (1 - w) ** 2 * ((1 + v2 / 12) * expected[:, t - 1] + 7 / 12)
    np.testing.assert_allclose(theory.error_ratio_by_round(w, **rows, curvature=v2), expected)
    assert (np.abs(run.mean - expected) < 4 * run.stderr).all()


@pytest.mark.claim("T27")
@pytest.mark.parametrize(("family", "size"), [("binomial", 1), ("poisson", 1), ("gamma", 1)])
def test_without_real_rows_the_sign_sorts(family, size):
    problem = FamilyMean(family, mean=0.5, size=size)
    rows = {"n_real": 20, "n_synthetic": 20, "rounds": 20}
    run = mc.simulate(problem, mc.replace, replications=10_000, seed=14, **rows)
    v2, t = problem.curvature, np.arange(21)
    line = 1 + t if v2 == 0 else 20 * ((1 + v2 / 20) ** (t + 1) - 1) / v2
    assert (np.abs(run.mean - line) < 4 * run.stderr).all()


def test_large_poisson_means_are_drawn_too():
    mean = np.array([[1e-9, 300.0, 500.0, 5000.0]])
    rows = FamilyMean("poisson", mean=2).rows(mean, 20_000, Stream(np.random.SeedSequence(14), 4))[0]
    error = (rows.mean(axis=1) - mean[0]) / np.sqrt(mean[0] / 20_000)
    assert (np.abs(error[1:]) < 4).all()
    assert rows[0].max() == 0
    np.testing.assert_allclose(rows[1:].var(axis=1) / mean[0, 1:], 1, atol=0.05)


@pytest.mark.parametrize(("family", "size", "m"), [("gamma", 1, 10), ("gamma", 3, 5), ("negative binomial", 2, 4)])
def test_standard_errors_need_the_fourth_moment(family, size, m):
    # The fourth moment of the average of m exponential or gamma rows, of mean 1, from scipy.
    fourth = stats.gamma(m * size, scale=1 / (m * size)).moment(4)
    weight = FamilyMean(family, mean=1, size=size).stderr_weight(m)
    assert (1 - weight) ** 4 * fourth == pytest.approx(1)
    assert FamilyMean("binomial", mean=0.5).stderr_weight(m) == FamilyMean("poisson", mean=1).stderr_weight(m) == 0


def test_refusals():
    for wrong in ("beta", 3):
        with pytest.raises(ValueError, match="family must be one of"):
            FamilyMean(wrong, mean=1)
    for family, mean, size in (
        ("binomial", 1, 1),
        ("binomial", 0, 1),
        ("gamma", -1, 1),
        ("poisson", 0, 1),
        ("poisson", 1e9, 1),
    ):
        with pytest.raises(ValueError, match="mean must lie between 0 and"):
            FamilyMean(family, mean=mean, size=size)
    assert FamilyMean("binomial", mean=1, size=2).variance == 0.5
    assert FamilyMean("normal", mean=-3).unit(4) == 0.25


@pytest.mark.parametrize(("family", "mean", "size"), LAWS)
def test_it_is_a_problem_and_all_weights_share_their_numbers(family, mean, size):
    problem = FamilyMean(family, mean=mean, size=size)
    mc.check_problem(problem)
    rows = {"n_real": 7, "n_synthetic": 9, "rounds": 4, "seed": 3}
    grid = mc.simulate(problem, mc.fresh, weight=[0.2, 0.6, 1], replications=260, **rows)
    single = mc.simulate(problem, mc.fresh, weight=0.6, replications=255, **rows)
    np.testing.assert_array_equal(grid.errors[1, :255], single.errors)


class Least(Stream):
    """The smallest numbers that can be drawn."""

    def integers(self, n):
        return np.zeros((self.replications, n), np.uint32)

    def uniform_rows(self, n):
        return np.zeros((self.replications, n), np.float32)


def test_the_smallest_numbers_that_can_be_drawn():
    rng = Least(np.random.SeedSequence(1), 2)
    large = FamilyMean("poisson", mean=2).rows(np.full((1, 2), 500.0), 3, rng)
    np.testing.assert_array_equal(large, np.full((1, 2, 3), stats.poisson(500).ppf(0.5 / 2**32)))
    assert not FamilyMean("binomial", mean=0.5).rows(np.zeros((1, 2)), 3, rng).any()


def test_one_row_is_its_own_average_and_a_size_is_at_least_one():
    problem, model = FamilyMean("gamma", mean=2), np.full((1, 5, 1), 3.0)
    row = problem.rows(model[..., 0], 1, Stream(np.random.SeedSequence(1), 5))
    np.testing.assert_array_equal(problem.synthetic(model, 1, Stream(np.random.SeedSequence(1), 5)).value, row)
    with pytest.raises(ValueError, match="size must be at least 1, got 0"):
        FamilyMean("gamma", mean=2, size=0)
