"""What a simulation returns: all errors, and what may be said of them."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from model_collapse._checks import Floats, count, numbers, scalar, share, shown
from model_collapse._language import gettext as _
from model_collapse.simulation.comparison import Comparison
from model_collapse.simulation.models import at_row

if TYPE_CHECKING:
    import pandas as pd


class BestWeight(NamedTuple):
    """The weight with the smallest simulated error, and the interval in which it falls in resamples.

    Chapter: *The golden ratio*.
    """

    weight: float
    low: float
    high: float


@dataclass(frozen=True)
class History:
    """Squared errors of a simulation.

    Where a fit does not exist (a logistic fit of separated data) the error is nan from that round on. `ended` counts
    these runs; means over them are nan, and quantiles take their errors as infinite.

    Chapter: *One mean, one recursion*.

    Attributes
    ----------
    errors : ndarray, shape ([weights,] replications, rounds + 1)
        Squared error of every model.
    weight : ndarray or None
        The fixed weight, or the grid of weights; None for a schedule and where nothing was weighted.
    unit : float
        Expected squared error of a fit to one round's real rows alone. Errors below are in this unit.
    stderr_weight : float
        Weight below which standard errors mean nothing, because there the variance of the error grows without end.
    least_weight : ndarray
        Smallest weight on real rows in any round after the first, one for each row of a grid.
    models : list
        Models of the last rounds, as many as were asked for; their arrays begin with the axes of `errors`.
    """

    errors: Floats
    weight: Floats | None
    unit: float
    stderr_weight: float = 0.0
    least_weight: ArrayLike = 1.0
    models: list[Any] = field(default_factory=list)

    @property
    def rounds(self) -> int:
        """Last round."""
        return self.errors.shape[-1] - 1

    @property
    def replications(self) -> int:
        """Independent repetitions."""
        return self.errors.shape[-2]

    @property
    def ended(self) -> NDArray[np.int64]:
        """Replications without a fit in each round, shape ([weights,] rounds + 1)."""
        return np.isnan(self.errors).sum(axis=-2)

    @property
    def mean(self) -> Floats:
        """Mean error ratio of each round, shape ([weights,] rounds + 1); nan where runs have ended."""
        return self.errors.mean(axis=-2) / self.unit

    @property
    def stderr(self) -> Floats:
        """Standard error of `mean`; nan for a single replication."""
        return self._stderr(self.errors) / self.unit

    def _stderr(self, values: Floats, axis: int = -2) -> Floats:
        """Return the standard error of a mean over replications."""
        if self.replications == 1:
            return np.full(values.mean(axis=axis).shape, np.nan)
        return values.std(axis=axis, ddof=1) / np.sqrt(self.replications)

    def at_weight(self, weight: float) -> "History":
        """Return the run at one weight of the grid.

        Raises
        ------
        ValueError
            If the weight is not in the grid.
        """
        grid = np.empty(0) if self.weight is None or self.weight.ndim == 0 else self.weight
        wanted = share("weight", weight)
        if wanted.ndim or wanted not in grid:
            raise ValueError(f"weight must be one of the run's grid, got {shown(weight)}.")
        row = int(np.flatnonzero(grid == wanted)[0])
        least = np.broadcast_to(self.least_weight, grid.shape)[row]
        models = [at_row(model, row) for model in self.models]
        return replace(self, errors=self.errors[row], weight=wanted, least_weight=least, models=models)

    def quantiles(self, levels: ArrayLike) -> Floats:
        """Return quantiles over replications, shape (levels, [weights,] rounds + 1); ended runs count as infinite."""
        held = share("levels", levels)
        if held.ndim > 1 or not held.size:
            raise ValueError(f"levels must be a number or a list of numbers, got {shown(levels)}.")
        if not self.ended.any():
            return np.quantile(self.errors, held, axis=-2) / self.unit
        filled = np.where(np.isnan(self.errors), np.inf, self.errors)
        return np.quantile(filled, held, axis=-2, method="higher") / self.unit

    def settled(self, last: int | None = None) -> Floats:
        """Average the error ratio over the last rounds, shape ([weights,] replications).

        Parameters
        ----------
        last : int, optional
            Number of rounds averaged; a quarter of them if left out.
        """
        last = max(1, (self.rounds + 1) // 4) if last is None else count("last", last)
        if last > self.rounds + 1:
            raise ValueError(f"last must be at most {self.rounds + 1}, the rounds that were run, got {last}.")
        ended = int(self.ended[..., -last:].max())
        if ended:
            raise ValueError(
                f"in {ended} of {self.replications} replications the fit does not exist (see `ended`), so there is no "
                "mean error; use quantiles, which count these runs as infinite."
            )
        return self.errors[..., -last:].mean(axis=-1) / self.unit

    def best_weight(self, *, last: int | None = None, resamples: int = 1000, level: float = 0.95) -> BestWeight:
        """Find the weight of the grid with the smallest settled error, with a bootstrap interval.

        The replications are resampled. All weights of a grid share their draws, so whole replications are kept
        together, which makes the interval narrow. A weight at which any run has ended has no mean error: it cannot be
        the best, however many of its runs went on.

        Parameters
        ----------
        last : int, optional
            Rounds averaged, as in `settled`.
        resamples : int
            Bootstrap resamples.
        level : float
            Share of the resamples that the interval holds.

        Raises
        ------
        ValueError
            If there is no grid or a single replication, runs have ended at every weight, or an argument is outside what
            is allowed.
        """
        if self.weight is None or self.weight.ndim == 0:
            raise ValueError("best_weight needs a grid of weights; this run has a single one.")
        if self.replications == 1:
            raise ValueError("best_weight needs two replications or more for its interval, got 1.")
        held = scalar("level", share("level", level))
        whole = ~self.ended.any(axis=-1)
        weight = self.weight[whole]
        settled = replace(self, errors=self.errors[whole] if whole.any() else self.errors).settled(last)
        rng = np.random.default_rng(0)
        even = np.full(self.replications, 1 / self.replications)
        times = rng.multinomial(self.replications, even, size=count("resamples", resamples, 1, 100_000))
        found = weight[np.argmin(times @ settled.T, axis=-1)]
        low, high = np.quantile(found, [(1 - held) / 2, (1 + held) / 2])
        return BestWeight(float(weight[settled.mean(axis=-1).argmin()]), float(low), float(high))

    def compare(self, theory: ArrayLike, *, last: int | None = None) -> Comparison:
        """Set the simulated error ratios beside theoretical ones.

        Parameters
        ----------
        theory : array_like
            One value for each weight, compared with the settled error, or one for each weight and round.
        last : int, optional
            Rounds averaged, as in `settled`.

        Returns
        -------
        Comparison
            Theory, simulated value, its standard error and z, one row for each weight, or for each weight and round.
            Standard error and z are left out for weights
            below `stderr_weight`, and a note says why.

        Raises
        ------
        ValueError
            If the shapes do not fit, or there is no mean error because in some runs the fit does not exist.
        """
        expected = numbers("theory", theory)
        if np.isnan(expected).any():
            raise ValueError(f"theory must be numbers, some of which may be infinite, got {shown(theory)}.")
        if expected.shape == self.mean.shape:
            self.settled(1)
            compared = Comparison.of_rounds(self.weight, expected, self.mean, self._trusted(self.stderr.T).T)
            return compared.noted(self._note())
        settled = self.settled(last)
        if expected.shape != settled.shape[:-1]:
            allowed = f"{settled.shape[:-1]} or {self.mean.shape}"
            raise ValueError(f"theory must have the run's shape, {allowed}, got {expected.shape}.")
        stderr = self._trusted(self._stderr(settled, axis=-1))
        return Comparison.of_weights(self.weight, expected, settled.mean(axis=-1), stderr).noted(self._note())

    def to_frame(self) -> "pd.DataFrame":
        """Return all error ratios as a long table, one row for each weight, replication and round.

        Returns
        -------
        pandas.DataFrame
            Columns weight (nan where the run has no fixed weight), replication, round and error; the error is in
            units of `unit`, nan where a run has ended.

        Raises
        ------
        ImportError
            If pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError:
            raise ImportError('to_frame needs pandas: pip install "model-collapse[practice]".') from None
        errors = self.errors.reshape(-1, self.replications, self.rounds + 1)
        row, replication, at = (axis.ravel() for axis in np.indices(errors.shape))
        weight = np.atleast_1d(np.nan if self.weight is None else self.weight)[row]
        columns = {"weight": weight, "replication": replication, "round": at, "error": errors.ravel() / self.unit}
        return pd.DataFrame(columns)

    def _trusted(self, stderr: Floats) -> Floats:
        return np.where(np.less(self.least_weight, self.stderr_weight), np.nan, stderr)

    def _note(self) -> str:
        if not np.less(self.least_weight, self.stderr_weight).any():
            return ""
        return _(
            "No z below weight {weight:.3g}: there the variance of this error grows without end, so that a simulated "
            "standard error means nothing."
        ).format(weight=self.stderr_weight)
