"""A reader's own generator and own fit, one replication and one weight at a time."""

from abc import abstractmethod
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model_collapse._checks import Floats
from model_collapse.problems._forms import drawn, one_form, pieces, stacked
from model_collapse.problems.base import Problem
from model_collapse.problems.stream import Stream

Objects = NDArray[np.object_]


class Sample:
    """Rows of each weight and replication, as they were drawn.

    Attributes
    ----------
    parts : ndarray of object, shape (weights or 1, replications)
        A list of what the draws returned; None where the run has ended.
    n : int
        Rows in each entry.
    seeds : ndarray of object, shape (1, replications)
        Seeds of the latest draw, from which a fit's own random numbers follow.
    """

    def __init__(self, parts: Objects, n: int, seeds: Objects) -> None:
        self.parts, self.n, self.seeds = parts, n, seeds

    def __add__(self, other: "Sample") -> "Sample":
        """Pool two samples, every row counting the same; `other` is the later one."""
        pooled = _each(lambda a, b: None if a is None or b is None else a + b, self.parts, other.parts)
        return Sample(pooled, self.n + other.n, other.seeds)

    def __getitem__(self, some: slice) -> "Sample":
        """Return some rows of a sample that was drawn at once."""

        def cut(parts: list[Any]) -> list[Any]:
            [rows] = parts
            return [tuple(piece[some] for piece in rows) if isinstance(rows, tuple) else rows[some]]

        return Sample(_each(cut, self.parts), len(range(self.n)[some]), self.seeds)


def _each(do: Callable[..., Any], *arrays: NDArray) -> Objects:
    """Apply a function to the entries of arrays that broadcast against each other, whatever it returns."""
    together = np.broadcast(*arrays)
    result = np.empty(together.shape, dtype=object)
    for i, items in enumerate(together):
        result.flat[i] = do(*items)
    return result


class Rows(Problem[Sample]):
    """Base class of problems that draw every row and fit one replication and one weight at a time.

    Write `draw_real`, `draw_synthetic`, `estimate` and `loss`; any library may do the fitting. The weights of a grid
    see the same random numbers: each weight's generator starts from the same state. A draw returns an array, a data
    frame (pandas or polars), or a tuple (X, y) of such, as many rows as it was asked for, and synthetic rows have the
    form of the real ones; the fit gets them in that form. `simulate(..., keep_models=1)` returns the last models.

    Chapter: *A real table*.

    Raises
    ------
    ValueError
        If a draw returns other than the rows asked for, or another form than the last one, or finds no memory for
        them; or if a loss is not a single number.

    Examples
    --------
    A ridge regression of one's own, judged by its slope:

    >>> import numpy as np, model_collapse as mc
    >>> class Slope(mc.Rows):
    ...     def draw_real(self, n, rng):
    ...         return self.draw_synthetic(2.0, n, rng)
    ...     def draw_synthetic(self, model, n, rng):
    ...         x = rng.standard_normal(n)
    ...         return x, model * x + rng.standard_normal(n)
    ...     def estimate(self, rows, row_weights, rng):
    ...         x, y = rows
    ...         return row_weights @ (x * y) / (1 + row_weights @ x**2)
    ...     def loss(self, model):
    ...         return (model - 2) ** 2
    >>> run = mc.simulate(Slope(), mc.fresh, n_real=50, n_synthetic=50, weight=[0.4, 0.6], rounds=5, replications=10,
    ...                   seed=1)
    >>> run.errors.shape
    (2, 10, 6)
    """

    @abstractmethod
    def draw_real(self, n: int, rng: np.random.Generator) -> Any:
        """Draw n rows from the truth; n is above zero."""

    @abstractmethod
    def draw_synthetic(self, model: Any, n: int, rng: np.random.Generator) -> Any:
        """Draw n rows from the model, in the form of the real rows; n is above zero."""

    @abstractmethod
    def estimate(self, rows: Any, row_weights: Floats, rng: np.random.Generator) -> Any:
        """Fit the model, or return None where there is no fit.

        Real rows come first. The weights of the rows are above zero and average 1, so that a penalty or a boosting
        library's own settings mean what they mean without weights.
        """

    @abstractmethod
    def loss(self, model: Any) -> float:
        """Return the error of a model, a single number."""

    def real(self, n: int, rng: Stream) -> Sample:
        """Draw n real rows in every replication."""
        seeds = self._seeds(rng)
        return Sample(_each(lambda seed: self._draw("draw_real", (), n, seed), seeds), n, seeds)

    def synthetic(self, model: Objects, n: int, rng: Stream) -> Sample:
        """Draw n rows from every model; no rows from a run that has ended."""

        def draw(one: Any, seed: int) -> Any:
            return None if one is None else self._draw("draw_synthetic", (one,), n, seed)

        seeds = self._seeds(rng)
        return Sample(_each(draw, model, seeds), n, seeds)

    @staticmethod
    def _seeds(rng: Stream) -> Objects:
        return rng.generator.integers(2**63, size=(1, rng.replications)).astype(object)

    def _draw(self, verb: str, model: tuple[Any, ...], n: int, seed: int) -> list[Any]:
        if n == 0:
            return []
        try:
            return [drawn(verb, getattr(self, verb)(*model, n, np.random.default_rng(seed)), n)]
        except MemoryError:
            raise ValueError(f"{verb} finds no memory for {n:,} rows; ask for fewer.") from None

    def fit(self, real: Sample, synthetic: Sample | None = None, weight: Floats | None = None) -> Objects:
        """Fit every replication and weight in turn."""
        if synthetic is None:
            return _each(lambda a, seed: self._estimate([(a, 1.0)], seed), real.parts, real.seeds)
        w = np.asarray(real.n / (real.n + synthetic.n) if weight is None else weight, dtype=float).reshape(-1, 1)

        def fit(a: Any, b: Any, w: float, seed: int) -> Any:
            return self._estimate([(a, w), (b, 1 - w)], seed)

        return _each(fit, real.parts, synthetic.parts, w, synthetic.seeds)

    def _estimate(self, samples: list[tuple[list[Any] | None, float]], seed: int) -> Any:
        if any(parts is None for parts, _ in samples):
            return None
        used = [(parts, share) for parts, share in samples if parts and share > 0]
        sizes = [sum(pieces(part)[0].shape[0] for part in parts or []) for parts, _ in used]
        shares = [share * sum(sizes) / size for (_, share), size in zip(used, sizes, strict=True)]
        rows = [part for parts, _ in used for part in parts or []]
        one_form(rows)
        rng = np.random.default_rng([seed, 1])
        return self.estimate(stacked(rows), np.repeat(shares, sizes), rng)

    def error(self, model: Objects) -> Floats:
        """Return the loss of every model, nan where there is none."""
        return _each(lambda one: np.nan if one is None else self._loss(one), model).astype(float)

    def _loss(self, model: Any) -> float:
        loss = self.loss(model)
        try:
            if np.ndim(loss) == 0 and not isinstance(loss, str):
                return float(loss)
        except (TypeError, ValueError):
            pass
        shape = f" of shape {np.shape(loss)}" if np.ndim(loss) else ""
        raise ValueError(f"loss must return a single number, got {type(loss).__name__}{shape}.")
