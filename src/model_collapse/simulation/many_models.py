"""Regimes in which a fit sees the rows of several models: those of a community, or the last versions of one model.

Chapter: *Many models, and a checker*.
"""

from collections.abc import Sequence
from functools import reduce
from operator import add
from typing import Any

from model_collapse._checks import count, refusal
from model_collapse.problems.base import Problem
from model_collapse.problems.stream import Stream
from model_collapse.simulation.regimes import Models, Regime, Rounds


def _crawl(problem: Problem, models: Sequence[Any], n: int, rng: Stream) -> Any:
    """Draw n rows in equal parts from several models; the first ones give one more where n cannot be shared out."""
    parts = [n // len(models) + (place < n % len(models)) for place in range(len(models))]
    asked = [(model, part) for model, part in zip(models, parts, strict=True) if part] or [(models[0], 0)]
    return reduce(add, [problem.synthetic(model, part, rng) for model, part in asked])


def community(*, models: int, crawls: int) -> Regime:
    """Return a regime of several models, each with new real rows of its own, beside rows from all of them.

    The first model is the one whose errors are kept; the others are its like. Chapter: *Many models, and a checker*.

    Parameters
    ----------
    models : int
        Models in the community.
    crawls : int
        Separate draws of synthetic rows in a round, each for the same number of models: from 1, which all share, to
        one a model. `models` is a multiple of it.

    Returns
    -------
    callable
        A regime that takes a weight.

    Raises
    ------
    ValueError
        If a number is not a whole one from 1, or `models` is no multiple of `crawls`.
    """
    if count("models", models) % count("crawls", crawls):
        raise refusal("models must be a multiple of crawls, got {models} and {crawls}.", models=models, crawls=crawls)

    def regime(problem: Problem, rounds: Rounds, rng: Stream) -> Models:
        first, *later = rounds
        everyone = [problem.fit(problem.real(first.n_real, rng)) for _ in range(models)]
        yield everyone[0]
        for now in later:
            own = [problem.real(now.n_real, rng) for _ in range(models)]
            drawn = [_crawl(problem, everyone, now.n_synthetic, rng) for _ in range(crawls)]
            everyone = [problem.fit(real, drawn[place % crawls], now.weight) for place, real in enumerate(own)]
            yield everyone[0]

    return regime


def ensemble(*, models: int) -> Regime:
    """Return a regime with new real rows every round, beside rows in equal parts from the last few models.

    Chapter: *Many models, and a checker*.

    Parameters
    ----------
    models : int
        Models that the synthetic rows come from; in the first rounds, those that there are.

    Returns
    -------
    callable
        A regime that takes a weight.

    Raises
    ------
    ValueError
        If `models` is not a whole number from 1.
    """
    count("models", models)

    def regime(problem: Problem, rounds: Rounds, rng: Stream) -> Models:
        first, *later = rounds
        past = [problem.fit(problem.real(first.n_real, rng))]
        yield past[-1]
        for now in later:
            real = problem.real(now.n_real, rng)
            synthetic = _crawl(problem, past, now.n_synthetic, rng)
            past = [*past, problem.fit(real, synthetic, now.weight)][-models:]
            yield past[-1]

    return regime


def lagged(*, lag: int) -> Regime:
    """Return a regime with new real rows every round, beside rows from the model of some rounds ago.

    Chapter: *Many models, and a checker*.

    Parameters
    ----------
    lag : int
        Rounds that rows need from a model to a fit; in the first rounds they come from the first model.

    Returns
    -------
    callable
        A regime that takes a weight.

    Raises
    ------
    ValueError
        If `lag` is not a whole number from 1.
    """
    count("lag", lag)

    def regime(problem: Problem, rounds: Rounds, rng: Stream) -> Models:
        first, *later = rounds
        past = [problem.fit(problem.real(first.n_real, rng))]
        yield past[-1]
        for now in later:
            real = problem.real(now.n_real, rng)
            synthetic = problem.synthetic(past[0], now.n_synthetic, rng)
            past = [*past, problem.fit(real, synthetic, now.weight)][-lag:]
            yield past[-1]

    return regime
