"""Models of many weights and replications: arrays, or tuples of arrays, whose leading axes are those two."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np


def _arrays(do: Callable[..., Any], *models: Any) -> Any:
    """Apply a function to the arrays of models, and return a model of the results."""
    first = models[0]
    if not isinstance(first, tuple):
        return do(*models)
    parts = [_arrays(do, *arrays) for arrays in zip(*models, strict=True)]
    return type(first)(*parts) if hasattr(first, "_fields") else tuple(parts)


def joined(blocks: Iterable[Any], replications: int) -> Any:
    """Put blocks of replications side by side and keep the first `replications` of them."""
    return _arrays(lambda *arrays: np.concatenate(arrays, axis=1)[:, :replications], *blocks)


def on_grid(model: Any, shape: tuple[int, ...]) -> Any:
    """Return a model with the grid's axis: one row for each weight, or no such axis where the weight is a number."""
    return _arrays(
        lambda array: np.broadcast_to(array, (*(shape or (1,)), *array.shape[1:]))[() if shape else 0], model
    )


def at_row(model: Any, row: int) -> Any:
    """Return the model at one weight of the grid."""
    return _arrays(lambda array: array[row], model)
