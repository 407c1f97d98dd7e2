"""Cost and error as data grow: draws that do not see the rows, memory, the stored tables read anew, entries as said."""

import csv
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression

import model_collapse as mc
from benchmarks.scale_cases import AFTERWARDS, AGAIN, COSTS, ERRORS, ByRows, zipf
from model_collapse.beyond import scale

TABLES = Path(scale.__file__).parent / "tables"
HUGE = 10**15


def table(name):
    """Read a stored table with the standard library alone."""
    with (TABLES / f"scale_{name}.csv").open(encoding="utf-8") as file:
        next(file)
        return list(csv.DictReader(file))


def highest(problem, n):
    """Return the bytes of the arrays of a short run at their highest."""
    tracemalloc.start()
    mc.simulate(problem, mc.fresh, n_real=n, n_synthetic=n, weight=0.6, rounds=1, replications=1, seed=1, jobs=1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


@pytest.mark.claim("E60")
@pytest.mark.parametrize("problem", [mc.GaussianMean(1000), mc.LinearRegression(30)])
def test_sums_of_rows_take_the_memory_of_a_hundred_rows_at_any_size(monkeypatch, problem):
    monkeypatch.setattr("model_collapse.simulation.simulator._KEPT", 0)
    highest(problem, 50)  # what a first run keeps for later ones is no part of a block
    few, many = highest(problem, 100), highest(problem, HUGE)
    assert many == pytest.approx(few, rel=0.03)
    assert few > 10**6


@pytest.mark.claim("E60")
@pytest.mark.parametrize(("problem", "n"), [(zipf(10), 4000), (ByRows(4), 40_000)])
def test_rows_that_are_drawn_take_memory_in_proportion(monkeypatch, problem, n):
    monkeypatch.setattr("model_collapse.simulation.simulator._KEPT", 0)
    assert highest(problem, 4 * n) / highest(problem, n) == pytest.approx(4, rel=0.2)


@pytest.mark.claim("E61")
@pytest.mark.parametrize("times", [1, 4])
@pytest.mark.parametrize("p", [1, 7])
def test_the_error_of_a_mean_times_its_rows_is_the_same_number_at_any_size(times, p):
    w = [0.2, 0.618, 1.0]
    few, many = (
        mc.simulate(
            mc.GaussianMean(p), mc.fresh, n_real=n, n_synthetic=times * n, weight=w, rounds=6, replications=9, seed=15
        )
        for n in (10, HUGE // 4)
    )
    np.testing.assert_allclose(few.errors * 10, many.errors * (HUGE // 4), rtol=1e-9)


def test_rows_one_by_one_are_fitted_as_scikit_learn_fits_them():
    problem, rng = ByRows(3), np.random.default_rng(1)
    x, y = problem.draw_synthetic(np.array([1.0, -2.0, 0.5]), 40, rng)
    rows = np.linspace(0.5, 1.5, 40)
    fit = LinearRegression(fit_intercept=False).fit(x, y, sample_weight=rows)
    np.testing.assert_allclose(problem.estimate((x, y), rows, rng), fit.coef_, rtol=1e-10)
    assert problem.loss(np.array([1.0, 3.0, 1.0])) == 4


def test_rows_one_by_one_and_their_sums_have_one_law():
    some = {"n_real": 12, "n_synthetic": 12, "weight": 0.6, "rounds": 4, "seed": 2}
    one = mc.simulate(ByRows(2), mc.fresh, replications=2000, **some)
    sums = mc.simulate(mc.LinearRegression(2), mc.fresh, replications=20_000, **some)
    for t in range(5):
        a, b = one.errors[:, t], sums.errors[:, t]
        stderr = np.hypot(a.std() / 2000**0.5, b.std() / 20_000**0.5)
        assert abs(a.mean() - b.mean()) < 4 * stderr


def test_a_category_has_the_share_of_its_rank():
    np.testing.assert_allclose(zipf(4).shares, np.array([12, 6, 4, 3]) / 25)


@pytest.mark.claim("E61")
def test_measured_ratios_agree_with_closed_forms():
    lines = table("errors")
    cases = {(name, n, p) for name, (_problem, _theory, found) in (ERRORS | AGAIN).items() for n, p, *_runs in found}
    assert {(line["name"], int(line["n"]), int(line["p"])) for line in lines} == cases
    for line in lines:
        theory = (ERRORS | AGAIN)[line["name"]][1](float(line["weight"]), int(line["n"]), int(line["p"]))
        assert float(line["theory"]) == pytest.approx(float(theory), rel=1e-4)
        off = float(line["ratio"]) - float(line["theory"])
        # What the second order leaves out is of the order of (p / n)^2.
        exact = line["name"].startswith(("mean", "categories"))
        left_out = 0 if exact else 3 * (int(line["p"]) / int(line["n"])) ** 2
        assert abs(off) < 4 * float(line["stderr"]) + left_out, line


@pytest.mark.claim("E61")
def test_at_the_largest_sizes_the_ratio_is_that_of_a_mean():
    largest = {"mean": 1000, "categories": 1000, "regression": 2, "by_rows": 4}
    for name, p in largest.items():
        lines = [line for line in table("errors") if line["name"] == name]
        n = max(int(line["n"]) for line in lines)
        assert n >= 10**6
        for line in lines:
            if int(line["n"]) == n and int(line["p"]) == p:
                w = float(line["weight"])
                formula = (w**2 + (1 - w) ** 2) / (w * (2 - w))
                assert abs(float(line["ratio"]) - formula) < 4 * float(line["stderr"]), line


@pytest.mark.claim("E62")
def test_with_a_tenth_as_many_columns_as_rows_the_weight_is_another_one_at_any_size():
    found = [line for line in table("weights") if line["name"] == "regression_tenth"]
    assert [(int(line["n"]), int(line["p"])) for line in found] == [(100, 10), (1000, 100)]
    for line in found:
        assert float(line["predicted"]) == pytest.approx(0.623, abs=5e-4)
        assert float(line["low"]) < 0.623 < float(line["high"])
        assert float(line["low"]) > 0.6185 if line["n"] == "1000" else True


@pytest.mark.claim("E62")
def test_the_standard_error_of_a_regression_falls_with_the_root_of_its_columns():
    """Where both grow: 5,000 runs of 10 columns and 200 of 100, at the golden weight."""
    found = [line for line in table("errors") if line["name"] == "regression_tenth" and line["weight"] == "0.618034"]
    few, many = (float(x["stderr"]) * (int(x["replications"]) * int(x["p"])) ** 0.5 for x in found)
    assert many == pytest.approx(few, rel=0.15)


@pytest.mark.claim("E61")
def test_ten_intervals_hold_the_predicted_weight_and_the_other_three_do_with_more_runs():
    held = {
        (x["name"], x["n"], x["p"]): float(x["low"]) < float(x["predicted"]) < float(x["high"])
        for x in table("weights")
    }
    missed = {name for name, found in held.items() if not found}
    assert missed == {("mean", "10", "1"), ("categories", "10", "1000"), ("by_rows", "10000", "4")}
    assert {(f"{name}_again", n, p) for name, n, p in missed} <= set(held)
    assert len(held) == 13 + 3


def test_categories_grow_as_predicted_in_blocks_that_fit_the_cache():
    alone, block = mc.beyond.stored_costs("categories_alone"), mc.beyond.stored_costs("categories_rows")
    assert alone.exponents[0] == pytest.approx(1, abs=0.1)
    assert block.exponents[0] > 1.4
    assert list(alone.size) == list(block.size[-2:])
    assert block.seconds[-1] / alone.seconds[-1] == pytest.approx(4.8, abs=0.1)


@pytest.mark.claim("E62")
def test_a_thousand_columns_are_a_thousand_runs():
    one, many = (
        next(float(line["stderr"]) for line in table("errors") if line["name"] == "mean" and line["p"] == p)
        for p in ("1", "1000")
    )
    assert one / many == pytest.approx(1000**0.5, rel=0.15)


@pytest.mark.claim("E60")
def test_measured_exponents_are_those_of_the_table():
    lines, shown = table("costs"), scale.cost_growth()
    for row, (name, said) in zip(shown.rows(), scale.growths().items(), strict=True):
        sizes, seconds, memory = np.array(
            [[float(line[key]) for key in ("size", "seconds", "bytes")] for line in lines if line["name"] == name]
        )[-2:].T
        found = [np.polyfit(np.log(sizes), np.log(cost), 1)[0] for cost in (seconds, memory)]
        off = np.abs(np.subtract(found, (said.seconds, said.memory)))
        assert row[4] == f"{found[0] + 0.0:.2f}".replace("-0.00", "0.00")
        assert row[6] == f"{found[1] + 0.0:.2f}".replace("-0.00", "0.00")
        assert row[7] == ("confirmed" if (off <= 0.2).all() else "refuted")


@pytest.mark.claim("E60")
def test_cost_does_not_see_the_rows_where_their_sums_are_drawn():
    for name in ("mean_rows", "regression_rows"):
        costs = mc.beyond.stored_costs(name)
        assert costs.size[-1] == HUGE
        assert costs.seconds.max() / costs.seconds.min() < 1.2
    for name in ("categories_rows", "by_rows_rows"):
        costs = mc.beyond.stored_costs(name)
        assert costs.seconds[-1] / costs.seconds[0] > 1000
        assert costs.exponents[0] > 1.3  # more than in proportion


def test_every_size_was_measured():
    for name, (sizes, problem, _rows) in (COSTS | AFTERWARDS).items():
        costs = mc.beyond.stored_costs(name)
        assert list(costs.size) == sizes
        assert list(costs.block) == [problem(size).block for size in sizes]


def test_the_predictions_are_those_that_were_committed():
    said = [(each.seconds, each.memory) for each in scale.growths().values()]
    assert said == [(0, 0), (1, 1), (0, 0), (3, 2), (1, 1), (1, 1), (1, 1), (2, 1)]
    assert scale.TOLERANCE == 0.2
    assert list(scale.growths()) == list(COSTS)


def test_an_unknown_cost_is_refused():
    with pytest.raises(ValueError, match=r"^name must be one of mean_rows, .*, start, got 'mean'\.$"):
        mc.beyond.stored_costs("mean")


@pytest.mark.claim("E64")
@pytest.mark.parametrize("workers", [1, 2, 7, 10, 200])
def test_a_run_takes_as_long_as_the_blocks_of_its_busiest_worker(workers):
    """Deal blocks to whoever is free: the formula of the chapter, and no gain beyond as many workers as blocks."""
    for blocks in (1, 4, 10, 1000):
        free = np.zeros(workers)
        for _ in range(blocks):
            free[free.argmin()] += 3.5
        assert free.max() == 3.5 * -(-blocks // workers)
        assert free.max() >= 3.5


@pytest.mark.claim("E64")
def test_a_hundred_machines_turn_days_into_less_than_an_hour():
    costs, start = mc.beyond.stored_costs("by_rows_rows"), mc.beyond.stored_costs("start").seconds[0]
    block = 30 * costs.seconds[-1]
    assert (costs.size[-1], costs.block[-1]) == (10**7, 1)
    assert 1000 * block > 24 * 3600
    assert start + 1000 / 200 * block < 3600
