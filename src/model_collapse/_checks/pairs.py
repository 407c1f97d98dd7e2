"""Checks of arguments beside each other: shapes that broadcast, and indexes that agree."""

import inspect
from collections.abc import Callable
from functools import wraps
from itertools import combinations
from typing import Any, ParamSpec, TypeVar

import numpy as np

from model_collapse._checks.sentences import refusal

P = ParamSpec("P")
R = TypeVar("R")


def _shape(value: Any, axes: int) -> tuple[int, ...] | None:
    """Return the shape that broadcasts, without the last axes; None where there is none and the value is refused."""
    try:
        shape = tuple(np.shape(value))
    except Exception:  # ragged, or not an array at all
        return None
    return shape[: len(shape) - axes] if len(shape) >= axes else None


def paired(**axes: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Refuse arguments of a function whose shapes do not broadcast, or that are Series with different indexes.

    Parameters
    ----------
    **axes
        Last axes of an argument that do not broadcast, such as the two of a covariance.
    """

    def decorate(do: Callable[P, R]) -> Callable[P, R]:
        names = list(inspect.signature(do).parameters)

        @wraps(do)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            given = {**dict(zip(names, args, strict=False)), **kwargs}
            given.pop("rounds", None)
            shapes = {name: shape for name, x in given.items() if (shape := _shape(x, axes.get(name, 0)))}
            for (a, first), (b, second) in combinations(shapes.items(), 2):
                try:
                    np.broadcast_shapes(first, second)
                except ValueError:
                    sentence = "{a} and {b} must have shapes that fit together, got {first} and {second}."
                    raise refusal(sentence, a=a, b=b, first=first, second=second) from None
                there: Any = getattr(given[a], "index", None)
                here: Any = getattr(given[b], "index", None)
                if hasattr(there, "equals") and hasattr(here, "equals") and not there.equals(here):
                    sentence = (
                        "{a} and {b} must have the same index, got two that differ; align them or pass their values."
                    )
                    raise refusal(sentence, a=a, b=b)
            with np.errstate(over="ignore"):  # beyond the largest float an error is infinite
                return do(*args, **kwargs)

        return checked

    return decorate
