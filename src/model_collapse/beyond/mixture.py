"""A Gaussian mixture that is fitted to weighted rows, the generator of many tables.

The fit is weighted maximum likelihood by EM (Dempster, Laird and Rubin, 1977); scikit-learn's `GaussianMixture` takes
no weights of rows. The error is the integrated squared difference of two densities, which has a closed form.
Chapter: *Generators without a formula*.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, count, instance, positive, refusal, scalar
from model_collapse._checks import table as checked
from model_collapse.beyond.insurance import visits_and_diseases
from model_collapse.problems.rows import Rows

FLOOR = 1e-6
"""Added to each variance in each step, as scikit-learn's `reg_covar` is."""


class Components(NamedTuple):
    """A mixture: shares, shape (K,), means, shape (K, p), and covariances, shape (K, p, p)."""

    shares: Floats
    means: Floats
    covariances: Floats


def log_densities(rows: Floats, model: Components) -> Floats:
    """Return the logarithm of each component's share times its density at each row, shape (K, rows)."""
    factors = np.linalg.cholesky(model.covariances)
    z = np.linalg.solve(factors, np.swapaxes(rows[None] - model.means[:, None], 1, 2))
    scale = np.log(np.diagonal(factors, axis1=1, axis2=2)).sum(axis=1) + rows.shape[1] * np.log(2 * np.pi) / 2
    with np.errstate(divide="ignore"):
        return (np.log(model.shares) - scale)[:, None] - (z**2).sum(axis=1) / 2


def density(rows: Floats, model: Components) -> Floats:
    """Return the density of a mixture at each row, shape (rows,)."""
    return np.exp(log_densities(rows, model)).sum(axis=0)


def fit_mixture(
    rows: ArrayLike, row_weights: ArrayLike, start: Components, *, tolerance: float = 1e-7, steps: int = 500
) -> Components:
    """Fit a mixture to weighted rows by EM.

    Chapter: *Generators without a formula*.

    Parameters
    ----------
    rows : array_like, shape (rows, p)
        The rows.
    row_weights : array_like, shape (rows,)
        Their weights, zero or more, not all zero; only their ratios count.
    start : Components
        Where EM starts; the fit has as many components.
    tolerance : float
        EM ends when a step raises the weighted mean log likelihood by less.
    steps : int
        And after so many steps at the latest.

    Returns
    -------
    Components
        The fit.

    Raises
    ------
    ValueError
        If rows and weights do not fit each other, or a number is outside what is allowed.
    """
    x = checked("rows", rows, instance("start", start, Components, "Components(...)").means.shape[1])
    w = positive("row_weights", row_weights, zero=True)
    if w.shape != x.shape[:1] or not w.any():
        sentence = "row_weights must be {rows} numbers, not all 0, got shape {shape}."
        raise refusal(sentence, rows=len(x), shape=w.shape)
    w, model, last = w / w.sum(), start, -np.inf
    tolerance = scalar("tolerance", positive("tolerance", tolerance, zero=True))
    for _step in range(count("steps", steps)):
        logs = log_densities(x, model)
        top = logs.max(axis=0)
        parts = np.exp(logs - top)
        total = parts.sum(axis=0)
        now = float(w @ (np.log(total) + top))
        if now - last < tolerance:
            break
        last = now
        parts *= w / total
        shares = parts.sum(axis=1) + np.finfo(float).tiny
        means = (parts @ x) / shares[:, None]
        second = np.swapaxes(x[None] * parts[..., None], 1, 2) @ x / shares[:, None, None]
        covariances = second - means[:, :, None] * means[:, None]
        model = Components(shares, means, covariances + FLOOR * np.eye(x.shape[1]))
    return model


def squared_difference(one: Components, other: Components) -> float:
    """Return the integral of the squared difference of two mixtures' densities, in 1 / unit of the rows ** p.

    The integral of the product of two normal densities is a normal density at the difference of their means, with the
    sum of their covariances. Chapter: *Generators without a formula*.
    """
    means = np.concatenate([one.means, other.means])
    covariances = np.concatenate([one.covariances, other.covariances])
    signed = np.concatenate([one.shares, -other.shares])
    gaps = means[:, None] - means[None]
    sums = covariances[:, None] + covariances[None]
    squares = (gaps * np.linalg.solve(sums, gaps[..., None])[..., 0]).sum(axis=-1)
    overlaps = np.exp(-squares / 2) / np.sqrt(np.linalg.det(2 * np.pi * sums))
    return float(signed @ overlaps @ signed)


class Mixture(Rows):
    """A mixture fitted to the rows of a world, round after round.

    EM starts from the truth in each fit, so that other maxima of the likelihood play no part.
    Chapter: *Generators without a formula*.

    Parameters
    ----------
    truth : Components
        What the fits are compared with.
    table : array_like, shape (rows, p), optional
        Real rows are drawn from it with replacement; left out, they are drawn from the truth.

    Examples
    --------
    >>> import model_collapse as mc
    >>> two = Components(np.array([0.5, 0.5]), np.array([[-2.0], [2.0]]), np.ones((2, 1, 1)))
    >>> run = mc.simulate(Mixture(two), mc.fresh, n_real=50, n_synthetic=50, weight=[0.1, 0.6], rounds=8,
    ...                   replications=10, seed=1)
    >>> bool(run.mean[1, -1] < run.mean[0, -1])
    True
    """

    def __init__(self, truth: Components, table: ArrayLike | None = None) -> None:
        self.truth = instance("truth", truth, Components, "Components(...)")
        self.table = None if table is None else checked("table", table, truth.means.shape[1])

    def draw_real(self, n: int, rng: np.random.Generator) -> Floats:
        """Draw n rows of the table, or of the truth."""
        return self.draw_synthetic(self.truth, n, rng) if self.table is None else rng.choice(self.table, n)

    def draw_synthetic(self, model: Components, n: int, rng: np.random.Generator) -> Floats:
        """Draw n rows from a mixture."""
        drawn = rng.choice(len(model.shares), n, p=model.shares / model.shares.sum())
        noise = rng.standard_normal((n, model.means.shape[1]))
        return model.means[drawn] + (np.linalg.cholesky(model.covariances)[drawn] @ noise[..., None])[..., 0]

    def estimate(self, rows: Floats, row_weights: Floats, rng: np.random.Generator) -> Components:  # noqa: ARG002
        """Fit the mixture."""
        return fit_mixture(rows, row_weights, self.truth)

    def loss(self, model: Components) -> float:
        """Return the integrated squared difference to the truth."""
        return squared_difference(model, self.truth)


@cache
def insurance_mixture() -> Components:
    """Return the mixture of three components that fits the insurance table's visits and diseases."""
    from sklearn.mixture import GaussianMixture

    table = visits_and_diseases(noise=0.25)
    found = GaussianMixture(3, n_init=5, random_state=15).fit(table)
    start = Components(found.weights_, found.means_, found.covariances_)
    return fit_mixture(table, np.ones(len(table)), start, tolerance=1e-12, steps=5000)


def fitted() -> Mixture:
    """Return the world that is a mixture: the fit to the insurance table."""
    return Mixture(insurance_mixture())


def on_insurance() -> Mixture:
    """Return the world that is no mixture: the insurance table itself."""
    return Mixture(insurance_mixture(), visits_and_diseases(noise=0.25))
