"""The ladder of worth: how many real rows a model is worth, round by round, and the golden rectangle that it ends in.

Chapter: *One mean, one recursion*.
"""

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure as Canvas
from matplotlib.patches import Rectangle

from model_collapse._checks import count
from model_collapse._language import gettext as _
from model_collapse.figures import style
from model_collapse.figures.figure import Figure
from model_collapse.theory.adaptive import kalman_weight_by_round
from model_collapse.theory.mean import GOLDEN_WEIGHT

RUNGS, GAP = 4, 0.35


def worth_ladder(rows: int = 500) -> Figure:
    """Draw what the model is worth in real rows, as the stack of its new real rows and of what the old model adds.

    Chapter: *One mean, one recursion*.

    Parameters
    ----------
    rows : int
        Real rows, and as many synthetic ones, in each round, mixed by the best weight of the round.

    Returns
    -------
    Figure
        The square of the new real rows has side 1, so that the last stack is a golden rectangle.
    """
    rows = count("rows", rows)
    weights = np.array([*kalman_weight_by_round(1, RUNGS - 1), GOLDEN_WEIGHT])
    worth = rows / weights
    places = np.arange(RUNGS + 1) * (1 + GAP)
    names = [_("round {round}").format(round=t) for t in range(RUNGS)] + [_("in the end")]
    with mpl.rc_context(style.STYLE | {"figure.figsize": (5.4, 2.5)}):
        canvas = Canvas()
        axes = canvas.subplots()
        for left, height in zip(places, 1 / weights, strict=True):
            axes.add_patch(Rectangle((left, 0), 1, 1, fc=style.REAL, alpha=0.75, lw=0))
            axes.add_patch(Rectangle((left, 1), 1, height - 1, fc=style.SYNTHETIC, alpha=0.75, lw=0))
            axes.annotate(f"{height * rows:.4g}", (left + 0.5, height + 0.04), ha="center", va="bottom")
        axes.add_patch(Rectangle((places[-1], 0), 1, 1 / weights[-1], fc="none", ec=style.MIXTURE, lw=3))
        axes.set(xlim=(-0.1, places[-1] + 1.1), ylim=(0, 1.9), yticks=[], aspect="equal")
        axes.set_xticks(places + 0.5, names)
        axes.tick_params(length=0)
        axes.spines[["left", "bottom"]].set_visible(False)
        axes.plot([], [], "s", color=style.REAL, label=_("new real rows"))
        axes.plot([], [], "s", color=style.SYNTHETIC, label=_("what the old model adds"))
        style.legend(canvas)
    said = "; ".join(f"{name}: {rung:.1f}" for name, rung in zip(names, worth, strict=True))
    caption = _(
        "What the model is worth, in real rows, with {rows} new real and {rows} synthetic rows in every round and the "
        "best weight of each round. In the end the square and what stands on it make a golden rectangle."
    ).format(rows=rows)
    alt = _(
        "Stacks of a square, the {rows} new real rows, and of a part on top that grows from round to round. Worth in "
        "real rows. {said}. The last stack is 1.618 times as high as it is wide."
    ).format(rows=rows, said=said)
    return Figure("worth-ladder", canvas, caption, alt, {"step": names, "worth": worth, "weight": weights})
