"""Rare categories, against the exact Markov chain of the counts and against drawn counts."""

from decimal import Decimal, localcontext

import numpy as np
import pytest
from scipy.stats import binom

from model_collapse import theory


def absent_exactly(share, n, m, rounds):
    """Probability that a category is absent after each round without real rows, from the chain of its counts."""
    count = binom.pmf(np.arange(n + 1), n, share)
    found = [count[0]]
    step = binom.pmf(np.arange(m + 1), m, (np.arange(n + 1) / n)[:, None])
    later = binom.pmf(np.arange(m + 1), m, (np.arange(m + 1) / m)[:, None])
    for _ in range(rounds):
        count = count @ step
        found.append(count[0])
        step = later
    return np.array(found)


@pytest.mark.claim("C2")
@pytest.mark.parametrize(("n", "m"), [(400, 400), (300, 600), (600, 200)])
def test_without_real_rows_the_exact_chain_is_followed(n, m):
    share = 2 / n
    rows = theory.rare_category_rows_by_round(0, n, m, rounds=30)
    np.testing.assert_allclose(np.exp(-share * rows), absent_exactly(share, n, m, 30), atol=0.006)


@pytest.mark.claim("C2")
@pytest.mark.parametrize("expected_rows", [4, 10, 30])
def test_half_have_lost_it_after_about_three_rounds_for_each_row(expected_rows):
    rows = theory.rare_category_rows_by_round(0, 1000, 1000, rounds=200)
    absent = np.exp(-expected_rows / 1000 * rows)
    assert np.argmax(absent >= 0.5) == pytest.approx(expected_rows * 2 / np.log(2) - 2, abs=2)


@pytest.mark.claim("C3")
def test_golden_weight_sees_a_rare_category_as_surely_as_seven_quarters_of_the_rows():
    w = np.array([0.25, 0.5, 0.6, 0.618, 0.7, 0.9])
    late = theory.rare_category_rows_by_round(w, 1000, 1000, rounds=300)[:, -1] / 1000
    assert late[3] == pytest.approx(1.75, abs=0.005)
    assert late.argmax() in (2, 3)


@pytest.mark.claim("C3")
@pytest.mark.parametrize(("w", "n", "m"), [(0.618, 200, 200), (0.2, 200, 200), (0.3, 200, 800), (1.0, 200, 200)])
def test_drawn_counts_with_fresh_real_rows(w, n, m):
    rng = np.random.default_rng(11)
    share, runs, rounds = 2 / n, 20_000, 12
    model = rng.binomial(n, share, runs) / n
    absent = [(model == 0).mean()]
    for _ in range(rounds):
        model = w * rng.binomial(n, share, runs) / n + (1 - w) * rng.binomial(m, model) / m
        absent.append((model == 0).mean())
    expected = np.exp(-share * theory.rare_category_rows_by_round(w, n, m, rounds))
    stderr = np.sqrt(expected * (1 - expected) / runs)
    assert (np.abs(absent - expected) < 4 * stderr + 0.02 * expected).all()


def test_shapes_broadcast_and_round_zero_is_the_sample():
    rows = theory.rare_category_rows_by_round([[0.0], [0.5], [1.0]], [10, 20], 5, rounds=3)
    assert rows.shape == (3, 2, 4)
    np.testing.assert_allclose(rows[..., 0], np.broadcast_to([10, 20], (3, 2)))
    np.testing.assert_allclose(rows[2, 1], 20)


@pytest.mark.parametrize("shares", [[1e15 - 1, 1], [1, 1e15 - 1, 0], [3e5, 2e5, 5e5], [7, 3], [1, 1e-9, 1e9]])
def test_rounds_to_one_category_keep_their_digits(shares):
    with localcontext() as context:
        context.prec = 60
        total = sum(map(Decimal, shares))
        rest = [1 - Decimal(share) / total for share in shares]
        exact = -200 * sum(left * left.ln() for left in rest if left > 0)
    assert theory.rounds_to_one_category(shares, 100) == pytest.approx(float(exact), rel=1e-13)


def test_one_category_from_the_start_takes_no_round():
    for shares in ([1, 0], [7], [0, 0, 2]):
        rounds = theory.rounds_to_one_category(shares, 100)
        assert rounds == 0
        assert not np.signbit(rounds)


def test_no_row_of_shares_may_be_zero():
    with pytest.raises(ValueError, match="shares must be numbers along the last axis, not all zero"):
        theory.rounds_to_one_category([[0.5, 0.5], [0, 0]], 100)
