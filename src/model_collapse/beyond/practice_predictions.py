"""What ten ways to weigh would leave in five worlds, said before any of them was simulated.

Eight ways set their weights beforehand: their errors are exact. Two look at the rows, and for these the numbers are
approximations: every square that such a weight sees is replaced by its expectation. Chapter: *A weight that learns*.
"""

import numpy as np

from model_collapse._checks import Floats
from model_collapse.beyond.corrected import corrected_error_by_round, memory
from model_collapse.beyond.learning import Learner
from model_collapse.beyond.plant import (
    HALF_LIFE,
    RIVALS,
    WEEKS,
    P,
    World,
    check_names,
    plant_rows,
    plant_worlds,
    weights_by_week,
)

UNIT = 100
"""Real rows whose error is the unit."""
CLOSE = 0.05
"""Relative error up to which a predicted number of a rule that looks at the rows counts as confirmed."""


def learned_weights(world: World) -> Floats:
    """Return the weights that the learner would have if all squares were as expected, shape (104,)."""
    n, m = plant_rows()
    b, q = world.bias, world.drift
    learner = Learner(n[0], memory(HALF_LIFE))
    variance, off, weights = 1 / n[0], 0.0, [1.0]
    for t in range(1, WEEKS):
        w = float(learner.weight(n[t], m[t])[0])
        unsure = learner.bias.variance if learner.bias.counted else 0.0
        left = off + b[t] - float(learner.bias.value[0])
        synthetic = variance + 1 / m[t] + q + unsure
        square = synthetic + (1 / n[t] if n[t] else 0.0) + left**2
        learner.learn(np.array([w]), n[t], m[t], np.array([b[t]]), np.array([square]))
        variance = (w**2 / n[t] if n[t] else 0.0) + (1 - w) ** 2 * synthetic
        off = (1 - w) * left
        weights.append(w)
    return np.array(weights)


def safe_errors(world: World) -> Floats:
    """Return about what the safe weight leaves in each week, in units of one row's variance, shape (104,).

    The distance to the truth of the synthetic average is taken for that of a Gaussian of the same mean square, and the
    positive part is left out, as in `shrinkage_error_ratio`.
    """
    n, m = plant_rows()
    error, off, errors = 1 / n[0], 0.0, [1 / n[0]]
    for t in range(1, WEEKS):
        b = world.bias[t]
        synthetic = error + 2 * off * b + b**2 + 1 / m[t] + world.drift
        part = (1 - 2 / P) / (1 + n[t] * synthetic) if n[t] else 1.0
        error = (1 - part) / n[t] if n[t] else synthetic
        off = part * (off + b)
        errors.append(error)
    return np.array(errors)


def predicted_by_week(world: World, rival: str) -> Floats:
    """Return the predicted error of each week in units of the error of 100 real rows, shape (104,)."""
    n, m = plant_rows()
    if rival == "safe":
        return UNIT * safe_errors(world)
    bias = np.zeros(WEEKS) if rival == "oracle" else world.bias
    seen = {"differences": "differences", "shifts": "shifts", "learned": "shifts"}.get(rival, "nothing")
    learned = rival == "learned"
    w = learned_weights(world) if learned else weights_by_week(world)[rival]
    half_life = HALF_LIFE if learned else None
    return UNIT * corrected_error_by_round(w, n, m, bias=bias, drift=world.drift, seen=seen, half_life=half_life)


def plant_expected(world: str, rival: str) -> Floats:
    """Return the error of each week that was predicted.

    Chapter: *A weight that learns*.

    Parameters
    ----------
    world, rival : str
        As in `plant_run`.

    Returns
    -------
    ndarray, shape (104,)
        In units of the error of 100 real rows; an approximation for `"learned"` and `"safe"`, exact for the others.

    Raises
    ------
    ValueError
        If there is no such world or rival.

    Examples
    --------
    >>> import model_collapse as mc
    >>> mc.beyond.plant_expected("unbiased", "schedule")[:3].round(3).tolist()
    [1.0, 1.111, 0.528]
    """
    check_names(world, rival)
    return predicted_by_week(plant_worlds()[world], rival)


def plant_predictions() -> dict[str, dict[str, float]]:
    """Return the predicted mean error of all weeks but the first, by world and by rival.

    Their order in each world is the predicted ranking. Chapter: *A weight that learns*.

    Returns
    -------
    dict
        In units of the error of 100 real rows.

    Examples
    --------
    >>> found = plant_predictions()["drift"]
    >>> min(found, key=found.get)
    'oracle'
    """
    return {
        name: {rival: float(predicted_by_week(world, rival)[1:].mean()) for rival in RIVALS}
        for name, world in plant_worlds().items()
    }
