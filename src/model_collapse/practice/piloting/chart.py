"""The picture of a pilot: error against weight, one panel a ratio.

Chapter: *A pilot on your own data*.
"""

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import instance
from model_collapse._language import gettext as _
from model_collapse.figures import style
from model_collapse.figures.figure import Figure
from model_collapse.figures.multiples import panels
from model_collapse.practice.piloting.findings import Pilot
from model_collapse.theory import error_ratio

HIGHEST = 3.0
"""Error ratio at which the panels end."""


def pilot_chart(found: Pilot) -> Figure:
    """Draw the errors of a pilot against the weight, beside what the formula says of a generator without bias.

    Chapter: *A pilot on your own data*.

    Parameters
    ----------
    found : Pilot
        What `pilot` found.

    Returns
    -------
    Figure
        One panel for each ratio; the band is two standard errors wide on either side.
    """
    data: dict[str, list[ArrayLike]] = {"ratio": [], "weight": [], "error": [], "stderr": [], "formula": []}
    last = instance("found", found, Pilot, "pilot(table, target)").last
    names = {_("ratio {k:g}").format(k=each.ratio): each for each in found.judgements}
    with panels(list(names), high=2.1, sharex=True, sharey=True) as (figure, all_axes):
        labels = _("measured"), _("formula without bias"), _("real rows alone")
        for name, axes in all_axes.items():
            each, history = names[name], found.histories[names[name].ratio]
            weight = np.asarray(history.weight)
            settled = history.settled(last)
            error, stderr = settled.mean(axis=-1), settled.std(axis=-1, ddof=1) / np.sqrt(history.replications)
            formula = error_ratio(weight, each.ratio)
            axes.fill_between(weight, error - 2 * stderr, error + 2 * stderr, color=style.MIXTURE, alpha=0.3, lw=0)
            axes.plot(weight, error, "o-", color=style.MIXTURE, markersize=4, label=labels[0])
            axes.plot(weight, formula, ":", color=style.THEORY, label=labels[1])
            axes.axhline(1, color=style.REAL, linestyle="--", linewidth=1.5, label=labels[2])
            axes.axvline(each.best_weight.weight, color=style.INK, linestyle=":", linewidth=1.5)
            axes.set(xlim=(0, 1), ylim=(0, HIGHEST), xticks=[0, 0.5, 1])
            for key, values in zip(data, (each.ratio, weight, error, stderr, formula), strict=True):
                data[key].append(np.broadcast_to(values, weight.shape))
            labels = "", "", ""  # one name for each line is enough
        figure.supxlabel(_("weight on the real rows"))
        figure.supylabel(_("error ratio"))
        style.legend(figure)
    caption = _(
        "Error on the hold-out in units of the error of a round's real rows alone, at each ratio of real to synthetic "
        "rows; the dotted rule is the best weight. Errors above {most:g} are not shown."
    ).format(most=HIGHEST)
    alt = " ".join(
        _("At ratio {k:g} the error is smallest at weight {weight:.2f}: {error:.2f} of that without them.").format(
            k=each.ratio, weight=each.best_weight.weight, error=each.error[0]
        )
        for each in found.judgements
    )
    return Figure("pilot", figure, caption, alt, {name: np.concatenate(parts) for name, parts in data.items()})
