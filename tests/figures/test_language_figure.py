"""Perplexity and words by round, as they are given."""

import numpy as np
import pytest

from model_collapse import figures

PERPLEXITY = {"replace": [35.0, 60.0, 150.0], "fresh": [35.0, 31.0, 30.0]}
WORDS = {"replace": [195, 160, 110], "fresh": [195, 197, 198.5]}


def test_both_panels_hold_the_numbers_given():
    figure = figures.text_over_rounds(PERPLEXITY, WORDS, 18.4)
    high, low = figure.canvas.axes
    for axes, given in ((high, PERPLEXITY), (low, WORDS)):
        for line, (name, values) in zip(axes.lines, given.items(), strict=False):
            np.testing.assert_array_equal(line.get_ydata(), values)
            assert axes is low or line.get_label() == name
    assert set(high.lines[-1].get_ydata()) == {18.4}
    np.testing.assert_array_equal(figure.data["replace (words)"], WORDS["replace"])
    np.testing.assert_array_equal(figure.data["fresh (perplexity)"], PERPLEXITY["fresh"])
    assert "replace: perplexity 150, 110 words; fresh: perplexity 30, 198 words" in figure.alt
    assert [int(label.get_text()) for label in high.get_yticklabels()] == [20, 50, 100]


@pytest.mark.parametrize(
    ("perplexity", "words", "said"),
    [
        ({}, {}, "^perplexity must hold the same rounds"),
        ({"fresh": [1]}, {"fresh": [1]}, "^perplexity must hold the same rounds"),
        ({"fresh": [1, 2], "reuse": [1, 2, 3]}, WORDS, "^perplexity must hold the same rounds"),
        ({"new": [1, 2]}, {"new": [1, 2]}, "^the names in perplexity must be among replace,"),
        (PERPLEXITY, {"fresh": [1, 2, 3]}, "^perplexity and words must hold the same ways"),
        ({"fresh": [1, 2]}, {"fresh": [1, 2, 3]}, "^perplexity and words must hold the same ways"),
    ],
)
def test_refused(perplexity, words, said):
    with pytest.raises(ValueError, match=said):
        figures.text_over_rounds(perplexity, words, 18.4)
