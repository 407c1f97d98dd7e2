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
    some, more = problem.block + 3, 2 * problem.block + 1
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


def test_seeds_differ():
    assert (run(PROBLEMS[0], 0.5, 5) != run(PROBLEMS[0], 0.5, 5, seed=12)).all()


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"weight": 1.2}, "weight in round 1 must be between 0 and 1"),
        ({"weight": [[0.1]]}, "weight must be a number or a list of numbers"),
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
    with pytest.raises(ValueError, match=why):
        mc.simulate(mc.GaussianMean(1), mc.fresh, **given)
