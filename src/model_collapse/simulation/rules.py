"""A regime whose weight depends on the data: a rule finds it in each round's own rows.

Chapter: *Adaptive weights: Kalman and Fibonacci*.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from model_collapse._checks import Floats, function, numbers, refusal
from model_collapse.problems._forms import stacked
from model_collapse.problems.base import Problem
from model_collapse.problems.rows import Sample
from model_collapse.problems.stream import Stream
from model_collapse.simulation.regimes import Models, Regime, Rounds, unweighted

Rule = Callable[[Any, Any], Floats]


def _weight(found: Any, replications: int) -> Floats:
    """Return what a rule found, one weight a replication; nan, where there is no model, stays."""
    weight = numbers("what the rule returns", found)
    if weight.shape not in ((), (1,), (1, 1), (1, replications)):
        sentence = "what the rule returns must have shape (1, {replications}), got {shape}."
        raise refusal(sentence, replications=replications, shape=weight.shape)
    if (outside := (weight < 0) | (weight > 1)).any():
        raise refusal("what the rule returns must be between 0 and 1, got {given:g}.", given=weight[outside].flat[0])
    return np.broadcast_to(weight, (1, replications))


def by_rule(rule: Rule) -> Regime:
    """Return a regime with new real rows every round and a weight that a rule finds in the round's own rows.

    Chapter: *Adaptive weights: Kalman and Fibonacci*.

    Parameters
    ----------
    rule : callable
        Takes a round's real and synthetic sample, as the problem draws them, and returns the total weight on the real
        one, shape (1, replications), or one number for all.

    Returns
    -------
    callable
        A regime that takes no weight.

    Raises
    ------
    ValueError
        If the rule cannot be called with two samples or, in a simulation, returns something else than weights from 0
        to 1.
    """
    function("rule", rule, "by_rule(lambda real, synthetic: np.array([0.5]))", ("real", "synthetic"))

    @unweighted
    def ruled(problem: Problem, rounds: Rounds, rng: Stream) -> Models:
        first, *later = rounds
        model = problem.fit(problem.real(first.n_real, rng))
        yield model
        for now in later:
            real = problem.real(now.n_real, rng)
            synthetic = problem.synthetic(model, now.n_synthetic, rng)
            model = problem.fit(real, synthetic, _weight(rule(real, synthetic), rng.replications))
            yield model

    return ruled


def by_rows(rule: Callable[[Any, Any], float]) -> Regime:
    """Return a regime with new real rows every round and a weight that a rule finds in the rows of one run.

    For problems that draw every row, subclasses of `Rows`. Chapter: *Generators without a formula*.

    Parameters
    ----------
    rule : callable
        Takes the real and the synthetic rows of a round, in the form in which they were drawn, and returns the total
        weight on the real ones.

    Returns
    -------
    callable
        A regime that takes no weight; a run that has ended stays so.

    Raises
    ------
    ValueError
        If the rule cannot be called with two arguments or, in a simulation, the problem draws no rows or the rule
        returns something else than a weight from 0 to 1.
    """
    function("rule", rule, "by_rows(lambda real, synthetic: 0.5)", ("real", "synthetic"))

    def each(real: Any, synthetic: Any) -> Floats:
        if not isinstance(real, Sample):
            raise refusal("by_rows needs a problem that draws rows, got samples of {kind}.", kind=type(real).__name__)
        pairs = zip(real.parts[0], synthetic.parts[0], strict=True)
        return np.array([[1.0 if b is None else rule(stacked(a), stacked(b)) for a, b in pairs]])

    return by_rule(each)
