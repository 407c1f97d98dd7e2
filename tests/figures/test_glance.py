"""The pictures of the first page draw what its text says."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from model_collapse import figures
from model_collapse.figures import glance, style

GOLDEN = (5**0.5 - 1) / 2


def test_the_bells_are_those_of_one_run_and_end_narrow():
    figure = figures.lost_spread()
    rng = np.random.default_rng(9)
    mean, spread, models = 0.0, 1.0, []
    for _ in range(61):
        rows = mean + spread * rng.standard_normal(20)
        mean, spread = rows.mean(), np.sqrt(((rows - rows.mean()) ** 2).sum() / 19)
        models.append((mean, spread))
    assert [axes.get_xlabel() for axes in figure.canvas.axes] == ["round 0", "round 20", "round 60"]
    for t, axes in zip((0, 20, 60), figure.canvas.axes, strict=True):
        mean, spread = models[t]
        corners = axes.collections[0].get_paths()[0].vertices
        top, half = corners[corners[:, 1].argmax()], corners[corners[:, 1] > 0.5, 0]
        assert top == pytest.approx([mean, 1], abs=0.02)
        assert np.ptp(half) == pytest.approx(2 * np.sqrt(2 * np.log(2)) * spread, abs=0.06)
        assert to_hex(axes.collections[0].get_facecolor()[0]) == style.SYNTHETIC
        x, truth = axes.lines[0].get_data()
        np.testing.assert_allclose(truth, np.exp(-(x**2) / 2))
        assert axes.lines[0].get_color() == style.REAL
    np.testing.assert_allclose(figure.data["mean"], [models[t][0] for t in (0, 20, 60)])
    np.testing.assert_allclose(figure.data["spread"], [models[t][1] for t in (0, 20, 60)])
    assert "round 60: mean 0.53, spread 0.18" in figure.alt


def test_the_run_is_a_typical_one():
    rng, runs, rows = np.random.default_rng(20), 4000, glance.ROWS
    # The variance of each round is that of the round before, times a chi-square over its degrees of freedom.
    spread = np.sqrt(np.cumprod(rng.chisquare(rows - 1, (61, runs)) / (rows - 1), axis=0))
    for t, drawn in list(zip(glance.SHOWN, figures.lost_spread().data["spread"], strict=True))[1:]:
        assert 0.4 < (spread[t] < drawn).mean() < 0.6


def test_the_line_of_weights():
    figure = figures.weight_line()
    [axes] = figure.canvas.axes
    spans = {
        to_hex(patch.get_facecolor()): (patch.get_x(), patch.get_x() + patch.get_width()) for patch in axes.patches
    }
    assert spans[style.SYNTHETIC] == pytest.approx((0, 1 / 3))
    assert spans[style.REAL] == pytest.approx((1 / 3, 1))
    words = {text.get_text(): text.xy[0] for text in axes.texts}
    heights = {text.get_text(): text.xy[1] for text in axes.texts}
    assert heights["harm"] == heights["gain"] == 0.5
    assert heights["one pot"] == heights["best"] == heights["real alone"] > 1
    assert words["harm"] < 1 / 3 < GOLDEN < words["gain"] < 1
    assert (words["one pot"], words["best"], words["real alone"]) == pytest.approx((0.5, GOLDEN, 1))
    rules = {line.get_color(): line.get_xdata()[0] for line in axes.lines if line.get_marker() == "None"}
    assert rules == pytest.approx({style.INK: 0.5, style.MIXTURE: GOLDEN})
    [dot] = [line for line in axes.lines if line.get_marker() == "o"]
    assert dot.get_xdata()[0] == pytest.approx(GOLDEN)
    assert [text.get_text() for text in axes.get_xticklabels()] == ["0", "0.333", "0.5", "0.618", "1"]
    np.testing.assert_allclose(axes.get_xticks(), [0, 1 / 3, 0.5, GOLDEN, 1])
    assert (axes.get_xlim(), axes.get_xlabel()) == ((0, 1), "weight on the real rows")
    assert "Up to 0.333 it is marked harm" in figure.alt
    assert "at 0.5, where all rows go into one pot, at 0.618, the best" in figure.alt
    np.testing.assert_allclose(figure.data["weight"], [1 / 3, 0.5, GOLDEN, 1])
