"""Objects that are not the package's own: they are seeded, and what they raise becomes one sentence.

Chapter: *A pilot on your own data*.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np


@contextmanager
def seeded(model: Any, rng: np.random.Generator) -> Iterator[None]:
    """Give a model its random state, and numpy and Python theirs as long as it works, so that a run can be repeated."""
    seed = int(rng.integers(2**31))
    parameters: dict[str, Any] = getattr(model, "get_params", dict)()
    states = {name: seed for name in parameters if name.rpartition("__")[2] == "random_state"}
    if states:
        model.set_params(**states)
    elif hasattr(model, "random_state"):
        model.random_state = seed
    if hasattr(model, "_set_random_state"):  # otherwise such a synthesizer draws the same rows after every fit
        model._set_random_state(seed)
    before, pythons = np.random.get_state(), random.getstate()  # noqa: NPY002
    np.random.seed(seed)  # noqa: NPY002
    random.seed(seed)
    try:
        yield
    finally:
        np.random.set_state(before)  # noqa: NPY002
        random.setstate(pythons)


@contextmanager
def foreign(sentence: str) -> Iterator[None]:
    """Say in one sentence, without a cell of the table, that an object of the reader's own has failed."""
    try:
        yield
    except Exception as fault:
        raise ValueError(sentence.format(fault=type(fault).__name__)) from fault
