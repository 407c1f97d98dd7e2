"""Checks of arguments; each refusal is one sentence that says what was given and what is allowed."""

import inspect
import operator
import warnings
from collections.abc import Callable
from decimal import Decimal
from functools import wraps
from itertools import combinations
from numbers import Real
from typing import Any, ParamSpec, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
P = ParamSpec("P")
R = TypeVar("R")

LEAST, MOST = 1e-100, 1e100
"""Between them every formula keeps its accuracy; zero is a case of its own."""

MOST_ROWS, MOST_ROUNDS, MOST_REPLICATIONS, MOST_JOBS = 10**15, 10**6, 10**6, 1024
_LETTERS = 60


def shown(value: object) -> str:
    """Return a value as it stands in a sentence: on one line, and not long."""
    try:
        text = " ".join(repr(value.tolist() if isinstance(value, np.ndarray) else value).split())
    except Exception:  # a whole number of thousands of digits, or an object that cannot be printed
        text = f"a value of type {type(value).__name__}"
    return text if len(text) <= _LETTERS else f"{text[: _LETTERS - 3]}..."


def _is_number(value: object) -> bool:
    return isinstance(value, Real | Decimal) and not isinstance(value, bool | np.timedelta64)


def _numbers(name: str, value: Any) -> Floats:
    masked = np.ma.getmaskarray(value) if np.ma.isMaskedArray(value) else np.zeros(1, dtype=bool)
    if masked.any():
        places = ", ".join(str(place) for place in np.flatnonzero(masked)[:5])
        more = " and others" if masked.sum() > 5 else ""
        raise ValueError(f"{name} must have no masked entries, got masked ones at {places}{more}.")
    given = ValueError(f"{name} must be a number or an array of numbers, got {shown(value)}.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            array = np.asarray(value, dtype=object if isinstance(value, list | tuple) else None)
            if array.dtype.kind not in "iufO" or (
                array.dtype.kind == "O" and not all(_is_number(entry) for entry in array.flat)
            ):
                raise given
            return array.astype(float) + 0.0  # no zero has a sign
    except (OverflowError, RuntimeWarning):
        raise ValueError(f"{name} must be at most {MOST:g} in size, got {shown(value)}.") from None
    except Exception:
        raise given from None


def _refuse(name: str, array: Floats, bad: NDArray[np.bool_], allowed: str) -> None:
    if bad.any():
        raise ValueError(f"{name} must be {allowed}, got {array[bad].flat[0]:g}.")


def positive(name: str, value: ArrayLike, *, zero: bool = False) -> Floats:
    """Return `value` as an array of numbers from `LEAST` to `MOST`; if `zero` is true, smaller ones count as zero."""
    array = _numbers(name, value)
    low = array < 0 if zero else array <= 0
    _refuse(name, array, low | ~np.isfinite(array), "zero or more and finite" if zero else "above zero and finite")
    _refuse(name, array, array > MOST, f"at most {MOST:g}")
    if zero:
        return np.where(array < LEAST, 0.0, array)
    _refuse(name, array, array < LEAST, f"at least {LEAST:g}")
    return array


def at_least(name: str, value: ArrayLike, least: float) -> Floats:
    """Return `value` as an array of numbers from `least` to `MOST`."""
    array = _numbers(name, value)
    _refuse(name, array, ~((array >= least) & np.isfinite(array)), f"at least {least:g} and finite")
    _refuse(name, array, array > MOST, f"at most {MOST:g}")
    return array


def whole(name: str, value: ArrayLike, *, least: int = 1) -> Floats:
    """Return `value` as an array of whole numbers from `least` to `MOST_ROWS`."""
    array = _numbers(name, value)
    _refuse(name, array, ~(array == np.floor(array)) | np.isinf(array), "a whole number")
    _refuse(name, array, array < least, f"at least {least}")
    _refuse(name, array, array > MOST_ROWS, f"at most {MOST_ROWS:.0e}")
    return array


def share(name: str, value: ArrayLike) -> Floats:
    """Return `value` as an array of numbers from 0 to 1."""
    array = _numbers(name, value)
    _refuse(name, array, ~((array >= 0) & (array <= 1)), "between 0 and 1")
    return array


def scalar(name: str, array: Floats) -> float:
    """Return the number in an array without axes."""
    if array.ndim:
        raise ValueError(f"{name} must be a single number, got an array of shape {array.shape}.")
    return float(array)


def covariance_matrix(name: str, value: ArrayLike | None, p: int | None = None) -> Floats:
    """Return `value` as covariance matrices on the last two axes: symmetric, no negative eigenvalue, not zero.

    With `p`, as one matrix of shape (p, p) that is positive definite; None is the identity.
    """
    array = np.eye(p or 1) if value is None else _numbers(name, value)
    if p is not None and array.shape != (p, p):
        raise ValueError(f"{name} must have shape ({p}, {p}), got {array.shape}.")
    if array.ndim < 2 or array.shape[-1] != array.shape[-2] or not array.size:
        raise ValueError(f"{name} must be a square matrix, got shape {array.shape}.")
    if not np.array_equal(array, np.swapaxes(array, -1, -2)) or not np.isfinite(array).all():
        raise ValueError(f"{name} must be symmetric and finite, got a matrix that is not.")
    size = np.abs(array)
    _refuse(name, array, (array != 0) & ((size < LEAST) | (size > MOST)), f"between {LEAST:g} and {MOST:g} in size")
    eigenvalues = np.linalg.eigvalsh(array)
    if p is not None and eigenvalues[0] <= 0:
        raise ValueError(f"{name} must be positive definite, got one that is not.")
    if ((eigenvalues < -1e-9 * np.abs(eigenvalues).max(-1, keepdims=True)).any(-1) | (eigenvalues[..., -1] <= 0)).any():
        raise ValueError(f"{name} must have no negative eigenvalue and not be zero, got a matrix that does not comply.")
    return array


def count(name: str, value: object, least: int = 1, most: int | None = None) -> int:
    """Return `value` as a whole number that is at least `least` and, if `most` is given, at most that."""
    try:
        if isinstance(value, bool | np.bool_ | np.timedelta64) or np.ma.isMaskedArray(value):
            raise TypeError
        number = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        raise ValueError(f"{name} must be a whole number, got {shown(value)}.") from None
    if number < least:
        raise ValueError(f"{name} must be at least {least}, got {shown(number)}.")
    if most is not None and number > most:
        raise ValueError(f"{name} must be at most {most:,}, got {shown(number)}.")
    return number


def last_round(rounds: object) -> int:
    """Return the last round of a recursion."""
    return count("rounds", rounds, 0, MOST_ROUNDS)


def workers(jobs: object) -> int | None:
    """Return the number of worker processes: None for joblib's own setting, -1 for one a core."""
    if jobs is None or (isinstance(jobs, int) and jobs == -1):
        return jobs
    try:
        return count("jobs", jobs, 1, MOST_JOBS)
    except ValueError:
        raise ValueError(f"jobs must be from 1 to {MOST_JOBS:,}, or -1 for one a core, got {shown(jobs)}.") from None


def instance(name: str, value: object, verbs: tuple[str, ...]) -> None:
    """Refuse what has not all the verbs, and a class in the place of an instance."""
    if isinstance(value, type):
        raise ValueError(f"{name} must be an instance, got the class {value.__name__}; write {value.__name__}(...).")
    for verb in verbs:
        if not callable(getattr(value, verb, None)):
            raise ValueError(f"{name} must have the methods {', '.join(verbs)}, got {shown(value)} without {verb}.")


def function(name: str, value: object, example: str) -> None:
    """Refuse what cannot be called, such as a function's name."""
    if not callable(value) or isinstance(value, type):
        raise ValueError(f"{name} must be a function such as {example}, got {shown(value)}.")


def _shape(value: Any, axes: int) -> tuple[int, ...] | None:
    """Return the shape that broadcasts, without the last axes; None where there is none and the value is refused."""
    try:
        shape = np.shape(value)
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
                    raise ValueError(
                        f"{a} and {b} must have shapes that fit together, got {first} and {second}."
                    ) from None
                there: Any = getattr(given[a], "index", None)
                here: Any = getattr(given[b], "index", None)
                if hasattr(there, "equals") and hasattr(here, "equals") and not there.equals(here):
                    raise ValueError(
                        f"{a} and {b} must have the same index, got two that differ; align them or pass their values."
                    )
            with np.errstate(over="ignore"):  # beyond the largest float an error is infinite
                return do(*args, **kwargs)

        return checked

    return decorate
