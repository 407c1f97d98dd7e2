"""Control charts of a training log: errors under their limit and weights over their floor, faults marked.

Chapter: *Monitoring and audit*.
"""

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure as Canvas
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from model_collapse._checks import instance
from model_collapse._language import gettext as _
from model_collapse.figures import style
from model_collapse.figures.figure import Figure
from model_collapse.practice._limits import columns
from model_collapse.practice._rules import Columns, broken, stored
from model_collapse.practice.policy import Policy
from model_collapse.practice.round_log import RoundLog

ABOVE = ("error_above_limit",)
BELOW = ("below_floor", "below_break_even", "weight_not_prescribed", "weight_unexplained")


def _marked(found: Columns, names: tuple[str, ...]) -> NDArray[np.bool_]:
    """Return which rounds break one of the rules."""
    return np.any([broken(stored()[name], found) for name in names], axis=0)


def control_charts(log: RoundLog, policy: Policy | None = None) -> Figure:
    """Draw the errors of a log under their limit and the weights over their floor, and mark what the audit names.

    Chapter: *Monitoring and audit*.

    Parameters
    ----------
    log : RoundLog
        The log.
    policy : Policy, optional
        What it is held against; the default one if left out.

    Returns
    -------
    Figure
        The data file holds errors, limit, weights and floor by round.
    """
    instance("log", log, RoundLog, "RoundLog.read(path)")
    policy = Policy() if policy is None else instance("policy", policy, Policy, "Policy()")
    found, rounds = columns(log, policy), log["round"]
    cells = found | {"floor": np.where(found["mixing"], found["floor"], np.nan), "alone": log["error_real_only"]}
    error, alone, limit, weight, floor = (
        np.where(np.isfinite(cells[name]), cells[name], np.nan)
        for name in ("error", "alone", "error_limit", "weight", "floor")
    )
    above, below = _marked(found, ABOVE), _marked(found, BELOW)
    with mpl.rc_context(style.STYLE | {"figure.figsize": (5.4, 5.2)}):
        canvas = Canvas()
        errors, weights = canvas.subplots(2, 1, sharex=True, height_ratios=[3, 2])
        errors.plot(rounds, alone, ":", color=style.THEORY, label=_("real rows alone"))
        errors.plot(rounds, error, color=style.REAL, label=_("error"))
        errors.plot(rounds, limit, "--", color=style.SYNTHETIC, label=_("limit"))
        weights.plot(rounds, weight, color=style.MIXTURE, label=_("weight on the real rows"))
        weights.plot(rounds, floor, "--", color=style.INK, label=_("floor"))
        for axes, values, marked in ((errors, error, above), (weights, weight, below)):
            axes.plot(rounds[marked], values[marked], "o", color=style.SYNTHETIC, fillstyle="none", markersize=7)
        errors.set(ylabel=_("error"))
        weights.set(ylabel=_("weight"), ylim=(0, 1.05), xlabel=_("round"))
        weights.xaxis.set_major_locator(MaxNLocator(integer=True))
        style.legend(canvas)
    caption = _(
        "Above, the error on the hold-out by round, that of the real rows alone, and the limit; below, the weight on "
        "the real rows and its floor. Rounds with a fault are ringed."
    )
    facts = {"above": int(above.sum()), "below": int(below.sum()), "rounds": len(rounds)}
    alt = _(
        "Two charts over {rounds} rounds. Rounds whose error lies above its limit: {above}. Rounds with a fault in the "
        "weight: {below}."
    ).format(**facts)
    data = {"round": rounds, "error": error, "error_real_only": alone, "limit": limit, "weight": weight, "floor": floor}
    return Figure("control-charts", canvas, caption, alt, data)
