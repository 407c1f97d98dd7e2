"""One plant's two years of weekly rounds: unequal deliveries, five worlds, ten ways to weigh.

Errors are in units of those of 100 real rows, and averaged over all weeks but the first. Chapter: *A weight that
learns*.
"""

from functools import partial
from typing import Any, NamedTuple

import numpy as np

from model_collapse._checks import Floats, count, refusal, shown
from model_collapse._language import gettext as _
from model_collapse.beyond.learning import bias_subtracted, weight_learned
from model_collapse.problems.base import Problem
from model_collapse.problems.gaussian import GaussianMean
from model_collapse.problems.stream import Stream
from model_collapse.problems.wrappers import Drifting, Wrapper
from model_collapse.simulation.history import History
from model_collapse.simulation.regimes import Regime, fresh
from model_collapse.simulation.rules import by_rule
from model_collapse.simulation.simulator import simulate
from model_collapse.theory import GOLDEN_WEIGHT, optimal_weight, optimal_weight_by_round, shrinkage_weight

WEEKS, P, HALF_LIFE = 104, 8, 13.0
BIAS, DRIFT, BREAK, BROKEN = 0.08, 0.01, 60, 0.4


class World(NamedTuple):
    """What nobody in the plant knows.

    Attributes
    ----------
    bias : ndarray, shape (104,)
        Shift of the generator in each week and coordinate, in standard deviations of a row.
    drift : float
        Variance of the truth's step before each week, in units of one row's variance.
    """

    bias: Floats
    drift: float


class Shifting(Wrapper):
    """A problem whose generator has another shift in each round."""

    def __init__(self, problem: Problem[Any], shifts: Floats) -> None:
        super().__init__(problem)
        self.shifts, self.made = shifts, 0

    def begin(self) -> "Shifting":
        """Return a copy that has made nothing yet."""
        return Shifting(self.problem.begin(), self.shifts)

    def synthetic(self, model: Floats, n: int, rng: Stream) -> Any:
        """Draw n rows from the model, shifted as in this round; to be called once in each round but the first."""
        self.made += 1
        return self.problem.synthetic(model + self.shifts[self.made], n, rng)


def plant_rows() -> tuple[Floats, Floats]:
    """Return the real and the synthetic rows of each week.

    Real rows come in a rhythm of four weeks, synthetic ones in one of three. Once in a quarter, and three weeks running
    at the end of the first year, no real rows come. Chapter: *A weight that learns*.

    Returns
    -------
    tuple of ndarray, each of shape (104,)

    Examples
    --------
    >>> real, synthetic = plant_rows()
    >>> real[:6].tolist(), synthetic[:6].tolist(), int((real == 0).sum())
    ([100, 40, 120, 80, 160, 40], [200, 100, 300, 200, 100, 300], 10)
    """
    n, m = np.resize([160, 40, 120, 80], WEEKS), np.resize([200, 100, 300], WEEKS)
    n[0], n[12::13], n[51:54] = 100, 0, 0
    return n, m


def plant_worlds() -> dict[str, World]:
    """Return the five worlds by name.

    Chapter: *A weight that learns*.

    Returns
    -------
    dict of str to World
        Each with `bias`, the generator's shift by week in standard deviations of a row, and `drift`, the variance of
        the truth's step.

    Examples
    --------
    >>> {name: (float(world.bias[-1]), world.drift) for name, world in plant_worlds().items()}["breaks"]
    (0.4, 0.0)
    """
    none, biased = np.zeros(WEEKS), np.full(WEEKS, BIAS)
    broken = np.where(np.arange(WEEKS) < BREAK, 0.0, BROKEN)
    return {
        "unbiased": World(none, 0.0),
        "bias": World(biased, 0.0),
        "drift": World(none, DRIFT),
        "bias and drift": World(biased, DRIFT),
        "breaks": World(broken, 0.0),
    }


def weights_by_week(world: World) -> dict[str, Floats]:
    """Return the weights of the rivals that set them beforehand; the oracle's are those of this world."""
    n, m = plant_rows()
    fixed = (n > 0).astype(float)
    schedule = optimal_weight_by_round(n, m)
    return {
        "real rows alone": fixed,
        "0.618": fixed * GOLDEN_WEIGHT,
        "best fixed": fixed * optimal_weight(n.mean() / m.mean()),
        "naive": n / (n + m),
        "schedule": schedule,
        "oracle": optimal_weight_by_round(n, m, drift=world.drift),
        "differences": schedule,
        "shifts": schedule,
    }


def _never_harms(real: Any, synthetic: Any) -> Floats:
    return shrinkage_weight(real.n * ((real.value - synthetic.value) ** 2).sum(axis=-1), p=real.value.shape[-1])


REGIMES: dict[str, Regime] = {
    "differences": bias_subtracted("differences"),
    "shifts": bias_subtracted("shifts"),
    "learned": weight_learned(HALF_LIFE),
    "safe": by_rule(_never_harms),
}
RIVALS = ("real rows alone", "0.618", "best fixed", "naive", "schedule", "oracle", *REGIMES)


def labels() -> dict[str, str]:
    """Return the names of worlds and rivals as readers see them."""
    return {
        "unbiased": _("unbiased"),
        "bias": _("bias"),
        "drift": _("drift"),
        "bias and drift": _("bias and drift"),
        "breaks": _("breaks"),
        "real rows alone": _("real rows alone"),
        "0.618": "0.618",
        "best fixed": _("best fixed"),
        "naive": _("naive"),
        "schedule": _("schedule"),
        "oracle": _("oracle"),
        "differences": _("differences"),
        "shifts": _("shifts"),
        "learned": _("learned"),
        "safe": _("safe"),
    }


def check_names(world: Any, rival: Any) -> None:
    """Refuse what is no world or no rival."""
    _known("world", world, plant_worlds())
    _known("rival", rival, RIVALS)


def _known(name: str, given: Any, allowed: Any) -> None:
    if not isinstance(given, str) or given not in allowed:
        raise refusal(
            "{name} must be one of {names}, got {given}.", name=name, names=", ".join(allowed), given=shown(given)
        )


def plant_run(world: str, rival: str, replications: int = 2000, seed: int = 15) -> History:
    """Simulate the two years in one world with one way to weigh; all ways share their draws.

    Chapter: *A weight that learns*.

    Parameters
    ----------
    world : str
        One of `plant_worlds`.
    rival : str
        `"real rows alone"`; fixed weights `"0.618"`, `"best fixed"` (for the mean rows); `"naive"`, every row the same;
        `"schedule"`, which knows the rows of each week; `"oracle"`, which knows drift and bias too, and subtracts it;
        `"differences"` and `"shifts"`, schedules with an estimated bias subtracted; `"learned"`; `"safe"`.
    replications, seed : int
        As in `simulate`.

    Returns
    -------
    History
        Error ratios in units of the error of 100 real rows, in 8 coordinates.

    Raises
    ------
    ValueError
        If there is no such world or rival, or a number is out of range.

    Examples
    --------
    >>> import model_collapse as mc
    >>> mc.beyond.plant_run("unbiased", "schedule", replications=5, seed=1).errors.shape
    (5, 104)
    """
    check_names(world, rival)
    true = plant_worlds()[world]
    n, m = plant_rows()
    bias = np.zeros(WEEKS) if rival == "oracle" else true.bias
    weights = weights_by_week(true)
    go = partial(
        simulate,
        Shifting(Drifting(GaussianMean(p=P), true.drift), bias),
        REGIMES.get(rival, fresh),
        n_real=n.tolist().__getitem__,
        n_synthetic=m.tolist().__getitem__,
        rounds=WEEKS - 1,
        replications=count("replications", replications),
        seed=seed,
    )
    return go(weight=weights[rival].item) if rival in weights else go()
