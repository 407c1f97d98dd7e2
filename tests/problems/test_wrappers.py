import re

import numpy as np
import pytest

import model_collapse as mc
from model_collapse.problems.stream import Stream
from tests.problems.agreement import SIGMA


def test_bias_by_round():
    w, b, t = 0.6, 0.05, np.arange(31)
    problem = mc.Biased(mc.GaussianMean(2), [b, 0.0])
    run = mc.simulate(problem, mc.fresh, n_real=100, n_synthetic=100, weight=w, rounds=30, replications=4000, seed=6)
    expected = mc.error_ratio_by_round(w, 100, 100, 30) * problem.unit(100)
    expected += (((1 - w) / w) * b * (1 - (1 - w) ** t)) ** 2
    assert np.abs(run.compare(expected / run.unit).z).max() < 4


def test_bias_in_a_regression():
    w, b = 0.5, 0.3
    problem = mc.Biased(mc.LinearRegression(2, covariance=SIGMA), b)
    run = mc.simulate(problem, mc.fresh, n_real=4000, n_synthetic=4000, weight=w, rounds=40, replications=500, seed=6)
    expected = mc.error_ratio(w, 1) + 2 * ((1 - w) / w * b) ** 2 / run.unit
    assert abs(run.settled(10).mean() / expected - 1) < 0.01


@pytest.mark.parametrize(("weight", "variance", "bias", "expected"), [(0.6, 0.002, 0.05, 0.007683)])
def test_drift_and_bias_of_the_theory_sheet(weight, variance, bias, expected):
    # Drift and bias of the sheet are in units of one row's variance: n (1/m + q) takes the place of k.
    problem = mc.Biased(mc.Drifting(mc.GaussianMean(1), variance), bias)
    k = 100 * (1 / 100 + variance)
    computed = mc.error_ratio(weight, k) / 100 + ((1 - weight) / weight * bias) ** 2
    run = mc.simulate(
        problem, mc.fresh, n_real=100, n_synthetic=100, weight=weight, rounds=60, replications=4000, seed=6
    )
    assert abs(run.compare(computed / run.unit, last=20).z[0]) < 4
    assert computed == pytest.approx(expected, abs=1e-6)


def test_drift_when_all_real_rows_are_kept():
    n, q, rounds = 50, 0.01, 10
    t = np.arange(rounds + 1)
    run = mc.simulate(
        mc.Drifting(mc.GaussianMean(1), q),
        mc.keep_real,
        n_real=n,
        n_synthetic=lambda t: 0,
        weight=1.0,
        rounds=rounds,
        replications=4000,
        seed=6,
    )
    expected = 1 / (n * (t + 1)) + q * t * (2 * t + 1) / (6 * (t + 1))
    assert np.abs(run.compare(expected / run.unit).z).max() < 4


@pytest.mark.parametrize("problem", [mc.LinearRegression(2), mc.LogisticRegression(2), mc.PoissonRegression(2)])
def test_a_truth_that_stands_still_only_changes_the_draws(problem):
    common = {"n_real": 200, "n_synthetic": 200, "weight": 0.6, "rounds": 5, "replications": 600, "seed": 6}
    still = mc.simulate(problem, mc.fresh, **common).errors[:, -1]
    drifting = mc.simulate(mc.Drifting(problem, 0.0), mc.fresh, **common).errors[:, -1]
    spread = np.hypot(still.std(), drifting.std()) / np.sqrt(600)
    assert abs(still.mean() - drifting.mean()) < 4 * spread


def test_wrappers_keep_blocks_and_units():
    inner = mc.LinearRegression(2)
    outer = mc.Biased(mc.Drifting(inner, 0.1), 0.1)
    assert (outer.block, outer.unit(10), outer.stderr_weight(10)) == (inner.block, inner.unit(10), 0.0)


class Noiseless(mc.GaussianMean):
    """A mean whose samples are without noise: what is left is the walk itself."""

    def _sample(self, centre, n, rng):
        return mc.problems.Average(n, np.broadcast_to(centre, (1, rng.replications, self.p)))


def test_pooled_rows_are_judged_where_the_truth_now_stands():
    rng = Stream(np.random.SeedSequence(4), 5)
    problem = mc.Drifting(Noiseless(2, mean=[1.0, 3.0]), 0.25).begin()
    first, second = problem.real(10, rng), problem.real(30, rng)
    steps = np.random.default_rng(np.random.SeedSequence(4)).standard_normal((2, 5, 2)) * 0.5
    np.testing.assert_allclose(first.value[0], [1.0, 3.0] + steps[0])
    np.testing.assert_allclose(second.value[0], [1.0, 3.0] + steps[0] + steps[1])
    model = problem.fit(first + second)  # (10 (x - step) + 30 x) / 40 where the truth is x
    np.testing.assert_allclose(problem.error(model)[0], ((steps[1] / 4) ** 2).sum(axis=-1))


def test_every_run_begins_at_the_truth():
    problem = mc.Biased(mc.Drifting(mc.GaussianMean(1), 1.0), 0.5)
    common = {"n_real": 5, "n_synthetic": 5, "weight": 0.5, "rounds": 3, "replications": 4, "seed": 2}
    first, second = (mc.simulate(problem, mc.fresh, jobs=1, **common).errors for _ in range(2))
    np.testing.assert_array_equal(first, second)
    assert problem.problem.moved == 0.0
    used = problem.problem
    used.real(5, Stream(np.random.SeedSequence(1), 2))
    assert np.any(used.moved)
    assert used.begin().moved == 0.0


def test_shifts_add_up():
    one, two = mc.Biased(mc.GaussianMean(2), [0.5, 0.1]), mc.Biased(mc.Biased(mc.GaussianMean(2), 0.1), [0.4, 0.0])
    common = {"n_real": 5, "n_synthetic": 5, "weight": 0.5, "rounds": 3, "replications": 4, "seed": 2}
    first, second = (mc.simulate(problem, mc.fresh, **common).errors for problem in (one, two))
    np.testing.assert_allclose(first, second)


def test_bad_inputs():
    for problem, name in (
        (mc.GaussianCovariance(2), "GaussianCovariance"),
        (mc.Categorical([1, 1]), "Categorical"),
        (mc.GaussianMean, "GaussianMean"),
        ("GaussianMean", "str"),
    ):
        for wrapper in (mc.Drifting, mc.Biased):
            said = f"{wrapper.__name__} needs a problem whose parameters are a vector, got {name}."
            with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
                wrapper(problem, 0.1)
    for inside in (mc.Biased(mc.GaussianMean(1), 1), mc.Drifting(mc.GaussianMean(1), 1)):
        with pytest.raises(
            ValueError, match=r"^Drifting needs a problem that neither shifts nor drifts; .* shift\)\.$"
        ):
            mc.Drifting(inside, 0.1)
    with pytest.raises(ValueError, match="shift must be"):
        mc.Biased(mc.GaussianMean(2), [1, 2, 3])
    with pytest.raises(ValueError, match="variance must be"):
        mc.Drifting(mc.GaussianMean(2), -1)
