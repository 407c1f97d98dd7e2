"""Fits to groups of real rows, and to as many rows that are drawn from each fit."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model_collapse._checks import Floats, finite
from model_collapse.problems._forms import drawn, one_form, taken

EDGE = 1e-12
"""Relative size below which a difference is rounding."""


def fitted_twice(
    rows: Any,
    fit: Callable[[Any], Any],
    sample: Callable[[Any, int, np.random.Generator], Any],
    measure: Callable[[Any], Any] | None,
    groups: NDArray[np.intp],
    rng: np.random.Generator,
) -> tuple[Floats, Floats]:
    """Return what is measured of the fits to the real rows at these places, and to the rows drawn from them."""
    first, second = [], []
    for places in groups:
        real = taken(rows, places)
        model = fit(real)
        first.append(_measured(model, measure))
        made = drawn("sample", sample(model, len(places), rng), len(places))
        one_form([real, made])
        second.append(_measured(fit(made), measure))
    return _even(first, second)


def _measured(model: Any, measure: Callable[[Any], Any] | None) -> Floats:
    name, value = ("what fit returns", model) if measure is None else ("what measure returns", measure(model))
    found = np.atleast_1d(finite(name, value))
    if found.ndim > 1 or not found.size:
        raise ValueError(f"{name} must be a list of numbers, got shape {found.shape}.")
    return found


def _even(first: list[Floats], second: list[Floats]) -> tuple[Floats, Floats]:
    """Return both fits of all groups, which have the same parameters and are not all the same."""
    sizes = sorted({len(found) for found in (*first, *second)})
    if len(sizes) > 1:
        raise ValueError(f"every fit must have as many parameters as the first, got {sizes[0]} and {sizes[-1]}.")
    real, made = np.stack(first), np.stack(second)
    if (still := _still(real, real)).any():
        number = still.argmax() + 1
        raise ValueError(f"each parameter must differ between groups, got one that hardly does: number {number}.")
    if _still(made - real, real).all():
        raise ValueError("sample must draw new rows, got rows with the same fit in every group.")
    return real, made


def _still(values: Floats, scale: Floats) -> np.ndarray:
    """Return which parameters are the same in all groups, or in all but one."""
    ordered = np.sort(values, axis=0)
    return np.minimum(ordered[1:].std(axis=0), ordered[:-1].std(axis=0)) <= EDGE * abs(scale).max(axis=0)
