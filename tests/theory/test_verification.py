"""A checker in the loop, against rows that are drawn and thrown away one by one, and against cases that are known."""

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

import model_collapse as mc
from model_collapse import theory

N, M, RUNS = 6, 12, 10_000


def kept_rows(rng, model, centre, tolerance):
    """The first M rows of each run that the checker keeps, and the share that it kept of all that it saw."""
    rows = model[:, None] + rng.standard_normal((len(model), 14 * M))
    kept = rng.random(rows.shape) < np.exp(-((rows - centre) ** 2) / (2 * tolerance**2))
    first = kept & (kept.cumsum(1) <= M)
    assert (first.sum(1) == M).all()
    return np.where(first, rows, 0).sum(1) / M, kept.mean()


@pytest.mark.parametrize(("w", "tolerance", "centre"), [(0, 1, 0), (0, 1, 0.4), (0.3, 2, 0), (0.5, 0.8, -0.6)])
@pytest.mark.claim("T47")
def test_rows_that_are_kept_one_by_one(w, tolerance, centre):
    rng = np.random.default_rng([int(10 * w), int(10 * tolerance)])
    model = rng.standard_normal((RUNS, N)).mean(1)
    for _ in range(12):
        kept, _share = kept_rows(rng, model, centre, tolerance)
        model = w * rng.standard_normal((RUNS, N)).mean(1) + (1 - w) * kept
    a = tolerance**2 / (tolerance**2 + 1)
    expected = theory.checked_error_ratio(w, N / M, a, squared_distance=N * centre**2)
    errors = N * model**2
    assert abs(errors.mean() - expected) < 4 * errors.std() / np.sqrt(RUNS)


@pytest.mark.parametrize(("distance", "tolerance"), [(0, 1), (1, 1), (0.5, 2)])
def test_the_share_that_is_kept(distance, tolerance):
    rng = np.random.default_rng(1)
    _mean, share = kept_rows(rng, np.full(RUNS, distance), 0.0, tolerance)
    expected = theory.kept_share(tolerance**2 / (tolerance**2 + 1), distance)
    assert share == pytest.approx(expected, abs=4 * np.sqrt(expected / (RUNS * 14 * M)))


@given(st.floats(0.01, 1), st.floats(1e-3, 1e3), st.floats(0, 100))
@settings(max_examples=50, derandomize=True)
def test_a_checker_that_keeps_all_is_no_checker(w, k, squared_distance):
    checked = theory.checked_error_ratio(w, k, 1, squared_distance=squared_distance)
    assert checked == pytest.approx(mc.error_ratio(w, k), rel=1e-12)


@given(st.floats(1e-3, 1e3), st.floats(0.01, 1))
@settings(max_examples=50, derandomize=True)
@pytest.mark.claim("T47")
def test_with_a_checker_that_is_right_the_best_weight_is_again_the_error_that_it_leaves(k, a):
    best = theory.checked_optimal_weight(k, a)
    assert theory.checked_error_ratio(best, k, a) == pytest.approx(float(best), rel=1e-9)


@pytest.mark.parametrize(("k", "a", "squared"), [(1, 0.5, 0), (1, 0.5, 4), (0.1, 0.9, 30), (10, 0.2, 0.5)])
def test_the_best_weight_by_scanning(k, a, squared):
    grid = np.linspace(0, 1, 1_000_001)
    errors = theory.checked_error_ratio(grid, k, a, squared_distance=squared)
    assert theory.checked_optimal_weight(k, a, squared_distance=squared) == pytest.approx(
        grid[errors.argmin()], abs=2e-5
    )


def test_without_real_rows_the_loop_ends_where_the_checker_believes_the_truth_to_be():
    assert theory.checked_error_ratio(0, 1, 0.5, squared_distance=0) == pytest.approx(2 / 3)
    far = theory.checked_error_ratio(0, 1, 0.5, squared_distance=9) - 2 / 3
    assert far == pytest.approx(9)
    assert theory.checked_error_ratio(0, 1, 1, squared_distance=9) == np.inf


def test_a_very_small_best_weight_keeps_its_digits():
    assert theory.checked_optimal_weight(1e-12, [1e-12, 1e-20]) == pytest.approx([1e-24, 1e-32], rel=1e-9)


def test_a_checker_that_keeps_nothing_is_refused():
    with pytest.raises(ValueError, match=r"kept_variance must be above 0 and at most 1, got 0\."):
        theory.kept_share([0.5, 0])


@given(st.floats(0, 1), st.floats(1e-3, 1e3), st.floats(0.01, 1))
@settings(max_examples=50, derandomize=True)
@pytest.mark.claim("T47")
def test_what_another_weight_costs_with_a_checker_that_is_right(w, k, a):
    linear = 1 - a**2 + k * a
    best = 2 * k * a / (linear + np.sqrt(linear**2 + 4 * k * a**3))
    assert theory.checked_optimal_weight(k, a) == pytest.approx(best, rel=1e-9)
    if w > 0 or a < 1:
        price = (w - best) ** 2 / ((1 - best) * (1 - a**2 * (1 - w) ** 2))
        assert theory.checked_error_ratio(w, k, a) - best == pytest.approx(price, rel=1e-6, abs=1e-9)


@pytest.mark.claim("T47")
@pytest.mark.parametrize(("w", "limit"), [(0, 1 / 16), (0.3, 0.3**0.5)])
def test_a_spread_that_is_learnt_from_kept_rows_shrinks(w, limit):
    rng, spread = np.random.default_rng(47), np.ones(40)
    for _ in range(15):
        rows = np.sqrt(spread) * rng.standard_normal((4000, spread.size))
        kept = rng.random(rows.shape) < np.exp(-(rows**2) / 2)
        real = rng.standard_normal((4000, spread.size)) ** 2
        spread = w * real.mean(0) + (1 - w) * (rows**2).mean(0, where=kept)
    assert abs(spread.mean() - limit) < 4 * spread.std() / np.sqrt(spread.size) + 1e-3


def worth_it(w, k, a, distance):
    """Gain of a checker over none if k counts generated rows; a row's standard deviation is 1, n is 100."""
    kept = theory.kept_share(a, distance)
    checked = theory.checked_error_ratio(w, k / kept, a, squared_distance=100 * distance**2)
    return mc.error_ratio(w, k) - checked


@pytest.mark.claim("T64")
@pytest.mark.parametrize("k", [0.1, 1, 5])
@pytest.mark.parametrize("w", [0.2, 0.618, 0.9])
def test_a_weak_checker_is_worth_its_rejections_within_a_distance(w, k):
    furthest = np.sqrt(1 + 4 * mc.error_ratio(w, k) / k)
    assert worth_it(w, k, 1 - 1e-7, 0.99 * furthest) > 0 > worth_it(w, k, 1 - 1e-7, 1.01 * furthest)
    assert worth_it(w, k, 1 - 1e-7, 1) > 0


@pytest.mark.claim("T64")
def test_a_checker_whose_rows_are_rejected_one_by_one_is_worth_them():
    rng = np.random.default_rng(64)
    w, tolerance, generated = 0.6, 2.0, 40
    errors = {}
    for checked in (False, True):
        model = rng.standard_normal((RUNS, N)).mean(1)
        for _ in range(8):
            rows = model[:, None] + rng.standard_normal((RUNS, generated))
            chance = np.exp(-((rows - 0.5) ** 2) / (2 * tolerance**2)) if checked else np.ones_like(rows)
            kept = rng.random(rows.shape) < chance
            model = w * rng.standard_normal((RUNS, N)).mean(1) + (1 - w) * rows.mean(1, where=kept)
        errors[checked] = N * model**2
    a = tolerance**2 / (tolerance**2 + 1)
    k = N / (generated * theory.kept_share(a, 0.5))
    plain, sorted_out = mc.error_ratio(w, N / generated), theory.checked_error_ratio(w, k, a, squared_distance=N / 4)
    assert abs(errors[False].mean() - plain) < 4 * errors[False].std() / np.sqrt(RUNS)
    assert abs(errors[True].mean() - sorted_out) < 4 * errors[True].std() / np.sqrt(RUNS) + 0.01
    assert errors[True].mean() < errors[False].mean()


def settled_with_a_number_kept_by_chance(w, n, generated, weakness, centre):
    """Error ratio if each of the generated rows is kept by chance, by the law of the model and that of the number."""
    a, variance, bias = 1 - weakness, 1 / n, 0.0
    nodes, mass = np.polynomial.hermite_e.hermegauss(12)
    number = np.arange(1, generated + 1)
    for _ in range(30):
        models = bias + np.sqrt(variance) * nodes
        chance = np.sqrt(a) * np.exp(-weakness * (models - centre) ** 2 / 2)
        law = scipy.stats.binom.pmf(number, generated, chance[:, None])
        noise = a * np.average((law / number).sum(1) / law.sum(1), weights=mass)
        variance = w**2 / n + (1 - w) ** 2 * (a**2 * variance + noise)
        bias = (1 - w) * (a * bias + (1 - a) * centre)
    return n * (variance + bias**2)


@pytest.mark.claim("T64")
@pytest.mark.parametrize(("n", "generated", "w"), [(6, 12, 0.5), (1000, 10, 0.9), (400, 400, 0.618)])
def test_the_bound_of_a_weak_checker_holds_up_to_one_over_the_numbers_of_rows(n, generated, w):
    k, f = n / generated, mc.error_ratio(w, n / generated)
    bound = 1 + 4 * f / k
    nearer = bound - (2 + 4 * f / k) / generated - f / n
    without = settled_with_a_number_kept_by_chance(w, n, generated, 0.0, 0.0)
    assert without == pytest.approx(f, rel=1e-9)
    close, far = (
        settled_with_a_number_kept_by_chance(w, n, generated, 1e-7, x**0.5) for x in (nearer - 2e-3, nearer + 2e-3)
    )
    assert close < without < far
    assert bound - nearer < 6 * (1 / n + 1 / generated)
