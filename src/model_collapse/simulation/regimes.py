"""What the next fit may see: each regime is a generator that yields the model of every round.

Chapter: *Four ways to train on your own output*.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from model_collapse._checks import Floats, function
from model_collapse.problems.base import Problem
from model_collapse.problems.stream import Stream


class Round(NamedTuple):
    """One round's settings; a weight of None counts every row the same.

    Chapter: *Four ways to train on your own output*.
    """

    n_real: int
    n_synthetic: int
    weight: Floats | None


Rounds = Sequence[Round]
Models = Iterator[Any]
Regime = Callable[[Problem, Rounds, Stream], Models]
SEES = ("problem", "rounds", "rng")
"""What a regime is called with."""


def unweighted(regime: Regime) -> Regime:
    """Say that a regime has nothing to weight; a regime that does not say so takes a weight.

    Chapter: *Four ways to train on your own output*.
    """
    function("regime", regime, "accumulate", SEES)
    regime.weighted = False  # type: ignore[attr-defined]
    return regime


def takes_weight(regime: Regime) -> bool:
    """Return what the regime says of itself, also where some of its arguments are bound already."""
    function("regime", regime, "fresh", SEES)
    while isinstance(regime, partial):
        regime = regime.func
    return bool(getattr(regime, "weighted", True))


@unweighted
def replace(problem: Problem, rounds: Rounds, rng: Stream) -> Models:
    """Real rows once; every later model sees only the last one's rows."""
    first, *later = rounds
    model = problem.fit(problem.real(first.n_real, rng))
    yield model
    for now in later:
        model = problem.fit(problem.synthetic(model, now.n_synthetic, rng))
        yield model


def fresh(problem: Problem, rounds: Rounds, rng: Stream) -> Models:
    """New real rows every round, beside rows from the last model."""
    first, *later = rounds
    model = problem.fit(problem.real(first.n_real, rng))
    yield model
    for now in later:
        real = problem.real(now.n_real, rng)
        synthetic = problem.synthetic(model, now.n_synthetic, rng)
        model = problem.fit(real, synthetic, now.weight)
        yield model


def reuse(problem: Problem, rounds: Rounds, rng: Stream) -> Models:
    """The same real rows every round, beside rows from the last model."""
    first, *later = rounds
    real = problem.real(first.n_real, rng)
    model = problem.fit(real)
    yield model
    for now in later:
        synthetic = problem.synthetic(model, now.n_synthetic, rng)
        model = problem.fit(real, synthetic, now.weight)
        yield model


def keep_real(problem: Problem, rounds: Rounds, rng: Stream) -> Models:
    """Every real row ever seen, beside rows from the last model."""
    first, *later = rounds
    real = problem.real(first.n_real, rng)
    model = problem.fit(real)
    yield model
    for now in later:
        real = real + problem.real(now.n_real, rng)
        synthetic = problem.synthetic(model, now.n_synthetic, rng)
        model = problem.fit(real, synthetic, now.weight)
        yield model


@unweighted
def accumulate(problem: Problem, rounds: Rounds, rng: Stream) -> Models:
    """Real rows once, and every synthetic row ever made, all counting the same."""
    first, *later = rounds
    rows = problem.real(first.n_real, rng)
    model = problem.fit(rows)
    yield model
    for now in later:
        rows = rows + problem.synthetic(model, now.n_synthetic, rng)
        model = problem.fit(rows)
        yield model
