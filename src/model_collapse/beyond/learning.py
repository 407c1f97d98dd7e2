"""Regimes that learn from the averages of past rounds: a bias that is subtracted, a weight that follows the log.

Both see what a training log holds, the rows of each round and their averages, and know the variance of a row, which is
1 in each coordinate. What they use in a round was learnt in the rounds before it. Chapter: *A weight that learns*.
"""

from typing import Any

import numpy as np

from model_collapse._checks import Floats, instance, refusal
from model_collapse.beyond.corrected import memory, rule
from model_collapse.problems.base import Average, Problem
from model_collapse.problems.stream import Stream
from model_collapse.simulation.regimes import Models, Regime, Rounds, unweighted


class _Mean:
    """A mean of past rounds of which each counts more than the one before it."""

    def __init__(self, kept: float) -> None:
        self.kept, self.total, self.counted, self.squared = kept, np.zeros(1), 0.0, 0.0

    def add(self, value: Floats, rows: float) -> None:
        self.total = self.kept * self.total + rows * value
        self.counted = self.kept * self.counted + rows
        self.squared = self.kept**2 * self.squared + rows

    @property
    def value(self) -> Floats:
        return self.total / self.counted if self.counted else np.zeros(1)

    @property
    def variance(self) -> float:
        """Variance of the mean, if that of each value is 1 over its rows."""
        return self.squared / self.counted**2


def bias_subtracted(seen: str = "shifts", half_life: float | None = None) -> Regime:
    """Return `fresh` with an estimate of the generator's bias subtracted from every synthetic average.

    Chapter: *A weight that learns*.

    Parameters
    ----------
    seen : str
        `"shifts"`: synthetic average less last model; `"differences"`: synthetic average less real one; `"nothing"`: no
        estimate is subtracted.
    half_life : float, optional
        Rounds that show it after which a round counts half as much in the estimate; left out, it counts as much for
        ever.

    Returns
    -------
    callable
        A regime that takes a weight, for problems whose samples are averages and whose model is one.

    Raises
    ------
    ValueError
        If an argument is not one of those allowed or, in a simulation, the problem's samples are no averages.
    """
    kept, seen = memory(half_life), rule(seen)

    def subtracted(problem: Problem, rounds: Rounds, rng: Stream) -> Models:
        first, *later = rounds
        model, bias = problem.fit(problem.real(first.n_real, rng)), _Mean(kept)
        yield model
        for now in later:
            real = problem.real(now.n_real, rng)
            synthetic = _average(problem.synthetic(model, now.n_synthetic, rng))
            mixed = problem.fit(real, Average(synthetic.n, synthetic.value - bias.value), now.weight)
            if seen == "shifts" and now.n_synthetic:
                bias.add(synthetic.value - model, now.n_synthetic)
            elif seen == "differences" and now.n_real and now.n_synthetic:
                bias.add(synthetic.value - real.value, 1)
            model = mixed
            yield model

    return subtracted


def _average(sample: Any) -> Average:
    """Return a sample if it is the average of rows that are vectors."""
    if (dimensions := instance("a sample of the problem", sample, Average, "that of GaussianMean()").value.ndim) != 3:
        sentence = "a sample of the problem must be an average of vectors, as in GaussianMean(), got {count} axes."
        raise refusal(sentence, count=dimensions)
    return sample


class Learner:
    """What the learned weight knows: bias, drift and the error of the model, from the rounds before this one.

    The variance of a model is `settled` + drift * `moved`: both follow from the weights that were used. What an
    innovation, the real average less the synthetic one, has beyond its due is read as drift.
    """

    def __init__(self, n_real: float, kept: float) -> None:
        self.kept, self.bias = kept, _Mean(kept)
        self.doubt, self.settled = 1 / n_real, np.full(1, 1 / n_real)
        self.moved = self.excess = self.leverage = np.zeros(1)

    @property
    def drift(self) -> Floats:
        """Variance of the truth's step in units of a row's, 0 before an innovation was seen."""
        excess, leverage = np.broadcast_arrays(self.excess, self.leverage)
        return np.maximum(np.divide(excess, leverage, out=np.zeros(excess.shape), where=leverage > 0), 0)

    def _unsure(self) -> float:
        """Variance of the bias's estimate, that of the first real average before anything is known of it."""
        return self.bias.variance if self.bias.counted else self.doubt

    def weight(self, n_real: float, n_synthetic: float) -> Floats:
        """Return the weight of this round, n / (n + what the synthetic average is worth)."""
        if not n_real or not n_synthetic:
            return np.full(self.moved.shape, float(n_real > 0))
        variance = self.settled + 1 / n_synthetic + self._unsure() + self.drift * (self.moved + 1)
        return variance / (variance + 1 / n_real)

    def learn(self, w: Floats, n_real: float, n_synthetic: float, shift: Floats, squared_innovation: Floats) -> None:
        """Take in one round: its weight, rows, the generator's shift, and the innovation's square per coordinate."""
        own = 1 / n_synthetic + self._unsure() if n_synthetic else 0.0
        due, moved = self.settled + own, self.moved + 1
        if n_real and n_synthetic:
            scale = (due + 1 / n_real) ** 2
            self.excess = self.kept * self.excess + (squared_innovation - due - 1 / n_real) * moved / scale
            self.leverage = self.kept * self.leverage + moved**2 / scale
        self.settled = (w**2 / n_real if n_real else 0.0) + (1 - w) ** 2 * due
        self.moved = (1 - w) ** 2 * moved
        if n_synthetic:
            self.bias.add(shift, n_synthetic)


def weight_learned(half_life: float | None = 13.0) -> Regime:
    """Return a regime that subtracts the bias that it has seen and weighs by the drift that it has seen.

    It knows the rows of each round, their averages and that a row has variance 1. Chapter: *A weight that learns*.

    Parameters
    ----------
    half_life : float, optional
        Rounds with rows of both kinds after which a round counts half as much; None: it counts as much for ever.

    Returns
    -------
    callable
        A regime that takes no weight, for problems whose samples are averages and whose model is one.

    Raises
    ------
    ValueError
        If the half-life is not above 0 or, in a simulation, the problem's samples are no averages.
    """
    kept = memory(half_life)

    @unweighted
    def learned(problem: Problem, rounds: Rounds, rng: Stream) -> Models:
        first, *later = rounds
        model, learner = problem.fit(problem.real(first.n_real, rng)), Learner(first.n_real, kept)
        yield model
        for now in later:
            real = problem.real(now.n_real, rng)
            synthetic = _average(problem.synthetic(model, now.n_synthetic, rng))
            w = np.broadcast_to(learner.weight(now.n_real, now.n_synthetic), (1, rng.replications))
            corrected = Average(synthetic.n, synthetic.value - learner.bias.value)
            innovation = ((real.value - corrected.value) ** 2).mean(axis=-1)
            learner.learn(w, now.n_real, now.n_synthetic, synthetic.value - model, innovation)
            model = problem.fit(real, corrected, w)
            yield model

    return learned
