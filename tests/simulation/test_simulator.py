import re

import numpy as np
import pytest

import model_collapse as mc
from tests.problems.row_problems import LinearRows

PROBLEMS = [
    mc.GaussianMean(2, covariance=[[2.0, 0.5], [0.5, 1.0]]),
    mc.GaussianCovariance(3),
    mc.GaussianMeanEstimatedCovariance(2),
    mc.LinearRegression(3),
    mc.LogisticRegression(2),
    mc.LogisticRegression(1, coefficients=3.0),
    mc.PoissonRegression(2),
    mc.PoissonRegression(2, coefficients=[1.5, -1.5]),
    mc.DistributionFunction(),
    mc.Categorical([5, 3, 2]),
    mc.Biased(mc.Drifting(mc.LogisticRegression(2), 0.01), 0.1),
    LinearRows(2),
]
NAMES = [f"{i}-{type(problem).__name__}" for i, problem in enumerate(PROBLEMS)]
GRID = [0.05, 0.2, 0.41, 0.5, 0.618, 0.9, 1.0]


def run(problem, weight, replications, **more):
    common = {"n_real": 12, "n_synthetic": 17, "rounds": 4, "seed": 11}
    return mc.simulate(problem, mc.fresh, weight=weight, replications=replications, **{**common, **more}).errors


@pytest.mark.parametrize("problem", PROBLEMS, ids=NAMES)
def test_a_scalar_weight_is_its_row_of_a_grid(problem):
    grid = run(problem, GRID, 10)
    for row, weight in zip(grid, GRID, strict=True):
        np.testing.assert_array_equal(run(problem, weight, 10), row)
    np.testing.assert_array_equal(run(problem, GRID[1:3], 10), grid[1:3])


@pytest.mark.parametrize("problem", PROBLEMS[:-1], ids=NAMES[:-1])
def test_rows_of_a_grid_with_many_rows(problem):
    grid = run(problem, GRID, 10, n_real=300, n_synthetic=500, rounds=2)
    np.testing.assert_array_equal(run(problem, GRID[4], 10, n_real=300, n_synthetic=500, rounds=2), grid[4])


@pytest.mark.parametrize("problem", PROBLEMS, ids=NAMES)
def test_fewer_replications_are_a_prefix(problem):
    some, more = problem.block + 3, 2 * problem.block + 4
    np.testing.assert_array_equal(run(problem, 0.5, some, rounds=2), run(problem, 0.5, more, rounds=2)[:some])


def test_workers_do_not_change_the_numbers():
    problem = mc.PoissonRegression(2)
    one, two = (run(problem, [0.3, 0.6], 120, rounds=2, jobs=jobs) for jobs in (1, 2))
    np.testing.assert_array_equal(one, two)


def test_a_schedule_is_the_weight_of_its_round():
    problem = mc.LinearRegression(2)
    np.testing.assert_array_equal(run(problem, lambda t: 0.4, 20), run(problem, 0.4, 20))
    different = run(problem, lambda t: 0.4 if t < 3 else 0.9, 20)
    np.testing.assert_array_equal(different[:, :3], run(problem, 0.4, 20)[:, :3])
    assert (different[:, 3:] != run(problem, 0.4, 20)[:, 3:]).all()


class Units(mc.GaussianMean):
    """A problem that says for which sizes it is asked."""

    def unit(self, n):
        return 1000.0 + n

    def stderr_weight(self, n_synthetic):
        return 1 / n_synthetic


def test_the_unit_is_that_of_round_0_and_the_threshold_that_of_the_smallest_sample():
    sizes = {"n_real": lambda t: 7 + t, "n_synthetic": lambda t: [0, 9, 5, 20, 0][t]}
    for rounds, threshold in ((0, 0.0), (1, 1 / 9), (3, 1 / 5)):
        found = mc.simulate(Units(1), mc.fresh, rounds=rounds, replications=2, seed=1, **sizes)
        assert (found.unit, found.stderr_weight) == (1007.0, threshold)


@pytest.mark.parametrize(
    ("regime", "weight", "expected"),
    [
        (mc.fresh, None, 10 / 50),  # the smallest share of real rows: 10 of 10 + 40
        (mc.replace, None, 0.0),
        (mc.accumulate, None, 0.0),
        (mc.fresh, 0.3, 0.3),
        (mc.fresh, lambda t: [None, 0.6, 0.2][t], 0.2),
        (mc.fresh, [0.3, 0.9], [0.3, 0.9]),
        (mc.fresh, 1.0, 1.0),
    ],
)
def test_the_smallest_weight_on_real_rows(regime, weight, expected):
    sizes = {"n_real": lambda t: [90, 20, 10][t], "n_synthetic": lambda t: [0, 20, 40][t]}
    found = mc.simulate(mc.GaussianMean(1), regime, weight=weight, rounds=2, replications=2, seed=1, **sizes)
    np.testing.assert_allclose(found.least_weight, expected)
    assert np.shape(found.least_weight) == np.shape(expected)


@pytest.mark.parametrize("problem", PROBLEMS, ids=NAMES)
def test_the_last_models_are_those_whose_errors_are_reported(problem):
    common = {"n_real": 12, "n_synthetic": 17, "rounds": 2, "seed": 11, "replications": problem.block + 2}
    found = mc.simulate(problem, mc.fresh, weight=GRID[2:4], keep_models=2, **common)
    again = mc.simulate(problem, mc.fresh, weight=GRID[2:4], **common)
    np.testing.assert_array_equal(found.errors, again.errors)
    assert (len(found.models), len(again.models)) == (2, 0)
    if not isinstance(problem, mc.Drifting | mc.Biased):  # of which the truth is known only while a run lasts
        for t, model in zip((1, 2), found.models, strict=True):
            np.testing.assert_array_equal(problem.error(model), found.errors[..., t])
        one = found.at_weight(GRID[3])
        np.testing.assert_array_equal(problem.error(one.models[1]), one.errors[:, 2])


def test_models_have_the_axes_of_the_errors():
    common = {"n_real": 5, "n_synthetic": 5, "rounds": 3, "replications": 260, "seed": 1, "keep_models": 4}
    grid = mc.simulate(mc.GaussianMean(3), mc.fresh, weight=[0.4, 0.6], **common)
    assert [model.shape for model in grid.models] == [(2, 260, 3)] * 4
    one = mc.simulate(mc.GaussianMean(3), mc.fresh, weight=0.4, **common)
    assert [model.shape for model in one.models] == [(260, 3)] * 4
    np.testing.assert_array_equal(one.models[3], grid.models[3][0])
    pair = mc.simulate(mc.GaussianMeanEstimatedCovariance(3), mc.fresh, weight=[0.4, 0.6], **common)
    assert pair.models[0].covariance.shape == (2, 260, 3, 3)
    assert pair.at_weight(0.6).models[3].mean.shape == (260, 3)


def test_a_grid_of_rounds_without_a_fit_of_its_own_has_its_axis():
    assert run(mc.GaussianMean(1), [0.4, 0.6], 3, rounds=0).shape == (2, 3, 1)
    assert run(mc.GaussianMean(1), [0.4], 3, rounds=1).shape == (1, 3, 2)


def test_seeds_differ():
    assert (run(PROBLEMS[0], 0.5, 5) != run(PROBLEMS[0], 0.5, 5, seed=12)).all()


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"weight": 1.2}, "weight must be between 0 and 1, got 1.2."),
        ({"weight": lambda t: 1.2}, "weight in round 1 must be between 0 and 1, got 1.2."),
        ({"weight": [[0.1]]}, "weight must be a number or a list of numbers, got [[0.1]]."),
        ({"weight": []}, "weight must be a number or a list of numbers, got []."),
        ({"weight": "0.4"}, "weight must be a number or an array of numbers, got '0.4'."),
        ({"weight": True}, "weight must be a number or an array of numbers, got True."),
        ({"weight": [0.4, [0.5]]}, "weight must be a number or an array of numbers, got [0.4, [0.5]]."),
        ({"weight": {}}, "weight must be a number or an array of numbers, got {}."),
        ({"weight": lambda t: [0.4]}, "weight in round 1 must be a number, got [0.4]."),
        ({"weight": lambda t: None}, "weight in round 1 must be a number or an array of numbers, got None."),
        (
            {"problem": mc.GaussianMean},
            "problem must be an instance, got the class GaussianMean; write GaussianMean(...).",
        ),
        ({"regime": "fresh"}, "regime must be a function of problem, rounds, rng, such as fresh, got 'fresh'."),
        ({"rounds": 10**12}, "rounds must be at most 1,000,000, got 1000000000000."),
        (
            {"rounds": 10**6, "replications": 10**4},
            "weights x replications x (rounds + 1) must be at most 1,073,741,824; ask for fewer.",
        ),
        ({"keep_models": 3}, "keep_models must be at most 2, got 3."),
        ({"keep_models": -1}, "keep_models must be at least 0, got -1."),
        ({"replications": 0}, "replications must be at least 1"),
        ({"seed": -1}, "seed must be at least 0"),
        ({"rounds": -1}, "rounds must be at least 0"),
        ({"n_real": 0}, "n_real in round 0 must be at least 1"),
        ({"n_real": 2.5}, "n_real in round 0 must be a whole number"),
        ({"n_synthetic": -3}, "n_synthetic in round 1 must be at least 0"),
        ({"n_synthetic": 0}, "round 1 has no synthetic rows, so its weight must be 1"),
        ({"n_real": lambda t: 5 if t == 0 else 0}, "round 1 has no real rows, so its weight must be 0"),
        ({"n_real": lambda t: 5 if t == 0 else 0, "n_synthetic": 0}, "round 1 has neither real nor synthetic rows"),
    ],
)
def test_bad_inputs(wrong, why):
    given = {"n_real": 5, "n_synthetic": 5, "weight": 0.5, "rounds": 1, "replications": 2, "seed": 0, **wrong}
    given = {"problem": mc.GaussianMean(1), "regime": mc.fresh, **given}
    with pytest.raises(ValueError, match=f"^{re.escape(why)}"):
        mc.simulate(**given)
