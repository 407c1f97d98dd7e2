import re
import sys

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


def slow_best(settled, weights, resamples, level):
    """Best weight and interval of resamples, one replication after the other."""
    count = settled.shape[1]
    times = np.random.default_rng(0).multinomial(count, np.full(count, 1 / count), size=resamples)
    found = sorted(
        weights[int(np.argmin([sum(t * e for t, e in zip(row, errors, strict=True)) for errors in settled]))]
        for row in times
    )
    return np.quantile(found, (1 - level) / 2), np.quantile(found, 1 - (1 - level) / 2)


@pytest.mark.parametrize("level", [0.95, 0.5])
def test_the_interval_holds_its_share_of_the_resamples(level):
    weights = np.linspace(0.1, 0.9, 9)
    errors = (weights[:, None] - 0.5) ** 2 + np.random.default_rng(3).normal(0, 0.4, (9, 25))
    run = History(errors=errors[..., None], weight=weights, unit=0.25)
    low, high = slow_best(errors, weights, 400, level)
    best = run.best_weight(resamples=400, level=level)
    assert best == (weights[errors.mean(axis=1).argmin()], low, high)
    assert low < high


def test_a_weight_at_which_runs_ended_cannot_be_the_best():
    errors = np.full((3, 4, 2), 2.0)
    errors[0] = 0.5
    errors[0, 1, 1] = np.nan
    errors[2] = 1.0
    run = History(errors=errors, weight=np.array([0.2, 0.5, 0.7]), unit=1.0)
    assert run.best_weight() == (0.7, 0.7, 0.7)
    errors[1:, 0, 0] = np.nan
    with pytest.raises(ValueError, match="in 1 of 4 replications the fit does not exist"):
        run.best_weight(last=2)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"resamples": 0}, "resamples must be at least 1, got 0."),
        ({"resamples": 2.5}, "resamples must be a whole number, got 2.5."),
        ({"level": 95}, "level must be between 0 and 1, got 95."),
        ({"level": -1}, "level must be between 0 and 1, got -1."),
        ({"level": [0.5, 0.9]}, "level must be a single number, got an array of shape (2,)."),
        ({"last": 0}, "last must be at least 1, got 0."),
    ],
)
def test_wrong_intervals(grid, wrong, said):
    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        grid.best_weight(**wrong)


def test_one_replication_has_no_standard_error_and_no_interval():
    one = mc.simulate(mc.GaussianMean(1), mc.fresh, weight=[0.4, 0.6], **{**COMMON, "replications": 1})
    assert np.isnan(one.stderr).all()
    assert one.stderr.shape == (2, 13)
    assert np.isnan(one.compare([1, 1]).z).all()
    with pytest.raises(ValueError, match="needs two replications or more for its interval, got 1"):
        one.best_weight()


def test_one_weight_of_the_grid(grid):
    one = grid.at_weight(0.618)
    np.testing.assert_array_equal(one.errors, grid.errors[2])
    assert (float(one.weight), one.unit) == (0.618, grid.unit)
    assert one.least_weight == 0.618
    for wrong in (0.5, 2, "x", [0.2, 0.4]):
        with pytest.raises(ValueError, match=r"^weight must be .*\.$"):
            grid.at_weight(wrong)
    with pytest.raises(ValueError, match=r"^weight must be one of the run's grid, got 0\.618\.$"):
        one.at_weight(0.618)


def test_a_comparison_for_each_weight_and_round(grid):
    theory = np.arange(52.0).reshape(4, 13)
    table = grid.compare(theory)
    np.testing.assert_array_equal(table.weight, np.repeat([0.2, 0.4, 0.618, 0.8], 13))
    np.testing.assert_array_equal(table.at, np.tile(np.arange(13), 4))
    np.testing.assert_array_equal(table.theory, np.arange(52))
    np.testing.assert_array_equal(table.simulated, grid.mean.ravel())
    np.testing.assert_array_equal(table.stderr, grid.stderr.ravel())
    expected = [mc.error_ratio_by_round(w, 10, 10, 12) for w in grid.weight]
    assert np.abs(grid.compare(expected).z).max() < 4
    np.testing.assert_array_equal(grid.at_weight(0.4).compare(expected[1]).z, grid.compare(expected).z[13:26])


def test_settled_errors_are_compared_weight_by_weight(grid):
    table = grid.compare(np.arange(4.0), last=2)
    np.testing.assert_array_equal(table.at, grid.weight)
    np.testing.assert_allclose(table.simulated, grid.settled(2).mean(axis=-1))
    np.testing.assert_allclose(table.stderr, grid.settled(2).std(axis=-1, ddof=1) / 20)
    assert table.weight is None


def test_a_frame_of_all_errors(grid):
    frame = grid.to_frame()
    assert list(frame.columns) == ["weight", "replication", "round", "error"]
    assert len(frame) == grid.errors.size
    for w, r, t in ((0, 0, 0), (1, 399, 12), (3, 7, 5)):
        at = (frame["weight"] == grid.weight[w]) & (frame["replication"] == r) & (frame["round"] == t)
        assert frame.loc[at, "error"].tolist() == [grid.errors[w, r, t] / grid.unit]
    means = frame.groupby(["weight", "round"])["error"].mean().unstack()
    np.testing.assert_allclose(means, grid.mean)
    assert grid.at_weight(0.4).to_frame()["weight"].unique().tolist() == [0.4]


def test_a_frame_without_a_weight(broken):
    frame = broken.to_frame()
    assert frame["weight"].isna().all()
    np.testing.assert_array_equal(frame["error"].to_numpy().reshape(4, 3), broken.errors / 2)


def test_a_frame_needs_pandas(grid, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match=r'^to_frame needs pandas: pip install "model-collapse\[practice\]"\.$'):
        grid.to_frame()


def test_runs_that_ended_are_counted_and_not_averaged(broken):
    np.testing.assert_array_equal(broken.ended, [0, 1, 2])
    np.testing.assert_array_equal(np.isnan(broken.mean), [False, True, True])
    for refused in (broken.settled, lambda: broken.compare([1, 1, 1]), lambda: broken.settled(1)):
        with pytest.raises(ValueError, match="in 2 of 4 replications the fit does not exist"):
            refused()


def test_an_error_that_is_missing_in_between_is_not_averaged():
    run = History(errors=np.array([[1.0, np.nan, 2.0], [1.0, 1.0, 4.0]]), weight=None, unit=1.0)
    np.testing.assert_array_equal(run.settled(1), [2.0, 4.0])
    with pytest.raises(ValueError, match="in 1 of 2 replications"):
        run.settled(2)


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
    with pytest.raises(ValueError, match=r"^theory must be a number or an array of numbers, got 'a'\.$"):
        grid.compare("a")
    with pytest.raises(ValueError, match="last must be at most 13"):
        grid.settled(14)
    with pytest.raises(ValueError, match="levels must be between 0 and 1"):
        grid.quantiles([2.0])
    with pytest.raises(ValueError, match="needs a grid"):
        mc.simulate(mc.GaussianMean(1), mc.fresh, weight=0.5, **COMMON).best_weight()
