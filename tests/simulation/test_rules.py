"""Weights that a rule finds in the rows of a round: of each run its own."""

import numpy as np
import pytest

import model_collapse as mc

SETTING = {"n_real": 30, "n_synthetic": 20, "rounds": 5, "replications": 6, "seed": 4}


class Mean(mc.Rows):
    def draw_real(self, n, rng):
        return rng.standard_normal(n)

    def draw_synthetic(self, model, n, rng):
        return model + rng.standard_normal(n)

    def estimate(self, rows, row_weights, rng=None):
        return row_weights @ rows / row_weights.sum()

    def loss(self, model):
        return model**2


def test_a_rule_that_says_one_number_is_that_weight():
    found = mc.simulate(Mean(), mc.simulation.by_rows(lambda real, synthetic: 0.7), **SETTING)
    expected = mc.simulate(Mean(), mc.fresh, weight=0.7, **SETTING)
    np.testing.assert_allclose(found.errors, expected.errors)


def test_the_rows_of_one_run_make_its_weight_and_no_other():
    seen = []

    def rule(real, synthetic):
        seen.append((real, synthetic))
        return float(real.mean() > synthetic.mean())

    run = mc.simulate(Mean(), mc.simulation.by_rows(rule), keep_models=6, **SETTING)
    models = np.array([np.ravel(models) for models in run.models], dtype=float)
    assert len(seen) == 5 * 6
    for at, (real, synthetic) in enumerate(seen):
        assert (real.shape, synthetic.shape) == ((30,), (20,))
        replication, t = divmod(at, 5)
        assert abs(synthetic.mean() - models[t, replication]) < 1
        chosen = real.mean() if real.mean() > synthetic.mean() else synthetic.mean()
        assert models[t + 1, replication] == pytest.approx(chosen)


def test_a_run_that_has_ended_asks_for_no_weight():
    class Ends(Mean):
        def estimate(self, rows, row_weights, rng=None):
            return None if len(rows) == 30 else super().estimate(rows, row_weights, rng)

    run = mc.simulate(Ends(), mc.simulation.by_rows(lambda real, synthetic: 1 / 0), **SETTING)
    assert run.ended.all()


def test_refusals():
    with pytest.raises(ValueError, match=r"^by_rows needs a problem that draws rows, got samples of \w+\.$"):
        mc.simulate(mc.GaussianMean(), mc.simulation.by_rows(lambda real, synthetic: 0.5), **SETTING)
    with pytest.raises(ValueError, match=r"^what the rule returns must be between 0 and 1, got 1\.5\.$"):
        mc.simulate(Mean(), mc.simulation.by_rows(lambda real, synthetic: 1.5), **SETTING)
    with pytest.raises(ValueError, match=r"^rule must "):
        mc.simulation.by_rows(0.5)
