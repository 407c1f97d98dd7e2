"""What the figures draw: curves are the data, on the right axes, in the colours of their roles."""

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.text import Text

import model_collapse as mc
from model_collapse import figures
from model_collapse.explorers.picture import Axes, Line, picture
from model_collapse.figures import style
from model_collapse.figures.histograms import histogram_over_rounds


@pytest.fixture(scope="module")
def run():
    setting = {"n_real": 50, "n_synthetic": 50, "rounds": 6, "replications": 60, "seed": 2}
    return mc.simulate(mc.GaussianMean(), mc.fresh, weight=[0.3, 0.5, 0.7], **setting)


def lines(axes):
    """Return the drawn curves by label, and their colours."""
    found = {line.get_label(): line for line in axes.lines}
    return {name: line.get_xydata().T for name, line in found.items()}, {
        name: to_hex(line.get_color()) for name, line in found.items()
    }


def words(canvas):
    """Return the words of the legend in their order."""
    return [text.get_text() for text in canvas.legends[0].get_texts()]


def band(collection):
    """Return lower and upper edge of a band at each of its places."""
    corners = collection.get_paths()[0].vertices
    places = np.unique(corners[:, 0])
    edges = np.array([[part.min(), part.max()] for part in (corners[corners[:, 0] == at, 1] for at in places)])
    return places, *edges.T


def marked(axes):
    """Return the labels of the marks by the place they stand at, and the places of the dotted rules."""
    rules = [line.get_xdata()[0] for line in axes.lines if line.get_linestyle() == ":"]
    return {note.get_text(): note.xy[0] for note in axes.texts}, rules


def test_weight_curve():
    figure = figures.weight_curve(k=0.5)
    [axes] = figure.canvas.axes
    curves, colours = lines(axes)
    weight = np.linspace(0.02, 1, 197)
    np.testing.assert_allclose(
        curves["error ratio"], [weight, (weight**2 + 0.5 * (1 - weight) ** 2) / (weight * (2 - weight))]
    )
    assert colours["error ratio"] == style.THEORY
    [dot] = [line for line in axes.lines if line.get_marker() == "o"]
    assert dot.get_xydata()[0] == pytest.approx([0.5, 0.5])
    notes, rules = marked(axes)
    assert notes == pytest.approx({"break-even": 0.2, "naive": 1 / 3, "best": 0.5})
    assert rules == pytest.approx(list(notes.values()))
    assert words(figure.canvas) == ["harm", "gain", "error ratio"]
    harm, gain = axes.collections
    assert (to_hex(harm.get_facecolor()[0]), to_hex(gain.get_facecolor()[0])) == (style.SYNTHETIC, style.REAL)
    assert band(harm)[2].max() > 2
    assert band(harm)[0].max() < 0.206 < band(gain)[0][1]
    assert band(gain)[1].min() == pytest.approx(0.5, abs=1e-3)
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("weight on the real rows", "error ratio")
    assert (axes.get_xlim(), axes.get_ylim()) == ((0, 1), (0, 2.5))
    assert "comes down from infinity at weight 0, passes 1 at 0.200, is 0.600 at the naive weight 0.333" in figure.alt
    assert "minimum 0.500 at weight 0.500" in figure.alt
    assert "real rows per synthetic row: 0.5. Below weight 0.200" in figure.caption


@pytest.mark.parametrize(
    "marks", [{"one model": 0.39, "real rows only": 0.556}, {"c": 0.9, "a long name": 0.1, "b": 0.14}]
)
def test_names_of_marks_touch_no_curve_no_other_name_and_no_rule(marks):
    with figures.canvas() as (canvas, axes):
        axes.plot([0, 0.5, 1], [1, 0, 1])
        style.mark(axes, marks)
        axes.plot([0, 1], [1, 1], label="a curve along the top")
        style.legend(canvas)
    canvas.draw_without_rendering()
    boxes = [Text.get_window_extent(note) for note in axes.texts] + [canvas.legends[0].get_window_extent()]
    rules = [note.arrow_patch.get_window_extent() for note in axes.texts]
    assert len(boxes) == len(marks) + 1
    for number, box in enumerate(boxes):
        assert box.y0 > axes.bbox.y1
        assert box.x1 <= canvas.bbox.x1
        assert not any(box.overlaps(other) for other in boxes[:number])
    for box, own in zip(boxes, [*rules, None], strict=True):
        assert not any(box.overlaps(rule) for rule in rules if rule is not own)
    for note, rule in zip(axes.texts, rules, strict=True):
        assert rule.x0 == pytest.approx(axes.transData.transform((note.xy[0], 0))[0], abs=2)
        assert rule.x1 == pytest.approx(rule.x0, abs=4)
        assert rule.y0 == pytest.approx(axes.bbox.y1, abs=2)


def test_error_by_weight(run):
    theory = np.array([0.9, 0.7, 0.8])
    figure = figures.error_by_weight(run, theory, marks={"here": 0.4})
    [axes] = figure.canvas.axes
    curves, colours = lines(axes)
    table = run.compare(theory)
    np.testing.assert_array_equal(curves["theory"], [run.weight, theory])
    np.testing.assert_array_equal(curves["simulated"], [run.weight, table.simulated])
    assert set(curves["real rows alone"][1]) == {1}
    assert [colours[name] for name in ("theory", "simulated", "real rows alone")] == [
        style.THEORY,
        style.MIXTURE,
        style.REAL,
    ]
    at, low, high = band(axes.collections[0])
    np.testing.assert_allclose(at, run.weight)
    np.testing.assert_allclose([low, high], [table.simulated - 2 * table.stderr, table.simulated + 2 * table.stderr])
    assert marked(axes)[0] == {"here": 0.4}
    assert words(figure.canvas) == ["theory", "simulated", "real rows alone"]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("weight on the real rows", "error ratio")
    assert axes.get_ylim()[0] == 0
    first, last = table.simulated[[0, -1]]
    assert f"falls from {first:.2f} at weight 0.30" in figure.alt
    assert f"rises to {last:.2f} at weight 0.70" in figure.alt
    assert f"further than {np.abs(table.z).max():.1f} standard errors" in figure.alt


@pytest.mark.parametrize("log", [False, True])
def test_error_by_round(run, log):
    runs = {"a": run.at_weight(0.3), "b": run.at_weight(0.5), "c": run.at_weight(0.7)}
    theory = {name: np.full(7, 0.1 * number) for number, name in enumerate(runs, 7)}
    figure = figures.error_by_round(runs, theory, log=log)
    [axes] = figure.canvas.axes
    curves, colours = lines(axes)
    assert [colours[name] for name in runs] == [style.SYNTHETIC, style.MIXTURE, style.REAL]
    thin = [line for line in axes.lines if to_hex(line.get_color()) == style.THEORY]
    for (name, one), line, collection in zip(runs.items(), thin, axes.collections, strict=True):
        np.testing.assert_array_equal(curves[name], [range(7), one.mean])
        np.testing.assert_array_equal(line.get_xydata().T, [range(7), theory[name]])
        _, low, high = band(collection)
        np.testing.assert_allclose([low, high], [one.mean - 2 * one.stderr, one.mean + 2 * one.stderr])
        np.testing.assert_array_equal(figure.data[f"{name} (theory)"], theory[name])
        np.testing.assert_array_equal(figure.data[name], one.mean)
    assert words(figure.canvas) == ["a", "b", "c"]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("round", "error ratio")
    assert axes.get_yscale() == ("log" if log else "linear")
    assert figures.error_by_round(runs, theory).canvas.axes[0].get_yscale() == "linear"
    z = max(np.abs(one.compare(theory[name]).z).max() for name, one in runs.items())
    assert f"further than {z:.1f} standard errors" in figure.alt
    assert "means of 60 simulations" in figure.caption


def test_histograms_are_drawn_where_the_rows_are():
    rng = np.random.default_rng(4)
    samples = {
        "a": {0: rng.normal(1, 1, 500), 9: rng.normal(-1, 0.5, 500)},
        "b": {0: rng.normal(0, 1, 500), 9: rng.normal(2, 1, 500)},
    }
    figure = histogram_over_rounds(samples, lambda x: 3 * np.exp(-(x**2) / 2), span=(-3, 3), bins=30)
    grid = np.array(figure.canvas.axes).reshape(2, 2)
    for (name, by_round), column, colour in zip(samples.items(), grid.T, (style.SYNTHETIC, style.MIXTURE), strict=True):
        assert column[0].get_title() == name
        assert column[1].get_title() == ""
        for (t, rows), axes in zip(by_round.items(), column, strict=True):
            heights, edges, _ = axes.patches[0].get_data()
            right = np.histogram(rows, np.linspace(-3, 3, 31))[0]
            np.testing.assert_allclose(edges, np.linspace(-3, 3, 31))
            np.testing.assert_allclose(heights, right / right.max())
            np.testing.assert_allclose(figure.data[f"{name}, round {t}"], right / 500)
            assert to_hex(axes.patches[0].get_facecolor()) == colour
            x, hill = axes.lines[0].get_xydata().T
            assert (x[0], x[-1], axes.get_xlim()) == (-3, 3, (-3, 3))
            np.testing.assert_allclose(hill, np.exp(-(x**2) / 2), rtol=1e-3)
            assert to_hex(axes.lines[0].get_color()) == style.REAL
            assert (axes.get_ylim(), list(axes.get_yticks())) == ((0, 1.12), [])
            assert not axes.spines["left"].get_visible()
    assert [axes.get_ylabel() for axes in grid[:, 0]] == ["round 0", "round 9"]
    assert [axes.get_ylabel() for axes in grid[:, 1]] == ["", ""]
    assert figure.canvas.get_size_inches() == pytest.approx([5.4, 0.8 + 0.85 * 2])
    np.testing.assert_array_equal(figure.data["from"], edges[:-1])
    np.testing.assert_array_equal(figure.data["to"], edges[1:])


def test_still_pictures_of_the_explorers():
    axes = Axes("across", "up", (1, 100), (0.1, 10), log_x=True)
    given = [Line("one", "real", [1, 2]), Line("two", "synthetic", [3, 4], dashed=True)]
    figure = picture("n", axes, [1, 10], given, caption="C.", alt="A.", marks={"here": 5})
    [drawn] = figure.canvas.axes
    curves, colours = lines(drawn)
    np.testing.assert_array_equal([curves["one"], curves["two"]], [[[1, 10], [1, 2]], [[1, 10], [3, 4]]])
    assert (colours["one"], colours["two"]) == (style.REAL, style.SYNTHETIC)
    assert [line.get_linestyle() for line in drawn.lines] == ["-", "--", ":"]
    assert marked(drawn) == ({"here": 5}, [5])
    assert (drawn.get_xlabel(), drawn.get_ylabel()) == ("across", "up")
    assert (drawn.get_xscale(), drawn.get_yscale()) == ("log", "linear")
    assert (drawn.get_xlim(), drawn.get_ylim()) == ((1, 100), (0.1, 10))
    assert words(figure.canvas) == ["one", "two"]


LABELS = {"b" * 16: 3, "b" * 17: 2, "b" * 24: 2, "b" * 25: 1, "重" * 8: 3, "重" * 9: 2, "重" * 12 + "b": 1}


@pytest.mark.parametrize(("label", "columns"), LABELS.items())
def test_long_labels_leave_room_for_fewer_columns(label, columns):
    with figures.canvas() as (canvas, axes):
        axes.plot([0, 1], label="a")
        axes.plot([0, 1], label=label)
        style.legend(canvas)
    assert canvas.legends[0]._ncols == columns


def test_axes_keep_their_height_under_a_legend_of_many_lines():
    heights = []
    for count in (1, 5):
        with figures.canvas() as (canvas, axes):
            for number in range(count):
                axes.plot([0, 1], label=f"{number} " + "b" * 25)
            style.legend(canvas)
        canvas.draw_without_rendering()
        heights.append(axes.bbox.height)
    assert heights[1] == pytest.approx(heights[0], rel=0.03)
