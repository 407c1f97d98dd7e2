"""The decision tree: its words, their lines, and that they fit into their boxes."""

import csv
import io
from itertools import combinations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patches import FancyBboxPatch

from model_collapse.practice import decision


@pytest.fixture(scope="module")
def figure():
    return decision.decision_tree()


@pytest.fixture(scope="module")
def drawn(figure):
    renderer = FigureCanvasAgg(figure.canvas).get_renderer()
    figure.canvas.draw(renderer)
    axes = figure.canvas.axes[0]
    boxes = [patch.get_window_extent(renderer) for patch in axes.patches if isinstance(patch, FancyBboxPatch)]
    return axes, boxes, [text.get_window_extent(renderer) for text in axes.texts if text.get_text()]


def test_every_question_and_advice_is_drawn_and_said(figure, drawn):
    words = {" ".join(text.get_text().split()) for text in drawn[0].texts}
    for step in decision.steps():
        assert {step.question, step.advice} <= words
        assert step.question in figure.alt
        assert step.advice in figure.alt
    assert decision.start() in words


def test_words_stay_in_their_boxes(drawn):
    _, boxes, texts = drawn
    inside = [any(b.x0 < t.x0 and t.x1 < b.x1 and b.y0 < t.y0 and t.y1 < b.y1 for b in boxes) for t in texts]
    outside = [t for t, held in zip(texts, inside, strict=True) if not held]
    assert sum(inside) == len(boxes) == 2 * len(decision.steps()) + 1
    assert not any(word.overlaps(box) for word in outside for box in boxes)


def test_boxes_do_not_touch_and_stay_on_the_canvas(figure, drawn):
    _, boxes, _ = drawn
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
    width, height = figure.canvas.get_size_inches() * figure.canvas.dpi
    assert all(b.x0 >= 0 and b.y0 >= 0 and b.x1 <= width and b.y1 <= height for b in boxes)


def test_the_data_are_the_questions(figure):
    rows = list(csv.DictReader(io.StringIO(figure.csv())))
    assert [row["question"] for row in rows] == [step.question for step in decision.steps()]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 8, ["one two", "three"]),
        ("a-very-long-word", 4, ["a-very-long-word"]),
        ("現実データを残す。", 10, ["現実データ", "を残す。"]),
        ("重み 0.618 から。", 12, ["重み 0.618", "から。"]),
        ("現実データ。", 10, ["現実デー", "タ。"]),
    ],
)
def test_wrap(text, width, lines):
    assert decision.wrap(text, width) == lines
