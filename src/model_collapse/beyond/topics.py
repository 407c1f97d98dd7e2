"""The text that comes with Python: help topics, as counts of letters and of words that follow each other.

The text is `pydoc_data.topics` of Python 3.11.7, Copyright (c) 2001-2023 Python Software Foundation, all rights
reserved; its licence is texts/LICENSE.txt. It differs between versions of Python, so that its counts are stored.
Chapter: *A small language model*.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from model_collapse._checks import count
from model_collapse.beyond.stored import stored_arrays

VERSION = "3.11.7"
"""The Python whose topics are counted."""
STOP, OTHER = ".", "<other>"
WORDS = 200
"""Size of the vocabulary, with the end of a sentence and all other words."""
LETTERS = " abcdefghijklmnopqrstuvwxyz"


class Counts(NamedTuple):
    """How often tokens follow each other.

    Attributes
    ----------
    vocabulary : tuple of str
        The tokens; the first one stands before a text begins.
    counts : ndarray, shape (V, V) or (V, V, V)
        How often the last token follows the one or two before it.
    """

    vocabulary: tuple[str, ...]
    counts: NDArray[np.int64]


def _followers(codes: Sequence[int], size: int, order: int) -> NDArray[np.int64]:
    """Count runs of `order` tokens in a text that begins after `order - 1` times the first token."""
    text = np.array([0] * (order - 1) + list(codes))
    place = sum(text[i : len(text) - order + 1 + i] * size ** (order - 1 - i) for i in range(order))
    return np.bincount(place, minlength=size**order).reshape((size,) * order)


def count_words(texts: Mapping[str, str]) -> Counts:
    """Count the words of some texts that follow each other; each text ends a sentence."""
    words = re.findall(r"[a-z]+|\.", f" {STOP} ".join([*texts.values(), ""]).lower())
    times: dict[str, int] = {}
    for word in words:
        times[word] = times.get(word, 0) + 1
    del times[STOP]
    often = sorted(times, key=lambda word: (-times[word], word))[: WORDS - 2]
    vocabulary = (STOP, *often, OTHER)
    code = {word: i for i, word in enumerate(vocabulary)}
    return Counts(vocabulary, _followers([code.get(word, WORDS - 1) for word in words], WORDS, 2))


def count_letters(texts: Mapping[str, str], back: int = 1) -> Counts:
    """Count the letters of some texts that follow `back` others; all else is a space, and never two of those."""
    text = re.sub("[^a-z]+", " ", " ".join([*texts.values(), ""]).lower()).lstrip()
    codes = [LETTERS.index(letter) for letter in text]
    return Counts(tuple(LETTERS), _followers(codes, len(LETTERS), back + 1))


def topic_words() -> Counts:
    """Return how often one word follows another in the topics, from the stored counts.

    Chapter: *A small language model*.

    Examples
    --------
    >>> vocabulary, counts = topic_words()
    >>> vocabulary[:5], int(counts.sum())
    (('.', 'the', 'a', 'is', 'of'), 69222)
    """
    stored = stored_arrays("texts", "topics")
    return Counts(tuple(map(str, stored["vocabulary"])), stored["words"].astype(np.int64))


def topic_letters(back: int = 1) -> Counts:
    """Return how often a letter or space follows one or two others in the topics, from the stored counts.

    Chapter: *A small language model*.

    Parameters
    ----------
    back : int
        Letters before it, 1 or 2.

    Examples
    --------
    >>> topic_letters().counts.shape, topic_letters(2).counts.shape
    ((27, 27), (27, 27, 27))
    """
    counts = stored_arrays("texts", "topics")[f"letters_{count('back', back, 1, 2)}"]
    return Counts(tuple(LETTERS), counts.astype(np.int64))
