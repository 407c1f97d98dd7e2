"""Predictions of generators that cannot be written down, from formulas and pilots, and small runs."""

import subprocess
import sys

import numpy as np
import pytest

import model_collapse as mc
from model_collapse.beyond.experiments import EXPERIMENTS
from model_collapse.beyond.questions import census
from model_collapse.beyond.questions.generators import PILOTS, pilot, predictions
from model_collapse.theory import error_ratio


@pytest.mark.parametrize("name", PILOTS)
def test_the_pilot_finds_what_is_written_here(name):
    found = pilot(EXPERIMENTS[name].build())
    assert found.squared_bias[0] == pytest.approx(PILOTS[name]["squared_bias"], rel=0.02, abs=2e-4)
    assert found.noise_ratio[0] == pytest.approx(PILOTS[name]["noise_ratio"], rel=0.02)
    if name != "kernel_density":
        assert predictions()[name].weight == pytest.approx(found.best_weight[0], abs=0.005)


def test_predicted_weights_are_those_of_a_grid():
    w = np.linspace(0.001, 1, 10_000)
    assert predictions()["mixture"].weight == pytest.approx(w[error_ratio(w, 0.25).argmin()], abs=2e-4)
    assert (predictions()["mixture_even_steps"].weight, predictions()["mixture_by_chance"].weight) == (0.4, 0.2)
    for name in ("mixture_table", "kernel_rows", "kernel_shrunk", "copula", "boosting"):
        best = w[error_ratio(w, 1, **PILOTS[name]).argmin()]
        assert predictions()[name].weight == pytest.approx(best, abs=2e-4)


def test_a_mixture_gains_what_a_mean_gains():
    setting = {
        "n_real": 250,
        "n_synthetic": 1000,
        "weight": [0.4, 0.8, 1.0],
        "rounds": 8,
        "replications": 16,
        "seed": 16,
    }
    settled = mc.simulate(EXPERIMENTS["mixture"].build(), mc.fresh, **setting).settled(3)
    ratio = settled.mean(axis=1) / settled[-1].mean()
    stderr = (settled - ratio[:, None] * settled[-1]).std(axis=1, ddof=1) / settled[-1].mean() / 4
    assert (np.abs(ratio - error_ratio([0.4, 0.8, 1.0], 0.25))[:2] < 4 * stderr[:2]).all()
    assert stderr.max() < 0.1


@pytest.mark.claim("E17")
def test_what_the_pilot_leaves_and_what_the_formula_without_it():
    without = {}
    for name in PILOTS | census.PILOTS:
        found, curve = mc.beyond.measurement(name), mc.beyond.stored_curve(name)
        assert found.ratio < 1.02 * curve.mean.min()
        without[name] = np.interp(mc.GOLDEN_WEIGHT, curve.x, curve.mean) / curve.mean.min()
    assert {name for name, loss in without.items() if loss > 1.2} == {"kernel_rows", "kernel_density"}
    found = PILOTS | census.PILOTS
    assert all(loss < 1.02 for name, loss in without.items() if found[name]["squared_bias"] < 0.1)


def test_a_shrunk_kernel_does_better_than_a_plain_one():
    setting = {"n_real": 500, "n_synthetic": 500, "weight": 0.6, "rounds": 8, "replications": 20, "seed": 17}
    plain, shrunk = (
        mc.simulate(EXPERIMENTS[name].build(), mc.fresh, **setting) for name in ("kernel_rows", "kernel_shrunk")
    )
    gap = plain.settled(3) - shrunk.settled(3)
    assert gap.mean() > 4 * gap.std(ddof=1) / np.sqrt(20)


def test_predictions_need_no_library_but_numpy():
    hide = "import sys; [sys.modules.__setitem__(name, None) for name in ('scipy', 'sklearn', 'pandas', 'statsmodels')]"
    said = "from model_collapse.beyond.experiments import EXPERIMENTS, predictions; print(len(predictions()) > 9)"
    done = subprocess.run([sys.executable, "-c", f"{hide}; {said}"], capture_output=True, text=True)
    assert done.stdout == "True\n", done.stderr


def test_without_statsmodels_one_sentence_says_what_to_install():
    hide = "import sys; sys.modules['statsmodels'] = None; sys.modules['statsmodels.datasets'] = None"
    run = "from model_collapse.beyond.insurance import insurance; insurance()"
    done = subprocess.run([sys.executable, "-c", f"{hide}; {run}"], capture_output=True, text=True)
    assert done.stderr.splitlines()[-1] == (
        "ModuleNotFoundError: the insurance table needs statsmodels; install it with `pip install statsmodels`."
    )
