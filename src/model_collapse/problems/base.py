"""What an estimation problem is: four verbs, and samples that can be pooled."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from model_collapse._checks import Floats, count
from model_collapse.problems.stream import Stream

Data = TypeVar("Data")


class Problem(ABC, Generic[Data]):
    """An estimation problem that a regime can iterate: the four verbs `real`, `synthetic`, `fit` and `error`.

    Arrays of a model carry the leading axes (weights, replications). What `real` and `synthetic` return, rows or
    sufficient statistics, only `fit` needs to know; two samples `a` and `b` are pooled with `a + b`. All else that the
    lab asks of a problem stands below with what it means to leave it out. `check_problem` tries a new problem.

    Chapter: *One mean, one recursion*.

    Attributes
    ----------
    block : int
        Replications that are simulated together; part of the seed rule, so it never depends on the run.
    truth : object
        True parameters; None where there are none to name. `Biased` and `Drifting` need a vector.
    """

    block: int = 1
    truth: Any = None

    @abstractmethod
    def real(self, n: int, rng: Stream) -> Data:
        """Draw n rows from the truth."""

    @abstractmethod
    def synthetic(self, model: Any, n: int, rng: Stream) -> Data:
        """Draw n rows from the model."""

    @abstractmethod
    def fit(self, real: Data, synthetic: Data | None = None, weight: Floats | None = None) -> Any:
        """Fit the model, `weight` being the real sample's total weight; None counts every row the same."""

    @abstractmethod
    def error(self, model: Any) -> Floats:
        """Return the squared error of the model, shape (weights, replications); nan where there is no model."""

    def unit(self, n: int) -> float:
        """Return the expected squared error of a fit to n real rows, to leading order: the unit of error ratios.

        Left out, it is 1, so that errors stay as they are.
        """
        count("n", n)
        return 1.0

    def stderr_weight(self, n_synthetic: int) -> float:
        """Return the weight up to which standard errors of simulated errors mean nothing; 0 if left out.

        Below that weight the variance of the squared error grows without end as rounds go on, and a mean over
        replications is ruled by the few largest of them.
        """
        count("n_synthetic", n_synthetic)
        return 0.0

    def begin(self) -> "Problem[Data]":
        """Return the problem as one run sees it: itself, unless something in it moves from round to round."""
        return self


@dataclass(frozen=True)
class Average:
    """The averages of a sample of n rows, which carry all that the fit needs.

    Chapter: *One mean, one recursion*.

    Attributes
    ----------
    n : int
        What the sample counts in pooling: its rows or, for covariances, its degrees of freedom.
    value : ndarray, shape (weights or 1, replications, ...)
        Average of the rows.
    """

    n: int
    value: Floats

    def __add__(self, other: "Average") -> "Average":
        """Pool two samples, every row counting the same."""
        n = self.n + other.n
        return Average(n, (self.n * self.value + other.n * other.value) / max(n, 1))


def mix(real: Average, synthetic: Average | None, weight: Floats | None) -> Floats:
    """Weight two averages: weight * real + (1 - weight) * synthetic."""
    if synthetic is None:
        return real.value
    if weight is None:
        return (real + synthetic).value
    w = weight.reshape(weight.shape + (1,) * (real.value.ndim - weight.ndim)).astype(real.value.dtype)
    mixed = (1 - w) * synthetic.value
    mixed += w * real.value
    return mixed
