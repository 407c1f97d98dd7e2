"""The picture of the loop: every arrow meets two boxes, and its words are large and dark enough on any paper."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.figures.test_palette import contrast

SVG = ElementTree.parse(Path(__file__).resolve().parents[2] / "book" / "_static" / "loop.svg").getroot()
TAG = "{http://www.w3.org/2000/svg}"
BOXES = [tuple(float(box.get(side)) for side in ("x", "y", "width", "height")) for box in SVG.iter(f"{TAG}rect")]
ARROWS = [path.get("d") for path in SVG.iter(f"{TAG}path")]
PAIRS = list(zip(ARROWS[::2], ARROWS[1::2], strict=True))


def gap(x, y):
    """Distance of a place from the nearest edge of a box; a place inside a box is at no edge."""
    inside = [box for box in BOXES if box[0] < x < box[0] + box[2] and box[1] < y < box[1] + box[3]]
    away = [
        max(left - x, x - left - width, top - y, y - top - height) for left, top, width, height in BOXES if not inside
    ]
    return min(away, default=float("inf"))


@pytest.mark.parametrize(("line", "head"), PAIRS)
def test_an_arrow_leaves_one_box_and_touches_another(line, head):
    start = [float(number) for number in re.match(r"M(\S+) (\S+)", line).groups()]
    x, y, dx, dy = (float(n) for n in re.match(r"M(\S+) (\S+) l(\S+) (\S+) ", head).groups())
    assert gap(*start) == 0
    assert gap(x + dx, y + dy) <= 2


def test_every_word_stands_on_a_box_with_contrast_enough():
    ink = SVG.find(f"{TAG}g[@text-anchor]").get("fill")
    fills = [box.get("fill") for box in SVG.iter(f"{TAG}rect")]
    assert len(fills) == 4
    assert min(contrast(ink, fill) for fill in fills) >= 4.5
    for text in SVG.iter(f"{TAG}text"):
        x, y = float(text.get("x")), float(text.get("y"))
        assert any(left < x < left + width and top < y < top + height for left, top, width, height in BOXES)


def test_words_are_twelve_pixels_high_on_a_phone():
    width = float(SVG.get("viewBox").split()[2])
    assert float(SVG.get("font-size")) * 350 / width >= 12
