import inspect
from functools import partial

import numpy as np
import pytest

import model_collapse as mc
from model_collapse.simulation.regimes import Round, takes_weight

COMMON = {"n_real": 40, "n_synthetic": 40, "replications": 4000, "seed": 2}
PROBLEM = mc.GaussianMean(2, covariance=[[2.0, 0.5], [0.5, 1.0]])


@pytest.mark.claim("T8")
def test_replace_grows_linearly():
    run = mc.simulate(PROBLEM, mc.replace, rounds=6, **COMMON)
    assert np.abs(run.compare(np.arange(1.0, 8.0)).z).max() < 4


@pytest.mark.claim("T10")
def test_reused_rows():
    w = np.array([0.3, 0.618, 1.0])
    run = mc.simulate(PROBLEM, mc.reuse, weight=w, rounds=30, **COMMON)
    assert np.abs(run.compare(1 + (1 - w) ** 2 / (w * (2 - w)), last=8).z).max() < 4


def test_accumulated_rows():
    run = mc.simulate(PROBLEM, mc.accumulate, rounds=20, **COMMON)
    assert np.abs(run.compare(np.cumsum(1 / np.arange(1.0, 22.0) ** 2)).z).max() < 4


@pytest.mark.claim("T9")
def test_kept_rows():
    run = mc.simulate(PROBLEM, mc.keep_real, weight=1.0, rounds=5, **COMMON)
    assert np.abs(run.compare(1 / np.arange(1.0, 7.0)).z).max() < 4


def test_accumulated_covariances():
    # Pooled by degrees of freedom: after one round S = (S0 + S1) / 2, with E trace(S1^2 | S0) in closed form.
    sigma, nu = np.array([[1.0, 0.3], [0.3, 0.5]]), 19
    a, b = np.trace(sigma) ** 2, (sigma**2).sum()
    A, B = a + 2 * b / nu, b + (a + b) / nu
    expected = (B + 2 * B + B + (A + B) / nu) / 4 - b
    problem = mc.GaussianCovariance(2, covariance=sigma)
    run = mc.simulate(problem, mc.accumulate, n_real=20, n_synthetic=20, rounds=1, replications=8000, seed=4)
    error = run.errors[:, 1]
    assert abs(error.mean() - expected) < 4 * error.std() / np.sqrt(error.size)


@pytest.mark.parametrize(
    "problem",
    [
        mc.GaussianMean(2),
        mc.GaussianCovariance(2),
        mc.GaussianMeanEstimatedCovariance(2),
        mc.LinearRegression(2),
        mc.LogisticRegression(2),
        mc.PoissonRegression(2),
        mc.DistributionFunction(),
        mc.Categorical([3, 2, 1]),
        mc.Drifting(mc.GaussianMean(2), 0.1),
    ],
)
def test_rounds_without_real_or_without_synthetic_rows(problem):
    run = mc.simulate(
        problem,
        mc.fresh,
        n_real=lambda t: 0 if t == 2 else 60,
        n_synthetic=lambda t: 0 if t == 3 else 60,
        weight=lambda t: {2: 0.0, 3: 1.0}.get(t, 0.6),
        rounds=4,
        replications=problem.block,
        seed=8,
    )
    assert np.isfinite(run.errors).all()
    assert run.errors.mean(axis=0).max() < 20 * run.errors[:, 0].mean()


def test_rows_that_differ_by_round_add_up():
    real, synthetic = [20, 50, 0, 30, 10], [0, 40, 30, 0, 60]
    worth, weights = 20.0, [1.0]
    for n, m in zip(real[1:], synthetic[1:], strict=True):
        total = n + float(mc.equivalent_rows(worth, m))
        weights.append(n / total)
        worth = total
    run = mc.simulate(
        PROBLEM,
        mc.fresh,
        n_real=real.__getitem__,
        n_synthetic=synthetic.__getitem__,
        weight=weights.__getitem__,
        rounds=4,
        replications=8000,
        seed=2,
    )
    error = run.errors[:, -1]
    assert abs(error.mean() - PROBLEM.unit(1) / worth) < 4 * error.std() / np.sqrt(error.size)


REGIMES = [mc.replace, mc.fresh, mc.reuse, mc.keep_real, mc.accumulate]


def test_a_regime_says_itself_whether_it_takes_a_weight():
    for regime in REGIMES:
        assert takes_weight(regime) == ("now.weight" in inspect.getsource(regime))
        assert takes_weight(partial(partial(regime))) == takes_weight(regime)
        if not takes_weight(regime):
            with pytest.raises(ValueError, match=rf"^the regime {regime.__name__} has no weight; leave weight out\.$"):
                mc.simulate(PROBLEM, regime, weight=0.5, rounds=1, **COMMON)
    with pytest.raises(ValueError, match="has no weight"):
        mc.simulate(PROBLEM, partial(mc.replace), weight=0.5, rounds=1, **COMMON)

    @mc.unweighted
    def mine(problem, rounds, rng):
        return mc.replace(problem, rounds, rng)

    with pytest.raises(ValueError, match="the regime mine has no weight"):
        mc.simulate(PROBLEM, mine, weight=0.5, rounds=1, **COMMON)


def test_a_regime_that_takes_no_notice_of_the_weight():
    def deaf(problem, rounds, rng):
        return mc.replace(problem, rounds, rng)

    said = "^the regime deaf takes no notice of the weight; mark it as unweighted and leave weight out.$"
    with pytest.raises(ValueError, match=said):
        mc.simulate(PROBLEM, deaf, weight=[0.4, 0.5], rounds=1, jobs=1, **COMMON)
    assert mc.simulate(PROBLEM, mc.fresh, weight=[0.4, 0.5], rounds=0, **COMMON).errors.shape == (2, 4000, 1)


def test_a_regime_that_ends_early():
    def short(problem, rounds, rng):
        return mc.fresh(problem, rounds[:-1], rng)

    with pytest.raises(ValueError, match=r"^a regime must yield a model for each of 4 rounds, got 3\.$"):
        mc.simulate(PROBLEM, short, rounds=3, jobs=1, **COMMON)


class Book:
    """A problem that writes down what it is asked for; a sample is a tuple of row names."""

    def __init__(self):
        self.fits, self.drawn = [], 0

    def real(self, n, rng):
        self.drawn += 1
        return [(f"real{self.drawn}", n)]

    def synthetic(self, model, n, rng):
        return [(f"from{model}", n)]

    def fit(self, *samples):
        self.fits.append(samples)
        return len(self.fits) - 1


A, B, C = ("real1", 10), ("real2", 11), ("real3", 12)


@pytest.mark.parametrize(
    ("regime", "expected"),
    [
        (mc.replace, [([A],), ([("from0", 21)],), ([("from1", 22)],)]),
        (mc.fresh, [([A],), ([B], [("from0", 21)], "w1"), ([C], [("from1", 22)], "w2")]),
        (mc.reuse, [([A],), ([A], [("from0", 21)], "w1"), ([A], [("from1", 22)], "w2")]),
        (mc.keep_real, [([A],), ([A, B], [("from0", 21)], "w1"), ([A, B, C], [("from1", 22)], "w2")]),
        (mc.accumulate, [([A],), ([A, ("from0", 21)],), ([A, ("from0", 21), ("from1", 22)],)]),
    ],
)
def test_what_the_next_fit_sees(regime, expected):
    book = Book()
    models = list(regime(book, [Round(10 + t, 20 + t, f"w{t}") for t in range(3)], None))
    assert models == [0, 1, 2]
    assert book.fits == expected


def test_every_regime_is_short_enough_to_print():
    for regime in REGIMES:
        assert len(inspect.getsource(regime).splitlines()) <= 12
