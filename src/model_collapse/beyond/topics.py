"""The text that comes with Python: help topics, as counts of letters and of words that follow each other.

The text is `pydoc_data.topics` of Python 3.11.7, Copyright (c) 2001-2023 Python Software Foundation, all rights
reserved, under the PSF License Agreement: tables/PSF-LICENSE.txt. It differs between versions of Python, so that its
counts are stored. Chapter: *A small language model*.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

VERSION = "3.11.7"
"""The Python whose topics are counted."""
STOP, OTHER = ".", "<other>"
WORDS = 200
"""Size of the vocabulary, with the end of a sentence and all other words."""
LETTERS = " abcdefghijklmnopqrstuvwxyz"
FILE = "topics.npz"


class Counts(NamedTuple):
    """How often tokens follow each other.

    Attributes
    ----------
    vocabulary : tuple of str
        The tokens; the first one stands before a text begins.
    pairs : ndarray, shape (V, V)
        How often the second token follows the first.
    triples : ndarray, shape (V, V, V), or None
        How often the third token follows the first two.
    """

    vocabulary: tuple[str, ...]
    pairs: NDArray[np.int64]
    triples: NDArray[np.int64] | None


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
    return Counts(vocabulary, _followers([code.get(word, WORDS - 1) for word in words], WORDS, 2), None)


def count_letters(texts: Mapping[str, str]) -> Counts:
    """Count the letters of some texts that follow each other, all else being a space, and never two of those."""
    text = re.sub("[^a-z]+", " ", " ".join([*texts.values(), ""]).lower()).lstrip()
    codes = [LETTERS.index(letter) for letter in text]
    return Counts(tuple(LETTERS), _followers(codes, 27, 2), _followers(codes, 27, 3))


@cache
def _stored() -> dict[str, NDArray]:
    with resources.as_file(resources.files("model_collapse.beyond") / "tables" / FILE) as path, np.load(path) as file:
        return {name: file[name] for name in file.files}


def words() -> Counts:
    """Return the stored counts of words."""
    stored = _stored()
    return Counts(tuple(map(str, stored["vocabulary"])), stored["words"].astype(np.int64), None)


def letters() -> Counts:
    """Return the stored counts of letters."""
    stored = _stored()
    return Counts(tuple(LETTERS), stored["pairs"].astype(np.int64), stored["triples"].astype(np.int64))
