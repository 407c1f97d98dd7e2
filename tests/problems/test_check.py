"""Good problems pass `check_problem`, and each fault is named."""

import re

import numpy as np
import pytest

import model_collapse as mc
from model_collapse.problems import Average
from model_collapse.problems import dataset as tables
from tests.problems.row_problems import DistributionRows, LinearRows
from tests.simulation.test_simulator import NAMES, PROBLEMS

RNG = np.random.default_rng(10)
COLUMNS = RNG.normal(3, 2, (200, 1))
TABLE = tables.standardise(COLUMNS, (RNG.random(200) < 0.5).astype(float))


@pytest.mark.parametrize("problem", PROBLEMS, ids=NAMES)
def test_the_labs_own_problems_pass(problem):
    mc.check_problem(problem)


def test_other_problems_pass():
    for problem in (tables.DatasetLogistic(TABLE), tables.DatasetPoisson(TABLE), LinearRows(1), DistributionRows(5)):
        mc.check_problem(problem, replications=2)


class Mean(mc.GaussianMean):
    """A mean that can be given a fault."""


class Draws(Mean):
    """One number for each weight: the weights beside it change the draws."""

    def synthetic(self, model, n, rng):
        return Average(n, model + rng.generator.standard_normal(model.shape) / np.sqrt(max(n, 1)))


class Unseeded(Mean):
    """Draws from a generator of its own."""

    mine = np.random.default_rng(1)

    def real(self, n, rng):
        return Average(n, self.mine.standard_normal((1, rng.replications, self.p)))


class Moving(Mean):
    """Moves its truth for good."""

    def real(self, n, rng):
        self.truth = self.truth + 1
        return super().real(n, rng)


class Overwriting(Mean):
    """Adds the noise to the model itself."""

    def synthetic(self, model, n, rng):
        model += 1.0
        return super().synthetic(model, n, rng)


class Consuming(Mean):
    """Mixes within the real sample."""

    def fit(self, real, synthetic=None, weight=None):
        if weight is not None:
            real.value[...] *= 2
        return super().fit(real, synthetic, weight)


class Draining(Mean):
    """Mixes within the synthetic sample."""

    def fit(self, real, synthetic=None, weight=None):
        if weight is not None:
            synthetic.value[...] *= 2
        return super().fit(real, synthetic, weight)


class Swapped(Mean):
    """Gives the weight to the synthetic rows."""

    def fit(self, real, synthetic=None, weight=None):
        return super().fit(real, synthetic, None if weight is None else 1 - weight)


class HalfDeaf(Mean):
    """Never puts all weight on synthetic rows."""

    def fit(self, real, synthetic=None, weight=None):
        return super().fit(real, synthetic, None if weight is None else np.maximum(weight, 0.1))


class Uneven(Mean):
    """Counts real rows only where there is no weight."""

    def fit(self, real, synthetic=None, weight=None):
        return real.value if weight is None else super().fit(real, synthetic, weight)


class Latest(Average):
    """Forgets the first of two pooled samples."""

    def __add__(self, other):
        return other


class Forgetting(Mean):
    """Pools samples wrongly, and mixes them rightly."""

    def real(self, n, rng):
        return Latest(n, super().real(n, rng).value)

    def fit(self, real, synthetic=None, weight=None):
        even = synthetic is not None and weight is None
        return super().fit(real, synthetic, np.array([[0.5]]) if even else weight)


def empty(kind):
    """A problem whose samples of no rows of a kind are wrong."""

    def draw(self, *given):
        n = given[-2]
        sample = getattr(mc.GaussianMean, kind)(self, *given)
        return sample if n else Average(1, np.full_like(sample.value, np.nan))

    return type("Empty", (Mean,), {kind: draw})(2)


def fails(*given):
    raise KeyError("x")


def with_(**attributes):
    return type("Faulty", (Mean,), attributes)(2)


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (mc.GaussianMean, "problem must be an instance, got the class GaussianMean; write GaussianMean(...)."),
        (with_(block=0), "block must be at least 1, got 0."),
        (with_(unit=lambda self, n: 0.0), "unit must be a number above zero and finite, got 0.0."),
        (with_(unit=lambda self, n: np.inf), "unit must be a number above zero and finite, got inf."),
        (with_(unit=lambda self, n: np.ones(2)), "unit must be a number above zero and finite, got [1. 1.]."),
        (with_(stderr_weight=lambda self, n: 1.5), "stderr_weight must be a number from 0 to 1, got 1.5."),
        (with_(stderr_weight=lambda self, n: -0.5), "stderr_weight must be a number from 0 to 1, got -0.5."),
        (with_(real=fails), "real(20, rng) fails with KeyError: 'x'"),
        (with_(synthetic=fails), "synthetic(model, 20, rng) fails with KeyError: 'x'"),
        (with_(fit=fails), "fit(real) fails with KeyError: 'x'"),
        (with_(error=fails), "error(model) fails with KeyError: 'x'"),
        (
            with_(error=lambda self, model: model),
            "error must have shape (1, 3), (weights, replications), got (1, 3, 2).",
        ),
        (with_(error=lambda self, model: (model > 0)[..., 0]), "error must be an array of numbers, got bool."),
        (with_(error=lambda self, model: model[..., 0] * np.nan), "no fit exists in any of 27 trials; give it more"),
        (Unseeded(2), "two runs with one seed differ: draw from rng alone"),
        (Moving(2), "two runs with one seed differ: draw from rng alone"),
        (Draws(2), "errors at a weight change with the weights beside it"),
        (Overwriting(2), "synthetic changes the model that it is given; copy it first."),
        (Consuming(2), "two fits to the same samples differ: fit must not change them."),
        (Draining(2), "two fits to the same samples differ: fit must not change them."),
        (Swapped(2), "weight 1 must give the fit to the real rows alone, got errors"),
        (HalfDeaf(2), "weight 0 must give the fit to the synthetic rows alone, got errors"),
        (Uneven(2), "without a weight every row must count the same, got errors"),
        (Forgetting(2), "pooled samples, a + b, must give the fit to all rows, got errors"),
        (empty("synthetic"), "a sample of no synthetic rows must change nothing at weight 1, got errors"),
        (empty("real"), "a sample of no real rows must change nothing at weight 0, got errors"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, mc.problems.Problem) else None,
)
def test_each_fault_is_named(problem, said):
    with pytest.raises(ValueError, match=f"^{re.escape(said)}"):
        mc.check_problem(problem)
