"""Budgets, against a constrained numerical minimum and the enumeration of all plans."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from model_collapse import theory

quiet = settings(derandomize=True, deadline=None)
prices = st.floats(1e-4, 0.999)


def enumerated(target, price, least):
    """Cheapest cost over every whole number of real rows."""
    costs = []
    for n in range(least, max(least, math.ceil(target)) + 1):
        m = max(0, math.ceil(target * (target - n) / n - 1e-9))
        costs.append(n + price * m)
    return min(costs)


@quiet
@given(st.integers(1, 4000).map(lambda x: x / 4), st.floats(1e-5, 3), st.integers(1, 5))
def test_no_whole_plan_is_cheaper(target, price, least):
    plan = theory.cheapest_whole_plan(target, price, least_n=least)
    assert plan.cost == pytest.approx(enumerated(target, price, least), rel=1e-12)
    assert plan.cost == plan.n_real + price * plan.n_synthetic
    assert plan.n_real >= least
    assert plan.n_real * (plan.n_synthetic + target) >= target**2 * (1 - 1e-9)
    if plan.n_synthetic:
        worth = theory.effective_n_real(plan.weight, plan.n_real, plan.n_synthetic)
        assert worth >= target * (1 - 1e-9)
    else:
        assert plan.weight == 1


@quiet
@given(st.floats(10, 1e9), prices)
def test_whole_plans_cost_about_as_much_as_real_valued_ones(target, price):
    real = theory.cheapest_plan(target, price)
    whole = theory.cheapest_whole_plan(target, price)
    assert whole.cost >= real.cost * (1 - 1e-9)
    assert whole.cost <= math.ceil(target)
    if real.n_real > 10:
        assert whole.cost <= real.cost + 1 + price


@quiet
@given(st.floats(1e-3, 1e6), prices)
def test_real_valued_plan_meets_the_target_at_the_smallest_cost(target, price):
    plan = theory.cheapest_plan(target, price)
    assert plan.cost == pytest.approx(float(plan.n_real + price * plan.n_synthetic), rel=1e-12)
    assert plan.weight == pytest.approx(float(theory.optimal_weight(plan.n_real / plan.n_synthetic)), rel=1e-9)
    reached = theory.effective_n_real(plan.weight, plan.n_real, plan.n_synthetic)
    assert reached == pytest.approx(target, rel=1e-9)
    assert 1 - plan.cost / target == pytest.approx(float(theory.price_saving(price)), rel=1e-6, abs=1e-12)


@pytest.mark.parametrize("price", [0.01, 0.382, 0.9])
def test_numerical_minimum_over_the_real_rows(price):
    def cost(n):
        return n + price * theory.synthetic_rows_needed(n, 1000.0)

    found = minimize_scalar(cost, bounds=(1, 1000), method="bounded", options={"xatol": 1e-8})
    plan = theory.cheapest_plan(1000.0, price)
    assert plan.n_real == pytest.approx(found.x, rel=1e-5)
    assert plan.cost == pytest.approx(found.fun, rel=1e-10)


def test_printed_values():
    np.testing.assert_allclose(theory.price_saving([0.01, 0.382, 1, 2]), [0.81, 0.146, 0, 0], atol=5e-4)
    golden_price = theory.GOLDEN_WEIGHT**2
    assert theory.price_saving(golden_price) == pytest.approx(theory.GOLDEN_WEIGHT**4)
    plan = theory.cheapest_plan(100, golden_price)
    assert plan.n_real == pytest.approx(plan.n_synthetic)
    small = theory.cheapest_plan(50, 0.0001)
    np.testing.assert_allclose([small.n_real, small.n_synthetic, small.cost], [0.5, 4950, 0.995])
    whole = theory.cheapest_whole_plan(50, 0.0001)
    assert (whole.n_real, whole.n_synthetic) == (1, 2450)
    assert whole.cost == pytest.approx(1.245)
    np.testing.assert_allclose(theory.synthetic_rows_needed(7, [14, 21, 70]), [14, 42, 630])


def test_dear_synthetic_rows_are_not_bought():
    for price in (1.0, 1.5):
        plan = theory.cheapest_plan(120.5, price)
        assert (plan.n_real, plan.n_synthetic, plan.weight, plan.cost) == (120.5, 0, 1, 120.5)
        assert theory.cheapest_whole_plan(120.5, price) == (121, 0, 1, 121)
    assert theory.cheapest_whole_plan(3, 0.001, least_n=5) == (5, 0, 1, 5)


def test_rounding_of_the_target_buys_no_extra_row():
    assert theory.cheapest_whole_plan(6 / 0.05, 2.0).n_real == 120
    assert theory.cheapest_whole_plan(0.7 / 0.1, 2.0).n_real == 7


def test_plans_broadcast():
    plan = theory.cheapest_plan([[100], [200]], [0.1, 0.2, 2])
    assert {x.shape for x in plan} == {(2, 3)}


@pytest.mark.parametrize("arguments", [(0, 0.1), (100, 0), (math.inf, 0.1)])
def test_refusals(arguments):
    with pytest.raises(ValueError, match="must be above zero and finite"):
        theory.cheapest_whole_plan(*arguments)


def test_the_largest_target_of_a_plan_in_whole_rows():
    assert theory.cheapest_whole_plan(1e12, price_ratio=1).n_real == pytest.approx(10**12)
    with pytest.raises(ValueError, match=r"at most 1,000,000,000,000 for a plan in whole rows, got 2e\+12"):
        theory.cheapest_whole_plan(2e12, price_ratio=1)


@pytest.mark.parametrize("seed", range(20))
def test_synthetic_rows_reach_the_target_with_bias_drift_and_unlike_noise_or_none_do(seed):
    rng = np.random.default_rng(seed)
    n = float(rng.integers(20, 500))
    target = n * rng.uniform(1.01, 2)
    case = {
        "squared_bias": rng.uniform(0, 0.3),
        "squared_drift": rng.uniform(0, 0.2),
        "noise_ratio": rng.uniform(0.4, 2),
    }
    m = float(theory.synthetic_rows_needed(n, target, **case))
    if np.isfinite(m):  # the smallest error over the weights, found by trying them, is that of the target
        found = minimize_scalar(
            lambda w: theory.error_ratio(w, n / m, **case), bounds=(1e-3, 1), method="bounded", options={"xatol": 1e-10}
        )
        assert found.fun / n == pytest.approx(1 / target, rel=1e-8)
    else:
        assert theory.error_ratio(np.linspace(0.001, 1, 1000), 1e-9, **case).min() / n > 1 / target * (1 - 1e-6)


def test_synthetic_rows_needed_have_the_shape_of_all_arguments():
    for name in ("squared_bias", "squared_drift", "noise_ratio"):
        found = theory.synthetic_rows_needed(
            100, 200, **{name: [0.0, 0.0, 0.0] if name != "noise_ratio" else [1, 1, 2]}
        )
        assert found.tolist() == ([200, 200, 100] if name == "noise_ratio" else [200] * 3)
    assert theory.synthetic_rows_needed(100, [50, 100, 200], squared_bias=[[0.1], [0.0]]).shape == (2, 3)
