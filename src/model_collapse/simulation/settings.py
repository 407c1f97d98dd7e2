"""The settings of every round, spelled out from numbers, grids and schedules."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, count, function, share, shown
from model_collapse.simulation.regimes import Regime, Round, takes_weight

Schedule = Callable[[int], float]


def _at(name: str, setting: Any, t: int) -> Any:
    """Return a setting in round t."""
    if not callable(setting):
        return setting
    function(name, setting, "lambda t: 100 + t", ("round",))
    return setting(t)


def _weight(name: str, value: ArrayLike, axes: int) -> Floats:
    """Return a weight as an array of numbers with at most this many axes."""
    weight = share(name, value)
    if weight.ndim > axes or not weight.size:
        allowed = "a number or a list of numbers" if axes else "a number"
        raise ValueError(f"{name} must be {allowed}, got {shown(value)}.")
    return weight


def grid_of(weight: ArrayLike | Schedule | None) -> Floats | None:
    """Return the fixed weight or the grid of fixed weights; None for a schedule and where nothing is weighted."""
    return None if weight is None or callable(weight) else _weight("weight", weight, 1)


def settings(n_real: Any, n_synthetic: Any, weight: Any, rounds: int) -> list[Round]:
    """Spell out the settings of rounds 0, 1, ..., `rounds`; round 0 is a fit to real rows alone."""
    each = [Round(count("n_real in round 0", _at("n_real", n_real, 0)), 0, None)]
    fixed = grid_of(weight)
    for t in range(1, rounds + 1):
        real = count(f"n_real in round {t}", _at("n_real", n_real, t), least=0)
        synthetic = count(f"n_synthetic in round {t}", _at("n_synthetic", n_synthetic, t), least=0)
        w = _weight(f"weight in round {t}", _at("weight", weight, t), 0) if callable(weight) else fixed
        if real + synthetic == 0:
            raise ValueError(f"round {t} has neither real nor synthetic rows; give it at least one.")
        for rows, kind, forced in ((real, "real", 0), (synthetic, "synthetic", 1)):
            if w is not None and rows == 0 and (w != forced).any():
                raise ValueError(f"round {t} has no {kind} rows, so its weight must be {forced}, got {w.flat[0]:g}.")
        each.append(Round(real, synthetic, None if w is None else w.reshape(-1, 1)))
    return each


def least_weight(each: list[Round], regime: Regime, shape: tuple[int, ...]) -> Floats:
    """Return the smallest weight on the real rows in any round; none is put on new ones where nothing is weighted."""
    if not takes_weight(regime):
        return np.zeros(shape)
    used = [now.n_real / (now.n_real + now.n_synthetic) if now.weight is None else now.weight.ravel() for now in each]
    return np.broadcast_to(np.min(np.broadcast_arrays(1.0, *used), axis=0), shape or (1,)).reshape(shape)
