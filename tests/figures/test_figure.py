"""A figure as a page shows it: picture, words and numbers, safe inside HTML."""

import csv
import io
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from urllib.parse import quote, unquote

import numpy as np
import pytest

from model_collapse import figures
from model_collapse.figures.figure import _SAFE, Figure, inline
from model_collapse.figures.style import INK

HARD = "a < b &lt; c & \"d\" > 'e', 100%"


def drawn(caption="A caption.", alt="A line.", **data):
    with figures.canvas() as (canvas, axes):
        axes.plot([1, 2, 3], [0.1, 0.2, 0.4])
    return Figure("some-name", canvas, caption, alt, data or {"x": [1, 2, 3], "y": np.array([0.1, 0.2, 0.4])})


class Elements(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found, self.words = {}, ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.setdefault(tag, dict(attrs))

    def handle_data(self, data):
        self.words += data


def test_svg_is_one_transparent_picture_and_the_same_every_time():
    figure = drawn()
    root = ET.fromstring(figure.svg())
    assert root.tag.endswith("svg")
    assert figure.svg() == drawn().svg()
    patch = root.find(".//*[@id='patch_1']/*")
    assert "fill: none" in patch.get("style") or "opacity: 0" in patch.get("style")


def test_svg_asks_no_other_host():
    root = ET.fromstring(drawn().svg())
    addresses = [value for element in root.iter() for name, value in element.attrib.items() if name.endswith("href")]
    assert all(address.startswith("#") for address in addresses)


def test_csv_gives_back_the_numbers():
    rows = list(csv.reader(io.StringIO(drawn(**{"n, in all": [1, 2], "w": [0.1, 1 / 3]}).csv())))
    assert rows[0] == ["n, in all", "w"]
    assert [[float(cell) for cell in row] for row in rows[1:]] == [[1, 0.1], [2, 1 / 3]]


def test_columns_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match=r"^data must have one length, got 'x' 2, 'y' 1\.$"):
        drawn(x=[1, 2], y=[1]).csv()


def test_html_holds_picture_words_and_numbers():
    figure = drawn()
    page = Elements(figure._repr_html_())
    assert page.found["figure"]["class"] == "mc-figure"
    assert page.found["svg"]["role"] == "img"
    assert page.found["svg"]["aria-label"] == "A line."
    kind, numbers = page.found["a"]["href"].split(",", 1)
    assert kind.startswith("data:text/csv")
    assert unquote(numbers) == figure.csv()
    assert page.found["a"]["download"] == "some-name.csv"


def test_words_cannot_break_out_of_the_html():
    page = Elements(drawn(caption=HARD, alt=HARD)._repr_html_())
    assert page.found["svg"]["aria-label"] == HARD
    assert page.words.startswith(HARD)
    assert {"figure", "figcaption", "a"} < set(page.found)
    assert set(page.found).isdisjoint({"img", "style", "b", "script"})


def test_inline_ink_is_the_pages_and_ids_are_the_figures_own():
    figure = drawn()
    shown = figure._repr_html_()
    assert INK in figure.svg()
    assert INK not in shown
    assert "currentColor" in shown
    ids = re.findall(r' id="([^"]+)"', shown)
    assert ids
    assert len(set(ids)) == len(ids)
    assert all(name.startswith("some-name-") for name in ids)
    used = re.findall(r'(?:href="|url\()#([^")]+)', shown)
    assert set(used) == set(ids)


def test_inline_keeps_all_that_is_drawn():
    assert inline('<svg viewBox="0 0 72 72"><g/></svg>', "n", "w").endswith('max-width: 100%; height: auto"><g/></svg>')


def test_inline_is_as_large_as_the_picture_in_pixels_of_the_page():
    shown = drawn()._repr_html_()
    points = [float(size) for size in re.search(r'viewBox="0 0 (\S+) (\S+)"', shown).groups()]
    pixels = [int(re.search(f' {side}="([0-9]+)"', shown)[1]) for side in ("width", "height")]
    np.testing.assert_allclose(pixels, [point * 96 / 72 for point in points], atol=0.5)
    assert min(points) > 100


def test_inline_is_lighter_than_the_picture_was():
    figure = drawn()
    assert len(inline(figure.svg(), "x", "A line.")) < len(quote(figure.svg(), safe=_SAFE))


def test_numbers_cannot_break_out_of_the_html():
    page = Elements(drawn(**{HARD: [1.0, 2.0]})._repr_html_())
    rows = list(csv.reader(io.StringIO(unquote(page.found["a"]["href"].split(",", 1)[1]))))
    assert rows == [[HARD], ["1.0"], ["2.0"]]


def test_plain_text_is_the_caption():
    assert repr(drawn(caption="What it says.")) == "What it says."
