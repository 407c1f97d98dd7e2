"""Small multiples: where panels stand, and what room their names have."""

import pytest
from matplotlib.text import Text

from model_collapse import figures
from model_collapse.figures import style


def test_panels_stand_two_in_a_line_under_their_names_in_letters_for_a_phone():
    with figures.panels(list("abc"), sharex=True) as (canvas, grid):
        grid["c"].plot([1, 2], [3, 4])
        canvas.supxlabel("across")
    assert list(grid) == [axes.get_title(loc="left") for axes in canvas.axes] == list("abc")
    places = [axes.get_subplotspec() for axes in canvas.axes]
    assert [(place.rowspan.start, place.colspan.start) for place in places] == [(0, 0), (0, 1), (1, 0)]
    assert grid["a"].get_xlim() == grid["c"].get_xlim()
    assert canvas.get_size_inches() == pytest.approx([5.4, 0.6 + 2 * 1.75])
    canvas.draw_without_rendering()
    shown = [words for words in canvas.findobj(Text) if words.get_text()]
    assert {words.get_text() for words in shown} >= {"a", "b", "c", "across"}
    assert min(words.get_fontsize() for words in shown) * 358 / canvas.get_figwidth() / 72 >= 12
    assert {words.get_color() for words in shown} == {style.INK}


def test_panels_are_ten_inches_high_at_most():
    with figures.panels(["a"], high=10) as (canvas, _):
        assert canvas.get_figheight() == pytest.approx(10.6)
    with pytest.raises(ValueError, match=r"^high must be at most 10 inches, got 10\.1\.$"):
        figures.panels(["a"], high=10.1)
    with pytest.raises(ValueError, match=r"^names must be a list of one text or more, got \[\]\.$"):
        figures.panels([])


def test_a_long_name_of_a_panel_takes_two_lines_and_an_equation_one():
    two = {
        "transformer in batches": "transformer in\nbatches",
        "least squares, p = n/2": "least squares,\np = n/2",
        "トランスフォーマー、通読数": "トランスフォーマー、\n通読数",
    }
    with figures.panels([*two, "words, less smoothing"]) as (canvas, grid):
        names = [axes.get_title(loc="left") for axes in canvas.axes]
    assert names == [*two.values(), "words, less smoothing"]
    assert list(grid) == [*two, "words, less smoothing"]
