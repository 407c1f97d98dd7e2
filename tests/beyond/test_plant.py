"""One plant's two years: rivals against closed forms, the safe weight of practice, predictions as made."""

import numpy as np
import pytest

import model_collapse as mc
from model_collapse.beyond import plant
from model_collapse.beyond.learning import Learner
from model_collapse.beyond.plant import BREAK, BROKEN, REGIMES, RIVALS, WEEKS, plant_worlds
from model_collapse.beyond.practice_predictions import plant_predictions
from model_collapse.beyond.practice_verdicts import judge
from model_collapse.problems.base import Average

PREDICTED = {
    "unbiased": [1.377, 0.776, 0.739, 0.799, 0.653, 0.653, 0.719, 0.661, 0.654, 0.861],
    "bias": [1.508, 1.307, 1.925, 3.854, 1.542, 0.653, 0.722, 0.663, 0.655, 1.175],
    "drift": [1.503, 1.088, 1.260, 1.757, 1.118, 0.992, 1.212, 1.126, 0.993, 1.127],
    "bias and drift": [1.634, 1.619, 2.447, 4.812, 2.007, 0.992, 1.215, 1.129, 0.995, 1.362],
    "breaks": [1.998, 5.142, 11.388, 29.295, 8.888, 0.653, 3.855, 5.498, 1.166, 1.734],
}
"""As they were committed before anything was simulated, in the order of `RIVALS`."""


@pytest.fixture(scope="module")
def runs():
    return mc.beyond.plant_runs()


def test_predictions_are_those_that_were_committed():
    found = {world: [round(of[rival], 3) for rival in RIVALS] for world, of in plant_predictions().items()}
    assert found == {world: pytest.approx(numbers, abs=1.1e-3) for world, numbers in PREDICTED.items()}


@pytest.mark.parametrize("world", plant_worlds())
@pytest.mark.parametrize("rival", ["0.618", "naive", "schedule", "oracle", "real rows alone", "best fixed"])
def test_weights_set_beforehand_follow_the_recursion(world, rival, runs):
    n, m = mc.beyond.plant_rows()
    true = plant_worlds()[world]
    some = (n > 0) * 1.0
    w = {
        "0.618": some * 0.6180339887,
        "naive": n / (n + m),
        "schedule": mc.theory.optimal_weight_by_round(n, m),
        "oracle": mc.theory.optimal_weight_by_round(n, m, drift=true.drift),
        "real rows alone": some,
        "best fixed": some * mc.optimal_weight(n.sum() / m.sum()),
    }[rival]
    off = np.zeros(WEEKS)
    for t in range(1, WEEKS):
        off[t] = (1 - w[t]) * (off[t - 1] + true.bias[t])
    expected = mc.theory.variance_by_round(w, n, m, drift=true.drift) + (rival != "oracle") * off**2
    found = runs[world][rival].settled(WEEKS - 1)
    assert abs(found.mean() - 100 * expected[1:].mean()) < 4 * found.std() / np.sqrt(len(found))


@pytest.mark.parametrize("world", plant_worlds())
@pytest.mark.parametrize("rival", ["differences", "shifts"])
def test_the_two_that_subtract_are_simulated_as_computed(world, rival, runs):
    found = runs[world][rival].settled(WEEKS - 1)
    expected = mc.beyond.plant_expected(world, rival)[1:].mean()
    assert abs(found.mean() - expected) < 4 * found.std() / np.sqrt(len(found))


def test_the_safe_weight_is_that_of_practice():
    rng = np.random.default_rng(2)
    real, synthetic = rng.standard_normal((2, 1, 6, 8)) / 10
    found = plant._never_harms(Average(80, real), Average(200, synthetic))
    expected = [mc.practice.safe_weight(x, y, 1.0, 80) for x, y in zip(real[0], synthetic[0], strict=True)]
    np.testing.assert_allclose(found, [expected])


def test_the_safe_weights_miss_is_the_positive_part(runs):
    """A loop of its own, with the positive part and without it."""
    (n, m), found = mc.beyond.plant_rows(), {}
    for least in (0, -np.inf):
        rng, errors = np.random.default_rng(5), []
        model = rng.standard_normal((2000, 8)) / 10
        for real_rows, rows in zip(n[1:], m[1:], strict=True):
            model = model + rng.standard_normal(model.shape) / np.sqrt(rows)
            if real_rows:
                real = rng.standard_normal(model.shape) / np.sqrt(real_rows)
                weight = 1 - 6 / (real_rows * ((real - model) ** 2).sum(axis=1, keepdims=True))
                model = model + np.maximum(weight, least) * (real - model)
            errors.append(100 * (model**2).mean())
        found[least] = np.mean(errors)
    assert found[0] == pytest.approx(runs["unbiased"]["safe"].settled(WEEKS - 1).mean(), abs=0.007)
    assert found[-np.inf] == pytest.approx(PREDICTED["unbiased"][-1], abs=0.009)


def test_the_learned_weights_miss_is_the_noise_of_its_drift(monkeypatch):
    monkeypatch.setattr(Learner, "drift", 0.0)
    found = mc.beyond.plant_run("unbiased", "learned").settled(WEEKS - 1)
    assert abs(found.mean() - 0.6537) < 3 * found.std() / np.sqrt(len(found))


@pytest.mark.claim("E52")
@pytest.mark.parametrize("world", plant_worlds())
def test_in_no_week_with_real_rows_is_the_safe_weight_worse_than_they_are(world, runs):
    n, _m = mc.beyond.plant_rows()
    run = runs[world]["safe"]
    weeks = np.flatnonzero(n > 0)[1:]
    assert (run.mean[weeks] - 4 * run.stderr[weeks] < 100 / n[weeks]).all()


@pytest.mark.claim("E52")
def test_the_learned_weight_learns_of_a_break_a_week_late_and_harms_until_then(runs):
    n, _m = mc.beyond.plant_rows()
    run = runs["breaks"]["learned"]
    ratio = run.mean[BREAK : BREAK + 3] / (100 / n[BREAK : BREAK + 3])
    assert ((ratio > 2.7) & (ratio < 4.2)).all()
    apart = run.settled(WEEKS - 1).mean() / runs["breaks"]["safe"].settled(WEEKS - 1).mean()
    assert 0.64 < apart < 0.71
    weeks = np.flatnonzero(n > 0)[1:]
    with_rows = run.mean[weeks].mean() / runs["breaks"]["safe"].mean[weeks].mean()
    assert 0.91 < with_rows < 0.94


@pytest.mark.claim("E50")
def test_the_learned_weight_is_near_the_oracle_and_below_every_fixed_weight(runs):
    n, m = mc.beyond.plant_rows()
    for world, true in plant_worlds().items():
        found = runs[world]["learned"].settled(WEEKS - 1)
        apart = found / runs[world]["oracle"].settled(WEEKS - 1).mean()
        if world != "breaks":
            assert apart.mean() - 2 * apart.std() / np.sqrt(len(apart)) < 1.01
        least = min(
            mc.beyond.corrected_error_by_round((n > 0) * w, n, m, bias=true.bias, drift=true.drift, seen="nothing")[
                1:
            ].mean()
            for w in np.arange(1, 51) / 50
        )
        assert found.mean() + 4 * found.std() / np.sqrt(len(found)) < 100 * least


@pytest.mark.claim("E53")
def test_rankings_and_numbers_fare_as_the_chapter_says(runs):
    table, numbers = mc.beyond.plant_ranking(runs).columns, mc.beyond.plant_numbers(runs).columns
    assert [sum(table[name]) for name in ("confirmed", "refuted", "open")] == [43, 1, 0]
    assert table["predicted first"] == table["measured first"]
    assert numbers["verdict"] == ["confirmed"] * 5 + ["refuted"] + ["confirmed"] * 4


def test_neighbours_are_judged_by_their_paired_difference():
    noise = np.random.default_rng(1).standard_normal(100)
    errors = {"a": noise, "same": noise, "b": noise + 1 + noise / 100, "c": noise + 0.5, "d": -noise + 0.5}
    predicted = {"c": 3.0, "a": 1.0, "same": 1.0, "b": 2.0, "d": 4.0}
    assert judge(predicted, errors) == (["a", "same", "b", "c", "d"], 1, 1, 1)


@pytest.mark.parametrize(("z", "found"), [(1.9, (0, 0, 1)), (2.1, (1, 0, 0)), (-1.9, (0, 0, 1)), (-2.1, (0, 1, 0))])
def test_the_border_is_two_standard_errors_of_the_difference(z, found):
    noise = np.random.default_rng(1).standard_normal(100)
    apart = noise - noise.mean() + z * noise.std(ddof=1) / 10
    assert judge({"one": 1.0, "other": 2.0}, {"one": noise, "other": noise + apart})[1:] == found


def test_errors_are_means_of_all_weeks_but_the_first(runs):
    table = mc.beyond.plant_errors(runs)
    unbiased = [runs["unbiased"][rival].mean[1:].mean() for rival in RIVALS]
    np.testing.assert_allclose(table.columns["unbiased"], unbiased)
    weeks = [run.errors[:, 1:].mean(axis=1) for of in runs.values() for run in of.values()]
    largest = max(100 * np.std(each, ddof=1) / len(each) ** 0.5 / each.mean() for each in weeks)
    assert f"at most {largest:.1f}%" in table.note


def test_the_generator_breaks_in_its_week_and_is_sound_again_in_the_next_run():
    world = plant.Shifting(mc.GaussianMean(p=2), plant_worlds()["breaks"].bias)
    rng = mc.problems.Stream(np.random.SeedSequence(1), 3)
    for _ in range(2):
        run = world.begin()
        drawn = [run.synthetic(np.zeros((1, 3, 2)), 10**12, rng).value for _week in range(WEEKS - 1)]
        off = np.append(0, [value.mean() for value in drawn])
        np.testing.assert_allclose(off, np.where(np.arange(WEEKS) < BREAK, 0, BROKEN), atol=1e-4)


def test_all_ways_share_their_draws_whatever_they_do_with_them():
    first = {rival: mc.beyond.plant_run("drift", rival, 3, seed=4).errors[:, 0] for rival in RIVALS}
    for errors in first.values():
        np.testing.assert_array_equal(errors, first["safe"])
    alone = mc.beyond.plant_run("drift", "real rows alone", 300, seed=4).errors[:, 50]
    for rival in REGIMES:
        assert np.corrcoef(alone, mc.beyond.plant_run("drift", rival, 300, seed=4).errors[:, 50])[0, 1] > 0.3


def test_refusals():
    with pytest.raises(ValueError, match=r"^world must be one of unbiased, .* got 'flood'\.$"):
        mc.beyond.plant_run("flood", "safe")
    with pytest.raises(ValueError, match=r"^rival must be one of .* got 1\.$"):
        mc.beyond.plant_expected("bias", 1)
    with pytest.raises(ValueError, match=r"got no real rows alone\.$"):
        mc.beyond.plant_errors({"bias": {}})
