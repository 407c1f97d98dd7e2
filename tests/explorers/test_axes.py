"""The frame of the live charts: axes, labels, marks and what is cut off."""

import numpy as np
import pytest

from tests.explorers.drawing import Drawing
from tests.explorers.javascript import ask
from tests.explorers.test_drawing import PIXEL, drawings

EVERY = ("WeightDial", "FourRegimes", "AdaptiveWeights", "BiasAndDrift", "Budget", "WatchItCollapse", "Predict")


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("width", [260, 419, 420, 576])
def test_axes_can_be_read(name, width):
    charts, _, _ = drawings(name, width)
    for drawing in charts:
        assert float(drawing.svg.get("width")) == width
        height = float(drawing.svg.get("height"))
        assert drawing.svg.get("viewBox") == f"0 0 {width} {height:.0f}"
        rows = (drawing.top - 10) / 17
        assert rows in range(4)
        assert 30 < drawing.left < drawing.right < width
        assert 200 <= drawing.bottom < height - 38
        for axis, ticks, most in (("x", drawing.across, 5 if width < 420 else 7), ("y", drawing.up, 7)):
            said, place = drawing.places(axis)
            assert 2 <= len(ticks) <= most
            assert (np.diff(said) > 0).all()
            assert (np.diff(place) * (1 if axis == "x" else -1) > 20).all()  # rightwards, upwards
            assert place == pytest.approx(drawing.at(axis, said), abs=PIXEL)
        for line, word in drawing.across:
            assert (float(line.get("y1")), float(line.get("y2"))) == (drawing.bottom, drawing.bottom + 4)
            inwards = width - float(word.get("x")) - 4 * len(word.text)
            assert word.get("x") == line.get("x1") or 0 < inwards < 5
            assert word.get("text-anchor") == "middle"
            assert drawing.bottom + 10 < float(word.get("y")) < drawing.bottom + 24
        for line, word in drawing.up:
            assert (float(line.get("x1")), float(line.get("x2"))) == pytest.approx(
                (drawing.left - 4, drawing.left), abs=0.2
            )
            assert float(word.get("x")) < drawing.left - 4
            assert word.get("text-anchor") == "end"
            assert float(word.get("y")) - float(line.get("y1")) == pytest.approx(4, abs=0.11)
        assert float(drawing.x_title.get("x")) == pytest.approx((drawing.left + drawing.right) / 2, abs=0.2)
        assert drawing.bottom + 30 < float(drawing.x_title.get("y")) < height
        assert drawing.y_title.get("transform") == f"translate(12 {(drawing.top + drawing.bottom) / 2:.1f}) rotate(-90)"


@pytest.mark.parametrize(("width", "height"), [(260, 250), (500, 300), (576, 340), (550, 330)])
def test_height_goes_with_width(width, height):
    assert float(plain(width).svg.get("height")) == height
    assert float(plain(width, marks=[{"x": 1, "label": "a"}]).svg.get("height")) == height + 17  # room for the name


SPEC = {"x": {"label": "a < b", "low": 0, "high": 10}, "y": {"label": "c & d", "low": 0, "high": 5}}


def plain(width=500, **parts):
    [text] = ask(["chart", {**SPEC, **parts}, width])
    return Drawing(text)


def test_labels_are_words_not_tags():
    drawing = plain(marks=[{"x": 1, "label": '<b> "&"'}])
    assert (drawing.x_title.text, drawing.y_title.text) == ("a < b", "c & d")
    assert list(drawing.rules()[0]) == ['<b> "&"']


def test_names_of_marks_meet_neither_names_nor_rules():
    rng = np.random.default_rng(11)
    words = ["break-even", "best", "naive"]
    sets = [rng.uniform(0, 10, 3) for _ in range(60)] + [[0.001, 0.002, 0.003], [9.997, 9.998, 9.999], [0, 5, 10]]
    for number, places in enumerate(sets):
        width = (260, 310, 576)[number % 3]
        marks = [{"x": float(x), "label": word} for x, word in zip(sorted(places), words, strict=True)]
        drawing = plain(width, marks=[*marks, {"x": None, "label": "nowhere"}])
        where, names = drawing.rules()
        assert set(where) == set(words)
        assert list(where.values()) == pytest.approx(drawing.at("x", sorted(places)), abs=PIXEL)
        spans = {}
        for word, (x, anchor, y) in names.items():
            wide = 7.5 * len(word)
            spans[word] = (x - wide, x, y) if anchor == "end" else (x, x + wide, y)
            assert abs(x - where[word]) == pytest.approx(5, abs=0.11)
            assert spans[word][0] >= drawing.left - 3  # and not on the numbers of the axis
            assert spans[word][1] <= width
            assert 8 < y < drawing.top
        for line, word in zip(drawing.marks[::2], drawing.marks[1::2], strict=True):
            assert line.get("x1") == line.get("x2")
            assert float(line.get("y2")) == drawing.bottom
            for other, (left, right, y) in spans.items():
                if other != word.text:
                    assert not (left < where[word.text] < right and float(line.get("y1")) < y)
                    beside = spans[word.text]
                    assert beside[2] != y or beside[1] < left or right < beside[0]


def test_what_lies_outside_is_cut_off_at_the_frame():
    drawing = plain(lines=[{"role": "real", "label": "up", "points": [[0, 1e6], [5, 2], [10, -1e6]]}])
    view = [float(number) for number in drawing.inner.get("viewBox").split()]
    assert view == [float(drawing.inner.get(name)) for name in ("x", "y", "width", "height")]
    assert view == pytest.approx(
        [drawing.left, drawing.top - 3, drawing.right - drawing.left + 6, drawing.bottom - drawing.top + 4]
    )
    high, here, low = drawing.points("up")[:, 1]
    assert (high, low) == (-9000, 9000)
    assert here == pytest.approx(drawing.at("y", 2), abs=PIXEL)


def test_points_without_a_place_are_left_out():
    log = {"label": "", "low": 0.1, "high": 10, "log": True}
    points = [[0, 0], [1, 1], [2, None], [3, -1], [4, 2]]
    dots = [{"role": "real", "x": 1, "y": 0}, {"role": "real", "x": 2, "y": 0.5}]
    [text] = ask(
        ["chart", {**SPEC, "y": log, "lines": [{"role": "real", "label": "l", "points": points}], "dots": dots}, 500]
    )
    drawing = Drawing(text, log="y")
    assert drawing.points("l")[:, 0] == pytest.approx(drawing.at("x", [1, 4]), abs=PIXEL)
    edge, here = drawing.dots()  # a dot beyond the axis waits at its edge
    assert edge == pytest.approx((drawing.at("x", 1), drawing.bottom, 6), abs=PIXEL)
    assert here == pytest.approx((drawing.at("x", 2), drawing.at("y", 0.5), 6), abs=PIXEL)
    assert drawing.inner[0].get("d").count("M") == 1


@pytest.mark.parametrize(
    ("high", "said"),
    [(0.02, "0.02"), (800, "800"), (1000, "1,000"), (60_000, "60,000"), (100_000, "100K"), (3_000_000, "3M")],
)
def test_large_numbers_are_short(high, said):
    [text] = ask(["chart", {**SPEC, "y": {"label": "", "low": 0, "high": high}}, 500])
    assert Drawing(text).up[-1][1].text == said


@pytest.mark.parametrize(("high", "said"), [(10, "10"), (6000, "6,000"), (80_000, "80,000")])
def test_a_number_at_the_end_of_the_axis_is_not_cut_off(high, said):
    drawing = plain(260, x={"label": "", "low": 0, "high": high})
    line, word = drawing.across[-1]
    assert (word.text, float(line.get("x1"))) == (said, drawing.right)
    ends = float(word.get("x")) + 8 * len(said) / 2  # a figure is less than 8 pixels wide
    assert ends <= 260
    assert word.get("x") == line.get("x1") or ends > 257


def test_swatches_fit_the_legend():
    spec = {
        **SPEC,
        "lines": [{"role": "real", "label": "a", "points": []}, {"role": "theory", "points": []}],
        "areas": [{"role": "theory", "label": "b", "upper": [], "lower": []}],
        "bars": [],
        "barRole": "mixture",
        "barLabel": "c",
        "dots": [{"role": "synthetic", "label": "d", "x": 1, "y": 1}, {"role": "real", "x": 1, "y": 1}],
    }
    [text] = ask(["chart", spec, 500])
    looks = {"a": "line mc-real", "b": "area mc-theory", "c": "area mc-mixture", "d": "dot mc-synthetic"}
    assert Drawing(text).key == {label: f"mc-{look}" for label, look in looks.items()}
    assert text.count("<li>") == 4


@pytest.mark.parametrize("most", [4, 6])
def test_ticks_are_the_multiples_of_the_finest_round_step(most):
    rng = np.random.default_rng(5)
    ends = [(0.0, float(high)) for high in 10 ** rng.uniform(-3, 6, 60)] + [
        (-3.6, 3.6),
        (2.0, 7.0),
        (0.0, 1.02),
        (0.0, 2.0),
    ]
    answers = ask(*(["ticks", {"low": low, "high": high}, most] for low, high in ends))
    for (low, high), found in zip(ends, answers, strict=True):
        steps = (s * 10.0**p for p in range(-6, 8) for s in (1, 2, 2.5, 5))
        step = next(s for s in steps if s * most >= (high - low) * (1 - 1e-12))
        right = [i * step for i in range(int(low / step) - 2, int(high / step) + 3)]
        right = [v for v in right if low - 1e-9 * step <= v <= high + 1e-9 * step]
        assert found == pytest.approx(right, rel=1e-8, abs=1e-12)


@pytest.mark.parametrize("most", [4, 6])
def test_ticks_of_whole_numbers_are_whole(most):
    ends = [(low, low + wide) for low in (0, 3) for wide in range(1, 120)]
    answers = ask(*(["ticks", {"low": low, "high": high, "whole": True}, most] for low, high in ends))
    for (low, high), found in zip(ends, answers, strict=True):
        step = next(s * 10**p for p in range(4) for s in (1, 2, 5) if s * 10**p * most >= high - low)
        assert found == [t for t in range(low, high + 1) if t % step == 0], (low, high)


def test_ticks_of_many_decades_are_thinned():
    wide = {"low": 1e-6, "high": 1e9, "log": True}
    part = {"low": 3.2, "high": 4100, "log": True}
    few, more, inside = ask(["ticks", wide, 4], ["ticks", wide, 6], ["ticks", part, 6])
    assert few == pytest.approx([1e-6, 1e-2, 1e2, 1e6])
    assert more == pytest.approx([1e-6, 1e-3, 1, 1e3, 1e6, 1e9])
    assert inside == pytest.approx([10, 100, 1000])
