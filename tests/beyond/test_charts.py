"""Charts of stored experiments: what is drawn where, read from the drawing."""

import numpy as np
import pytest

import model_collapse as mc
from model_collapse.beyond import verdicts
from model_collapse.beyond.predictions import predictions
from model_collapse.beyond.verdicts import Measurement

SOME = ["dimension_ridge_double", "mean", "dimension_least_norm"]


def lines(axes, **properties):
    return [line for line in axes.lines if all(getattr(line, f"get_{key}")() == at for key, at in properties.items())]


def test_a_line_of_the_scorecard_is_an_experiment_with_its_weights():
    figure = mc.beyond.scorecard_chart(SOME)
    [axes] = figure.canvas.axes
    assert [label.get_text() for label in axes.get_yticklabels()] == [predictions()[name].label for name in SOME]
    found = [mc.beyond.measurement(name) for name in SOME]
    [strokes] = lines(axes, marker="|")
    assert list(strokes.get_xdata()) == [each.predicted for each in found]
    assert list(strokes.get_ydata()) == [0, 1, 2]
    bars = lines(axes, linewidth=5)
    assert [list(bar.get_xdata()) for bar in bars] == [[each.low, each.high] for each in found]
    assert [list(bar.get_ydata()) for bar in bars] == [[0, 0], [1, 1], [2, 2]]
    bottom, top = axes.get_ylim()
    assert top < 0 < 2 < bottom  # the first experiment is the highest
    assert "ridge, p = 2n: predicted 0.81, measured 0.81 (0.81 to 0.81)" in figure.alt
    assert list(figure.data["experiment"]) == SOME


def test_verdicts_differ_in_their_marks(monkeypatch):
    found = {
        "mean": Measurement(0.6, 0.61, 0.5, 0.7, 0.6, 0.01),
        "dimension_mean": Measurement(0.6, 0.3, 0.2, 0.4, 0.6, 0.01),
        "dimension_least_norm": Measurement(0.6, 0.9, 0.8, 1, 1.2, 0.01),
    }
    monkeypatch.setattr("model_collapse.beyond.charts.measurement", found.get)
    figure = mc.beyond.scorecard_chart(list(found))
    [axes] = figure.canvas.axes
    marks = {line.get_label(): (line.get_marker(), *line.get_xdata(), *line.get_ydata()) for line in axes.lines}
    assert marks["confirmed"] == ("o", 0.61, 0)
    assert marks["shifted"] == ("s", 0.3, 1)
    assert marks["refuted"] == ("X", 0.9, 2)
    assert "Of 3 lines 1 are confirmed, 1 shifted and 1 refuted." in figure.caption


def test_a_panel_has_the_stored_curve_and_its_theory():
    curve = mc.beyond.stored_curve("mean")
    own = mc.beyond.stored_curve("dimension_least_norm")
    ratios = np.linspace(0.5, 1.4, own.x.size)
    figure = mc.beyond.error_curves(["mean", "dimension_least_norm"], {"dimension_least_norm": ratios})
    plain, other = figure.canvas.axes
    assert [axes.get_title(loc="left") for axes in (plain, other)] == ["mean", "least norm, p = 3n/2"]
    for axes, at, theory in ((plain, curve, curve.theory), (other, own, ratios)):
        [drawn] = lines(axes, label="theory")
        assert list(drawn.get_ydata()) == list(theory)
        [alone] = lines(axes, label="real rows alone")
        assert list(alone.get_ydata()) == [1, 1]
        [bars] = [held for held in axes.containers if held.get_label() == "measured"]
        assert list(bars[0].get_xdata()) == list(at.x)
        assert list(bars[0].get_ydata()) == list(at.mean)
        low, high = np.array(bars[2][0].get_segments())[0][:, 1]
        assert high - low == pytest.approx(4 * at.stderr[0])
    found = mc.beyond.measurement("dimension_least_norm")
    [band] = [patch for patch in other.patches if patch.get_label() == "best weight, measured"]
    assert (band.get_x(), band.get_x() + band.get_width()) == pytest.approx((found.low, found.high))
    [dotted] = lines(other, label="predicted")
    assert list(dotted.get_xdata()) == [found.predicted] * 2
    assert "mean: lowest at weight 0.62 (0.61 to 0.62), with 0.62 of the real rows' error" in figure.alt
    assert len(figure.data["experiment"]) == len(figure.data["theory"]) == curve.x.size + own.x.size


@pytest.mark.parametrize("names", [[], "mean", ["nothing"], [1], 3])
def test_only_stored_experiments_are_drawn(names):
    for function in (mc.beyond.scorecard_chart, mc.beyond.scorecard, mc.beyond.reasons, mc.beyond.error_curves):
        with pytest.raises(ValueError, match=r"^names must be a list of stored experiments, such as mean, got .*\.$"):
            function(names)


@pytest.mark.parametrize("theory", [{"dimension_mean": [1.0]}, {"mean": [1.0, 2.0]}])
def test_theory_is_that_of_what_is_drawn(theory):
    with pytest.raises(ValueError, match=r"^theory must have a number for each weight of an experiment drawn, got "):
        mc.beyond.error_curves(["mean"], theory)


def test_tables_have_a_row_an_experiment():
    asked = predictions()
    assert [row[0] for row in mc.beyond.scorecard().rows()] == [asked[name].label for name in verdicts.measured()]
    assert mc.beyond.reasons(["mean"]).rows() == [
        [asked["mean"].label, asked["mean"].question, "0.618", asked["mean"].because]
    ]
    assert len({entry.label for entry in asked.values()}) == len(asked)
