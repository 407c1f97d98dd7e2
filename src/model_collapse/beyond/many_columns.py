"""Regression with about as many columns as rows, or more: ridge and least-norm fits, and labels mixed on the same rows.

Chapter: *Many columns*.
"""

from dataclasses import dataclass

import numpy as np

from model_collapse._checks import Floats, flag, instance, positive, refusal, scalar
from model_collapse.problems._numerics.matrices import bartlett
from model_collapse.problems._numerics.threads import one_thread
from model_collapse.problems.base import Average, Problem, mix
from model_collapse.problems.gaussian import GaussianMean
from model_collapse.problems.linear import LinearRegression, Products
from model_collapse.problems.stream import Stream
from model_collapse.simulation.regimes import Models, Regime, Rounds
from model_collapse.theory.high_dimension import LEAST_NORM


@dataclass(frozen=True)
class Design(Products):
    """X'X / n and X'y / n, with the rows behind them up to a rotation, which no fit can see.

    Attributes
    ----------
    rows : ndarray, shape (1, replications, p, p)
        A factor of X'X / n, with no more than n columns that are not zero.
    """

    rows: Floats


class WideRegression(LinearRegression):
    """Estimate p coefficients by ridge regression, from more or fewer rows; the generator is y = X model + N(0, 1).

    Rows are N(0, I). A sample is drawn through X'X and X'y, so that many rows cost what few do. The error is the
    squared Euclidean distance to the true coefficients.

    Chapter: *Many columns*.

    Parameters
    ----------
    p : int
        Coefficients.
    signal : float
        Squared length of the true coefficients, which are all alike; the law of the rows has no direction, so that
        nothing depends on theirs.
    ridge : float
        Penalty beside the weighted mean of the squared residuals, above zero. Left out, it is so small that the fit is
        the solution of least norm, up to rounding.

    Raises
    ------
    ValueError
        If p is no whole number from 1 to 1,000, the signal is below zero or the penalty is not above it.

    Examples
    --------
    >>> import model_collapse as mc
    >>> wide = mc.beyond.WideRegression(40, ridge=0.5)
    >>> run = mc.simulate(wide, mc.fresh, n_real=20, n_synthetic=20, weight=[0.5, 1], rounds=9, replications=9, seed=1)
    >>> run.errors.shape
    (2, 9, 10)
    """

    block = 10

    def __init__(self, p: int, *, signal: float = 4.0, ridge: float = LEAST_NORM) -> None:
        super().__init__(p, ridge=scalar("ridge", positive("ridge", ridge)))
        self.signal = scalar("signal", positive("signal", signal, zero=True))
        self.truth = np.full(p, np.sqrt(self.signal / p))

    def _sample(self, coefficients: Floats, covariance: Floats, n: int, rng: Stream) -> Design:  # noqa: ARG002
        rows = bartlett(n, self.p, rng) / np.sqrt(max(n, 1))
        with one_thread():
            return self._labelled(rows, rows @ rows.swapaxes(-1, -2), coefficients, n, rng)

    def _labelled(self, rows: Floats, xx: Floats, coefficients: Floats, n: int, rng: Stream) -> Design:
        noise = rng.normal(self.p)[..., None] / np.sqrt(max(n, 1))
        xy = (xx @ coefficients[..., None] + rows @ noise)[..., 0]
        return Design(Average(n, xx), Average(n, xy), rows)

    def relabel(self, sample: Design, coefficients: Floats, rng: Stream) -> Design:
        """Return the same rows with labels of other coefficients and new noise."""
        return self._labelled(sample.rows, sample.xx.value, coefficients, sample.xx.n, rng)

    def fit(self, real: Products, synthetic: Products | None = None, weight: Floats | None = None) -> Floats:
        """Return the coefficients of weighted ridge regression, from any number of rows."""
        xx, xy = (None, None) if synthetic is None else (synthetic.xx, synthetic.xy)
        penalised = mix(real.xx, xx, weight) + self.ridge * np.eye(self.p)
        with one_thread():
            found = np.linalg.solve(penalised, mix(real.xy, xy, weight)[..., None])
        return np.asarray(found[..., 0], dtype=float)


def relabelled(*, new_rows: bool) -> Regime:
    """Return a regime in which every row has two labels, a real one and one from the last model.

    This is the scheme of Garg, Bhattacharya and Sur: what is weighted are labels, not rows. Real labels are new in
    every round. There are as many synthetic labels as real ones. Chapter: *Many columns*.

    Parameters
    ----------
    new_rows : bool
        Whether the rows are new in every round, too.

    Returns
    -------
    callable
        A regime that takes a weight, for a `WideRegression`.

    Raises
    ------
    ValueError
        If `new_rows` is not True or False; in a simulation, if the problem is no `WideRegression`, or a round has other
        than as many synthetic as real rows.

    Examples
    --------
    >>> import model_collapse as mc
    >>> same = mc.beyond.relabelled(new_rows=False)
    >>> run = mc.simulate(mc.beyond.WideRegression(40), same, n_real=20, n_synthetic=20, weight=[0.5, 1], rounds=9,
    ...                   replications=9, seed=1)
    >>> run.errors.shape
    (2, 9, 10)
    """
    flag("new_rows", new_rows)

    def relabelling(problem: Problem, rounds: Rounds, rng: Stream) -> Models:
        wide = instance("problem", problem, WideRegression, "WideRegression(200)")
        first, *later = rounds
        real = wide.real(first.n_real, rng)
        model = wide.fit(real)
        yield model
        for now in later:
            if not first.n_real == now.n_real == now.n_synthetic:
                sentence = "a row has a real and a synthetic label, so n_synthetic must be n_real, got {m} and {n}."
                raise refusal(sentence, m=now.n_synthetic, n=now.n_real)
            real = wide.real(now.n_real, rng) if new_rows else wide.relabel(real, wide.truth, rng)
            model = wide.fit(real, wide.relabel(real, model, rng), now.weight)
            yield model

    return relabelling


relabelled_same_rows = relabelled(new_rows=False)
relabelled_new_rows = relabelled(new_rows=True)


def mean_of_a_thousand() -> GaussianMean:
    """Return a mean in a thousand dimensions."""
    return GaussianMean(p=1000)


def least_squares_half() -> WideRegression:
    """Return least squares on 50 columns, for 100 real rows."""
    return WideRegression(50)


def ridge_half() -> WideRegression:
    """Return ridge regression on 50 columns, with the penalty that is best for 100 real rows alone."""
    return WideRegression(50, ridge=0.125)


def ridge_equal() -> WideRegression:
    """Return ridge regression on 100 columns, with the penalty that is best for 100 real rows alone."""
    return WideRegression(100, ridge=0.25)


def ridge_double() -> WideRegression:
    """Return ridge regression on 200 columns, with the penalty that is best for 100 real rows alone."""
    return WideRegression(200, ridge=0.5)


def least_norm_between() -> WideRegression:
    """Return the least-norm fit on 150 columns: more than 100 real rows, fewer than these and 200 synthetic ones."""
    return WideRegression(150)


def least_norm_double() -> WideRegression:
    """Return the least-norm fit on 200 columns, twice as many as 100 real rows."""
    return WideRegression(200)
