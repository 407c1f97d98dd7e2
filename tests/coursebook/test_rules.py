"""The manager's rules, each against a recursion or a search that knows none of the closed forms."""

import numpy as np
import pytest

import model_collapse as mc
from model_collapse import theory

WEIGHTS = np.linspace(0.001, 1, 1000)


def variances(weight, n, m, rounds, *, bias=0.0, reuse=False, synthetic=1.0):
    """Squared error of a mean in each round, in units of one row's variance, from its definition alone."""
    variance, covariance, shift = np.full_like(weight, 1 / n), np.full_like(weight, 1 / n), np.zeros_like(weight)
    yield variance
    for _ in range(rounds):
        together = 2 * weight * (1 - weight) * covariance if reuse else 0
        variance = weight**2 / n + (1 - weight) ** 2 * (variance + synthetic / m) + together
        covariance = weight / n + (1 - weight) * covariance  # with the same real rows, if they return
        shift = (1 - weight) * (shift + bias)
        yield variance + shift**2


def settled(*arguments, **options):
    *_, last = variances(*arguments, 5000, **options)
    return last


@pytest.mark.claim("S3")
def test_with_equal_amounts_the_golden_weight_is_the_best_and_a_third_breaks_even():
    error = settled(WEIGHTS, 100, 100) * 100
    assert WEIGHTS[error.argmin()] == pytest.approx((np.sqrt(5) - 1) / 2, abs=1e-3)
    better = WEIGHTS[error < 1]
    assert better.min() == pytest.approx(1 / 3, abs=1e-3)
    assert better.max() == pytest.approx(0.999, abs=1e-9)


@pytest.mark.claim("S4")
def test_the_number_moves_with_amounts_reuse_and_bias_and_need_not_be_hit():
    assert WEIGHTS[settled(WEIGHTS, 100, 1000).argmin()] == pytest.approx(0.270, abs=1e-3)
    assert WEIGHTS[settled(WEIGHTS, 100, 100, reuse=True).argmin()] == 1
    assert WEIGHTS[settled(WEIGHTS, 100, 100, bias=0.1).argmin()] > 0.7  # the standard error of 100 rows
    golden, low, high = settled(np.array([mc.GOLDEN_WEIGHT, 0.55, 0.69]), 100, 100)
    assert max(low, high) / golden < 1.025
    assert settled(np.array([mc.GOLDEN_WEIGHT]), 100, 100, reuse=True)[0] * 100 == pytest.approx(1.17, abs=0.005)


@pytest.mark.parametrize("per_real", [0.5, 1, 4, 10])
def test_noisy_rows_harm_where_one_counts_for_two_thirds_of_a_real_row(per_real):
    n, m = 100, 100 * per_real
    naive = np.array([n / (n + m)])
    assert settled(naive, n, m, synthetic=2)[0] * n <= 1 + 1e-9
    assert settled(naive, n, m, synthetic=2.05)[0] * n > 1
    border = np.array([1 / (1 + 2 / 3 * per_real)])  # each synthetic row counts for two thirds of a real one
    assert settled(border, n, m, synthetic=3)[0] * n == pytest.approx(1, abs=1e-9)
    assert float(mc.break_even_weight(n / m, noise_ratio=1 / 3)) == pytest.approx(border[0])


@pytest.mark.claim("S5")
@pytest.mark.parametrize("price", [0.01, 0.1, 0.25, 0.382])
def test_no_plan_is_cheaper_than_the_one_that_saves_the_square(price):
    needed = 1000.0  # real rows that would do alone
    n, w = np.meshgrid(np.linspace(1, needed, 2000), np.linspace(0.01, 0.99, 981))
    room = (1 - (1 - w) ** 2) / needed - w**2 / n  # what the synthetic rows may add: (1-w)^2 / m
    with np.errstate(divide="ignore"):
        cost = np.where(room > 0, n + price * (1 - w) ** 2 / room, np.inf)
    saving = 1 - cost.min() / needed
    assert saving == pytest.approx((1 - np.sqrt(price)) ** 2, abs=1e-3)
    assert float(theory.price_saving(price)) == pytest.approx(saving, abs=1e-3)


@pytest.mark.claim("S9")
@pytest.mark.parametrize("times", [1, 2, 10, 100])
def test_a_floor_above_break_even_keeps_every_round_from_harm(times):
    even = float(mc.break_even_weight(1 / times))
    above, below = np.array([1.01 * even, mc.optimal_weight(1 / times), 0.99]), np.array([0.99 * even])
    assert all((error * 100 <= 1 + 1e-12).all() for error in variances(above, 100, 100 * times, 300))
    assert all((error * 100 > 1).all() for error in list(variances(below, 100, 100 * times, 300))[1:])


@pytest.mark.claim("S15")
def test_the_gain_with_equal_amounts_is_large_over_real_rows_and_small_over_pooling():
    golden, pooled = settled(np.array([mc.GOLDEN_WEIGHT, 0.5]), 100, 100) * 100
    assert 1 - golden == pytest.approx(0.38, abs=0.005)
    assert 1 - golden / pooled == pytest.approx(0.073, abs=0.0005)
    pooled, best = settled(np.array([1 / 11, 0.2702]), 100, 1000) * 100
    assert (pooled, best) == (pytest.approx(0.524, abs=5e-4), pytest.approx(0.270, abs=5e-4))


@pytest.mark.claim("G1")
@pytest.mark.parametrize(("times", "understated"), [(1, 1.33), (10, 5.8), (100, 51)])
def test_who_counts_generated_rows_as_real_reports_too_small_an_error(times, understated):
    n, m = 100, 100 * times
    true = settled(np.array([n / (n + m)]), n, m)[0]
    assert true * (n + m) == pytest.approx(understated, rel=0.01)
    assert true * (n + m) == pytest.approx(float(theory.naive_overconfidence(n / m)))


@pytest.mark.parametrize(("times", "above"), [(1, False), (10, False), (20, True), (100, True), (1000, True)])
def test_the_first_round_lies_above_the_mark_with_twenty_synthetic_rows_per_real_row(times, above):
    error = settled(WEIGHTS, 1000, 1000 * times) * 1000
    best, even = WEIGHTS[error.argmin()], 1 / (1 + 2 * times)
    ceiling = 1 - (best + even) / 2
    assert (1 - best > 0.9 * ceiling) == above


def test_a_shift_as_large_as_the_scatter_of_a_hundred_parts_takes_the_whole_gain():
    scatter, rows, shift = 0.5, 100, 0.05  # millimetres
    golden = np.array([mc.GOLDEN_WEIGHT])
    assert settled(golden, rows, rows, bias=shift / scatter)[0] * rows == pytest.approx(1, abs=1e-3)
