"""Ancestors, against all draws counted out in fractions, against runs, and against the law of coalescence."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from model_collapse import theory


def every_run(weights, n, m):
    """Yield the chance and the generated rows of every run: a row is (its ancestor, how often it was copied)."""
    states = {(): Fraction(1)}
    for t, w in enumerate(weights):
        now = {}
        real = [((t, i), 1) for i in range(n)]
        for rows, chance in states.items():
            old = [(ancestor, copies + 1) for ancestor, copies in rows]
            seen = [(row, w / n) for row in real] + [(row, (1 - w) / m) for row in old]
            for drawn in product([pair for pair in seen if pair[1]], repeat=m):
                after = tuple(row for row, _ in drawn)
                now[after] = now.get(after, 0) + chance * np.prod([c for _, c in drawn])
        states = now
    yield from states.items()


@pytest.mark.claim("C8")
@pytest.mark.parametrize(("n", "m"), [(2, 2), (3, 2), (1, 2), (2, 1)])
def test_tiny_runs_counted_out(n, m):
    later = [Fraction(0), Fraction(1, 3)]
    runs = list(every_run([Fraction(1), *later], n, m))
    assert sum(chance for _, chance in runs) == 1
    count = sum(chance * len({ancestor for ancestor, _ in rows}) for rows, chance in runs)
    copies = sum(chance * rows[0][1] for rows, chance in runs)
    present = sum(chance * (1 - Fraction(3, 4) ** len({ancestor for ancestor, _ in rows})) for rows, chance in runs)
    schedule = [1, *map(float, later)].__getitem__
    assert theory.ancestors_by_round(schedule, n, m, 2)[-1] == pytest.approx(float(count), rel=1e-13)
    assert theory.copies_by_round(schedule, 2)[-1] == pytest.approx(float(copies), rel=1e-13)
    found = theory.categories_left_by_round(schedule, n, m, 2, [0.25, 0.25])[-1]
    assert found == pytest.approx(2 * float(present), rel=1e-13)


def drawn_runs(w, n, m, rounds, runs, shares):
    """Return ancestors and categories of the generated rows of many runs, shape (2, rounds + 1, runs)."""
    rng = np.random.default_rng(28)
    edges = np.cumsum(shares)
    category = np.searchsorted(edges, rng.random((runs, n * (rounds + 1))))
    generated, found = None, []
    for t in range(rounds + 1):
        real = n * t + rng.integers(n, size=(runs, m))
        if generated is not None:
            old = np.take_along_axis(generated, rng.integers(m, size=(runs, m)), 1)
            real = np.where(rng.random((runs, m)) < w, real, old)
        generated = real
        seen = np.take_along_axis(category, generated, 1)
        found.append([[len(set(row)) for row in generated], [len(set(row) - {len(shares)}) for row in seen]])
    return np.array(found).transpose(1, 0, 2)


@pytest.mark.claim("C8")
@pytest.mark.parametrize(("w", "n", "m"), [(0.0, 12, 12), (0.05, 20, 10), (0.5, 8, 16), (1.0, 10, 10)])
def test_drawn_runs(w, n, m):
    shares, rounds, runs = [0.3, 0.1, 0.05], 12, 4000
    found = drawn_runs(w, n, m, rounds, runs, shares)
    expected = [
        theory.ancestors_by_round(w, n, m, rounds),
        theory.categories_left_by_round(w, n, m, rounds, shares),
    ]
    z = (found.mean(-1) - expected) / (found.std(-1, ddof=1) / np.sqrt(runs))
    assert np.abs(z).max() < 4


@pytest.mark.claim("C8")
def test_without_real_rows_about_two_m_over_t_are_left():
    left = theory.ancestors_by_round(0, 200, 200, rounds=100)
    np.testing.assert_allclose(left[[40, 60, 100]], 400 / np.array([41, 61, 101]), rtol=0.08)


def test_a_rare_category_is_lost_as_the_branching_process_says():
    share, rounds = 1e-4, 20
    for w in (0, 0.05, 0.618):
        left = theory.categories_left_by_round(w, 400, 400, rounds, [share])
        rows = theory.rare_category_rows_by_round(w, 400, 400, rounds + 1)
        # The model of the next round would see it in a real row of its own, too.
        chance = -np.expm1(-share * rows[1:])
        own = -np.expm1(-share * 400 * (w > 0))
        np.testing.assert_allclose(left, (chance - own) / (1 - own), rtol=0.02)


def test_grids_and_schedules_are_rows_of_each_other():
    grid = theory.categories_left_by_round([0.1, 0.9], 5, 7, 4, [0.5, 0.2])
    for row, w in zip(grid, (0.1, 0.9), strict=True):
        np.testing.assert_array_equal(row, theory.categories_left_by_round(w, 5, 7, 4, [0.5, 0.2]))
        np.testing.assert_array_equal(row, theory.categories_left_by_round(lambda t: w, 5, 7, 4, [0.5, 0.2]))  # noqa: B023
    assert theory.ancestors_by_round([[0.1], [0.2]], 5, 7, 0).shape == (2, 1, 1)


@pytest.mark.claim("C9")
def test_copyings_add_up_to_a_geometric_series():
    np.testing.assert_allclose(theory.copies_by_round(0.25, 9), (1 - 0.75 ** np.arange(1, 11)) / 0.25)


def test_too_many_rows_and_a_bad_schedule_are_refused():
    with pytest.raises(ValueError, match=r"n_synthetic must be at most 500, got 501\."):
        theory.ancestors_by_round(0, 500, 501, 1)
    with pytest.raises(ValueError, match=r"weight in round 2 must be between 0 and 1, got 1\.5\."):
        theory.copies_by_round(lambda t: 0.75 * t, 2)
