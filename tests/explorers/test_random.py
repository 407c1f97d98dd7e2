"""The page's random numbers against the same generator in whole numbers of Python."""

import numpy as np
import pytest

from tests.explorers.javascript import ask

WORD = 2**32


def rotated(word, by):
    return (word * 2**by + word // 2 ** (32 - by)) % WORD


def words(state):
    """Yield the numbers of xoshiro128** from a state of four words."""
    a, b, c, d = state
    while True:
        yield rotated(b * 5 % WORD, 7) * 9 % WORD
        c, d, moved = c ^ a, d ^ b, b * 2**9 % WORD
        a, b, c, d = a ^ d, b ^ c, c ^ moved, rotated(d, 11)


def started(seed):
    """Return four words of splitmix32."""
    state = []
    for step in range(1, 5):
        word = (seed + step * 0x9E3779B9) % WORD
        for by, factor in ((16, 0x21F0AAAD), (15, 0x735A2D97)):
            word = (word ^ word >> by) * factor % WORD
        state.append(word ^ word >> 15)
    return state


def normals(uniforms):
    """Yield pairs of normals by the polar method, from points of the square that lie in the circle."""
    for x, y in zip(*[(2 * u - 1 for u in uniforms)] * 2, strict=False):
        square = x * x + y * y
        if square < 1:
            yield from np.array([x, y]) * np.sqrt(-2 * np.log(square) / square)


def test_the_generator_of_these_tests_gives_the_published_numbers():
    found = words([1, 2, 3, 4])
    assert [next(found) for _ in range(4)] == [11520, 0, 5927040, 70819200]


@pytest.mark.parametrize("seed", [0, 1, 12345, 2**31, WORD - 1])
def test_the_page_draws_the_same_numbers(seed):
    uniforms, drawn = ask(["uniforms", seed, 1000], ["normals", seed, 700])
    found = words(started(seed))
    expected = [(next(found) + 0.5) / WORD for _ in range(1000)]
    assert uniforms == expected
    np.testing.assert_allclose(drawn, list(normals(iter(expected)))[:700], rtol=1e-12)
