"""The picture beside a reproduced table: scales, what is drawn where, and its names."""

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.text import Text

from model_collapse.paper import pictures, stored
from model_collapse.paper.protocols import Row

TABLE = [
    *(("linear", Row("fresh", x, 10 * x, 0.1, 9 * x)) for x in (0.2, 0.4, 0.8)),
    *(("linear", Row("real_only", x, 5.0, 0.0, np.nan)) for x in (0.2, 0.8)),
    *(("poisson", Row("fresh", x, 3.0, 0.2, np.nan)) for x in (0.2, 0.8)),
    ("poisson", Row("not_shown", 0.5, 1.0, 0.0, np.nan)),
]


def titles(canvas):
    """Return the names of the panels."""
    return [axes.get_title(loc="left") for axes in canvas.axes]


@pytest.fixture
def drawn(monkeypatch):
    """Return the canvas of a figure instead of its text."""
    kept = []
    monkeypatch.setattr(pictures, "svg", lambda canvas: kept.append(canvas) or "")

    def draw(figure):
        assert pictures.draw(figure, TABLE) == pictures.MARK
        return kept[-1]

    return draw


@pytest.mark.parametrize(
    ("figure", "scale", "across"),
    [
        (7, "log", "round"),
        (8, "linear", "weight on the real rows"),
        (9, "linear", "k"),
        (10, "linear", "weight on the real rows"),
    ],
)
def test_scales_and_labels(drawn, figure, scale, across):
    canvas = drawn(figure)
    for axes in canvas.axes:
        assert (axes.get_xscale(), axes.get_yscale()) == (scale, scale)
        assert (axes.get_ylim()[0] < 0) == (axes.get_xlim()[0] == 0) == (figure != 7)
    assert (canvas.get_supxlabel(), canvas.get_supylabel()) == (across, "squared error")
    assert titles(canvas) == ["linear", "poisson"]


def test_points_bars_and_theory_stand_where_the_table_says(drawn):
    linear, poisson = drawn(8).axes
    first = linear.containers[0]
    assert first.lines[0].get_xydata() == pytest.approx(np.array([[0.2, 2], [0.4, 4], [0.8, 8]]))
    ends = np.array([segment[:, 1] for segment in first.lines[2][0].get_segments()])
    assert ends == pytest.approx(np.array([[1.8, 2.2], [3.8, 4.2], [7.8, 8.2]]))  # two standard errors
    curves = [line for line in linear.lines if line.get_linestyle() == "-" and len(line.get_xdata()) == 3]
    assert curves[0].get_xydata() == pytest.approx(np.array([[0.2, 1.8], [0.4, 3.6], [0.8, 7.2]]))
    assert linear.get_ylim()[0] < linear.get_ylim()[1]
    assert len(poisson.containers) == 1
    assert [text.get_text() for text in linear.figure.legends[0].get_texts()] == ["fresh", "real_only"]


@pytest.mark.parametrize("figure", [7, 8, 9, 10])
def test_words_are_legible_on_a_phone_and_touch_no_other(monkeypatch, figure):
    kept = []
    monkeypatch.setattr(pictures, "svg", lambda canvas: kept.append(canvas) or "")
    panels = stored.settings(figure)
    pictures.draw(figure, [(panel, row) for panel in panels for row in stored._panel(figure, panel)[1]])
    [canvas] = kept
    assert titles(canvas) == [panel.removeprefix("gaussian_") for panel in panels]
    places = [axes.get_subplotspec() for axes in canvas.axes]
    assert [(place.rowspan.start, place.colspan.start) for place in places] == [
        (number // 2, number % 2) for number in range(len(panels))
    ]
    canvas.draw_without_rendering()
    words = [text for text in canvas.findobj(Text) if text.get_text() and text.get_visible() and shown(text, canvas)]
    assert len(words) > 3 * len(panels)
    boxes = [text.get_window_extent() for text in words]
    for number, (text, box) in enumerate(zip(words, boxes, strict=True)):
        assert text.get_fontsize() * 358 / canvas.get_figwidth() / 72 >= 12, text
        assert box.x0 >= -1, text
        assert box.x1 <= canvas.bbox.x1 + 1, text
        touched = [other for other, its in zip(words[:number], boxes, strict=False) if box.padded(3, 0).overlaps(its)]
        assert not touched, text


def shown(text, canvas):
    """Say whether a tick's label lies within its axes' limits; all other words do."""
    for axes in canvas.axes:
        for axis in (axes.xaxis, axes.yaxis):
            every = [label for which in ("major", "minor") for label in axis.get_ticklabels(which=which)]
            if text in every:
                low, high = sorted(axis.get_view_interval())
                return low <= text.get_position()[axis is axes.yaxis] <= high
    return True


def test_the_settings_of_the_picture_stay_with_the_picture(drawn):
    drawn(8)
    assert mpl.rcParams["font.size"] == 10
