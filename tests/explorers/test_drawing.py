"""What the live charts draw, read off their axes as a reader does, is what theory says."""

import numpy as np
import pytest

from model_collapse import explorers, theory
from tests.explorers.drawing import Drawing
from tests.explorers.javascript import ask

PIXEL = 0.25  # places are written in tenths of a pixel, ticks too
WEIGHT = np.linspace(0.05, 1, 20)
LOG = {"WeightDial": ["y"], "BiasAndDrift": ["y"], "FourRegimes": ["y"], "Budget": ["x"], "WatchItCollapse": ["y"]}


def made(name):
    if name != "Predict":
        return getattr(explorers, name)()
    curve = (WEIGHT, theory.error_ratio(WEIGHT, 1))
    return explorers.Predict("Where?", 0.618, "There.", curve=curve, label="error", guess=0.3)


def drawings(name, width=500, steps=0, **values):
    """Return the charts of an explorer, its facts, its state and its labels."""
    explorer = made(name)
    [[found]] = ask(["drawings", explorer.page_settings(), [{**explorer.values(), **values}], steps, width])
    logs = LOG.get(name, [""])
    return [Drawing(text, log) for text, log in zip(found["drawn"], logs, strict=True)], found, explorer.labels()


def same_places(drawing, label, x, y):
    """Check that a curve runs through the points; what lies above the frame is cut off."""
    points = drawing.points(label)
    assert len(points) == len(x)
    assert points[:, 0] == pytest.approx(drawing.at("x", x), abs=PIXEL)
    place = drawing.at("y", y)
    inside = place >= drawing.top
    assert inside.any()
    assert points[inside, 1] == pytest.approx(place[inside], abs=PIXEL)
    assert (points[~inside, 1] < drawing.top).all()


@pytest.mark.parametrize("width", [300, 430, 700])
@pytest.mark.parametrize("synthetic", [10, 100, 400, 1000, 10_000])
def test_the_name_of_a_band_stands_between_the_rules(synthetic, width):
    [drawing], _, _ = drawings("WeightDial", width, n_real=100, n_synthetic=synthetic, weight=0.45)
    rules = np.array([*drawing.rules()[0].values(), drawing.left, drawing.right])
    said = {name.text: float(name.get("x")) for name in drawing.inner if name.text in ("harm", "gain")}
    assert said
    for text, middle in said.items():
        assert np.abs(rules - middle).min() > 3.5 * len(text) + 3, text


@pytest.mark.parametrize("values", [{"n_real": 500, "n_synthetic": 500}, {"n_real": 100, "n_synthetic": 700}])
def test_the_dial(values):
    [drawing], _, labels = drawings("WeightDial", **values, weight=0.45)
    k = values["n_real"] / values["n_synthetic"]
    weight = np.geomspace(0.001, 1, 481)
    same_places(drawing, labels["curve"], weight, theory.error_ratio(weight, k))
    same_places(drawing, labels["real"], [0, 1], [1, 1])
    assert drawing.ends("x") == pytest.approx([0, 1], abs=0.002)
    low, high = drawing.ends("y")
    assert 0.5 * theory.optimal_weight(k) / 2.5 < low < theory.optimal_weight(k)
    assert high == pytest.approx(5, rel=0.01)
    [[x, y, r]] = drawing.dots()
    assert (x, y) == pytest.approx((drawing.at("x", 0.45), drawing.at("y", theory.error_ratio(0.45, k))), abs=PIXEL)
    assert r == 9
    where, _ = drawing.rules()
    marks = {
        labels["break_even"]: theory.break_even_weight(k),
        labels["naive"]: theory.naive_weight(k),
        labels["best"]: theory.optimal_weight(k),
    }
    assert where == pytest.approx({name: drawing.at("x", float(at)) for name, at in marks.items()}, abs=PIXEL)
    harm, gain = drawing.shapes("rect")
    ends = drawing.at("x", [0, float(marks[labels["break_even"]]), 1])
    for band, left, right in ((harm, *ends[:2]), (gain, *ends[1:])):
        assert float(band.get("x")) == pytest.approx(left, abs=PIXEL)
        assert float(band.get("width")) == pytest.approx(right - left, abs=PIXEL)
    looks = {
        "curve": "line mc-theory",
        "real": "line mc-real mc-dashed",
        "here": "dot mc-mixture",
        "harm": "area mc-harm",
        "gain": "area mc-gain",
    }
    assert drawing.key == {labels[name]: f"mc-{look}" for name, look in looks.items()}
    assert (drawing.x_title.text, drawing.y_title.text) == (labels["weight"], labels["error"])


def test_bias_and_drift():
    values = {"n_real": 400, "n_synthetic": 800, "bias": 0.6, "drift": 0.4}
    [drawing], _, labels = drawings("BiasAndDrift", **values, weight=0.8)
    disturbed = {"k": 400 / 800, "squared_drift": 0.4**2, "squared_bias": 0.6**2}
    weight = np.geomspace(0.001, 1, 481)
    same_places(drawing, labels["disturbed"], weight, theory.error_ratio(weight, **disturbed))
    same_places(drawing, labels["curve"], weight, theory.error_ratio(weight, 0.5))
    same_places(drawing, labels["real"], [0, 1], [1, 1])
    assert drawing.ends("x") == pytest.approx([0, 1], abs=0.002)
    assert drawing.ends("y") == pytest.approx([0.2, 5], rel=0.02)
    [[x, y, _]] = drawing.dots()
    here = float(theory.error_ratio(0.8, **disturbed))
    assert (x, y) == pytest.approx((drawing.at("x", 0.8), drawing.at("y", here)), abs=PIXEL)
    marks = {
        labels["break_even"]: theory.break_even_weight(**disturbed),
        labels["blind"]: theory.optimal_weight(0.5),
        labels["best"]: theory.optimal_weight(**disturbed),
    }
    where, _ = drawing.rules()
    assert where == pytest.approx({name: drawing.at("x", float(at)) for name, at in marks.items()}, abs=PIXEL)
    looks = {
        "disturbed": "line mc-synthetic",
        "curve": "line mc-theory",
        "real": "line mc-real mc-dashed",
        "here": "dot mc-mixture",
    }
    assert drawing.key == {labels[name]: f"mc-{look}" for name, look in looks.items()}
    assert (drawing.x_title.text, drawing.y_title.text) == (labels["weight"], labels["error"])


@pytest.mark.parametrize("values", [{}, {"n_real": 3000, "n_synthetic": 200, "weight": 0.4, "rounds": 12}])
def test_four_regimes(values):
    [drawing], _, labels = drawings("FourRegimes", **values)
    ratios = explorers.FourRegimes(**values).ratios()
    looks = {
        "replace": "synthetic",
        "accumulate": "synthetic mc-dashed",
        "reuse": "mixture mc-dashed",
        "fresh": "mixture",
        "keep_real": "real",
    }
    assert drawing.key == {labels[name]: f"mc-line mc-{look}" for name, look in looks.items()}
    for name, ratio in ratios.items():
        same_places(drawing, labels[name], np.arange(len(ratio)), ratio)
    low, high = drawing.ends("y")
    least, most = (pick(np.concatenate(list(ratios.values()))) for pick in (np.min, np.max))
    assert low <= least < 10 * low  # the whole decades that hold all curves, and no other
    assert high / 10 < most <= high
    assert drawing.ends("x") == pytest.approx([0, len(ratios["fresh"]) - 1], abs=0.1)
    assert (drawing.x_title.text, drawing.y_title.text) == (labels["round"], labels["error"])


def test_adaptive_weights():
    [drawing], _, labels = drawings("AdaptiveWeights", n_real=200, n_synthetic=600, round=4)
    weight = theory.kalman_weight_by_round(1 / 3, 20)
    same_places(drawing, labels["by_round"], np.arange(21), weight)
    same_places(drawing, labels["fixed"], [0, 20], [float(theory.optimal_weight(1 / 3))] * 2)
    same_places(drawing, labels["naive"], [0, 20], [0.25] * 2)
    [[x, y, _]] = drawing.dots()
    assert (x, y) == pytest.approx((drawing.at("x", 4), drawing.at("y", weight[4])), abs=PIXEL)
    assert drawing.ends("y") == pytest.approx([0, 1.02], abs=0.005)
    looks = {"by_round": "mixture", "fixed": "theory mc-dashed", "naive": "synthetic mc-dashed"}
    assert drawing.key == {labels[name]: f"mc-line mc-{look}" for name, look in looks.items()}
    assert (drawing.x_title.text, drawing.y_title.text) == (labels["round"], labels["weight"])


def test_budget():
    [drawing], _, labels = drawings("Budget", rows_alone=2000, price_ratio=0.05)
    n = np.geomspace(2000 * 10**-2.5, 2000, 161)
    same_places(drawing, labels["mixed"], n, n + 0.05 * theory.synthetic_rows_needed(n, 2000))
    same_places(drawing, labels["real"], [n[0], 2000], [2000, 2000])
    plan = theory.cheapest_whole_plan(2000, 0.05)
    [[x, y, _]] = drawing.dots()
    assert (x, y) == pytest.approx((drawing.at("x", plan.n_real), drawing.at("y", plan.cost)), abs=PIXEL)
    assert drawing.ends("x") == pytest.approx([n[0], 2000], rel=0.02)
    assert drawing.ends("y") == pytest.approx([0, 3000], abs=10)
    looks = {"mixed": "line mc-mixture", "real": "line mc-real mc-dashed", "cheapest": "dot mc-mixture"}
    assert drawing.key == {labels[name]: f"mc-{look}" for name, look in looks.items()}
    assert (drawing.x_title.text, drawing.y_title.text) == (labels["n_real"], labels["cost"])


def test_predict():
    [drawing], _, labels = drawings("Predict", guess=0.3)
    [path] = drawing.shapes("path")
    assert path.get("class") == "mc-line mc-theory"
    drawing.key["curve"] = path.get("class")
    same_places(drawing, "curve", WEIGHT, theory.error_ratio(WEIGHT, 1))
    where, _ = drawing.rules()
    right = {labels["guess"]: drawing.at("x", 0.3), labels["answer"]: drawing.at("x", 0.618)}
    assert where == pytest.approx(right, abs=PIXEL)
    assert (drawing.x_title.text, drawing.y_title.text) == ("your guess", "error")
