"""Checks of numbers and of arrays of numbers."""

import operator
import warnings
from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from model_collapse._checks.sentences import refusal, shown

Floats = NDArray[np.float64]

LEAST, MOST = 1e-100, 1e100
"""Between them every formula keeps its accuracy; zero is a case of its own."""

MOST_ROWS, MOST_ROUNDS, MOST_REPLICATIONS, MOST_JOBS, MOST_COLUMNS = 10**15, 10**6, 10**6, 1024, 1000


def _is_number(value: object) -> bool:
    return isinstance(value, Real | Decimal) and not isinstance(value, bool | np.timedelta64)


def numbers(name: str, value: Any) -> Floats:
    """Return `value` as an array of numbers, some of which may be infinite or not there (nan)."""
    if np.ma.isMaskedArray(value) and (masked := np.ma.getmaskarray(value)).any():
        sentence = "{name} must have no masked entries, got {count} of {size}, the first at {place}."
        raise refusal(sentence, name=name, count=masked.sum(), size=masked.size, place=np.flatnonzero(masked)[0])
    try:
        return _floats(value)
    except (OverflowError, RuntimeWarning):
        sentence = "{name} must be at most {most:g} in size, got {given}."
        raise refusal(sentence, name=name, most=MOST, given=shown(value)) from None
    except Exception:
        sentence = "{name} must be a number or an array of numbers, got {given}."
        raise refusal(sentence, name=name, given=shown(value)) from None


def _floats(value: Any) -> Floats:
    if isinstance(value, bytes | bytearray | memoryview):
        raise TypeError
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        array = np.asarray(value, dtype=object if isinstance(value, list | tuple) else None)
        if array.dtype.kind not in "iufO" or (array.dtype.kind == "O" and not all(map(_is_number, array.flat))):
            raise TypeError
        return array.astype(float) + 0.0  # no zero has a sign


def _refuse(array: Floats, bad: NDArray[np.bool_], sentence: str, **facts: object) -> None:
    if bad.any():
        raise refusal(sentence, given=f"{array[bad].flat[0]:g}", **facts)


def finite(name: str, value: ArrayLike) -> Floats:
    """Return `value` as an array of finite numbers of at most `MOST` in size."""
    array = numbers(name, value)
    _refuse(array, ~np.isfinite(array), "{name} must be finite, got {given}.", name=name)
    _refuse(array, abs(array) > MOST, "{name} must be at most {most:g} in size, got {given}.", name=name, most=MOST)
    return array


def observed(value: Any) -> Any:
    """Return observations with 1 for true and 0 for false; what is none of these stays as it is."""
    try:
        array = np.asarray(value)
    except Exception:
        return value
    if array.dtype.kind == "O":
        return np.frompyfunc(lambda x: int(x) if isinstance(x, bool | np.bool_) else x, 1, 1)(array)
    return array.astype(float) if array.dtype.kind == "b" else value


def positive(name: str, value: ArrayLike, *, zero: bool = False) -> Floats:
    """Return `value` as an array of numbers from `LEAST` to `MOST`; if `zero` is true, smaller ones count as zero."""
    array = numbers(name, value)
    if zero:
        bad = (array < 0) | ~np.isfinite(array)
        _refuse(array, bad, "{name} must be zero or more and finite, got {given}.", name=name)
    else:
        bad = (array <= 0) | ~np.isfinite(array)
        _refuse(array, bad, "{name} must be above zero and finite, got {given}.", name=name)
    _refuse(array, array > MOST, "{name} must be at most {most:g}, got {given}.", name=name, most=MOST)
    if zero:
        return np.where(array < LEAST, 0.0, array)
    _refuse(array, array < LEAST, "{name} must be at least {least:g}, got {given}.", name=name, least=LEAST)
    return array


def at_least(name: str, value: ArrayLike, least: float) -> Floats:
    """Return `value` as an array of numbers from `least` to `MOST`."""
    array = numbers(name, value)
    bad = ~((array >= least) & np.isfinite(array))
    _refuse(array, bad, "{name} must be at least {least:g} and finite, got {given}.", name=name, least=least)
    _refuse(array, array > MOST, "{name} must be at most {most:g}, got {given}.", name=name, most=MOST)
    return array


def whole(name: str, value: ArrayLike, *, least: int = 1, most: int = MOST_ROWS) -> Floats:
    """Return `value` as an array of whole numbers from `least` to `most`."""
    array = numbers(name, value)
    bad = ~(array == np.floor(array)) | np.isinf(array)
    _refuse(array, bad, "{name} must be a whole number, got {given}.", name=name)
    _refuse(array, array < least, "{name} must be at least {least:g}, got {given}.", name=name, least=least)
    _refuse(array, array > most, "{name} must be at most {most:g}, got {given}.", name=name, most=most)
    return array


def share(name: str, value: ArrayLike) -> Floats:
    """Return `value` as an array of numbers from 0 to 1."""
    array = numbers(name, value)
    bad = ~((array >= 0) & (array <= 1))
    _refuse(array, bad, "{name} must be between 0 and 1, got {given}.", name=name)
    return array


def scalar(name: str, array: Floats) -> float:
    """Return the number in an array without axes."""
    if array.ndim:
        raise refusal("{name} must be a single number, got an array of shape {shape}.", name=name, shape=array.shape)
    return float(array)


def vector(name: str, value: ArrayLike, p: int) -> Floats:
    """Return p numbers; a single number stands for all of them."""
    array = finite(name, value)
    if array.shape not in ((), (p,)):
        raise refusal("{name} must be one number or {p} numbers, got shape {shape}.", name=name, p=p, shape=array.shape)
    return np.broadcast_to(array, (p,))


def table(name: str, value: ArrayLike, columns: int | None = None) -> Floats:
    """Return `value` as rows by columns, one or more of each; with `columns`, as many columns as that."""
    array = finite(name, value)
    if array.ndim != 2 or not array.size:
        raise refusal("{name} must be rows by columns, got shape {shape}.", name=name, shape=array.shape)
    if columns is not None and array.shape[1] != columns:
        sentence = "{name} must have {columns} columns, got {given}."
        raise refusal(sentence, name=name, columns=columns, given=array.shape[1])
    return array


def covariance_matrix(name: str, value: ArrayLike | None, p: int | None = None) -> Floats:
    """Return `value` as covariance matrices on the last two axes: symmetric, no negative eigenvalue, not zero.

    With `p`, as one matrix of shape (p, p) that is positive definite; None is the identity.
    """
    array = np.eye(p or 1) if value is None else numbers(name, value)
    if p is not None and array.shape != (p, p):
        raise refusal("{name} must have shape ({p}, {p}), got {shape}.", name=name, p=p, shape=array.shape)
    if array.ndim < 2 or array.shape[-1] != array.shape[-2] or not array.size:
        raise refusal("{name} must be a square matrix, got shape {shape}.", name=name, shape=array.shape)
    if not np.array_equal(array, np.swapaxes(array, -1, -2)) or not np.isfinite(array).all():
        raise refusal("{name} must be symmetric and finite, got a matrix that is not.", name=name)
    size = np.abs(array)
    bad = (array != 0) & ((size < LEAST) | (size > MOST))
    sentence = "{name} must be between {least:g} and {most:g} in size, got {given}."
    _refuse(array, bad, sentence, name=name, least=LEAST, most=MOST)
    eigenvalues = np.linalg.eigvalsh(array)
    if p is not None and eigenvalues[0] <= 0:
        raise refusal("{name} must be positive definite, got one that is not.", name=name)
    if ((eigenvalues < -1e-9 * np.abs(eigenvalues).max(-1, keepdims=True)).any(-1) | (eigenvalues[..., -1] <= 0)).any():
        raise refusal(
            "{name} must have no negative eigenvalue and not be zero, got a matrix that does not comply.", name=name
        )
    return array


def count(name: str, value: object, least: int = 1, most: int | None = MOST_ROWS) -> int:
    """Return `value` as a whole number that is at least `least` and, if `most` is given, at most that."""
    try:
        if isinstance(value, bool | np.bool_ | np.timedelta64) or np.ma.isMaskedArray(value):
            raise TypeError
        number = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        raise refusal("{name} must be a whole number, got {given}.", name=name, given=shown(value)) from None
    if number < least:
        raise refusal("{name} must be at least {least:g}, got {given}.", name=name, least=least, given=shown(number))
    if most is not None and number > most:
        raise refusal("{name} must be at most {most:,}, got {given}.", name=name, most=most, given=shown(number))
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
        sentence = "jobs must be from 1 to {most:,}, or -1 for one a core, got {given}."
        raise refusal(sentence, most=MOST_JOBS, given=shown(jobs)) from None
