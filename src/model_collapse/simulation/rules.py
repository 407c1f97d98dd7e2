"""A regime whose weight depends on the data: a rule finds it in each round's own rows.

Chapter: *Adaptive weights: Kalman and Fibonacci*.
"""

from collections.abc import Callable
from typing import Any

from model_collapse._checks import Floats, function
from model_collapse.problems.base import Problem
from model_collapse.problems.stream import Stream
from model_collapse.simulation.regimes import Models, Regime, Rounds, unweighted

Rule = Callable[[Any, Any], Floats]


def by_rule(rule: Rule) -> Regime:
    """Return a regime with new real rows every round and a weight that a rule finds in the round's own rows.

    Chapter: *Adaptive weights: Kalman and Fibonacci*.

    Parameters
    ----------
    rule : callable
        Takes a round's real and synthetic sample, as the problem draws them, and returns the total weight on the real
        one, shape (1, replications).

    Returns
    -------
    callable
        A regime that takes no weight.
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
            model = problem.fit(real, synthetic, rule(real, synthetic))
            yield model

    return ruled
