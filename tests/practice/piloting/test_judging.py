"""Best weight, error ratio and verdict, by brute force and by hand."""

import numpy as np
import pytest
from scipy.stats import t

import model_collapse as mc
from model_collapse.practice.piloting import judging
from model_collapse.practice.piloting.judging import best_weight, error_ratio, judge
from model_collapse.practice.piloting.quality import Quality


def settled(seed=1, replications=8):
    rng = np.random.default_rng(seed)
    weights = np.array([0.2, 0.5, 0.8, 1.0])
    mean = np.array([0.9, 0.6, 0.7, 1.0])
    return weights, mean[:, None] * rng.uniform(0.7, 1.3, (4, replications))


def test_each_replication_is_judged_at_the_weight_that_is_best_for_the_others():
    _weights, errors = settled()

    def value(kept):
        found = []
        for r in kept:
            others = [o for o in kept if o != r]
            best = min(range(3), key=lambda row: sum(errors[row, o] for o in others))
            found.append(errors[best, r])
        return np.mean(found) / np.mean([errors[3, r] for r in kept])

    everyone = list(range(8))
    without = np.array([value([r for r in everyone if r != left]) for left in everyone])
    reach = t.ppf(0.975, 7) * np.sqrt(7 / 8 * ((without - without.mean()) ** 2).sum())
    assert error_ratio(errors) == pytest.approx((value(everyone), value(everyone) - reach, value(everyone) + reach))


def history(errors, weights, rounds=4):
    return mc.simulation.History(np.repeat(errors[..., None], rounds + 1, axis=-1), weights, 1.0)


def test_the_best_weights_interval_goes_half_a_step_beyond_the_grid():
    weights, errors = settled()
    sure = np.where(np.arange(4)[:, None] == 1, 0.1, errors)
    assert best_weight(history(sure, weights), 2) == (0.5, 0.35, 0.65)
    sure = np.where(np.arange(4)[:, None] == 0, 0.1, errors)
    assert best_weight(history(sure, weights), 2) == (0.2, 0.1, 0.35)
    sure = np.where(np.arange(4)[:, None] == 3, 0.1, errors)
    assert best_weight(history(sure, weights), 2) == (1.0, 0.9, 1.0)


def test_an_end_that_lies_between_two_weights_of_the_grid_is_taken_outwards(monkeypatch):
    weights, errors = settled()
    run = history(errors, weights)
    monkeypatch.setattr(type(run), "best_weight", lambda *_, **__: mc.simulation.BestWeight(0.5, 0.22, 0.77))
    assert best_weight(run, 2) == (0.5, 0.1, 0.9)
    monkeypatch.setattr(type(run), "best_weight", lambda *_, **__: mc.simulation.BestWeight(0.5, 0.5, 0.9))
    assert best_weight(run, 2) == (0.5, 0.35, 1.0)


GOOD, MARK = Quality(0.9, 0.9, 0.9, 0.06), Quality(0.9, 0.9, 1.0, 0.05)
LARGE = "The error is {:.2f} of that of the real rows alone, "
UNSURE = "The error may be as large as that of the real rows alone: "
RARE = "The synthetic rows contain 70% of the rare categories, less than 80%."
NEAR = "20% of the synthetic rows are near copies of real rows, of new real rows 5%."


@pytest.mark.parametrize(
    ("level", "quality", "rules", "reasons"),
    [
        (0.5, GOOD, {}, []),
        (0.5, GOOD, {"largest_error": 0.3}, [LARGE.format(0.5)]),
        (0.95, GOOD, {}, [LARGE.format(0.95)]),
        (0.95, GOOD, {"largest_error": 0.97}, [UNSURE]),
        (0.5, GOOD._replace(rare_coverage=0.7), {}, [RARE]),
        (0.5, GOOD._replace(rare_coverage=float("nan")), {}, []),
        (0.5, GOOD._replace(near_copies=0.2), {}, [NEAR]),
        (0.5, GOOD._replace(near_copies=0.15, rare_coverage=0.8), {}, []),
    ],
)
def test_every_rule_has_its_reason(level, quality, rules, reasons):
    errors = np.stack([np.full(6, 2.0), level * np.array([0.9, 1.1, 1, 1, 0.9, 1.1]), np.ones(6)])
    rules = mc.practice.PilotRules(**rules)
    found = judge(0.5, history(errors, np.array([0.3, 0.6, 1.0])), 2, (quality, MARK), rules)
    assert (found.ratio, found.go) == (0.5, not reasons)
    assert found.error[0] == pytest.approx(level)
    assert [reason.startswith(said) for reason, said in zip(found.reasons, reasons, strict=True)] == [True] * len(
        reasons
    )


@pytest.mark.parametrize(("value", "limit", "go"), [(0.5, 0.5, True), (0.5, 0.49, False), (1.0, 1.0, False)])
def test_the_limit_itself_is_allowed_and_an_interval_that_ends_at_one_is_not(value, limit, go):
    errors = np.stack([np.full(6, 3.0), np.full(6, value), np.ones(6)])
    rules = mc.practice.PilotRules(largest_error=limit)
    assert judge(1.0, history(errors, np.array([0.3, 0.6, 1.0])), 2, (GOOD, MARK), rules).go == go


def test_what_is_no_number_is_no_go(monkeypatch):
    monkeypatch.setattr(judging, "error_ratio", lambda settled: (float("nan"),) * 3)
    weights, errors = settled()
    assert not judge(1.0, history(errors, weights), 2, (GOOD, MARK), mc.practice.PilotRules()).go
