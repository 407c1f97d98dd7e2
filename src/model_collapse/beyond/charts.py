"""Pictures of the stored experiments: predicted and measured weights, and the errors behind them.

Chapter: *The scorecard*.
"""

from collections.abc import Mapping, Sequence

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure as Canvas
from numpy.typing import ArrayLike

from model_collapse._checks import mapping, numbers, refusal
from model_collapse._language import gettext as _
from model_collapse.beyond.predictions import predictions
from model_collapse.beyond.verdicts import CONFIRMED, REFUTED, SHIFTED, chosen, measurement, stored_curve
from model_collapse.figures import style
from model_collapse.figures.figure import Figure
from model_collapse.figures.multiples import panels

LOWEST, HIGHEST = 0.0, 1.5
"""Error ratios that are drawn."""


def scorecard_chart(names: Sequence[str] | None = None) -> Figure:
    """Draw the predicted weights beside the measured ones, a line an experiment.

    Chapter: *The scorecard*.

    Parameters
    ----------
    names : list of str, optional
        Stored experiments; left out, all of them in the order of the scorecard.

    Returns
    -------
    Figure
        A bar is the 95% interval of the measured best weight. The data file holds the weights.

    Raises
    ------
    ValueError
        If there is no such experiment.
    """
    drawn = chosen(names)
    asked = predictions()
    found = {name: measurement(name) for name in drawn}
    labels = [asked[name].label for name in drawn]
    marks = {CONFIRMED: "o", SHIFTED: "s", REFUTED: "X"}
    words = {CONFIRMED: _("confirmed"), SHIFTED: _("shifted"), REFUTED: _("refuted")}
    with mpl.rc_context(style.STYLE | {"figure.figsize": (5.4, 1.3 + 0.36 * len(drawn))}):
        canvas = Canvas()
        axes = canvas.subplots()
        for place, each in enumerate(found.values()):
            axes.plot(
                [each.low, each.high], [place, place], color=style.MIXTURE, lw=5, alpha=0.45, solid_capstyle="butt"
            )
        for verdict, marker in marks.items():
            lines = [place for place, each in enumerate(found.values()) if each.verdict == verdict]
            best = [each.best for each in found.values() if each.verdict == verdict]
            if lines:
                axes.plot(best, lines, marker, color=style.MIXTURE, ms=7, label=words[verdict])
        predicted = [each.predicted for each in found.values()]
        axes.plot(predicted, range(len(drawn)), "|", color=style.THEORY, ms=15, mew=2.5, label=_("predicted"))
        axes.set_yticks(range(len(drawn)), labels)
        axes.set(xlim=(0, 1.02), ylim=(len(drawn) - 0.5, -0.5), xlabel=_("weight on the real rows"))
        axes.grid(axis="x", color=style.INK, alpha=0.25, lw=0.8)
        style.legend(canvas)
    counts = {verdict: sum(each.verdict == verdict for each in found.values()) for verdict in marks}
    said = {"all": len(drawn)} | counts
    caption = _(
        "Predicted best weights (strokes) and measured ones with their 95% intervals (bars), a line an experiment. Of "
        "{all} lines {confirmed} are confirmed, {shifted} shifted and {refuted} refuted."
    ).format(**said)
    line = _("{label}: predicted {predicted:.2f}, measured {best:.2f} ({low:.2f} to {high:.2f})")
    alt = "; ".join(
        line.format(label=label, **each._asdict()) for label, each in zip(labels, found.values(), strict=True)
    )
    weights = {key: [getattr(each, key) for each in found.values()] for key in ("predicted", "best", "low", "high")}
    data: dict[str, ArrayLike] = {"experiment": drawn, **weights}
    return Figure("scorecard", canvas, caption, alt + ".", data)


def error_curves(names: Sequence[str], theory: Mapping[str, ArrayLike] | None = None) -> Figure:
    """Draw the errors of stored experiments by weight, two in a line.

    Chapter: *The scorecard*.

    Parameters
    ----------
    names : list of str
        Stored experiments.
    theory : mapping of str to array_like, shape (weights,), optional
        Error ratios at the weights of `stored_curve`, by experiment, where there is a closed form of its own; elsewhere
        the line is that of a mean.

    Returns
    -------
    Figure
        Dots are measured errors as ratios to those of the real rows alone, with two standard errors on either side;
        the band is the 95% interval of the best weight, the dotted line the predicted weight. The data file holds the
        curves.

    Raises
    ------
    ValueError
        If there is no such experiment, or theory names another one or has other than its weights.
    """
    drawn = chosen(names)
    curves = {name: stored_curve(name) for name in drawn}
    best = {name: measurement(name) for name in drawn}
    lines = {name: curve.theory for name, curve in curves.items()}
    for name, ratios in mapping("theory", {} if theory is None else theory).items():
        given = numbers("theory", ratios)
        if name not in curves or given.shape != curves[name].x.shape:
            raise refusal("theory must have a number for each weight of an experiment drawn, got {given}.", given=name)
        lines[name] = given
    asked = predictions()
    with panels([asked[name].label for name in drawn], high=2.0, sharex=True, sharey=True) as (canvas, grid):
        for name, axes in zip(drawn, grid.values(), strict=True):
            curve, found = curves[name], best[name]
            axes.axvspan(found.low, found.high, color=style.MIXTURE, alpha=0.3, lw=0, label=_("best weight, measured"))
            axes.axvline(found.predicted, color=style.INK, linestyle=":", lw=1.5, label=_("predicted"))
            axes.axhline(1, color=style.REAL, lw=1.5, label=_("real rows alone"))
            axes.plot(curve.x, lines[name], color=style.THEORY, lw=1.5, label=_("theory"))
            axes.errorbar(
                curve.x, curve.mean, 2 * curve.stderr, fmt="o", ms=3, lw=1, color=style.MIXTURE, label=_("measured")
            )
            axes.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
            axes.set(xlim=(0, 1), ylim=(LOWEST, HIGHEST), yticks=[0, 0.5, 1, 1.5])
        canvas.supxlabel(_("weight on the real rows"), color=style.INK)
        canvas.supylabel(_("error ratio"), color=style.INK)
        canvas.legend(*axes.get_legend_handles_labels(), **style.LEGEND | {"ncols": 2})
    caption = _(
        "Errors by weight on the real rows as ratios to those of the real rows alone (dots, two standard errors on "
        "either side). Bands are the 95% intervals of the best weights, dotted lines the predicted ones."
    )
    line = _("{label}: lowest at weight {best:.2f} ({low:.2f} to {high:.2f}), with {least:.2f} of the real rows' error")
    alt = "; ".join(
        line.format(label=asked[name].label, least=curves[name].mean.min(), **each._asdict())
        for name, each in best.items()
    )
    data = {
        "experiment": np.repeat(drawn, [len(curve.x) for curve in curves.values()]),
        **{key: np.concatenate([getattr(curve, key) for curve in curves.values()]) for key in ("x", "mean", "stderr")},
        "theory": np.concatenate([lines[name] for name in drawn]),
    }
    return Figure("error-curves", canvas, caption, alt + ".", data)
