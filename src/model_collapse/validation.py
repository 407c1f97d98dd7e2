"""Checks of arguments; each refusal is one sentence that says what was given and what is allowed."""

import operator

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def _numbers(name: str, value: ArrayLike) -> Floats:
    try:
        return np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be a number or an array of numbers, got {value!r}.") from None


def _refuse(name: str, array: Floats, bad: NDArray[np.bool_], allowed: str) -> None:
    if bad.any():
        raise ValueError(f"{name} must be {allowed}, got {array[bad].flat[0]:g}.")


def positive(name: str, value: ArrayLike, *, zero: bool = False) -> Floats:
    """Return `value` as an array of finite numbers above zero, zero itself included if `zero` is true."""
    array = _numbers(name, value)
    low = array < 0 if zero else array <= 0
    _refuse(name, array, low | ~np.isfinite(array), "zero or more and finite" if zero else "above zero and finite")
    return array


def share(name: str, value: ArrayLike) -> Floats:
    """Return `value` as an array of numbers from 0 to 1."""
    array = _numbers(name, value)
    _refuse(name, array, ~((array >= 0) & (array <= 1)), "between 0 and 1")
    return array


def count(name: str, value: object, *, least: int = 1) -> int:
    """Return `value` as a whole number that is at least `least`."""
    try:
        number = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        raise ValueError(f"{name} must be a whole number, got {value!r}.") from None
    if number < least:
        raise ValueError(f"{name} must be at least {least}, got {number}.")
    return number
