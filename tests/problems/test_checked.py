"""A mean behind a checker, against rows that are kept one by one, and against theory."""

import numpy as np
import pytest

import model_collapse as mc
from model_collapse import theory

COVARIANCE = np.array([[2.0, 0.6], [0.6, 1.0]])


def test_kept_rows_have_the_law_of_rows_that_were_kept():
    rng = np.random.default_rng(14)
    centre, tolerance, model = np.array([0.5, -1.0]), 1.5, np.array([1.0, 1.0])
    rows = model + rng.standard_normal((400_000, 2)) @ np.linalg.cholesky(COVARIANCE).T
    kept = rows[rng.random(len(rows)) < np.exp(-((rows - centre) ** 2).sum(1) / (2 * tolerance**2))]
    problem = mc.problems.CheckedMean(2, covariance=COVARIANCE, centre=centre, tolerance=tolerance)
    n, runs = 25, 40_000
    drawn = problem.synthetic(model, n, mc.problems.Stream(np.random.SeedSequence(14), runs)).value[0]
    error = kept.std(0) * np.hypot(1 / np.sqrt(len(kept)), 1 / np.sqrt(n * runs))
    assert (np.abs(drawn.mean(0) - kept.mean(0)) < 4 * error).all()
    assert n * np.cov(drawn.T) == pytest.approx(np.cov(kept.T), rel=0.05, abs=0.02)


@pytest.mark.parametrize(("tolerance", "centre"), [(1.0, 0.0), (2.0, 0.3), (1e6, 5.0)])
@pytest.mark.claim("T47")
def test_the_recursion_settles_where_theory_says(tolerance, centre):
    weights = np.array([0.1, 0.4, 0.8])
    problem = mc.problems.CheckedMean(centre=centre, tolerance=tolerance)
    setting = {"n_real": 20, "n_synthetic": 40, "rounds": 80, "replications": 20_000, "seed": 14}
    run = mc.simulate(problem, mc.fresh, weight=weights, **setting)
    a = tolerance**2 / (tolerance**2 + 1)
    expected = theory.checked_error_ratio(weights, 0.5, a, squared_distance=20 * centre**2)
    assert np.abs(run.compare(expected, last=5).z).max() < 4


def test_the_lab_finds_nothing_missing():
    mc.check_problem(mc.problems.CheckedMean(p=2, centre=[0.0, 1.0], tolerance=1.0))


@pytest.mark.parametrize("tolerance", [0, -1, np.inf])
def test_a_tolerance_that_keeps_nothing_is_refused(tolerance):
    with pytest.raises(ValueError, match="tolerance must be"):
        mc.problems.CheckedMean(tolerance=tolerance)


def test_a_very_strict_checker_keeps_rows_at_its_centre():
    covariance = [[1.0, 1e-70], [1e-70, 2.0]]
    problem = mc.problems.CheckedMean(2, covariance=covariance, centre=[3.0, -1.0], tolerance=1e-60)
    kept = problem.synthetic(np.zeros(2), 4, mc.problems.Stream(np.random.SeedSequence(1), 5)).value
    np.testing.assert_allclose(kept, np.broadcast_to([3.0, -1.0], kept.shape))


def test_one_kept_row_in_three_dimensions_has_the_product_of_both_laws():
    covariance = np.array([[2.0, 0.6, -0.3], [0.6, 1.0, 0.4], [-0.3, 0.4, 0.7]])
    centre, model, tolerance = np.array([1.0, -2.0, 0.5]), np.array([0.3, 0.0, -1.0]), 0.8
    kept = np.linalg.inv(np.linalg.inv(covariance) + np.eye(3) / tolerance**2)
    mean = kept @ (np.linalg.inv(covariance) @ model + centre / tolerance**2)
    problem = mc.problems.CheckedMean(3, covariance=covariance, centre=centre, tolerance=tolerance)
    drawn = problem.synthetic(model, 1, mc.problems.Stream(np.random.SeedSequence(14), 100_000)).value[0]
    np.testing.assert_allclose(drawn.mean(0), mean, atol=0.01)
    np.testing.assert_allclose(np.cov(drawn.T), kept, atol=0.01)
