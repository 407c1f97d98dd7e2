"""The pilot plan says what the chapter's pilot was asked and what it found."""

import numpy as np

import model_collapse as mc
from tests.coursebook.filling import filled


def test_the_pilot_plan_says_what_was_tried_and_what_came_out():
    weights = np.linspace(0.2, 0.8, 7)
    plan = {"ratios": [1, 0.25], "weights": weights, "rounds": 8, "replications": 8, "seed": 19}
    found = mc.practice.pilot(mc.practice.factory_parts(6000, seed=19), "load", **plan)
    best, rules = found.best, found.rules
    plain, biased = found.formula(best.ratio)
    weight, least, most = best.best_weight
    error, low, high = best.error
    values = {
        "rows held out": f"{found.held_out:,}",
        "new real rows of a round": f"{found.n_real}",
        "real rows for each": f"{plan['ratios'][0]} and {plan['ratios'][1]}",
        "| weights on": "0.2 to 0.8 in steps of 0.1",
        "last round; repetitions": f"{found.all_real.rounds}; {found.all_real.replications}",
        "| seed": "19",
        "| verdict": "go" if found.go else "no go",
        "best weight, and its": f"{weight:.2f} ({least:.2f} to {most:.2f}), four synthetic for each real row",
        "| error, of that of the real rows alone | {": f"{error:.2f} ({low:.2f} to {high:.2f})",
        "formula: without": f"{plain:.2f}; {biased:.2f}",
        "keeping every": f"{found.kept:.2f} after 8 rounds",
        "alone | at most": f"{rules.largest_error:g} line's owner",
        "rare categories": f"{rules.least_rare_coverage:g} quality",
        "near copies": f"{rules.most_near_copies:g} quality",
    }
    assert {label: filled("pilot-plan", label) for label in values} == values
    assert filled("pilot-plan", "table: rows").startswith(f"{len(found.data.frame):,},")
    assert best.ratio == 0.25
    assert 0.4 < error < 0.5  # "more than halved"
