import numpy as np
import pytest

import model_collapse as mc
from model_collapse import History

COMMON = {"n_real": 10, "n_synthetic": 10, "rounds": 12, "replications": 400, "seed": 5}


@pytest.fixture(scope="module")
def grid():
    return mc.simulate(mc.GaussianMean(1), mc.fresh, weight=[0.2, 0.4, 0.618, 0.8], **COMMON)


@pytest.fixture(scope="module")
def broken():
    errors = np.array([[1.0, 2.0, np.nan], [3.0, 4.0, 5.0], [1.0, np.nan, np.nan], [2.0, 2.0, 2.0]])
    return History(errors=errors, weight=None, unit=2.0)


def test_summaries_by_hand(grid):
    assert (grid.rounds, grid.replications) == (12, 400)
    np.testing.assert_allclose(grid.mean, grid.errors.mean(axis=1) / 0.1)
    np.testing.assert_allclose(grid.stderr, grid.errors.std(axis=1, ddof=1) / 20 / 0.1)
    np.testing.assert_allclose(grid.quantiles([0.5])[0], np.median(grid.errors, axis=1) / 0.1)
    np.testing.assert_allclose(grid.settled(), grid.errors[..., -3:].mean(axis=-1) / 0.1)
    assert not grid.ended.any()


def test_best_weight(grid):
    best = grid.best_weight()
    assert best.low <= best.weight <= best.high
    assert best.weight == 0.618


def test_runs_that_ended_are_counted_and_not_averaged(broken):
    np.testing.assert_array_equal(broken.ended, [0, 1, 2])
    np.testing.assert_array_equal(np.isnan(broken.mean), [False, True, True])
    for refused in (broken.settled, lambda: broken.compare([1, 1, 1]), lambda: broken.settled(1)):
        with pytest.raises(ValueError, match="in 2 of 4 replications the fit does not exist"):
            refused()


def test_quantiles_take_runs_that_ended_as_infinite(broken):
    np.testing.assert_array_equal(
        broken.quantiles([0.0, 0.5, 1.0]), [[0.5, 1, 1], [1, 2, np.inf], [1.5, np.inf, np.inf]]
    )


@pytest.mark.parametrize(
    ("problem", "threshold"),
    [
        (mc.GaussianCovariance(2), mc.GaussianCovariance(2).stderr_weight(10)),
        (mc.GaussianMeanEstimatedCovariance(2), mc.GaussianMeanEstimatedCovariance(2).stderr_weight(10)),
    ],
)
def test_no_z_where_standard_errors_mean_nothing(problem, threshold):
    run = mc.simulate(problem, mc.fresh, weight=[threshold - 0.01, threshold + 0.01], **COMMON)
    for comparison in (run.compare([1.0, 1.0]), run.compare([1.0, 1.0], last=2)):
        np.testing.assert_array_equal(np.isnan(comparison.z), [True, False])
        assert f"No z below weight {threshold:.3g}" in str(comparison)
    assert str(run.compare([1.0, 1.0])).splitlines()[1].split()[-2:] == ["-", "-"]


def test_no_z_for_schedules_and_pooling_below_the_threshold():
    problem, by_round = mc.GaussianCovariance(2), np.ones(13)
    for settings in ({"regime": mc.replace}, {"regime": mc.fresh, "weight": lambda t: 0.9 if t < 9 else 0.1}):
        assert np.isnan(mc.simulate(problem, **settings, **COMMON).compare(by_round).z).all()
    assert np.isfinite(mc.simulate(problem, mc.fresh, **COMMON).compare(by_round).z).all()
    assert np.isfinite(mc.simulate(problem, mc.fresh, weight=lambda t: 0.9, **COMMON).compare(by_round).z).all()


def test_everything_else_has_z(grid):
    assert np.isfinite(grid.compare(np.ones(4)).z).all()
    assert "No z" not in str(grid.compare(np.ones(4)))
    assert np.isfinite(mc.simulate(mc.GaussianMean(1), mc.replace, **COMMON).compare(np.ones(13)).z).all()


def test_bad_inputs(grid):
    with pytest.raises(ValueError, match="theory must have the run's shape"):
        grid.compare([1.0, 2.0])
    with pytest.raises(ValueError, match="last must be at most 13"):
        grid.settled(14)
    with pytest.raises(ValueError, match="levels must be between 0 and 1"):
        grid.quantiles([2.0])
    with pytest.raises(ValueError, match="needs a grid"):
        mc.simulate(mc.GaussianMean(1), mc.fresh, weight=0.5, **COMMON).best_weight()
