"""Regressions on the rows of a table, and what is measured on rows that are never drawn."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from sklearn.metrics import log_loss
from statsmodels.datasets import randhie

import model_collapse as mc
from model_collapse.paper import income
from model_collapse.practice.held_out import HeldOut
from model_collapse.problems import dataset
from model_collapse.problems.stream import Stream

RNG = np.random.default_rng(10)
RAW = RNG.normal(3, 2, (3000, 2))
MEAN = np.exp(0.2 + (RAW - 3) @ [0.2, -0.1])
COUNTS = RNG.poisson(MEAN * RNG.gamma(0.5, 2, 3000)).astype(float)  # twice as uneven as a Poisson number, and more
LABELS = (RNG.random(3000) < 1 / (1 + np.exp(-(RAW - 3) @ [0.7, -0.4]))).astype(float)
KINDS = [
    (dataset.DatasetLogistic, LABELS, sm.families.Binomial()),
    (dataset.DatasetPoisson, COUNTS, sm.families.Poisson()),
]


@pytest.mark.parametrize(("kind", "y", "family"), KINDS)
def test_truth_and_variances_are_statsmodels(kind, y, family):
    problem = kind(dataset.standardise(RAW, y))
    fit = sm.GLM(y, problem.data.x, family=family).fit(tol=1e-12)
    np.testing.assert_allclose(problem.truth, fit.params, atol=1e-6)
    robust = sm.GLM(y, problem.data.x, family=family).fit(cov_type="HC0", tol=1e-12).cov_params()
    assert problem.unit(3000) == pytest.approx(np.trace(robust), rel=1e-5)
    assert problem.noise_ratio() == pytest.approx(np.trace(robust) / np.trace(fit.cov_params()), rel=1e-5)


def test_true_and_false_are_one_and_zero():
    plain = dataset.standardise(np.column_stack([RAW[:, 0], RAW[:, 1] > 3]), LABELS)
    frame = pd.DataFrame({"size": RAW[:, 0], "large": RAW[:, 1] > 3})
    for columns, response in ((frame, LABELS == 1), (frame.to_numpy(), pd.Series(LABELS == 1))):
        for expected, part in zip(plain, dataset.standardise(columns, response), strict=True):
            np.testing.assert_allclose(part, expected, rtol=1e-12)
    alone = dataset.standardise(frame[["large"]], (LABELS == 1).tolist())
    np.testing.assert_allclose(alone.x, plain.x[:, [0, 2]], rtol=1e-12)


@pytest.mark.parametrize(("kind", "y", "family"), KINDS)
def test_real_and_synthetic_rows_are_rows_of_the_table(kind, y, family):
    problem = kind(dataset.standardise(RAW, y))
    rng, again = (Stream(np.random.SeedSequence(1), 3) for _ in range(2))
    real, drawn = problem.real(50, rng), problem._drawn(50, again)
    np.testing.assert_allclose(real.x, problem.data.x[drawn].swapaxes(1, 2), atol=1e-6)
    np.testing.assert_allclose(real.xy[0], np.einsum("rnp,rn->rp", problem.data.x[drawn], y[drawn]), rtol=1e-5)


@pytest.mark.parametrize(("kind", "y", "family"), KINDS)
def test_error_has_its_limit(kind, y, family):
    problem, w = kind(dataset.standardise(RAW, y)), np.array([0.3, 0.618, 1.0])
    run = mc.simulate(problem, mc.fresh, n_real=500, n_synthetic=500, weight=w, rounds=20, replications=100, seed=10)
    settled = run.settled(10)
    stderr = settled.std(axis=-1) / 10
    np.testing.assert_allclose(settled.mean(axis=-1), problem.error_ratio(w, 1), atol=4 * stderr.max(), rtol=0.05)


@pytest.mark.claim("E7")
def test_the_best_weight_follows_the_noise_of_real_rows():
    people = randhie.load_pandas().data
    problem = dataset.DatasetPoisson(
        dataset.standardise(people[["lncoins", "idp", "physlm", "disea"]], people["mdvis"])
    )
    s, w = problem.noise_ratio(), np.array([0.2, 0.3, 0.4, 0.618, 1.0])
    assert 6 < s < 8
    run = mc.simulate(problem, mc.fresh, n_real=500, n_synthetic=500, weight=w, rounds=30, replications=150, seed=3)
    assert run.best_weight(last=15).weight == 0.3 == pytest.approx(mc.optimal_weight(1 / s), abs=0.03)
    mean = run.settled(15).mean(axis=-1)
    assert 1.3 < mean[3] / mean[1] < 1.7
    np.testing.assert_allclose(mean, problem.error_ratio(w, 1), rtol=0.1)


def test_measures_on_rows_never_drawn():
    data = dataset.standardise(RAW, LABELS)
    held, model = HeldOut(data), np.array([[[0.1, 1.0, -0.5], [0.0, 2.0, 0.3]], [[np.nan] * 3, [0.3, 60.0, 0.0]]])
    found = held.measure(model)
    for at in [(0, 0), (0, 1), (1, 1)]:
        eta = data.x @ model[at]
        chance = 1 / (1 + np.exp(-eta))
        expected = np.logaddexp(0, eta).mean() - (LABELS * eta).mean()
        if at != (1, 1):  # where no chance is 0 or 1 to the last digit
            assert expected == pytest.approx(log_loss(LABELS, chance), rel=1e-9)
        assert found["log_loss"][at] == pytest.approx(expected, rel=1e-4)
        bins = np.minimum((chance * 10).astype(int), 9)
        gaps = [abs((LABELS - chance)[bins == b].mean()) * (bins == b).mean() for b in range(10) if (bins == b).any()]
        assert found["calibration_error"][at] == pytest.approx(sum(gaps), abs=2e-3)
    assert all(np.isnan(value[1, 0]) for value in found.values())


def test_calibration_slope_is_that_of_a_second_fit():
    data = dataset.standardise(RAW, LABELS)
    truth = dataset.population_fit(data, dataset.DatasetLogistic.family)
    for model in (truth, truth * 1.1, truth + np.array([0.1, 0.05, 0.0])):
        second = sm.Logit(LABELS, sm.add_constant(data.x @ model)).fit(disp=0)
        slope = HeldOut(data).measure(model)["calibration_slope"]
        assert slope == pytest.approx(second.params[1], abs=2e-3)


def test_no_row_comes_twice():
    data = dataset.standardise(np.arange(400.0)[:, None], LABELS[:400])
    seen = []

    class Watched(dataset.DatasetLogistic):
        def observed(self, drawn):
            seen.append(drawn)
            return super().observed(drawn)

    setting = {"n_real": 40, "n_synthetic": 40, "weight": 0.6, "rounds": 9, "replications": 3, "seed": 10}
    problem = Watched(data)
    problem.block = 3
    mc.simulate(problem, income.once, **setting)
    drawn = np.concatenate(seen, axis=-1)
    assert drawn.shape == (3, 400)
    np.testing.assert_array_equal(np.sort(drawn, axis=-1), np.tile(np.arange(400), (3, 1)))
