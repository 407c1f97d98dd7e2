"""The picture beside a reproduced table: scales, what is drawn where, and its names."""

import matplotlib as mpl
import numpy as np
import pytest

from model_collapse.paper import pictures
from model_collapse.paper.protocols import Row

TABLE = [
    *(("linear", Row("fresh", x, 10 * x, 0.1, 9 * x)) for x in (0.2, 0.4, 0.8)),
    *(("linear", Row("real_only", x, 5.0, 0.0, np.nan)) for x in (0.2, 0.8)),
    *(("poisson", Row("fresh", x, 3.0, 0.2, np.nan)) for x in (0.2, 0.8)),
    ("poisson", Row("not_shown", 0.5, 1.0, 0.0, np.nan)),
]


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
    for axes in drawn(figure).axes:
        assert (axes.get_xscale(), axes.get_yscale()) == (scale, scale)
        assert axes.get_xlabel() == across
    assert [axes.get_title() for axes in drawn(figure).axes] == ["linear", "poisson"]
    assert drawn(figure).axes[0].get_ylabel() == "squared error"


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


def test_panels_stand_three_in_a_line(monkeypatch):
    kept = []
    monkeypatch.setattr(pictures, "svg", lambda canvas: kept.append(canvas) or "")
    pictures.draw(8, [(name, Row("fresh", 0.5, 1.0, 0.1, 1.0)) for name in "abcd"])
    assert [axes.get_title() for axes in kept[0].axes] == list("abcd")
    assert kept[0].get_size_inches() == pytest.approx([3 * 3.2, 2 * 2.6])
    places = [axes.get_subplotspec() for axes in kept[0].axes]
    assert [(place.rowspan.start, place.colspan.start) for place in places] == [(0, 0), (0, 1), (0, 2), (1, 0)]
    assert mpl.rcParams["font.size"] == 10  # settings of the picture stay with the picture
