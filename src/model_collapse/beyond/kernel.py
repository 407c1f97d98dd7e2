"""A kernel density estimate as generator: each round adds the variance of its kernel, so that it is biased.

scipy's `gaussian_kde` draws one of its rows by weight and adds a normal noise whose covariance is that of the weighted
rows times `factor` squared. What a model is judged by are averages of exp(i s.x), whose expectations have a recursion
of their own. Chapter: *Generators without a formula*.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from model_collapse._checks import Floats, count, flag, last_round, positive, refusal, scalar, share, shown
from model_collapse._checks import table as checked
from model_collapse.beyond.insurance import visits_and_diseases
from model_collapse.problems.rows import Rows
from model_collapse.theory._solve import bisect

JUDGED = ("rows", "density")


class Kernel(Rows):
    """A kernel density estimate of the rows of a table, fitted round after round.

    The error is the mean, over fixed frequencies s, of |average of exp(i s.x) - that of the table|^2 in units of the
    variance of exp(i s.x) among the rows of the table: 1 / n for n real rows. Chapter: *Generators without a formula*.

    Parameters
    ----------
    table : array_like, shape (rows, p)
        The truth; real rows are drawn from it with replacement.
    bandwidth : str or float
        scipy's rule, `"scott"` or `"silverman"`, or the factor itself, above 0.
    judged : str
        `"rows"` averages over the weighted rows that the model was fitted to, which have no bias of their own;
        `"density"` over what the model would draw, its kernel included.
    shrunk : bool
        Draw towards the mean, so that the kernel adds no variance (Silverman, 1986).
    frequencies : int
        How many frequencies; they are normal with variance 1 in each column.
    """

    def __init__(
        self,
        table: ArrayLike,
        *,
        bandwidth: str | float = "scott",
        judged: str = "rows",
        shrunk: bool = False,
        frequencies: int = 40,
    ) -> None:
        self.table = checked("table", table)
        if isinstance(bandwidth, str):
            if bandwidth not in ("scott", "silverman"):
                raise refusal("bandwidth must be scott, silverman or a number, got {given}.", given=shown(bandwidth))
            self.bandwidth: str | float = bandwidth
        else:
            self.bandwidth = scalar("bandwidth", positive("bandwidth", bandwidth))
        if judged not in JUDGED:
            raise refusal("judged must be rows or density, got {given}.", given=shown(judged))
        self.judged, self.shrunk = judged, flag("shrunk", shrunk)
        shape = count("frequencies", frequencies, 1, 10_000), self.table.shape[1]
        self.frequencies = np.random.default_rng(15).standard_normal(shape)
        self.target = np.exp(1j * self.table @ self.frequencies.T).mean(axis=0)

    def draw_real(self, n: int, rng: np.random.Generator) -> Floats:
        """Draw n rows of the table."""
        return rng.choice(self.table, n)

    def draw_synthetic(self, model: Any, n: int, rng: np.random.Generator) -> Floats:
        """Draw n rows from the density."""
        centre, a = self._shrinkage(model)
        return centre + a * (model.resample(n, seed=rng).T - centre)

    def estimate(self, rows: Floats, row_weights: Floats, rng: np.random.Generator) -> Any:  # noqa: ARG002
        """Fit the density."""
        from scipy.stats import gaussian_kde

        return gaussian_kde(rows.T, bw_method=self.bandwidth, weights=row_weights)

    def _shrinkage(self, model: Any) -> tuple[Floats, float]:
        """Return the weighted mean, and what distances from it are multiplied by."""
        centre = model.dataset @ model.weights
        return centre, (1 - 1 / model.neff + model.factor**2) ** -0.5 if self.shrunk else 1.0

    def averages(self, model: Any) -> NDArray:
        """Return the averages of exp(i s.x), shape (frequencies,), complex."""
        s = self.frequencies
        if self.judged == "rows":
            return np.exp(1j * (s @ model.dataset)) @ model.weights
        centre, a = self._shrinkage(model)
        seen = np.exp(1j * a * (s @ (model.dataset - centre[:, None]))) @ model.weights
        kernel = np.exp(-(a**2) * np.einsum("fp,pq,fq->f", s, model.covariance, s) / 2)
        return np.exp(1j * (s @ centre)) * seen * kernel

    def loss(self, model: Any) -> float:
        """Return the mean squared distance of the averages from those of the table."""
        squares = np.abs(self.averages(model) - self.target) ** 2
        return float((squares / (1 - np.abs(self.target) ** 2)).mean())

    def unit(self, n: int) -> float:
        """Return 1 / n."""
        return 1 / count("n", n)


def _factors(weight: Floats, n: int, m: int, bandwidth: float | None, p: int) -> tuple[Floats, Floats]:
    """Return one over the effective number of rows, and the factor squared; None is Scott's rule."""
    q = weight**2 / n + (1 - weight) ** 2 / m
    return q, q ** (2 / (p + 4)) if bandwidth is None else np.full_like(q, bandwidth**2)


def kernel_variance_by_round(
    weight: ArrayLike, n_real: int, n_synthetic: int, rounds: int, *, p: int, bandwidth: float | None = None
) -> tuple[Floats, Floats]:
    """Variance of the rows of a fit and of what it draws, by round, for scipy's kernel density.

    Exact for any table whose rows are drawn with replacement. Chapter: *Generators without a formula*.

    Parameters
    ----------
    weight : array_like, shape (weights,)
        Total weights on the real rows.
    n_real, n_synthetic, rounds : int
        Rows of each round, and the last round.
    p : int
        Columns, for the factor of Scott's rule.
    bandwidth : float, optional
        A fixed factor.

    Returns
    -------
    tuple of ndarray, shape (weights, rounds + 1)
        Expected unbiased weighted variance of the rows, and expected variance of a draw about the model's mean, in
        units of the table's variance.
    """
    w = np.atleast_1d(share("weight", weight))
    n, m = count("n_real", n_real, 2), count("n_synthetic", n_synthetic, 2)
    p = count("p", p)
    if bandwidth is not None:
        bandwidth = scalar("bandwidth", positive("bandwidth", bandwidth))
    q, factor = _factors(np.ones_like(w), n, m, bandwidth, p)
    mean, rows = 1 / n * np.ones_like(w), np.ones_like(w)
    drawn = 1 - q + factor
    found = [(rows, drawn)]
    q, factor = _factors(w, n, m, bandwidth, p)
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(last_round(rounds)):
            spread = w + (1 - w) * (drawn + mean)
            mean = w**2 / n + (1 - w) ** 2 * (mean + drawn / m)
            rows = (spread - mean) / (1 - q)
            drawn = rows * (1 - q + factor)
            found.append((rows, drawn))
    both = np.stack(found, axis=-1)
    return both[0], both[1]


def settled_kernel_variance(weight: ArrayLike, factor: ArrayLike) -> Floats:
    """Variance of what the fits draw in the long run, in units of the table's, to leading order in 1 / rows.

    w (1 + h^2) / (w - h^2 (1 - w)), h being the factor; infinite up to the weight h^2 / (1 + h^2), where the variance
    grows without end. Chapter: *Generators without a formula*.

    Examples
    --------
    >>> settled_kernel_variance([0.1, 0.5, 1], 0.5)
    array([       inf, 1.66666667, 1.25      ])
    """
    w, squared = share("weight", weight), positive("factor", factor) ** 2
    left = w - squared * (1 - w)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(left > 0, w * (1 + squared) / left, np.inf)


def own_bias_optimal_weight(k: float, *, squared_bias: float) -> float:
    """Return the best weight if the model's own density is judged, which has one round's bias even without recursion.

    It has the bias b of its kernel where the real rows alone are fitted, and b / w in the long run, so that it
    minimises `error_ratio(weight, k)` + squared_bias / weight^2, between 0 and 1: the root of
    w^3 = k (1-w) w + d (2-w)^2, or 1 from a squared bias d of 1 on. Chapter: *Generators without a formula*.

    Examples
    --------
    >>> round(own_bias_optimal_weight(1, squared_bias=0), 3), round(own_bias_optimal_weight(1, squared_bias=0.1), 3)
    (0.618, 0.717)
    """
    d, k = scalar("squared_bias", positive("squared_bias", squared_bias, zero=True)), scalar("k", positive("k", k))
    if d >= 1:
        return 1.0
    found = bisect(lambda w: w * (w**2 - k * (1 - w)) - d * (2 - w) ** 2, np.zeros(()), np.ones(()))
    return float(found)


def rows_judged() -> Kernel:
    """Return Scott's kernel density of the insurance table, judged by the weighted rows."""
    return Kernel(visits_and_diseases())


def density_judged() -> Kernel:
    """Return Scott's kernel density of the insurance table, judged by its own density."""
    return Kernel(visits_and_diseases(), judged="density")


def shrunk() -> Kernel:
    """Return Scott's kernel density of the insurance table, drawn towards its mean, judged by the weighted rows."""
    return Kernel(visits_and_diseases(), shrunk=True)
