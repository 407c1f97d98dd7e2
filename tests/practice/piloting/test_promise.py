"""What a pilot promises: its interval holds the best weight, and its verdict is right where the truth is clear."""

import numpy as np
import pytest

import model_collapse as mc
from model_collapse.practice.piloting.judging import judge
from model_collapse.practice.piloting.quality import Quality

PILOTS, REPLICATIONS, ROUNDS, LAST = 100, 10, 12, 6
WEIGHTS = np.append(np.arange(1, 10) / 10, 1.0)


def judged(problem, n, m, seed):
    """Return what a hundred pilots find of averages; the errors are those of the simulator."""
    run = mc.simulate(
        problem,
        mc.fresh,
        n_real=n,
        n_synthetic=m,
        weight=WEIGHTS,
        rounds=ROUNDS,
        replications=PILOTS * REPLICATIONS,
        seed=seed,
    )
    parts = np.split(run.errors, PILOTS, axis=1)
    fine = Quality(1.0, 1.0, 1.0, 0.05)
    runs = [mc.simulation.History(part, WEIGHTS, part[-1].mean()) for part in parts]
    return [judge(n / m, each, LAST, (fine, fine), mc.practice.PilotRules()) for each in runs]


@pytest.mark.claim("G8")
@pytest.mark.parametrize(("n", "m", "p"), [(100, 100, 5), (100, 400, 5), (100, 400, 20), (50, 500, 3)])
def test_of_a_hundred_pilots_ninety_hold_the_best_weight_and_five_at_most_say_no_go(n, m, p):
    found, best = judged(mc.GaussianMean(p=p), n, m, seed=19), float(mc.optimal_weight(n / m))
    assert sum(each.best_weight.low <= best <= each.best_weight.high for each in found) >= 90
    assert sum(not each.go for each in found) <= 5
    assert np.mean([each.error[0] for each in found]) == pytest.approx(best, rel=0.06)
    inside = sum(each.error[1] <= best <= each.error[2] for each in found)
    assert inside >= 88


@pytest.mark.claim("G8")
def test_of_a_hundred_pilots_five_at_most_say_go_where_synthetic_rows_are_of_no_use():
    shift = 1.5
    best = float(mc.optimal_weight(0.25, squared_bias=100 * shift**2))
    left = float(mc.error_ratio(best, 0.25, squared_bias=100 * shift**2))
    found = judged(mc.Biased(mc.GaussianMean(p=5), shift=shift), 100, 400, seed=19)
    assert left > 0.97
    assert sum(each.go for each in found) <= 5
