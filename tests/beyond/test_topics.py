"""Counts of the help topics, beside counts made with a dictionary."""

import platform
from collections import Counter
from itertools import pairwise
from pydoc_data.topics import topics

import numpy as np
import pytest

from model_collapse.beyond import topics as module
from model_collapse.beyond.topics import count_letters, count_words, topic_letters, topic_words

TEXTS = {"one": "The cat: the DOG.\nThe", "two": "a cat2cat"}


def test_words(monkeypatch):
    monkeypatch.setattr(module, "WORDS", 4)
    vocabulary, counts = count_words(TEXTS)
    assert vocabulary == (".", "cat", "the", "<other>")
    text = [".", "the", "cat", "the", "<other>", ".", "the", ".", "<other>", "cat", "cat", "."]
    expected = Counter(pairwise(text))
    assert {(a, b): n for i, a in enumerate(vocabulary) for b, n in zip(vocabulary, counts[i], strict=True) if n} == (
        expected
    )


def test_letters():
    text = " the cat the dog the a cat cat "
    for back in (1, 2):
        vocabulary, counts = count_letters(TEXTS, back)
        before = " " * (back - 1) + text
        expected = Counter(before[i : i + back + 1] for i in range(len(before) - back))
        assert counts.sum() == sum(expected.values()) == len(text) - 1
        for run, times in expected.items():
            assert counts[tuple(vocabulary.index(letter) for letter in run)] == times


def test_the_stored_counts_are_those_of_the_topics():
    stored = topic_words(), topic_letters(), topic_letters(2)
    counted = count_words(topics), count_letters(topics), count_letters(topics, 2)
    for one, other in zip(stored, counted, strict=True):
        if platform.python_version() == module.VERSION:
            assert one.vocabulary == other.vocabulary
            np.testing.assert_array_equal(one.counts, other.counts)
        else:  # another edition of the same text
            common = len(set(one.vocabulary) & set(other.vocabulary)) / len(one.vocabulary)
            assert common > 0.7
    for one, other in zip(stored[1:], counted[1:], strict=True):
        gap = np.abs(one.counts / one.counts.sum() - other.counts / other.counts.sum()).sum() / 2
        assert gap < 0.15


def test_the_text_is_as_small_as_the_chapter_says():
    assert (topic_words().counts.sum(), topic_letters().counts.sum()) == (69_222, 375_757)
    assert topic_letters(2).counts.sum() == topic_letters().counts.sum()
    np.testing.assert_allclose(topic_letters(2).counts.sum(axis=0), topic_letters().counts, atol=1)
    with pytest.raises(ValueError, match=r"^back must be"):
        topic_letters(3)
