"""Plans: brute force over all counts, the closed form, ranges and sentences."""

import numpy as np
import pytest

from model_collapse import theory
from model_collapse.practice import Case, Purchase, plan_memo, purchase, sensitivity
from tests.practice.settling import settled


@pytest.mark.parametrize("seed", range(8))
def test_no_counts_are_cheaper_and_none_for_the_money_are_more_accurate(seed):
    rng = np.random.default_rng(seed)
    prices = rng.uniform(0.1, 1.1), 10 ** rng.uniform(-2, 0.2)
    bias, drift = 10 ** rng.uniform(-5, -2, size=2) * (rng.random(2) < 0.6)
    case = Case(*prices, bias, drift, rng.uniform(0.4, 2))
    n, m = np.meshgrid(np.arange(1, 27.0), np.arange(0, 400.0), indexing="ij")
    worth = case.worth(n, m, case.best_weight(n, m))

    target = rng.uniform(1, 25)
    plan = purchase(accuracy_of=target, **vars(case))
    cost = np.where(worth >= target * (1 - 1e-9), n * prices[0] + m * prices[1], np.inf)
    assert plan.error_in_real_rows >= target * (1 - 1e-9)
    assert plan.cost <= cost.min() * (1 + 1e-9)

    budget = rng.uniform(prices[0], 20 * prices[0])
    plan = purchase(budget=budget, **vars(case))
    assert plan.cost <= budget * (1 + 1e-9)
    afforded = n * prices[0] + m * prices[1] <= budget * (1 + 1e-12)
    assert plan.error_in_real_rows >= worth[afforded].max() * (1 - 1e-9)


def test_worth_and_range_are_those_of_the_recursion_carried_out():
    case = Case(10, 0.1, bias=2e-4, drift=1e-4, noise_ratio=1.4)
    plan = Purchase(case, 200, 1000)
    assert 1 / settled(200, 1000, plan.weight, case) == pytest.approx(plan.error_in_real_rows)
    around = [1 / settled(200, 1000, w, case) for w in (plan.weight - 0.01, plan.weight + 0.01)]
    assert max(around) < plan.error_in_real_rows
    unseen = 2 * np.sqrt(1 / 1.4 / 1000 / 20)  # two standard errors of the mean of twenty synthetic averages
    shifts = np.sqrt(2e-4) + unseen, max(np.sqrt(2e-4) - unseen, 0)
    ends = [1 / settled(200, 1000, plan.weight, Case(1, 1, shift**2, 1e-4, 1.4)) for shift in shifts]
    assert plan.range == pytest.approx(ends)
    assert Purchase(case, 200, 0).range == (200, 200)


@pytest.mark.parametrize("price", [0.0001, 0.01, 0.25])
def test_without_bias_and_drift_it_is_the_closed_form(price):
    plan, known = purchase(price_real=1, price_synthetic=price, accuracy_of=50), theory.cheapest_whole_plan(50, price)
    assert (plan.n_real, plan.n_synthetic, plan.cost) == pytest.approx((known.n_real, known.n_synthetic, known.cost))


def test_large_plans_approach_the_closed_form():
    plan = purchase(price_real=10, price_synthetic=0.1, accuracy_of=1e7)
    assert (plan.n_real, plan.n_synthetic) == pytest.approx((1e6, 9e7), rel=1e-2)
    assert plan.saving == pytest.approx(0.81, abs=1e-6)


def test_synthetic_rows_that_do_not_pay_are_not_bought():
    assert purchase(price_real=1, price_synthetic=2, accuracy_of=99.5).n_real == 100
    plan = purchase(price_real=1, price_synthetic=0.9, accuracy_of=100, bias=1)
    assert (plan.n_synthetic, plan.weight, plan.saving) == (0, 1.0, 0.0)
    assert "do not pay" in " ".join(plan.warnings())


def test_each_condition_that_is_strained_has_its_sentence():
    said = " ".join(Purchase(Case(10, 0.1, bias=1e-4, drift=1e-4), 10, 100_000).warnings())
    for words in ("bias does not shrink", "truth drifts", "Fewer than thirty"):
        assert words in said
    assert Purchase(Case(10, 0.1), 500, 500).warnings() == []
    few, long = (" ".join(Purchase(Case(10, 0.1), n, m).warnings()) for n, m in ((29, 29), (120, 7700)))
    assert ("Fewer than thirty" in few, "after about 21 rounds" in long) == (True, True)
    assert [Purchase(Case(10, 0.1), n, m).warnings() for n, m in ((30, 30), (120, 7600))] == [[], []]
    rare = Purchase(Case(10, 1e-6), 30, 10_000_000)
    assert f"about {rare.rounds_to_settle} rounds" in " ".join(rare.warnings())


@pytest.mark.parametrize(
    ("case", "n", "m"),
    [
        (Case(10, 0.1), 100, 9000),
        (Case(10, 0.1, drift=1e-4), 182, 8164),
        (Case(8, 1.5, noise_ratio=0.7), 80, 240),
        (Case(8, 1.5, bias=1e-3), 80, 240),
        (Case(10, 9), 947, 56),
    ],
)
def test_after_the_rounds_to_settle_the_error_is_a_twentieth_above_its_end(case, n, m):
    plan, errors = Purchase(case, n, m), [1 / n]
    k, u = 1 / (case.noise_ratio * m) + case.drift, 1 - plan.weight
    for _ in range(500):
        errors.append(plan.weight**2 / n + u * u * (errors[-1] + k))
    assert plan.rounds_to_settle == next(t for t, error in enumerate(errors) if error <= 1.05 * errors[-1])


def test_the_same_accuracy_in_another_case():
    plan = purchase(price_real=10, price_synthetic=0.1, accuracy_of=1000)
    found = sensitivity(plan)
    costs = dict(zip(found.columns["case"], found.columns["cost of a round"], strict=True))
    planned = costs.pop("as planned")
    dearer = {name: cost > planned for name, cost in costs.items()}
    assert list(dearer.values()) == [False, True, False, True, True, True]


def test_the_memo_names_what_is_bought_and_is_one_page():
    said = plan_memo(purchase(price_real=10, price_synthetic=0.1, accuracy_of=1000, drift=1e-4))
    plan = purchase(price_real=10, price_synthetic=0.1, accuracy_of=1000, drift=1e-4)
    assert f"Buy {plan.n_real:,} real and {plan.n_synthetic:,} synthetic rows" in said
    assert "The truth drifts" in said
    assert len(said.splitlines()) < 45


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({}, "Either budget or accuracy_of must be given, got neither."),
        ({"budget": 1, "accuracy_of": 1}, "Either budget or accuracy_of must be given, got both."),
        ({"budget": 9}, "budget must buy a real row, which costs 10, got 9."),
        ({"accuracy_of": 1e13}, "accuracy_of must be at most 1,000,000,000,000 rows, got 1e+13."),
        ({"accuracy_of": 0}, "accuracy_of must be above zero and finite, got 0."),
        ({"accuracy_of": 1, "bias": -1}, "bias must be zero or more and finite, got -1."),
    ],
)
def test_bad_input_is_one_sentence(settings, sentence):
    with pytest.raises(ValueError, match="^" + sentence.replace("+", r"\+").replace(".", r"\.") + "$"):
        purchase(price_real=10, price_synthetic=1, **settings)
