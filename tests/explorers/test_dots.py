"""The dots of the live charts: inside the frame at every setting, and where their values lie."""

import itertools
import re

import numpy as np
import pytest

from tests.explorers.drawing import Drawing
from tests.explorers.javascript import ask
from tests.explorers.test_drawing import LOG, PIXEL, made


def extremes(name):
    """Return all sets of values with every slider at one of its ends, or where it begins."""
    controls = made(name).controls()
    ends = [(c.slider["low"], c.default_value, c.slider["high"]) for c in controls.values()]
    return [dict(zip(controls, values, strict=True)) for values in itertools.product(*ends)]


DOTTED = ("WeightDial", "BiasAndDrift", "Budget", "AdaptiveWeights")


@pytest.mark.parametrize("name", DOTTED)
@pytest.mark.parametrize("width", [310, 576])
def test_a_dot_stays_inside_its_chart_where_its_value_lies(name, width):
    explorer, cases = made(name), extremes(name)
    answers = ask(["drawings", explorer.page_settings(), cases, 0, width])[0]
    shown = {"Budget": "cost", "AdaptiveWeights": "weight"}.get(name, "error_ratio")
    for values, found in zip(cases, answers, strict=True):
        drawing = Drawing(found["drawn"][0], LOG.get(name, [""])[0])
        [[x, y, _]] = drawing.dots()
        assert drawing.left - PIXEL <= x <= drawing.right + PIXEL, values
        assert drawing.top - PIXEL <= y <= drawing.bottom + PIXEL, values
        value = float(found["facts"][shown])
        place = drawing.at("y", value) if np.isfinite(value) else drawing.top
        assert y == pytest.approx(place, abs=1), values
        said, ticks = drawing.places("y")
        assert (np.diff(said) > 0).all()
        assert (np.diff(ticks) < 0).all()  # a larger value is drawn higher


@pytest.mark.parametrize("name", ["WeightDial", "BiasAndDrift"])
@pytest.mark.parametrize("n_synthetic", [10, 500, 100_000])
def test_the_dot_is_on_the_curve_at_every_small_weight(name, n_synthetic):
    explorer = made(name)
    cases = [{**explorer.values(), "n_synthetic": n_synthetic, "weight": w / 1000} for w in (1, 2, 10, 50, 180, 618)]
    for found in ask(["drawings", explorer.page_settings(), cases, 0, 500])[0]:
        drawing = Drawing(found["drawn"][0], "y")
        [[x, y, _]] = drawing.dots()
        [path] = drawing.shapes("path", explorer.labels()["curve" if name == "WeightDial" else "disturbed"])
        points = np.array(re.findall(r"([\d.-]+) ([\d.-]+)", path.get("d")), float)
        steps = np.arange(len(points) * 50) / 50
        line = [np.interp(steps, np.arange(len(points)), place) for place in points.T]
        assert np.hypot(line[0] - x, line[1] - y).min() < 0.5
        assert (x - drawing.left) / (drawing.right - drawing.left) == pytest.approx(found["facts"]["weight"], abs=0.001)
