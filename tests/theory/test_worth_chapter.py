"""The chapter *What synthetic data are worth*: its laws against recursions carried out, counts, and drawn rows."""

import math
from fractions import Fraction

import numpy as np
import pytest
from scipy.optimize import brentq, minimize_scalar

from model_collapse import theory


def settled(n, m, weight, *, bias=0.0, drift=0.0, s=1.0, rounds=2000):
    """Return the settled squared error of a mean, in units of one row's variance, by iterating the recursion."""
    variance, shift, u = 1 / n, 0.0, 1 - weight
    for _ in range(rounds):
        variance = weight**2 / n + u**2 * (variance + drift + 1 / (s * m))
        shift = u * (shift + bias)
    return variance + shift**2


def worth(n, m, **case):
    """Return 1 over the smallest settled error, found by trying weights."""
    found = minimize_scalar(
        lambda w: settled(n, m, w, **case), bounds=(0.02, 1), method="bounded", options={"xatol": 1e-9}
    )
    return 1 / found.fun


def added(n, m, rounds=3000):
    """Return what a model is worth where the adding of rows settles."""
    rows = n
    for _ in range(rounds):
        rows = n + rows * m / (rows + m)
    return rows


def drawn(n, m, weight, rounds, *, first=None, shift=0.0, runs=20_000):
    """Return the squared errors of means by round, every row drawn."""
    rng = np.random.default_rng(14)
    model, errors = rng.standard_normal((runs, first or n)).mean(1), []
    for _ in range(rounds):
        errors.append(model**2)
        synthetic = model + shift + rng.standard_normal((m, runs))
        model = weight * rng.standard_normal((runs, n)).mean(1) + (1 - weight) * synthetic.mean(0)
    return np.array([*errors, model**2])


def z(errors, expected):
    return (errors.mean(-1) - expected) / (errors.std(-1) / np.sqrt(errors.shape[-1]))


@pytest.mark.claim("T49")
@pytest.mark.parametrize(("n", "target"), [(10, 11), (30, 60), (17, 100), (40, 333)])
def test_rows_that_just_reach_a_target(n, target):
    m = target * (target - n) / n
    assert worth(n, m) == pytest.approx(target, rel=1e-6)
    assert worth(n, 1.01 * m) > target > worth(n, 0.99 * m)
    assert float(theory.synthetic_rows_needed(n, target)) == pytest.approx(m)
    errors = [settled(n, m, weight) for weight in (n / target - 1e-3, n / target, n / target + 1e-3)]
    assert min(errors) == errors[1]  # the best weight


@pytest.mark.claim("T49")
@pytest.mark.parametrize("j", [2, 3, 5])
def test_the_jth_part_of_the_error(j):
    assert added(7, 7 * j * (j - 1)) == pytest.approx(7 * j, rel=1e-9)


@pytest.mark.claim("T50")
def test_the_budget_law_in_exact_fractions():
    root, target = Fraction(3, 10), 200
    rho = root**2
    for n in range(1, target + 1):
        m = Fraction(target * (target - n), n)
        cost = n + rho * m
        assert cost == (2 * root - rho) * target + (n - root * target) ** 2 / n
        weight = Fraction(n, target)
        assert 1 - cost / target == (1 - weight) * (weight - rho) / weight
        assert (cost < target) == (rho < weight < 1)


@pytest.mark.claim("T50")
@pytest.mark.parametrize("rho", [0.02, 0.382, 0.7])
def test_the_cheapest_plan_among_rows_found_by_adding(rho):
    def cost(n):
        return n + rho * brentq(lambda m: added(n, m, 400) - 100, 1e-9, 1e6, xtol=1e-7)

    found = minimize_scalar(cost, bounds=(5, 99), method="bounded", options={"xatol": 1e-4})
    assert found.x / 100 == pytest.approx(math.sqrt(rho), abs=1e-3)
    assert 1 - found.fun / 100 == pytest.approx((1 - math.sqrt(rho)) ** 2, abs=1e-5)


@pytest.mark.claim("T50")
def test_no_synthetic_rows_at_the_price_of_real_ones_and_the_golden_price():
    for n in range(1, 100):
        assert n + 1.0 * (100 * (100 - n) / n) > 100
    plan = theory.cheapest_plan(1000, (3 - math.sqrt(5)) / 2)
    assert plan.n_real == pytest.approx(float(plan.n_synthetic))
    assert 1 - plan.cost / 1000 == pytest.approx(((math.sqrt(5) - 1) / 2) ** 4)


@pytest.mark.claim("T51")
def test_the_price_of_whole_rows():
    used = []
    for target in (1, 2, 3, 7, 50, 333):
        for root in (Fraction(1, 100), Fraction(1, 11), Fraction(1, 3), Fraction(7, 10), Fraction(99, 100)):
            rho = root**2
            costs = [n + rho * math.ceil(Fraction(target * (target - n), n)) for n in range(1, target + 1)]
            above = min(costs) - (2 * root - rho) * target
            assert 0 <= above <= rho + 1 / (1 + root * target)
            used.append(float(above / (rho + 1 / (1 + root * target))))
            assert theory.cheapest_whole_plan(target, float(rho)).cost == pytest.approx(float(min(costs)))
    assert max(used) > 0.9  # the bound is not idle


@pytest.mark.claim("T52")
@pytest.mark.parametrize(("weight", "factor"), [(0.1, 0.5), (0.1, 4.0), (0.5, 2.0), (0.5, 0.25)])
def test_what_wrong_numbers_cost(weight, factor):
    rho, target = weight**2, 1000
    n, m = weight * target, target * (1 - weight) / weight
    g = math.sqrt(factor)
    if g * weight < 1:
        bought = g * n + rho * target * (target - g * n) / (g * n)
        assert bought / (n + rho * m) - 1 == pytest.approx((g - 1) ** 2 / (g * (2 - weight)))
    larger = settled(n, factor * m, weight) / settled(n, m, weight) - 1
    assert larger == pytest.approx((1 / factor - 1) * (1 - weight) / (2 - weight), rel=1e-9)
    if factor * weight < 1:
        v = factor * weight
        larger = settled(n, m, v) / settled(n, m, weight) - 1
        assert larger == pytest.approx((v - weight) ** 2 / (weight * (1 - weight) * v * (2 - v)), rel=1e-9)


def test_half_of_the_rows_with_a_new_weight():
    assert 1000 / worth(100, 4500) == pytest.approx(1.38, abs=0.005)
    assert 1000 * settled(100, 4500, 0.1) == pytest.approx(1.47, abs=0.005)


def test_the_cheapest_plan_under_a_floor_of_the_weight():
    def cost(n, weight):  # with the fewest synthetic rows, found by iterating the recursion
        return n + 0.01 * brentq(lambda m: settled(n, m, weight, rounds=100) - 1 / 1000, 1, 1e7)

    for weight in (0.5, 0.7):
        law = 190 + 1000 * (weight - 0.1) ** 2 / (weight * (2 - weight))
        least = 1000 * weight / (2 - weight)  # what endless synthetic rows would leave
        found = minimize_scalar(lambda n, w=weight: cost(n, w), bounds=(1.001 * least, 999), method="bounded")
        assert found.fun == pytest.approx(law, rel=1e-6)
        if weight == 0.5:
            assert (round(found.x), round(found.fun)) == (367, 403)
            assert cost(500, weight) == pytest.approx(510)


@pytest.mark.claim("T53")
def test_a_start_that_keeps_the_promise_in_drawn_rows():
    errors = drawn(20, 40, 0.5, 5, first=40)  # the cheapest plan for 40 rows at a quarter of the price
    assert (np.abs(z(errors, 1 / 40)) < 4).all()
    later = drawn(20, 40, 0.5, 5)
    assert (np.abs(z(later, (1 + 0.5 ** (2 * np.arange(6))) / 40)) < 4).all()
    assert z(later, 1 / 40)[0] > 20


@pytest.mark.parametrize(("weight", "rounds"), [(0.1, 25), (0.5, 3)])
def test_rounds_until_a_plan_is_within_a_twentieth(weight, rounds):
    n, m = 1000 * weight, 1000 * (1 - weight) / weight
    above = [1000 * settled(n, m, weight, rounds=t) - 1 for t in range(60)]
    assert next(t for t, excess in enumerate(above) if excess <= 0.05) == rounds


@pytest.mark.claim("T54")
def test_a_shift_that_takes_half_of_the_worth():
    errors = drawn(32, 64, 0.5, 14, shift=1 / 8)[-1]  # a whole standard error of 64 rows, at a quarter of the price
    assert abs(z(errors, 2 / 64)) < 4
    cheap = settled(100, 9000, 0.1, bias=1 / 9 / math.sqrt(1000))
    assert 1000 * cheap == pytest.approx(2, rel=1e-9)


@pytest.mark.claim("G7")
@pytest.mark.parametrize(
    ("bias", "drift", "s"), [(0.0, 0.0, 1.0), (0.05, 0.0, 1.0), (0.0, 2e-3, 0.5), (0.03, 1e-3, 2.0)]
)
def test_the_first_synthetic_rows_are_worth_the_noise_ratio_each(bias, drift, s):
    n, m = 1000, 2.0
    gained = worth(n, m, bias=bias, drift=drift, s=s) - n
    assert gained / (s * m) == pytest.approx(1, abs=0.03)
    for more in (50.0, 1000.0):
        assert worth(n, more, bias=bias, drift=drift, s=s) - n < s * more
