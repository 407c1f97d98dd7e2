"""The chapter *A plan for your prices*: its tables and sentences against the recursion, counts, and the command."""

import json
import re
import shlex

import numpy as np
import pytest

from coursebook import ROOT
from model_collapse import theory
from model_collapse.cli import main
from model_collapse.practice import Case, Purchase, purchase
from tests.practice.settling import settled

CELLS = json.loads((ROOT / "notebooks" / "governance" / "plan.ipynb").read_text(encoding="utf-8"))["cells"]
SAID = "\n".join("".join(cell["source"]) for cell in CELLS if cell["cell_type"] == "markdown")
CODE = "\n".join("".join(cell["source"]) for cell in CELLS if cell["cell_type"] == "code")
OUTPUTS = [output for cell in CELLS for output in cell.get("outputs", [])]
FACTORY = {"price_real": 10, "price_synthetic": 0.1, "accuracy_of": 1000}


def table(*header):
    """Return the stored table that begins with these columns: its cells by the first one."""
    for output in OUTPUTS:
        lines = [
            re.split(r" {2,}", line.strip())
            for line in "".join(output.get("data", {}).get("text/plain", "")).splitlines()
        ]
        if lines and tuple(lines[0][: len(header)]) == header:
            return {cells[0]: dict(zip(lines[0][1:], map(number, cells[1:]), strict=True)) for cells in lines[1:]}
    raise AssertionError(f"no table begins with {header}")


def number(cell):
    """Read a cell."""
    return float(cell.strip("%").replace(",", "")) / (100 if cell.endswith("%") else 1)


@pytest.fixture(scope="module")
def plan():
    return purchase(**FACTORY)


def worth(cells, case):
    return 1 / settled(cells["real rows"], cells["synthetic rows"], cells["weight"], case)


def test_four_buyers(plan):
    rows = table("buyer")
    for name, cells in rows.items():
        assert cells["cost"] == 10 * cells["real rows"] + 0.1 * cells["synthetic rows"], name
    measured, cheap, pooled, planned = rows.values()
    assert measured["worth"] == measured["real rows"] == 1000
    assert cheap["worth"] == cheap["real rows"] == planned["cost"] / 10
    assert pooled["worth"] == round(1 / settled(100, 9000, 100 / 9100, Case(1, 1)))
    assert planned["worth"] == pytest.approx(worth(planned, Case(1, 1)))
    assert f"and costs {planned['cost']:,.0f} instead of 10,000: {1 - planned['cost'] / 1e4:.0%} less" in SAID
    assert (
        f"They are worth {pooled['worth']:.0f} measured parts, hardly more than the {cheap['worth']:.0f} that" in SAID
    )
    n = np.arange(1, 1001)
    cost = 10 * n + 0.1 * np.ceil(1000 * (1000 - n) / n - 1e-9)  # by n (m + N) = N^2
    assert (n[cost.argmin()], cost.min()) == (100, planned["cost"])
    assert cost[9] == 10_000
    assert (
        f"Because {(cost[9] - 100) / 0.1:,.0f} generated ones are then needed for the goal, which cost 9,900," in SAID
    )


@pytest.mark.claim("G5")
def test_each_plan_of_the_chapter_keeps_its_promise_in_the_recursion_and_in_the_simulation():
    cases = [{}, {"bias": 1e-4}, {"drift": 1e-4}, {"bias": 1e-4, "drift": 1e-4}, {"noise_ratio": 2}]
    for (name, cells), case in zip(
        table("case", "real rows", "synthetic rows", "weight", "cost", "saving").items(), cases, strict=True
    ):
        assert worth(cells, Case(1, 1, **case)) == pytest.approx(1000, rel=1e-3), name
        assert cells["cost"] == pytest.approx(10 * cells["real rows"] + 0.1 * cells["synthetic rows"], abs=0.5)
        assert cells["saving"] == pytest.approx(1 - cells["cost"] / 1e4, abs=0.006)
    simulated = table("case", "promised")
    assert len(simulated) == 4
    for cells in simulated.values():
        assert cells["promised"] == 1
        assert abs(cells["simulated"] - 1) < 3 * cells["standard error"] + 5e-4
        assert 0 < cells["standard error"] < 0.006
    shift = table("case", "real rows", "synthetic rows", "weight", "cost", "saving")["shift of 0.01 a week"]
    assert (
        f"it takes {shift['real rows']:.0f} measured parts now instead of 100, and the cost more than doubles" in SAID
    )
    assert f"averages of 1,000 parts scatter by {1000**-0.5:.3f}." in SAID


def test_weeks_until_a_plan_has_settled():
    for (name, cells), case in zip(
        table("case", "weeks").items(),
        [Case(1, 1), None, Case(1, 1, drift=1e-4), None, Case(1, 1, noise_ratio=2)],
        strict=True,
    ):
        if case:
            plan = Purchase(
                case, *map(int, list(table("case", "real rows", "synthetic rows", "weight")[name].values())[:2])
            )
            errors = [settled(plan.n_real, plan.n_synthetic, plan.weight, case, t) for t in range(400)]
            assert cells["weeks"] == next(t for t, error in enumerate(errors) if error <= 1.05 * errors[-1]), name
    assert 24 < table("case", "weeks")["as above"]["weeks"] < 28  # half a year


@pytest.mark.claim("G6")
def test_a_shift_that_twenty_weeks_do_not_rule_out_takes_two_thirds_of_the_worth():
    shift = 2 / np.sqrt(20 * 9000)
    low = 1 / settled(100, 9000, 0.1, Case(1, 1, bias=shift**2))
    (said,) = table("unseen shift").values()
    assert said == {"worth, from": round(low), "to": 1000}
    assert next(iter(table("unseen shift"))) == f"{shift:.4f}"
    assert f"The plan for 1,000 parts may be worth {low:.0f}." in SAID
    after = table("weeks in the log")
    for weeks, cells in after.items():
        assert cells["unseen shift"] == pytest.approx(2 / np.sqrt(int(weeks) * 9000), abs=5e-5)
        assert worth(cells, Case(1, 1, bias=4 / int(weeks) / 9000)) == pytest.approx(1000, rel=2e-3)
    costs = [cells["cost"] for cells in after.values()]
    assert f"It saves {1 - costs[0] / 1e4:.0%} instead of 81%" in SAID
    assert f"the difference, {costs[0] - 1900:,.0f} a week, is" in SAID
    assert f"brings back {costs[0] - costs[1]:.0f} of it" in SAID
    assert f"the {80 * 9000:,} rows of 80 weeks cost {80 * 9000 * 0.1:,.0f}." in SAID
    careful = after["20"]
    for shift, cells in table("true shift").items():
        case = Case(1, 1, bias=float(shift) ** 2)
        assert cells["the plan"] == pytest.approx(1 / settled(100, 9000, 0.1, case), rel=0.01)
        assert cells["the careful plan"] == pytest.approx(worth(careful, case), rel=0.01)
    assert f"At a shift of 0.01 the plan is worth {table('true shift')['0.0100']['the plan']:.0f} parts" in SAID


@pytest.mark.claim("G7")
@pytest.mark.parametrize(("bias", "drift", "s"), [(0, 0, 1), (1e-2, 0, 1), (0, 1e-3, 0.5), (1e-3, 1e-3, 2)])
def test_synthetic_rows_pay_below_the_price_of_a_real_row_times_the_noise_ratio(bias, drift, s):
    target, case = 1e6, {"bias": bias, "drift": drift, "noise_ratio": s}
    n = target * np.array([1e-3, 0.1, 0.5, 0.9, 1 - 1e-4])
    disturbed = {"squared_bias": n * bias, "squared_drift": n * drift, "noise_ratio": s}
    assert (theory.synthetic_rows_needed(n, target, **disturbed) * s >= (target - n) * (1 - 1e-9)).all()
    few = target * (1 - 1e-7)
    disturbed = {"squared_bias": few * bias, "squared_drift": few * drift, "noise_ratio": s}
    assert float(theory.synthetic_rows_needed(few, target, **disturbed)) * s == pytest.approx(target - few, rel=0.01)
    bought = [purchase(price_real=1, price_synthetic=s * x, accuracy_of=target, **case) for x in (0.9, 1, 1.1)]
    assert bought[0].saving > 0
    assert [plan.n_synthetic for plan in bought[1:]] == [0, 0]


def test_dear_rows_in_the_chapter():
    n = np.arange(1, 1001)
    for price, cells in table("price of a synthetic row").items():
        cost = 10 * n + float(price) * np.ceil(1000 * (1000 - n) / n - 1e-9)  # by n (m + N) = N^2
        bought = 10 * cells["real rows"] + float(price) * cells["synthetic rows"]
        assert cells["cost"] == bought == pytest.approx(cost.min())
        assert worth(cells, Case(1, 1)) >= 999.5 if cells["synthetic rows"] else cells["real rows"] == 1000
        assert cells["saving"] == pytest.approx((1 - np.sqrt(min(float(price) / 10, 1))) ** 2, abs=0.006)


def test_other_prices(plan):
    rows = table("case", "real rows", "synthetic rows", "weight", "cost of a round")
    cases = [{}, {}, {}, {"noise_ratio": 2}, {"noise_ratio": 0.5}, {"bias": 1e-3}, {"drift": 1e-3}]
    for (name, cells), case in zip(rows.items(), cases, strict=True):
        assert worth(cells, Case(1, 1, **case)) == pytest.approx(1000, rel=2e-3), name
    costs = [cells["cost of a round"] for cells in rows.values()]
    assert f"at twice the price a round costs {costs[2] / costs[0] - 1:.0%} more" in SAID
    assert abs(costs[3] - costs[1]) <= 1
    assert abs(costs[4] - costs[2]) <= 1
    assert min(costs[5:]) > 3 * costs[0]
    assert f"here {0.1 / plan.n_real:.3f}, a shift or a step of {np.sqrt(0.1 / plan.n_real):.3f}." in SAID


def test_the_command_prints_the_page_of_the_chapter(capsys):
    command = re.search(r"```sh\n(.*?)```", SAID, flags=re.DOTALL)[1].replace("\\\n", " ")
    program, *words = shlex.split(command)
    assert program == "model-collapse"
    assert main(words) == 0
    (printed,) = ["".join(output["text"]) for output in OUTPUTS if output["output_type"] == "stream"]
    assert capsys.readouterr().out == printed
    given = [float(words[words.index(x) + 1]) for x in ("--bias", "--drift")]
    assert given == pytest.approx([0.005**2, 0.01**2])


def test_the_numbers_of_the_sentences(plan):
    real, synthetic, goal = FACTORY.values()
    n, m, w, cost = plan.n_real, plan.n_synthetic, plan.weight, plan.cost
    weeks, runs = (int(re.search(rf'"{name}": ([\d_]+)', CODE)[1]) for name in ("rounds", "replications"))
    shift, line = re.search(r"generator is off by (\S+) mm", SAID)[1], re.search(r"line = \{(.*)\}", CODE)[1]
    assert re.findall(r": ([\d.]+)", line) == ["4", "1", "200"]
    assert f'"price_real": {real}, "price_synthetic": {synthetic}}}' in CODE
    assert f'"accuracy_of": {goal}}}' in CODE
    for sentence in (
        f"To measure a part costs {real}, to generate one {synthetic};",
        f"The averages of {goal:,} measured parts a week would be accurate enough",
        f"The plan measures {n} parts, generates {m:,}, and costs {cost:,.0f}",
        f"## Why {n} and {m:,}",
        "why not measure only 10?",
        f"part $\\rho$ of a real one, here {synthetic / real}.",
        f"For $\\rho = {synthetic / real}$ that is a weight of {w:.1f}, hence {n} and {m:,} rows, and the part",
        "$(1-\\sqrt\\rho)^2$ is saved",
        f"parts scatter by 0.5 mm and the generator is off by {shift} mm in every round, its shift is "
        f"{float(shift) / 0.5} and the bias that is asked for is the square, {(float(shift) / 0.5) ** 2:.4f}.",
        f"A shift of {float(shift) / 0.5} is small",
        f"the model is off by $b\\,(1-w)/w$: at a weight of {w:.1f}, by nine times the shift",
        "The step of 0.01 costs less than the shift of 0.01,",
        f"each plan runs for {weeks} weeks, {runs:,} times",
        f"averaged over the last {(weeks + 1) // 4} weeks. Its unit is the squared error of {goal:,} measured parts, "
        "so every plan has promised 1.",
        f"plan begins with {n} measured parts and nothing else, so its first squared error is ten times the goal",
        f"For a plan with a weight of {w:.1f} that is half a year",
        "two standard errors, $2/\\sqrt{20\\,s\\,m}$, is not ruled out",
        f"more than the {cost / real:.0f} that its money would measure",
        "A log of 100 weeks brings back",
        f"of the squared error of {n} measured parts, here",
        "Here the log has shown a shift of 0.005 and steps of 0.01, squared",
        "a measured part costs 4 and a generated one 1. The accuracy of 200 measured parts is wanted",
        "admits a shift of 0.03, in units",
        f"a weight of {0.25**0.5}, half of the 200 parts, and $(1 - {0.25**0.5})^2$ is saved",
    ):
        assert sentence in SAID
    assert goal / n == 10
    assert (1 - w) / w == pytest.approx(9)
    costs = {
        name: cells["cost"] for name, cells in table("case", "real rows", "synthetic rows", "weight", "cost").items()
    }
    assert costs["drift by steps of 0.01"] < costs["shift of 0.01 a week"]


def test_the_second_line():
    first, second = table("shift", "real rows").values()
    assert (first["real rows"], first["synthetic rows"], first["saving"]) == (100, 200, 0.25)
    assert worth(second, Case(1, 1, bias=0.03**2)) * 1.001 >= 200
    more = (4 * second["real rows"] + second["synthetic rows"]) / 600 - 1
    assert second["costs more by"] == pytest.approx(more, abs=6e-4)
    assert f"*Target: 100 and 200 parts, 25%; about {more:.0%} more.*" in SAID
