"""Experiments beyond the paper: what is measured, and how a prediction is judged."""

from dataclasses import replace

import numpy as np
import pytest

import model_collapse as mc
from model_collapse.beyond import experiments
from model_collapse.beyond import verdicts as module
from model_collapse.beyond.experiment import WEIGHTS, Experiment, lowest, summary
from model_collapse.beyond.experiments import EXPERIMENTS, measure, series
from model_collapse.beyond.predictions import predictions
from model_collapse.beyond.verdicts import Measurement, scorecard, stored_curve
from model_collapse.paper.protocols import Run
from model_collapse.paper.reproduce import reproduce
from model_collapse.paper.results import read
from model_collapse.theory import error_ratio, optimal_weight

RUN = Run(replications=400, seed=3, jobs=None)


def schemes(rows):
    return {name: [row for row in rows if row.scheme == name] for name in {row.scheme for row in rows}}


def test_a_table_holds_ratios_to_the_real_rows_alone_with_the_error_of_a_ratio():
    experiment = replace(EXPERIMENTS["mean"], weights=(0.2, 0.3, 0.4, 0.6, 0.8), n_real=50, n_synthetic=100)
    history = experiment.history(0.5, RUN)
    found = schemes(summary(history, 0.5, 50, 100, experiment.last))
    grid = [0.2, 0.3, 0.4, 0.5, 0.6, 0.8]
    assert [row.x for row in found["fresh"]] == grid
    errors = history.errors[:, :, -experiment.last :].mean(axis=-1)
    ratio = errors[:-1].mean(axis=-1) / errors[-1].mean()
    assert [row.mean for row in found["fresh"]] == pytest.approx(ratio, rel=1e-12)
    assert [row.theory for row in found["fresh"]] == pytest.approx(error_ratio(grid, 0.5), rel=1e-2)
    [alone], [predicted] = found["real_only"], found["predicted"]
    assert alone[1:] == pytest.approx((1, 1, 0, 1), abs=1e-12)
    at = errors[[grid.index(0.5), -1]]
    (a, both), (_, b) = np.cov(at)  # the error of a ratio from variances and covariance
    quotient, below = at[0].mean() / at[1].mean(), at[1].mean()
    variance = (a + quotient**2 * b - 2 * quotient * both) / below**2 / 400
    assert predicted.x == 0.5
    assert predicted.stderr == pytest.approx(variance**0.5, rel=1e-9)


@pytest.mark.parametrize("k", [0.1, 0.25, 1, 4])
def test_the_lowest_weight_is_found_between_the_weights_of_the_grid(k):
    grid = np.linspace(0.05, 1, 20)
    assert pytest.approx(grid[:-1]) == WEIGHTS
    found = lowest(grid, np.stack([error_ratio(grid, k), 7 * error_ratio(grid, k), (grid - 0.98) ** 2, grid, -grid]))
    best = float(optimal_weight(k))
    assert found == pytest.approx([best, best, 0.98, 0.05, 1], abs=5e-4)


def test_a_prediction_cannot_confirm_itself():
    """The predicted weight is no candidate: beside it the measured one stays where it was."""
    rows = [schemes(summary(EXPERIMENTS["mean"].history(at, RUN), at, 100, 100, 10)) for at in (0.618, 0.68)]
    found = [[row.mean for row in each["best_weight"]] for each in rows]
    assert found[0] == found[1]
    assert found[0][2] < 0.68
    assert len({*found[0]}) == 3


def test_real_rows_alone_may_be_predicted_and_measured():
    """With a large bias no synthetic row helps: the predicted weight is 1, and the measured one must be able to be."""
    history = EXPERIMENTS["mean"].history(1.0, RUN)
    grid = np.asarray(history.weight)
    errors = (2 - grid)[:, None, None] + history.errors * 0.01
    found = schemes(summary(replace(history, errors=errors), 1.0, 100, 100, 10))
    assert [row.mean for row in found["best_weight"]] == [1, 1, 1]


@pytest.mark.claim("E18")
@pytest.mark.parametrize(("runs", "least", "most"), [(8, 170, 180), (40, 180, 199), (100, 180, 199)])
def test_the_interval_of_the_best_weight_holds_it_as_often_as_it_says(runs, least, most):
    experiment = replace(EXPERIMENTS["mean"], rounds=12, last=4)
    best, held = 0.618, 0
    for seed in range(200):
        rows = summary(experiment.history(0.618, Run(runs, seed, None)), 0.618, 100, 100, 4)
        low, _middle, high = (row.mean for row in rows if row.scheme == "best_weight")
        held += low <= best <= high
    assert least <= held <= most  # 95% of 200 is 190; of few runs the interval is too narrow


def test_best_weight_is_in_order_of_its_levels():
    found = schemes(measure("mean", RUN))["best_weight"]
    assert [row.x for row in found] == [0.025, 0.5, 0.975]
    assert found[0].mean <= found[1].mean <= found[2].mean
    assert found[0].mean < 0.618 < found[2].mean


def test_weights_at_which_runs_have_ended_are_left_out():
    history = replace(EXPERIMENTS["mean"], weights=(0.3, 0.4, 0.6, 0.7, 0.8)).history(0.5, RUN)
    ended = history.errors.copy()
    ended[0, 7, -1] = np.nan
    found = schemes(summary(replace(history, errors=ended), 0.5, 100, 100, 10))
    assert [row.x for row in found["fresh"]] == [0.4, 0.5, 0.6, 0.7, 0.8]


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (Measurement(0.618, 0.6, 0.55, 0.7, 1.2, 0.01), "confirmed"),
        (Measurement(0.618, 0.6, 0.618, 0.7, 0.7, 0.01), "confirmed"),
        (Measurement(0.618, 0.6, 0.5, 0.618, 0.7, 0.01), "confirmed"),
        (Measurement(0.618, 0.7, 0.65, 0.75, 0.97, 0.01), "shifted"),
        (Measurement(0.618, 0.7, 0.65, 0.75, 0.975, 0.01), "shifted"),
        (Measurement(0.618, 0.7, 0.65, 0.75, 0.985, 0.01), "refuted"),
        (Measurement(0.618, 0.5, 0.45, 0.55, 1.2, 0.01), "refuted"),
    ],
)
def test_verdicts(found, verdict):
    assert found.verdict == verdict


def test_an_experiment_names_its_problem():
    experiment = Experiment("model_collapse.problems:GaussianMean", 10, 20, 3, 1, 2)
    assert isinstance(experiment.build(), mc.GaussianMean)


def test_every_experiment_has_a_prediction_that_was_not_changed_since():
    assert list(EXPERIMENTS) == list(predictions())
    assert series().panels == list(EXPERIMENTS)
    for name in module.measured():
        settings, _rows = read(module.FOLDER / f"{name}.csv")
        assert settings["predicted"] == predictions()[name].weight
        assert settings["seed"] == series().seed
        assert settings["replications"] == EXPERIMENTS[name].replications
        for key in ("n_real", "n_synthetic", "rounds", "last"):
            assert settings[key] == getattr(EXPERIMENTS[name], key)


@pytest.mark.parametrize("name", predictions())
def test_a_prediction_asks_says_and_explains(name):
    asked = predictions()[name]
    assert asked.question.endswith("?")
    assert asked.because.endswith(".")
    assert 0 < asked.weight <= 1


def test_the_scorecard_says_what_the_tables_hold():
    table = scorecard()
    row = module.measured().index("mean")
    found = module.measurement("mean")
    assert found.low <= found.best <= found.high
    lines = [line.split(",") for line in (module.FOLDER / "mean.csv").read_text().splitlines()]
    [(ratio, stderr)] = [map(float, line[4:6]) for line in lines if line[2:3] == ["predicted"]]
    assert (found.ratio, found.stderr) == (ratio, stderr)
    assert found.predicted == pytest.approx((5**0.5 - 1) / 2, abs=1e-6)
    written = [table.columns[name][row] for name in ("predicted", "measured", "from", "to", "error ratio", "SE")]
    assert written == [found.predicted, found.best, found.low, found.high, found.ratio, found.stderr]
    assert table.columns["verdict"][row] == "confirmed"
    curve = stored_curve("mean")
    assert curve.x[-1] == curve.mean[-1] == 1
    assert (np.diff(curve.x) > 0).all()
    z = (curve.mean - curve.theory)[:-1] / curve.stderr[:-1]
    assert np.abs(z).max() < 4
    assert curve.theory[4:] == pytest.approx(error_ratio(curve.x[4:], 1), rel=1e-2)


def test_a_table_of_another_prediction_is_not_kept(tmp_path, monkeypatch):
    reproduce(series(), ["mean"], out=tmp_path, replications=20, tell=lambda line: None)
    made = (tmp_path / "beyond" / "mean.csv").read_text()
    picture = (tmp_path / "beyond.svg").read_text()
    assert "error ratio" in picture
    assert "squared error" not in picture
    changed = {"mean": predictions()["mean"]._replace(weight=0.5)}
    monkeypatch.setattr(experiments, "predictions", lambda: changed)
    with pytest.raises(ValueError, match=r"was made with predicted 0\.618\d*, not 0\.5; choose another folder"):
        reproduce(series(), ["mean"], out=tmp_path, replications=20)
    assert (tmp_path / "beyond" / "mean.csv").read_text() == made


def test_an_experiment_that_is_not_stored_is_refused():
    with pytest.raises(ValueError, match=r"^name must be a stored experiment, such as mean, got 'means'\.$"):
        stored_curve("means")


@pytest.mark.claim("E19")
def test_how_the_predictions_fared_and_what_the_misses_cost():
    found = {name: module.measurement(name) for name in module.measured() if name != "mean"}
    verdicts = [each.verdict for each in found.values()]
    assert [verdicts.count(verdict) for verdict in ("confirmed", "shifted", "refuted")] == [26, 9, 2]
    for name, each in found.items():
        if each.verdict != "confirmed":
            costs = each.ratio - stored_curve(name).mean.min()
            assert costs == pytest.approx(0.084, abs=5e-4) if name == "pictures_blurred" else costs < 0.02


def test_the_sizes_that_the_scorecard_names():
    grids = [len(each.weights) for each in EXPERIMENTS.values()]
    assert (min(grids), max(grids)) == (6, 19)
    assert min(each.replications for each in EXPERIMENTS.values()) == 8
    assert {f(each.rounds for each in EXPERIMENTS.values()) for f in (min, max)} == {10, 40}
    rows = {name: each.n_real for name, each in EXPERIMENTS.items() if not name.startswith("language")}
    assert (min(rows.values()), max(rows.values())) == (50, 5000)
    best = [module.measurement(name).best for name in EXPERIMENTS]
    assert (round(min(best), 2), max(best)) == (0.23, 1)
    seconds = sum(read(module.FOLDER / f"{name}.csv")[0]["cpu_seconds"] for name in EXPERIMENTS)
    assert 90 < seconds / 60 < 130


def test_every_experiment_is_stored():
    assert module.measured() == list(EXPERIMENTS)
