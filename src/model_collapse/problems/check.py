"""Try a new problem, to see whether it does what a regime and the lab expect of it."""

from collections.abc import Callable
from typing import Any

import numpy as np

from model_collapse._checks import Floats, count, instance
from model_collapse.problems.base import Problem
from model_collapse.problems.stream import Stream

GRID = np.array([[0.3], [0.5], [0.8]])


def _tried(what: str, do: Callable[[], Any]) -> Any:
    try:
        return do()
    except Exception as fault:
        raise ValueError(f"{what} fails with {type(fault).__name__}: {' '.join(str(fault).split())}") from fault


def _require(holds: object, sentence: str) -> None:
    if not holds:
        raise ValueError(sentence)


def _same(one: Floats, two: Floats, rtol: float = 0.0) -> bool:
    return bool(np.allclose(one, two, rtol=rtol, atol=0.0, equal_nan=True))


class _Trial:
    """A problem at the beginning of a run, and what it answers."""

    def __init__(self, problem: Problem, n: int, replications: int, seed: int) -> None:
        self.rng = Stream(np.random.SeedSequence(seed), replications)
        self.problem, self.n, self.replications = problem.begin(), n, replications

    def real(self, n: int) -> Any:
        return _tried(f"real({n}, rng)", lambda: self.problem.real(n, self.rng))

    def synthetic(self, model: Any, n: int) -> Any:
        return _tried(f"synthetic(model, {n}, rng)", lambda: self.problem.synthetic(model, n, self.rng))

    def fit(self, *samples: Any, weight: Floats | None = None) -> Any:
        said = "real" if len(samples) == 1 else f"real, synthetic, {'None' if weight is None else 'weight'}"
        return _tried(f"fit({said})", lambda: self.problem.fit(*samples, *([] if len(samples) == 1 else [weight])))

    def error(self, model: Any, weights: int = 1) -> Floats:
        error = np.asarray(_tried("error(model)", lambda: self.problem.error(model)))
        allowed = {(1, self.replications), (weights, self.replications)}
        shown = " or ".join(str(shape) for shape in sorted(allowed))
        _require(error.shape in allowed, f"error must have shape {shown}, (weights, replications), got {error.shape}.")
        _require(error.dtype.kind in "fiu", f"error must be an array of numbers, got {error.dtype}.")
        return error

    def run(self, weight: Floats) -> Floats:
        """Return the errors of three rounds of fresh augmentation, shape (weights, replications, 3)."""
        model = self.fit(self.real(self.n))
        errors = [self.error(model)]
        for _ in range(2):
            real, synthetic = self.real(self.n), self.synthetic(model, self.n)
            model = self.fit(real, synthetic, weight=weight)
            errors.append(self.error(model, len(weight)))
        return np.stack(np.broadcast_arrays(*errors), axis=-1)


def check_problem(problem: Problem, *, n: int = 20, replications: int = 3, seed: int = 0) -> None:
    """Try a problem, as scikit-learn's `check_estimator` tries an estimator; silence means that it passes.

    It is asked for samples of n rows and of none, for fits of each kind, and for a few rounds with one weight and with
    several. Whether its `unit` is the error of a fit to real rows alone is for a test of its own.

    Chapter: *One mean, one recursion*.

    Parameters
    ----------
    problem : Problem
        An instance of the new class.
    n : int
        Rows of each sample; as many as a fit needs.
    replications : int
        Replications tried together.
    seed : int
        Seed of the draws.

    Raises
    ------
    ValueError
        At the first fault; one sentence says what is wrong, and the exception behind it where.

    Examples
    --------
    >>> import model_collapse as mc
    >>> mc.check_problem(mc.GaussianMean(p=2))
    """
    instance("problem", problem, Problem, "GaussianMean()")
    n, replications = count("n", n, 1, 10_000), count("replications", replications, 1, 1_000)
    seed = count("seed", seed, 0, None)
    count("block", problem.block)
    unit = _tried(f"unit({n})", lambda: problem.unit(n))
    _require(np.ndim(unit) == 0 and 0 < unit < np.inf, f"unit must be a number above zero and finite, got {unit}.")
    least = _tried(f"stderr_weight({n})", lambda: problem.stderr_weight(n))
    _require(np.ndim(least) == 0 and 0 <= least <= 1, f"stderr_weight must be a number from 0 to 1, got {least}.")

    def trial() -> _Trial:
        return _Trial(problem, n, replications, seed)

    errors = trial().run(GRID)
    _require(np.isfinite(errors).any(), f"no fit exists in any of {errors.size} trials; give it more rows, n = {n}.")
    _require(
        _same(errors, trial().run(GRID)),
        "two runs with one seed differ: draw from rng alone, and keep nothing from run to run (see begin).",
    )
    _require(
        _same(errors[1], trial().run(GRID[1:2])[0]),
        "errors at a weight change with the weights beside it: draw the same numbers however many weights there are.",
    )
    _check_fits(trial())


def _check_fits(it: _Trial) -> None:
    """Check that a fit does with weights and pooled samples what it says."""
    real = it.real(it.n)
    first = it.fit(real)
    before = it.error(first)
    synthetic = it.synthetic(first, it.n)
    _require(_same(before, it.error(first)), "synthetic changes the model that it is given; copy it first.")
    one, two = (it.error(it.fit(real, synthetic, weight=GRID), len(GRID)) for _ in range(2))
    _require(_same(one, two), "two fits to the same samples differ: fit must not change them.")
    one, none = np.ones((1, 1)), np.zeros((1, 1))
    no_real, no_synthetic = it.real(0), it.synthetic(first, 0)
    # From here on the truth of a drifting problem stands still, since no more real rows are drawn.
    before, alone, half = (
        it.error(model) for model in (first, it.fit(synthetic), it.fit(real, synthetic, weight=GRID[1:2]))
    )
    pooled = _tried("real + synthetic", lambda: real + synthetic)
    for said, found, expected in (
        ("weight 1 must give the fit to the real rows alone", it.fit(real, synthetic, weight=one), before),
        ("weight 0 must give the fit to the synthetic rows alone", it.fit(real, synthetic, weight=none), alone),
        ("without a weight every row must count the same", it.fit(real, synthetic), half),
        ("pooled samples, a + b, must give the fit to all rows", it.fit(pooled), half),
        (
            "a sample of no synthetic rows must change nothing at weight 1",
            it.fit(real, no_synthetic, weight=one),
            before,
        ),
        ("a sample of no real rows must change nothing at weight 0", it.fit(no_real, synthetic, weight=none), alone),
    ):
        got = it.error(found)
        _require(_same(got, expected, 1e-2), f"{said}, got errors {got.ravel()[:3]} instead of {expected.ravel()[:3]}.")
