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


def at_least(name: str, value: ArrayLike, least: float) -> Floats:
    """Return `value` as an array of finite numbers, none below `least`."""
    array = _numbers(name, value)
    _refuse(name, array, ~((array >= least) & np.isfinite(array)), f"at least {least:g} and finite")
    return array


def whole(name: str, value: ArrayLike, *, least: int = 1) -> Floats:
    """Return `value` as an array of whole numbers, none below `least`."""
    array = _numbers(name, value)
    _refuse(name, array, ~(array == np.floor(array)) | np.isinf(array), "a whole number")
    _refuse(name, array, array < least, f"at least {least}")
    return array


def covariance_matrix(name: str, value: ArrayLike | None, p: int | None = None) -> Floats:
    """Return `value` as covariance matrices on the last two axes: symmetric, no negative eigenvalue, not zero.

    With `p`, as one matrix of shape (p, p) that is positive definite; None is the identity.
    """
    array = np.eye(p or 1) if value is None else _numbers(name, value)
    if p is not None and array.shape != (p, p):
        raise ValueError(f"{name} must have shape ({p}, {p}), got {array.shape}.")
    if array.ndim < 2 or array.shape[-1] != array.shape[-2]:
        raise ValueError(f"{name} must be a square matrix, got shape {array.shape}.")
    if not np.array_equal(array, np.swapaxes(array, -1, -2)) or not np.isfinite(array).all():
        raise ValueError(f"{name} must be symmetric and finite, got a matrix that is not.")
    eigenvalues = np.linalg.eigvalsh(array)
    if p is not None and eigenvalues[0] <= 0:
        raise ValueError(f"{name} must be positive definite, got one that is not.")
    if ((eigenvalues < -1e-9 * np.abs(eigenvalues).max(-1, keepdims=True)).any(-1) | (eigenvalues[..., -1] <= 0)).any():
        raise ValueError(f"{name} must have no negative eigenvalue and not be zero, got a matrix that does not comply.")
    return array


def share(name: str, value: ArrayLike) -> Floats:
    """Return `value` as an array of numbers from 0 to 1."""
    array = _numbers(name, value)
    _refuse(name, array, ~((array >= 0) & (array <= 1)), "between 0 and 1")
    return array


def count(name: str, value: object, least: int = 1, most: int | None = None) -> int:
    """Return `value` as a whole number that is at least `least` and, if `most` is given, at most that."""
    try:
        number = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        raise ValueError(f"{name} must be a whole number, got {value!r}.") from None
    if number < least:
        raise ValueError(f"{name} must be at least {least}, got {number}.")
    if most is not None and number > most:
        raise ValueError(f"{name} must be at most {most:,}, got {number}.")
    return number
