"""The pictures of single chapters draw what their chapter says: where each square, line and stack lies."""

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

import model_collapse as mc
from model_collapse import figures
from model_collapse.figures import style, tape

GOLDEN = (5**0.5 - 1) / 2
SEEN = {
    mc.replace: {("synthetic", 3)},
    mc.accumulate: {("real", 0), ("synthetic", 1), ("synthetic", 2), ("synthetic", 3)},
    mc.reuse: {("real", 0), ("synthetic", 3)},
    mc.fresh: {("real", 3), ("synthetic", 3)},
    mc.keep_real: {("real", 0), ("real", 1), ("real", 2), ("real", 3), ("synthetic", 3)},
}


def boxes(axes):
    """Return left, bottom, width, height and colour of every rectangle."""
    found = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    return [(*patch.get_xy(), patch.get_width(), patch.get_height(), to_hex(patch.get_facecolor())) for patch in found]


def test_the_tape_is_filled_where_the_fit_sees_rows():
    axes, bars = figures.row_tape(weight=GOLDEN).canvas.axes
    squares = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    for lane, (way, seen) in zip([4, 3, 2, 1, 0], SEEN.items(), strict=True):
        drawn = [square for square in squares if square.get_y() == lane]
        filled = [square for square in drawn if square.get_facecolor()[3]]
        kinds = {style.REAL: "real", style.SYNTHETIC: "synthetic"}
        found = {(kinds[to_hex(square.get_facecolor())], int(square.get_x())) for square in filled}
        assert found == seen, way
        brackets = [line.get_xdata() for line in axes.lines if lane - 0.2 < min([*line.get_ydata(), 9]) < lane]
        assert len(brackets) == {mc.replace: 1, mc.accumulate: 4, mc.reuse: 2, mc.fresh: 1, mc.keep_real: 4}[way]
        for square in drawn:
            middle = square.get_x() + square.get_width() / 2
            assert any(min(x) < middle < max(x) for x in brackets) == (square in filled)
    ends = {round(bottom): width for _, bottom, width, _, _ in boxes(bars)}
    assert list(ends) == [4, 3, 2, 1, 0]
    assert list(ends.values()) == pytest.approx([2, 1.626, 1.1708, 0.618, 1 / 51], rel=1e-3)
    assert [line.get_ydata()[0] for line in bars.lines if line.get_marker() == ">"] == [4.15]
    assert (list(bars.get_xticks()), bars.get_xlim(), bars.lines[-1].get_xdata()[0]) == ([0, 1], (0, 2), 1)
    assert [note.get_text() for note in bars.texts] == ["51", "1.63", "1.17", "0.618", "0.0196"]
    # Names and errors stand above what they name, in the same lane.
    assert [round(note.xy[1], 2) for note in [*axes.texts, *bars.texts]] == [4.36, 3.36, 2.36, 1.36, 0.36] * 2


def test_the_rows_of_a_way_come_from_running_it():
    for way, seen in SEEN.items():
        assert {batch for batch, there in tape.rows_seen(way).items() if there} == seen
    assert list(tape.rows_seen(mc.fresh, rounds=2)) == [("real", 0), ("real", 1), ("synthetic", 1)]


def test_two_hundred_runs():
    rounds = np.arange(101)
    rates = np.linspace(-0.08, 0.01, 200)
    variance = np.exp(np.outer([*rates, *[2] * 50], rounds))
    figure = figures.two_hundred_runs(variance)
    above, below = figure.canvas.axes
    thin = [line for line in above.lines if line.get_linewidth() < 1]
    assert len(thin) == 200
    for line, rate in zip(thin, rates, strict=True):
        np.testing.assert_allclose(np.log(line.get_ydata()), rate * line.get_xdata())
    [median] = [line for line in above.lines if line.get_label() == "median run"]
    np.testing.assert_allclose(np.log(median.get_ydata()), -0.035 * median.get_xdata(), rtol=1e-3)
    [expected] = [line for line in above.lines if line.get_label() == "expectation"]
    assert set(expected.get_ydata()) == {1}
    assert above.get_yscale() == "log"
    counted = {note.xy[0]: note.get_text() for note in below.texts}
    assert counted == {t: f"{(rates * t < np.log(0.5)).mean():.0%}" for t in [20, 40, 60, 80, 100]}
    assert "round 100: 81%" in figure.alt
    assert "median ends at 0.03 in round 100" in figure.alt


def test_the_typical_run_lies_in_its_band():
    setting = {"n_real": 10, "n_synthetic": 10, "rounds": 8, "replications": 200, "seed": 2}
    run = mc.simulate(mc.GaussianCovariance(), mc.replace, **setting)
    theory = mc.theory.covariance_error_ratio_by_round(0, 10, 10, 8)
    figure = figures.typical_run(run, theory)
    [axes] = figure.canvas.axes
    lines = {line.get_label(): line.get_ydata() for line in axes.lines}
    assert [(line.get_linestyle(), list(line.get_xdata())) for line in axes.lines] == [
        ("-", list(range(9))),
        ("--", list(range(9))),
    ]
    np.testing.assert_array_equal(lines["expectation"], theory)
    np.testing.assert_allclose(lines["median run"], np.median(run.errors, axis=0) / run.unit)
    corners = axes.collections[0].get_paths()[0].vertices
    at_end = corners[corners[:, 0] == 8, 1]
    np.testing.assert_allclose([at_end.min(), at_end.max()], np.quantile(run.errors[:, 8], [0.05, 0.95]) / run.unit)
    assert axes.get_ylim()[1] > theory.max()


def test_the_ladder_ends_in_a_golden_rectangle():
    figure = figures.worth_ladder()
    [axes] = figure.canvas.axes
    drawn = boxes(axes)
    squares = [box for box in drawn if box[4] == style.REAL]
    assert [box[1:4] for box in squares] == [(0, 1, 1)] * 5
    added = [box for box in drawn if box[4] == style.SYNTHETIC]
    assert [box[:3] for box in added] == [(box[0], 1, 1) for box in squares]
    tops = [box[1] + box[3] for box in added]
    assert tops == pytest.approx([1, 3 / 2, 8 / 5, 21 / 13, 1 / GOLDEN])
    *_, outline = drawn
    assert outline[3] / outline[2] == pytest.approx(1 / GOLDEN)
    assert outline[0] == squares[-1][0]
    assert [note.get_text() for note in axes.texts] == ["500", "750", "800", "807.7", "809"]
    assert [text.get_text() for text in axes.get_xticklabels()][::4] == ["round 0", "in the end"]
    assert axes.get_aspect() == 1


def test_the_minimum_goes_down_and_left_as_models_are_added():
    figure = figures.community_curves()
    [axes] = figure.canvas.axes
    curves = [line.get_xydata().T for line in axes.lines if to_hex(line.get_color()) == style.THEORY]
    names = {note.get_text(): note.xy for note in axes.texts}
    [path] = [line.get_xydata() for line in axes.lines if to_hex(line.get_color()) == style.MIXTURE]
    assert list(names) == ["1 model", "2 models", "5 models", "many models"]
    for (name, place), models, (w, error), low in zip(names.items(), [1, 2, 5, np.inf], curves, path, strict=True):
        u = 1 - w
        expected = (w**2 + u**2) / (w * (2 - w)) * (1 - (1 - 1 / models) * u**2)
        np.testing.assert_allclose(error, expected)
        np.testing.assert_array_equal(figure.data[name], error)
        assert place == pytest.approx((w[0], error[0]))
        assert low == pytest.approx((w[error.argmin()], error.min()), abs=4e-3)
    assert path[[0, -1]] == pytest.approx(np.array([[GOLDEN, GOLDEN], [0.5, 0.5]]))
    assert "2 models: 0.568 at weight 0.573" in figure.alt
    assert "from 0.618 towards 0.500" in figure.caption


def test_checkers_hold_the_error_and_pull_it():
    figure = figures.checker_curves()
    [axes] = figure.canvas.axes
    curves = [line.get_xydata().T for line in axes.lines if to_hex(line.get_color()) == style.THEORY]
    names = [note.get_text() for note in axes.texts]
    [dots] = [line.get_xydata() for line in axes.lines if to_hex(line.get_color()) == style.MIXTURE]
    assert names == ["right", "off by 1", "off by 2", "no checker"]
    cases = zip(names, [0.5, 0.5, 0.5, 1], [0, 1, 4, 0], curves, dots, axes.texts, strict=True)
    for name, a, d, (w, error), low, note in cases:
        u = 1 - w
        bias = u * (1 - a) / (1 - u * a)
        np.testing.assert_allclose(error, (w**2 + a * u**2) / (1 - (a * u) ** 2) + d * bias**2)
        np.testing.assert_array_equal(np.asarray(figure.data[name])[-len(w) :], error)
        assert note.xy == pytest.approx((w[0], error[0]))
        assert low == pytest.approx((w[error.argmin()], error.min()), abs=4e-3)
    assert [curve[0][0] for curve in curves[:3]] == [0, 0, 0]
    assert curves[3][1][0] < 8
    assert axes.get_yscale() == "log"
    assert "ends at 0.67, 1.67 and 4.67" in figure.alt
    assert "no checker: 0.618 at weight 0.618" in figure.alt


def test_the_five_ways_are_drawn_as_given():
    setting = {"n_real": 10, "n_synthetic": 10, "rounds": 4, "replications": 50, "seed": 2}
    runs = {way.__name__: mc.simulate(mc.GaussianMean(), way, weight=0.5, **setting) for way in [mc.fresh, mc.reuse]}
    theory = {"fresh": np.linspace(1, 0.6, 5), "reuse": np.linspace(1, 1.2, 5)}
    figure = figures.error_by_way(runs, theory)
    [axes] = figure.canvas.axes
    for line, band in zip(axes.lines, axes.collections, strict=True):
        run = runs[line.get_label()]
        np.testing.assert_array_equal(line.get_ydata(), theory[line.get_label()])
        corners = band.get_paths()[0].vertices
        at_end = corners[corners[:, 0] == 4, 1]
        edges = [run.mean[4] - 2 * run.stderr[4], run.mean[4] + 2 * run.stderr[4]]
        np.testing.assert_allclose([at_end.min(), at_end.max()], edges)
    assert f"fresh {runs['fresh'].mean[-1]:.2f}; reuse {runs['reuse'].mean[-1]:.2f}" in figure.alt
    assert axes.get_yscale() == "log"


def test_weights_by_ratio():
    [axes] = figures.weights_by_ratio().canvas.axes
    lines = {line.get_label(): line.get_xydata().T for line in axes.lines}
    k = np.logspace(-3, 2, 201)
    expected = {
        "best weight = its error": (np.sqrt(k**2 + 4 * k) - k) / 2,
        "error of naive pooling": (1 + k) / (2 + k),
        "naive weight": k / (1 + k),
        "break-even weight": k / (k + 2),
    }
    for name, values in expected.items():
        np.testing.assert_allclose(lines[name], [k, values])
    assert axes.get_xscale() == "log"
