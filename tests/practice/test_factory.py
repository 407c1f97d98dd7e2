"""The factory's log: a clean one is clean, the loop is the one it says, and a shift is found after it began."""

import json

import numpy as np
import pytest

import model_collapse as mc
from coursebook import ROOT
from model_collapse.practice import Policy, RoundLog, audit, factory, factory_rounds, innovation_dial

CHAPTER = ROOT / "notebooks" / "governance" / "monitoring.ipynb"


def log(folder, **setting):
    path = folder / "factory.csv"
    path.unlink(missing_ok=True)
    for week in factory_rounds(**setting):
        RoundLog.append(path, **week)
    return RoundLog.read(path)


def columns(**setting):
    weeks = list(factory_rounds(**setting))
    return {name: np.array([week[name] for week in weeks], dtype=None) for name in weeks[0]}


@pytest.mark.claim("G3")
def test_a_year_of_the_factory_is_clean_and_a_shift_is_not(tmp_path):
    assert audit(log(tmp_path, rounds=52)).faults == []
    found = audit(log(tmp_path, rounds=52, shift=0.4, from_round=26)).faults
    assert [(fault.fault, fault.first_round) for fault in found] == [("error_above_limit", 27), ("error_rising", 49)]


def test_the_model_is_the_weighted_average():
    found = columns(rounds=2000, weight=0.6, n_real=80, n_synthetic=240, seed=3)
    x, y = (
        np.array([found[f"{part}_mean.{name}"][1:] for name in factory.MEASURES], dtype=float).T
        for part in ("real", "synthetic")
    )
    shifts = y[1:] - (0.6 * x[:-1] + 0.4 * y[:-1])
    assert shifts.mean(axis=0) == pytest.approx(np.zeros(4), abs=4 * (1 / 240 / 2000) ** 0.5)
    assert 240 * shifts.var() == pytest.approx(1, abs=0.08)
    steps = np.diff(x, axis=0)
    assert steps.var() == pytest.approx(2 / 80 + factory.DRIFT**2, rel=0.1)
    late = columns(rounds=400, shift=0.4, from_round=200, seed=3)
    y = np.array([late[f"synthetic_mean.{name}"][1:] for name in factory.MEASURES], dtype=float).T
    x = np.array([late[f"real_mean.{name}"][1:] for name in factory.MEASURES], dtype=float).T
    w = late["weight"][5]
    added = (y[1:] - (w * x[:-1] + (1 - w) * y[:-1])).mean(axis=1)
    assert added[:198].mean() == pytest.approx(0, abs=0.01)
    assert added[198:].mean() == pytest.approx(0.4, abs=0.01)
    assert added[197] < 0.2 < added[198]


def test_the_error_is_that_of_a_part_of_the_hold_out():
    runs = [columns(rounds=1, n_real=80, seed=seed) for seed in range(3000)]
    alone = np.array([run["error_real_only"][0] for run in runs], dtype=float)
    # A part and its own average: 1 + 1/n for a new part, with the drift of one week.
    assert alone.mean() == pytest.approx(1 + 1 / 80 + factory.DRIFT**2, abs=4 * alone.std() / 3000**0.5)
    assert alone.std() == pytest.approx((2 / (4 * 500)) ** 0.5, rel=0.1)


def test_rare_defects_are_copied_and_lost_without_real_parts():
    kept, lost = (columns(rounds=200, weight=w, seed=5)["rare_coverage"][1:].astype(float) for w in (0.434, 0.0))
    assert kept[-50:].mean() > 0.9
    assert lost[-1] <= 0.25
    assert columns(rounds=1)["rare_coverage"][0] is None


def test_weeks_repeat_for_a_seed_and_are_told_apart():
    assert list(factory_rounds(3)) == list(factory_rounds(3, seed=1)) != list(factory_rounds(3, seed=2))
    found = columns(rounds=30)
    assert len(set(found["data_sha256"])) == 31
    assert len(set(found["holdout_sha256"])) == 1
    assert list(found["n_synthetic"][:2]) == [0, 240]
    assert list(found["weight"][:2]) == [1, pytest.approx(0.434259)]


def test_the_numbers_that_the_chapter_says(tmp_path):
    cells = json.loads(CHAPTER.read_text(encoding="utf-8"))["cells"]
    said = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    k, drift = 80 / 240, 80 * factory.DRIFT**2
    best = float(mc.optimal_weight(k))
    before = float(mc.error_ratio(best, k, squared_drift=drift)) + k + drift
    dials = [innovation_dial(log(tmp_path, rounds=52, weight=0.434, seed=seed)) for seed in range(1, 6)]
    widths = [(dial["correlation"][2] - dial["correlation"][1]) / 2 for dial in dials]
    for sentence in (
        f"`best weight` in the long run is {best:.3f}.",
        f"weight, at {Policy().floors(k):.3f}.",
        f"would scatter by {1 / (4 * 240) ** 0.5:.3f}, one over the root of 4 × 240.",
        f"At {best:.3f} the truth is {before / (before + 1) - best:+.2f},",
        f"reach {min(widths):.2f} to {max(widths):.2f} to either side.",
    ):
        assert sentence in said
