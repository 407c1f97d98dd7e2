"""The error by round in the ways of training on one's own output."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import shown
from model_collapse._language import gettext as _
from model_collapse.figures import style
from model_collapse.figures.curves import matched
from model_collapse.figures.figure import Figure
from model_collapse.simulation.history import History

LOOKS = {
    "replace": (style.SYNTHETIC, "-"),
    "accumulate": (style.SYNTHETIC, "--"),
    "reuse": (style.MIXTURE, "--"),
    "fresh": (style.MIXTURE, "-"),
    "keep_real": (style.REAL, "-"),
}


def error_by_way(runs: Mapping[str, History], theory: Mapping[str, ArrayLike]) -> Figure:
    """Draw the error of each round for the five ways of training, on a logarithmic axis.

    Chapter: *Four ways to train on your own output*.

    Parameters
    ----------
    runs : mapping of str to History
        Runs with a single weight each, by the name of their way, such as "fresh".
    theory : mapping of str to array_like, shape (rounds + 1,)
        Expected error ratio of each round, under the same names.

    Returns
    -------
    Figure
        Theory as lines; the bands are two standard errors of the simulations wide on either side.
    """
    matched(runs, theory, len(LOOKS))
    if unknown := set(runs) - set(LOOKS):
        raise ValueError(f"the names in runs must be among {', '.join(LOOKS)}, got {shown(min(unknown))}.")
    first = next(iter(runs.values()))
    t = np.arange(first.rounds + 1)
    data: dict[str, ArrayLike] = {"round": t}
    with style.canvas() as (canvas, axes):
        for name, run in runs.items():
            color, dashes = LOOKS[name]
            axes.fill_between(t, run.mean - 2 * run.stderr, run.mean + 2 * run.stderr, color=color, alpha=0.3, lw=0)
            axes.plot(t, theory[name], dashes, color=color, label=name)
            data |= {name: run.mean, f"{name} (theory)": theory[name]}
        axes.set(xlabel=_("round"), ylabel=_("error ratio"), yscale="log")
        style.legend(canvas)
    ends = "; ".join(f"{name} {run.mean[-1]:.2f}" for name, run in runs.items())
    caption = _(
        "Error by round in five ways of training, in units of the error of one round's real rows alone, on a "
        "logarithmic axis: theory as lines, two standard errors of {replications} simulations on either side as bands."
    ).format(replications=f"{first.replications:,}")
    alt = _("Curves by round that all begin at 1. After {rounds} rounds they are at: {ends}.").format(
        rounds=first.rounds, ends=ends
    )
    return Figure("four-ways", canvas, caption, alt, data)
