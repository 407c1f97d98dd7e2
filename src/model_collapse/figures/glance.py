"""Pictures that are seen in two seconds: what is lost without real rows, and where the weights lie.

Chapter: *The golden ratio in five minutes*.
"""

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure as Canvas
from numpy.typing import ArrayLike

from model_collapse._language import gettext as _
from model_collapse.figures import style
from model_collapse.figures.figure import Figure
from model_collapse.theory.mean import GOLDEN_WEIGHT, break_even_weight
from model_collapse.theory.rows import naive_weight

ROWS, SHOWN, SEED = 20, (0, 20, 60), 9


def lost_spread() -> Figure:
    """Draw the truth, and what a model without real rows makes of it after some rounds.

    Chapter: *The golden ratio in five minutes*.

    Returns
    -------
    Figure
        Bells of one Gaussian run, drawn to the same height; the data file holds mean and spread of the model.
    """
    rng = np.random.default_rng(SEED)
    model, models = (0.0, 1.0), []
    for _round in range(SHOWN[-1] + 1):
        drawn = rng.normal(*model, ROWS)
        model = (float(drawn.mean()), float(drawn.std(ddof=1)))
        models.append(model)
    shown = [(t, *models[t]) for t in SHOWN]
    x = np.linspace(-3.5, 3.5, 281)
    with mpl.rc_context(style.STYLE | {"figure.figsize": (5.4, 1.9)}):
        canvas = Canvas()
        for axes, (t, mean, spread) in zip(canvas.subplots(1, len(shown)), shown, strict=True):
            axes.fill_between(x, np.exp(-(((x - mean) / spread) ** 2) / 2), color=style.SYNTHETIC, alpha=0.55, lw=0)
            axes.plot(x, np.exp(-(x**2) / 2), color=style.REAL)
            axes.set(xticks=[], yticks=[], ylim=(0, 1.08), xlabel=_("round {round}").format(round=t))
            axes.spines["left"].set_visible(False)
        axes.plot([], [], color=style.REAL, label=_("truth"))
        axes.plot([], [], "s", color=style.SYNTHETIC, label=_("model"))
        style.legend(canvas)
    caption = _(
        "A typical run without real rows, {rows} generated rows a round. Height says nothing; compare width and place."
    ).format(rows=ROWS)
    said = "; ".join(
        _("round {round}: mean {mean:.2f}, spread {spread:.2f}").format(round=t, mean=mean, spread=spread)
        for t, mean, spread in shown
    )
    alt = _(
        "Three times a bell, the truth, with mean 0 and spread 1, and over it the bell of the model, ever narrower. "
        "{said}."
    ).format(said=said)
    rounds, means, spreads = zip(*shown, strict=True)
    return Figure("lost-spread", canvas, caption, alt, {"round": rounds, "mean": means, "spread": spreads})


def weight_line() -> Figure:
    """Draw the weights from 0 to 1 as a line, for equal amounts: harm, gain, one pot, and the best.

    Chapter: *The golden ratio in five minutes*.

    Returns
    -------
    Figure
        The data file holds the marked weights.
    """
    even, naive = float(break_even_weight(1)), float(naive_weight(1))
    with mpl.rc_context(style.STYLE | {"figure.figsize": (5.4, 1.6)}):
        canvas = Canvas()
        axes = canvas.subplots()
        for low, high, color in ((0, even, style.SYNTHETIC), (even, 1, style.REAL)):
            axes.axvspan(low, high, color=color, alpha=0.18, lw=0)
        for word, at in ((_("harm"), even / 2), (_("gain"), (GOLDEN_WEIGHT + 1) / 2)):
            axes.annotate(word, (at, 0.5), ha="center", va="center")
        axes.axvline(naive, color=style.INK)
        axes.axvline(GOLDEN_WEIGHT, color=style.MIXTURE)
        axes.plot([GOLDEN_WEIGHT], [0.5], "o", color=style.MIXTURE, markersize=13)
        for word, at, side in (
            (_("one pot"), naive, "right"),
            (_("best"), GOLDEN_WEIGHT, "left"),
            (_("real alone"), 1.0, "right"),
        ):
            axes.annotate(word, (at, 1.06), ha=side, va="bottom", annotation_clip=False)
        axes.set(xlim=(0, 1), ylim=(0, 1), yticks=[], xlabel=_("weight on the real rows"))
        axes.set_xticks(
            [0, even, naive, GOLDEN_WEIGHT, 1], ["0", f"{even:.3f}", f"{naive:.1f}", f"{GOLDEN_WEIGHT:.3f}", "1"]
        )
        axes.spines["left"].set_visible(False)
    facts = {"even": f"{even:.3f}", "naive": f"{naive:.1f}", "best": f"{GOLDEN_WEIGHT:.3f}"}
    caption = _(
        "As many new real rows as generated ones, after many rounds. Harm and gain are measured against the real rows "
        "alone."
    )
    alt = _(
        "A line of weights from 0 to 1. Up to {even} it is marked harm, from there on gain; marks stand at {naive}, "
        "where all rows go into one pot, at {best}, the best, and at 1, the real rows alone."
    ).format(**facts)
    data: dict[str, ArrayLike] = {"name": ["break-even", "naive", "best", "real alone"]}
    data["weight"] = [even, naive, GOLDEN_WEIGHT, 1.0]
    return Figure("weight-line", canvas, caption, alt, data)
