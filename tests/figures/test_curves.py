"""Figures: their facts come from the numbers that are drawn."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest

import model_collapse as mc
from model_collapse import figures

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def run():
    return mc.simulate(
        mc.GaussianMean(),
        mc.fresh,
        n_real=50,
        n_synthetic=50,
        weight=[0.3, 0.5, 0.7],
        rounds=20,
        replications=400,
        seed=2,
    )


def columns(figure):
    return list(csv.DictReader(io.StringIO(figure.csv())))


def test_weight_curve_names_the_three_weights():
    figure = figures.weight_curve(k=1)
    assert "0.618" in figure.alt
    assert "0.333" in figure.alt
    assert "0.667 at the naive weight 0.500" in figure.alt
    rows = columns(figure)
    assert min(float(row["error_ratio"]) for row in rows) == pytest.approx((5**0.5 - 1) / 2, abs=1e-4)


def test_readme_figure_is_the_one_that_the_code_draws():
    stored = (ROOT / "book" / "_static" / "result.svg").read_text(encoding="utf-8")
    assert stored == figures.weight_curve(k=1).svg()


def test_error_by_weight_says_what_it_shows(run):
    figure = figures.error_by_weight(run, mc.error_ratio(run.weight, k=1), marks={"naive": 0.5})
    rows = columns(figure)
    assert [float(row["weight"]) for row in rows] == [0.3, 0.5, 0.7]
    best = min(rows, key=lambda row: float(row["simulated"]))
    assert f"{float(best['simulated']):.2f} at weight {float(best['weight']):.2f}" in figure.alt
    assert "400 simulations" in figure.caption


def test_error_by_round_says_what_it_shows(run):
    one = run.at_weight(0.5)
    figure = figures.error_by_round({"pooled": one}, {"pooled": mc.error_ratio_by_round(0.5, 50, 50, 20)})
    assert f"pooled: from {one.mean[0]:.2f} to {one.mean[-1]:.2f}" in figure.alt
    assert len(columns(figure)) == 21


def test_error_by_round_refuses_a_fourth_run(run):
    one = run.at_weight(0.5)
    theory = np.ones(21)
    with pytest.raises(ValueError, match="runs must be 1 to 3, got 4"):
        figures.error_by_round(dict.fromkeys("abcd", one), dict.fromkeys("abcd", theory))
