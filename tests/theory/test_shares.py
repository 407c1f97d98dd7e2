"""Shares of categories and their kin: the chapter's lemma, its diversity, its times and its law, by other routes."""

import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from scipy.stats import beta, binom

import model_collapse as mc
from model_collapse import theory


def drawn_shares(rng, p, w, n, m, runs, rounds):
    """Draw counts of all categories, round by round, and return the shares of the last model."""
    model = rng.multinomial(n, p, runs) / n
    for _ in range(rounds):
        synthetic = rng.multinomial(m, model / model.sum(1, keepdims=True)) / m
        model = w * rng.multinomial(n, p, runs) / n + (1 - w) * synthetic
    return model


@pytest.mark.claim("T24")
@pytest.mark.parametrize("w", [0.0, 0.4])
def test_the_distance_of_a_distribution_function_is_a_sixth(w):
    # Rows are uniform numbers; the integral of the squared difference of a step function is taken exactly.
    rng, n, m, runs, rounds = np.random.default_rng(14), 6, 9, 3000, 4
    rows, weight = rng.random((runs, n)), np.full((runs, n), 1 / n)
    for _ in range(rounds):
        place = (rng.random((runs, m, 1)) > np.cumsum(weight, axis=1)[:, None, :-1]).sum(-1)
        rows = np.concatenate([rng.random((runs, n)), np.take_along_axis(rows, place, 1)], axis=1)
        weight = np.broadcast_to(np.repeat([w / n, (1 - w) / m], [n, m]), rows.shape)
    order = np.argsort(rows, axis=1)
    x = np.pad(np.take_along_axis(rows, order, 1), ((0, 0), (1, 1)), constant_values=(0, 1))
    height = np.pad(np.cumsum(np.take_along_axis(weight, order, 1), axis=1), ((0, 0), (1, 0)))
    distance = (((x[:, 1:] - height) ** 3 - (x[:, :-1] - height) ** 3) / 3).sum(axis=1)
    expected = theory.error_ratio_by_round(w, n, m, rounds, curvature=-1)[-1] / n / 6
    assert abs(distance.mean() - expected) < 4 * distance.std() / np.sqrt(runs)


@pytest.mark.claim("T25")
@pytest.mark.parametrize(("n", "a", "b"), [(10, 0.1, 1.0), (3, 2.0, 0.0), (50, 0.01, 1.3), (1, 0.2, 4.0)])
def test_weight_and_error_are_one_number_for_any_rising_line(n, a, b):
    variance, w = 1 / n, 1.0
    for _ in range(300):
        found = minimize_scalar(
            lambda x, v: x**2 / n + (1 - x) ** 2 * (a + b * v), args=(variance,), bounds=(0, 1), method="bounded"
        )
        assert n * found.fun == pytest.approx(found.x, abs=1e-5)
        assert found.fun <= variance + 1e-12
        variance, w = found.fun, found.x

    def settled(x):
        left = 1 - (1 - x) ** 2 * b
        return (x**2 + n * a * (1 - x) ** 2) / left if left > 0 else np.inf

    grid = np.linspace(0.001, 1, 5001)
    assert settled(w) == pytest.approx(w, abs=1e-4)
    assert min(map(settled, grid)) >= w - 1e-4
    assert grid[np.argmin([settled(x) for x in grid])] == pytest.approx(w, abs=0.003)


@pytest.mark.claim("T26")
@pytest.mark.parametrize(("n", "m", "v2"), [(4, 7, -1), (5, 5, 1), (1, 1, -1), (3, 9, 0.5), (6, 2, 0)])
def test_rows_add_up_with_the_curvature_and_help_on_one_side_of_break_even(n, m, v2):
    worth = n
    for _ in range(400):
        worth = n + worth * m / (worth + m + v2)
    assert n / worth == pytest.approx(float(theory.family_optimal_weight(n, m, v2)))
    edge = float(theory.family_break_even_weight(n, m, v2))
    assert 1 - edge == pytest.approx(2 / (2 + v2 / m + n / m))
    for w in (edge - 0.01, edge + 0.01):
        by_round = [1 / n]
        for _ in range(20):
            by_round.append(w**2 / n + (1 - w) ** 2 * ((1 + v2 / m) * by_round[-1] + 1 / m))
        if w > 0:
            assert (np.array(by_round[1:]) * n < 1).all() == (w > edge)
            assert (np.array(by_round[1:]) * n < 1).any() == (w > edge)


@pytest.mark.claim("T28")
@pytest.mark.parametrize("w", [0.0, 0.1, 0.6])
def test_diversity_that_is_lost_is_the_error(w):
    p, runs = np.array([0.5, 0.3, 0.15, 0.05]), 20_000
    model = drawn_shares(np.random.default_rng(14), p, w, 8, 12, runs, 6)
    left = (model * (1 - model)).sum(1) / (p * (1 - p)).sum()
    lost = theory.error_ratio_by_round(w, 8, 12, 6, curvature=-1)[-1] / 8
    assert abs(left.mean() - (1 - lost)) < 4 * left.std() / np.sqrt(runs)


@pytest.mark.claim("T28")
def test_waiting_times_vary_more_where_their_mean_does():
    rng, n, m, runs = np.random.default_rng(14), 10, 20, 100_000
    mean = rng.gamma(n, 1 / n, runs)
    for _ in range(3):
        mean = 0.2 * rng.gamma(n, 1 / n, runs) + 0.8 * mean * rng.gamma(m, 1 / m, runs)
    rows = mean * rng.standard_exponential((2, runs))
    variance = (rows[0] - rows[1]) ** 2 / 2  # of two rows of one model: its own variance on average
    expected = 1 + theory.error_ratio_by_round(0.2, n, m, 3, curvature=1)[-1] / n
    assert abs(variance.mean() - expected) < 4 * variance.std() / np.sqrt(runs)


@pytest.mark.claim("T29")
@pytest.mark.parametrize("m", [40, 150, 1000])
def test_time_to_one_of_two_categories_is_that_of_the_exact_chain(m):
    count = np.arange(1, m)
    step = binom.pmf(count, m, count[:, None] / m)
    exact = np.linalg.solve(np.eye(m - 1) - step, np.ones(m - 1))
    found = theory.rounds_to_one_category(np.column_stack([count, m - count]), m)
    assert (found - exact > 0).all()
    assert (found - exact).max() == pytest.approx(0.49 + np.log(m) / 3, abs=0.02)


@pytest.mark.claim("T29")
@pytest.mark.parametrize("p", [[0.7, 0.2, 0.1], [0.1] * 10])
def test_time_to_one_of_many_categories_by_drawing(p):
    rng, m, runs = np.random.default_rng(14), 60, 3000
    count, last = rng.multinomial(m, p, runs), np.zeros(runs)
    while (going := count.max(axis=1) < m).any():
        last[going] += 1
        count = rng.multinomial(m, count / m)
    expected = theory.rounds_to_one_category(p, m) - 1
    assert -2.5 - 4 * last.std() / np.sqrt(runs) < last.mean() - expected < 4 * last.std() / np.sqrt(runs)


def test_one_category_is_there_from_the_start():
    np.testing.assert_allclose(
        theory.rounds_to_one_category([[3, 0], [5, 5]], [7, 10]), [[0, 14 * np.log(2)], [0, 20 * np.log(2)]]
    )
    for wrong in ([[0, 0]], 3.0, [1, -1]):
        with pytest.raises(ValueError, match="shares must be"):
            theory.rounds_to_one_category(wrong, 5)


@pytest.mark.claim("T62")
@pytest.mark.parametrize(("w", "p", "n"), [(0.01, 0.3, 300), (0.02, 0.5, 200)])
def test_small_weights_give_the_beta_law(w, p, n):
    rng, m, runs = np.random.default_rng(14), 300, 4000
    law = beta(2 * w * m * p, 2 * w * m * (1 - p))
    share = law.rvs(runs, random_state=rng)  # from the law itself, so that a few hundred rounds keep or leave it
    for _ in range(300):
        share = w * rng.binomial(n, p, runs) / n + (1 - w) * rng.binomial(m, np.minimum(share, 1)) / m
    level = np.array([0.1, 0.25, 0.5, 0.75, 0.9])
    below = (share[:, None] < law.ppf(level)).mean(axis=0)
    assert (np.abs(below - level) < 4 * np.sqrt(level * (1 - level) / runs) + 0.01).all()


@pytest.mark.claim("T63")
@pytest.mark.parametrize(("k", "best"), [(1, 0.603), (0.5, 0.473), (0.1, 0.231)])
def test_the_best_weight_for_a_rare_case(k, best):
    def known(w):
        h, total = 0.0, 1.0
        for _ in range(4000):
            total += 1 - np.exp(-w / k * (1 - h))
            h = np.exp((1 - w) * (h - 1))
        return total

    found = minimize_scalar(lambda w: -known(w), bounds=(0.05, 0.99), method="bounded")
    assert found.x == pytest.approx(best, abs=6e-4)
    assert known(float(mc.optimal_weight(k))) > 0.99 * -found.fun
    rows = theory.rare_category_rows_by_round(found.x, 1000, round(1000 / k), 400)[-1] / 1000
    assert rows == pytest.approx(-found.fun, rel=1e-6)


@pytest.mark.claim("T62")
def test_all_shares_together_have_the_dirichlet_law():
    # Of a Dirichlet law: the part of one share in two is a beta variable, and independent of a third share.
    p, w, m, n, runs = np.array([0.2, 0.3, 0.5]), 0.02, 300, 300, 4000
    model = drawn_shares(np.random.default_rng(14), p, w, n, m, runs, 200)
    part, third = model[:, 0] / model[:, :2].sum(1), model[:, 2]
    seen = np.isfinite(part)
    below = (part[seen, None] < beta(2 * w * m * 0.2, 2 * w * m * 0.3).ppf([0.25, 0.5, 0.75])).mean(axis=0)
    assert (np.abs(below - [0.25, 0.5, 0.75]) < 4 * np.sqrt(0.25 / runs)).all()
    assert seen.mean() > 0.99
    assert abs(np.corrcoef(part[seen], third[seen])[0, 1]) < 4 / np.sqrt(runs)
