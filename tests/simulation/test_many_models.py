"""Regimes with several models, and a weight that a rule finds, against theory and against regimes that they contain."""

import numpy as np
import pytest

import model_collapse as mc
from model_collapse import simulation, theory

SETTING = {"n_real": 20, "n_synthetic": 40, "rounds": 40, "replications": 20_000, "seed": 14}
WEIGHTS = np.array([0.2, 0.5, 0.8])


def assert_settles_at(regime, expected, problem=None, weight=WEIGHTS, **setting):
    run = mc.simulate(problem or mc.GaussianMean(), regime, weight=weight, **SETTING | setting)
    z = run.compare(expected, last=5).z
    assert np.abs(z).max() < 4, z


@pytest.mark.parametrize(("models", "crawls"), [(2, 2), (4, 2), (3, 1), (5, 5)])
@pytest.mark.claim("T45")
def test_a_community(models, crawls):
    regime = simulation.community(models=models, crawls=crawls)
    assert_settles_at(regime, theory.community_error_ratio(WEIGHTS, 0.5, models, crawls))


@pytest.mark.parametrize("models", [1, 2, 5])
@pytest.mark.claim("T46")
def test_an_ensemble(models):
    regime = simulation.ensemble(models=models)
    assert_settles_at(regime, theory.ensemble_error_ratio(WEIGHTS, 0.5, models))


@pytest.mark.parametrize("lag", [1, 3])
@pytest.mark.claim("T46")
def test_a_lag_leaves_the_limit_and_takes_that_many_times_longer(lag):
    regime = simulation.lagged(lag=lag)
    assert_settles_at(regime, mc.error_ratio(WEIGHTS, 0.5), rounds=40 * lag)
    few = mc.simulate(mc.GaussianMean(), regime, weight=0.2, **SETTING | {"rounds": 3 * lag})
    plain = mc.simulate(mc.GaussianMean(), mc.fresh, weight=0.2, **SETTING | {"rounds": 3})
    error = 4 * np.hypot(few.stderr[-1], plain.stderr[-1])
    assert abs(few.mean[-1] - plain.mean[-1]) < error


@pytest.mark.parametrize(
    "regime",
    [
        simulation.community(models=1, crawls=1),
        simulation.ensemble(models=1),
        simulation.lagged(lag=1),
    ],
)
def test_one_model_is_fresh(regime):
    few = SETTING | {"replications": 10, "rounds": 5}
    alone = mc.simulate(mc.GaussianMean(), regime, weight=WEIGHTS, **few)
    plain = mc.simulate(mc.GaussianMean(), mc.fresh, weight=WEIGHTS, **few)
    assert np.array_equal(alone.errors, plain.errors)


def test_a_crawl_shares_out_its_rows():
    drawn = []

    class Counting(mc.GaussianMean):
        def synthetic(self, model, n, rng):
            drawn.append(n)
            return super().synthetic(model, n, rng)

    few = SETTING | {"replications": 2, "rounds": 1}
    mc.simulate(Counting(), simulation.community(models=3, crawls=1), weight=0.5, **few | {"n_synthetic": 8})
    assert drawn == [3, 3, 2]
    drawn.clear()
    mc.simulate(Counting(), simulation.community(models=3, crawls=1), weight=0.5, **few | {"n_synthetic": 2})
    assert drawn == [1, 1]


def test_a_rule_that_says_a_number_is_that_weight():
    few = SETTING | {"replications": 10, "rounds": 5}
    seen = []

    def three_tenths(real, synthetic):
        seen.append((real.n, synthetic.n))
        return np.array([0.3])

    ruled = mc.simulate(mc.GaussianMean(), simulation.by_rule(three_tenths), **few)
    assert seen == [(20, 40)] * 5
    plain = mc.simulate(mc.GaussianMean(), mc.fresh, weight=0.3, **few)
    assert np.allclose(ruled.errors, plain.errors, rtol=1e-14)


@pytest.mark.claim("T40")
def test_the_weight_that_never_harms_is_a_rule():
    problem = mc.GaussianMean(p=10)

    def never_harms(real, synthetic):
        apart = ((real.value - synthetic.value) ** 2).sum(-1)
        return theory.shrinkage_weight(real.n * apart, 10)

    regime = simulation.by_rule(never_harms)
    run = mc.simulate(problem, regime, **SETTING | {"n_synthetic": 20, "rounds": 25})
    assert run.settled(5).mean() == pytest.approx(0.6975, abs=0.004)
    shifted = mc.simulate(mc.Biased(problem, 0.5), regime, **SETTING | {"n_synthetic": 20, "rounds": 25})
    errors = shifted.settled(5)
    assert 0.9 < errors.mean() < 1 + 3 * errors.std() / np.sqrt(len(errors))


@pytest.mark.parametrize(
    ("regime", "given", "message"),
    [
        (simulation.community, {"models": 3, "crawls": 2}, "models must be a multiple of crawls, got 3 and 2."),
        (simulation.ensemble, {"models": 0}, "models must be"),
        (simulation.lagged, {"lag": 0}, "lag must be"),
        (simulation.by_rule, {"rule": 0.5}, "rule must be a function of real, synthetic"),
    ],
)
def test_what_does_not_fit_is_refused_at_once(regime, given, message):
    with pytest.raises(ValueError, match=message):
        regime(**given)


@pytest.mark.parametrize(
    "regime", [simulation.community(models=2, crawls=1), simulation.ensemble(models=2), simulation.lagged(lag=2)]
)
def test_without_synthetic_rows_real_rows_are_all(regime):
    few = SETTING | {"n_synthetic": 0, "rounds": 3, "replications": 4000}
    run = mc.simulate(mc.GaussianMean(), regime, weight=1, **few)
    assert (np.abs(run.mean - 1) < 4 * run.stderr).all()


@pytest.mark.parametrize(
    ("found", "message"),
    [
        ([[1.5]], r"what the rule returns must be between 0 and 1, got 1\.5\."),
        ([[-0.1]], r"what the rule returns must be between 0 and 1, got -0\.1\."),
        (np.full((1, 3), 0.5), r"what the rule returns must have shape \(1, 250\), got \(1, 3\)\."),
        (np.full(250, 0.5), r"what the rule returns must have shape \(1, 250\), got \(250,\)\."),
        (None, "what the rule returns must be a number or an array of numbers, got None"),
    ],
)
def test_what_is_no_weight_is_refused(found, message):
    few = SETTING | {"replications": 10, "rounds": 2}
    with pytest.raises(ValueError, match=message):
        mc.simulate(mc.GaussianMean(), simulation.by_rule(lambda real, synthetic: found), **few)


def test_a_rule_may_say_one_number_and_have_none_where_there_is_no_model():
    few = SETTING | {"replications": 10, "rounds": 2}
    for found in (1, 0, 0.3, [[0.3]]):
        ruled = mc.simulate(mc.GaussianMean(), simulation.by_rule(lambda real, synthetic, w=found: w), **few)
        plain = mc.simulate(mc.GaussianMean(), mc.fresh, weight=np.ravel(found)[0], **few)
        assert np.allclose(ruled.errors, plain.errors, rtol=1e-14)
    lost = mc.simulate(mc.GaussianMean(), simulation.by_rule(lambda real, synthetic: np.nan), **few)
    assert np.isnan(lost.errors[..., 1:]).all()
