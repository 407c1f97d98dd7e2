"""Nothing in a figure is cut off, and no word meets another one: in both languages, in every figure of the package."""

from itertools import combinations, pairwise

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure as Canvas
from matplotlib.text import Text

from model_collapse import figures
from model_collapse.figures import style
from model_collapse.figures.figure import fonts
from tests.figures.every import FIGURES

WIDTH, LETTERS = 5.4, 14
"""Inches in which letters of so many points are legible on a phone."""


def words(canvas):
    """Return every visible word with its box in pixels, after the layout has come to rest."""
    for text in canvas.findobj(Text):
        text.set_fontfamily(fonts())
    canvas.draw_without_rendering()
    shown = [text for text in canvas.findobj(Text) if text.get_visible() and text.get_text().strip()]
    ticks = {id(label) for axes in canvas.axes for axis in (axes.xaxis, axes.yaxis) for label in far(axis)}
    return [(text.get_text(), Text.get_window_extent(text)) for text in shown if id(text) not in ticks]


def far(axis):
    """Return the labels of ticks that lie beyond the ends of an axis, which are not drawn."""
    low, high = sorted(axis.get_view_interval())
    slack = 1e-9 * (high - low)
    ticks = [*axis.get_major_ticks(), *axis.get_minor_ticks()]
    return [
        label
        for tick in ticks
        for label in (tick.label1, tick.label2)
        if not low - slack <= tick.get_loc() <= high + slack
    ]


def crossed(canvas):
    """Return the words that a line runs through, and the names beside a curve that touch a number of the axis."""
    found, boxes = [], words(canvas)
    for axes in canvas.axes:
        for line in axes.lines:
            ends = line.get_transform().transform(line.get_xydata())
            if line.get_linestyle() == "None" or len(ends) < 2:
                continue
            steps = np.linspace(0, 1, 50)[:, None]
            path = np.concatenate([start + steps * (end - start) for start, end in pairwise(ends)])
            frame = axes.bbox if line.get_clip_on() else canvas.bbox
            inside = path[((path >= frame.min) & (path <= frame.max)).all(axis=1)]
            found += [
                f"a line runs through {said}"
                for said, box in boxes
                if ((inside > box.min + 2) & (inside < box.max - 2)).all(axis=1).any()
            ]
    return found


def near(canvas, least=8):
    """Return the numbers of one pair of axes that stand less than some points from those of another."""
    drawn, numbers = dict(words(canvas)), []
    for number, axes in enumerate(canvas.axes):
        labels = [*axes.get_xticklabels(), *axes.get_yticklabels()]
        beyond = {id(label) for axis in (axes.xaxis, axes.yaxis) for label in far(axis)}
        numbers += [
            (number, label.get_text(), label.get_window_extent())
            for label in labels
            if label.get_text() in drawn and id(label) not in beyond and label.get_visible()
        ]
    return [
        f"{said} is near to {other}"
        for (one, said, box), (two, other, second) in combinations(numbers, 2)
        if one != two
        and max((np.maximum(box.min, second.min) - np.minimum(box.max, second.max)) * 72) < least * canvas.dpi
    ]


def faults(canvas):
    """Return what a reader would see go wrong: words that leave the figure, meet, or lie on another frame."""
    found, edge = [], canvas.bbox
    if canvas.get_figwidth() != WIDTH:
        found.append(f"the figure is {canvas.get_figwidth()} inches wide")
    boxes = words(canvas)
    for said, box in boxes:
        if box.x0 < edge.x0 - 1 or box.y0 < edge.y0 - 1 or box.x1 > edge.x1 + 1 or box.y1 > edge.y1 + 1:
            found.append(f"{said} leaves the figure")
    for (one, box), (other, second) in combinations(boxes, 2):
        wide = min(box.x1, second.x1) - max(box.x0, second.x0)
        high = min(box.y1, second.y1) - max(box.y0, second.y0)
        if wide > 0 and high > 4:
            found.append(f"{one} meets {other}")
    for axes in canvas.axes:
        frame = axes.bbox.padded(1)
        for patch in axes.patches:
            box = patch.get_window_extent()
            if not (frame.contains(box.x0, box.y0) and frame.contains(box.x1, box.y1)):
                found.append(f"a patch at {patch.get_xy()} leaves its axes")
    small = [text for text in canvas.findobj(Text) if text.get_text().strip() and text.get_fontsize() < LETTERS]
    found += [f"{text.get_text()} is too small" for text in small]
    return found + crossed(canvas) + near(canvas)


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("name", FIGURES)
def test_no_word_is_cut_off_or_meets_another(name, language, monkeypatch):
    monkeypatch.setenv("MODEL_COLLAPSE_LANGUAGE", language)
    assert faults(FIGURES[name]().canvas) == []


PLANTED = {
    "leaves the figure": lambda axes: axes.annotate("far", (0.5, -2), annotation_clip=False),
    "meets weight on the real rows": lambda axes: axes.annotate(
        "low", (0.5, -0.2), xycoords="axes fraction", ha="center", annotation_clip=False
    ),
    "leaves its axes": lambda axes: axes.barh(1, 2),
    "dim is too small": lambda axes: axes.annotate("dim", (0.5, 2.3), fontsize=13),
    "a line runs through low": lambda axes: (axes.annotate("low", (0.5, 2), va="center"), axes.axhline(2)),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_word_or_a_bar_out_of_place_is_found(fault):
    drawn = FIGURES["weight_curve"]()
    PLANTED[fault](drawn.canvas.axes[0])
    assert any(fault in found for found in faults(drawn.canvas))


def edges(grid):
    """Give every pair of axes a number at each of its ends."""
    for axes in grid:
        axes.set(xlim=(0, 1), xticks=[0, 0.5, 1], ylim=(0, 2), yticks=[0.0, 1.0, 2.0])


def stacked():
    """Return two pairs of axes, one above the other."""
    with mpl.rc_context(style.STYLE):
        canvas = Canvas()
        edges(canvas.subplots(2, 1, sharex=True))
    return canvas


def beside():
    """Return small multiples of four names."""
    with figures.panels(list("abcd"), sharex=True, sharey=True) as (canvas, grid):
        edges(grid.values())
    return canvas


@pytest.mark.parametrize(("draw", "pair"), [(stacked, "0 is near to 2"), (beside, "1.0 is near to 0.0")])
def test_numbers_of_neighbours_keep_apart(draw, pair, monkeypatch):
    assert faults(draw()) == []
    monkeypatch.delitem(style.STYLE, "figure.constrained_layout.wspace")
    monkeypatch.delitem(style.STYLE, "figure.constrained_layout.hspace")
    assert pair in near(draw())
