"""The plan memo says what the package plans for the factory of the running example."""

import numpy as np
import pytest

import model_collapse as mc
from model_collapse.practice import Case, purchase, sensitivity
from model_collapse.practice.factory import DRIFT, factory_rounds
from tests.coursebook.filling import filled

K = 1 / 3
BEST = float(mc.optimal_weight(K))


def test_the_plan_memo_says_what_is_bought_and_what_it_is_worth():
    real, synthetic = map(float, filled("plan-memo", "price of a real row").split())
    prices = {"price_real": real, "price_synthetic": synthetic, "budget": 1000}
    plan, drift = purchase(**prices), {"drift": DRIFT**2}
    week = list(factory_rounds(1))[1]
    assert (plan.n_real, plan.n_synthetic) == (week["n_real"], week["n_synthetic"])
    assert plan.cost == 80 * real + 240 * synthetic == 1000
    assert plan.weight == pytest.approx(BEST)
    assert plan.error_in_real_rows == pytest.approx(80 / BEST)
    unseen = 2 / np.sqrt(20 * 240)
    low = 80 / float(mc.error_ratio(BEST, K, squared_bias=80 * unseen**2))
    values = {
        "| goal": "1,000 a week",
        "| real rows n,": f"{plan.n_real} {plan.n_synthetic}",
        "| weight on": f"{BEST:.3f}",
        "| worth in": f"{80 / BEST:.0f}",
        "| the same with a bias": f"{low:.0f}",
        "- Cheaper": f"{1 - 1000 / (80 / BEST * real):.0%} {plan.rounds_to_settle}",
        "- Planned for": f"{plan.case.bias:g}, {plan.case.drift:g} and {plan.case.noise_ratio:g}",
    }
    assert {label: filled("plan-memo", label) for label in values} == values
    drifting = purchase(**prices, **drift)
    said = f"no: {DRIFT**2:.4f}; then {drifting.n_real} and {drifting.n_synthetic} rows"
    assert filled("plan-memo", "drift not larger") == said
    left = Case(8, 1.5, **drift).worth(80, 240, BEST)
    assert f"with the drift still worth {left:.0f} rows" in filled("plan-memo", "Decision, and")
    lines = ["| synthetic rows at twice", "| a bias of", "| a drift of"]
    rows = [sensitivity(plan).rows()[i] for i in (2, 5, 6)]
    assert [filled("plan-memo", line).split() for line in lines] == [cells[1:] for cells in rows]
