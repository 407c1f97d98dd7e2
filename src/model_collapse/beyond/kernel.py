"""A kernel density estimate as generator: each round adds the variance of its kernel, so that it is biased.

scipy's `gaussian_kde` draws one of its rows by weight and adds a normal noise whose covariance is that of the weighted
rows times `factor` squared. What a model is judged by are averages of exp(i s.x), whose expectations have a recursion
of their own. Chapter: *Generators without a formula*.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from model_collapse._checks import Floats, count, flag, positive, refusal, scalar, shown
from model_collapse._checks import table as checked
from model_collapse.beyond.insurance import visits_and_diseases
from model_collapse.problems.rows import Rows

JUDGED = ("rows", "density")


class Kernel(Rows):
    """A kernel density estimate of the rows of a table, fitted round after round.

    The error is the mean, over fixed frequencies s, of the squared distance of the average of exp(i s.x) from that of
    the table, in units of the variance of exp(i s.x) among the rows of the table: 1 / n for n real rows.
    Chapter: *Generators without a formula*.

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
        self.variance = 1 - np.abs(self.target) ** 2

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

    def waves(self, rows: Floats) -> Floats:
        """Return what the error is a squared distance of, if averaged over rows, shape (rows, 2 frequencies)."""
        waves = np.exp(1j * rows @ self.frequencies.T) / np.sqrt(self.variance * len(self.frequencies))
        return np.hstack([waves.real, waves.imag])

    def loss(self, model: Any) -> float:
        """Return the mean squared distance of the averages from those of the table."""
        squares = np.abs(self.averages(model) - self.target) ** 2
        return float((squares / self.variance).mean())

    def unit(self, n: int) -> float:
        """Return 1 / n."""
        return 1 / count("n", n)


def rows_judged() -> Kernel:
    """Return Scott's kernel density of the insurance table, judged by the weighted rows."""
    return Kernel(visits_and_diseases())


def density_judged() -> Kernel:
    """Return Scott's kernel density of the insurance table, judged by its own density."""
    return Kernel(visits_and_diseases(), judged="density")


def shrunk() -> Kernel:
    """Return Scott's kernel density of the insurance table, drawn towards its mean, judged by the weighted rows."""
    return Kernel(visits_and_diseases(), shrunk=True)
