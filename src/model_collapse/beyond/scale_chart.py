"""A picture of cost as data grow. Chapter: *Scale*."""

import numpy as np

from model_collapse._language import gettext as _
from model_collapse.beyond.scale import growths, size, stored_costs
from model_collapse.figures import style
from model_collapse.figures.figure import Figure
from model_collapse.figures.multiples import panels

MARKS = {"rows": ("o", "-"), "columns": ("s", "--")}
"""Marker and line of each thing that grows."""


def cost_curves() -> Figure:
    """Draw CPU seconds of a round against rows, and against columns or categories, both axes in powers of ten.

    Chapter: *Scale*.

    Returns
    -------
    Figure
        Dots are measured; a line has the predicted slope and goes through the last of them. The data file holds the
        costs.
    """
    names = {
        "mean": _("mean"),
        "regression": _("regression"),
        "categories": _("categories"),
        "by_rows": _("row by row"),
    }
    words = {"rows": _("more rows"), "columns": _("more columns")}
    said = growths()
    data: dict[str, list] = {"problem": [], "size": [], "seconds": [], "predicted": []}
    with panels(list(names.values()), high=2.0, sharex=True, sharey=True) as (canvas, grid):
        for (problem, _name), axes in zip(names.items(), grid.values(), strict=True):
            for grows, (marker, dashes) in MARKS.items():
                costs = stored_costs(f"{problem}_{grows}")
                slope = said[f"{problem}_{grows}"].seconds
                line = costs.seconds[-1] * (costs.size / costs.size[-1]) ** slope
                axes.plot(costs.size, line, dashes, color=style.THEORY, lw=1.5, label=_("predicted slope"))
                axes.plot(costs.size, costs.seconds, marker, color=style.MIXTURE, ms=6, label=words[grows])
                data["problem"] += [f"{problem}_{grows}"] * len(line)
                for key, column in (("size", costs.size), ("seconds", costs.seconds), ("predicted", line)):
                    data[key] += column.tolist()
            axes.set(xscale="log", yscale="log", xlim=(0.5, 3e15), ylim=(1e-8, 30))
            axes.set_xticks([1, 1e5, 1e10, 1e15])
            axes.set_yticks([1e-6, 1e-3, 1])
            axes.minorticks_off()
        canvas.supxlabel(_("rows, columns or categories"), color=style.INK)
        canvas.supylabel(_("CPU seconds"), color=style.INK)
        handles, labels = axes.get_legend_handles_labels()
        chosen = [labels.index(_("predicted slope")), *(labels.index(word) for word in words.values())]
        canvas.legend([handles[i] for i in chosen], [labels[i] for i in chosen], **style.LEGEND | {"ncols": 2})
    caption = _(
        "CPU seconds of one round of one replication, five weights at once, by the number of rows and by the number of "
        "columns, or of categories where there are some; both axes in powers of ten. Lines have the "
        "predicted slopes and go through the last measured dot."
    )
    told = _("{label}: from {first:.1g} seconds at size {low} to {last:.1g} at {high}")
    found = {name: stored_costs(name) for name in said}
    alt = "; ".join(
        told.format(
            label=said[name].label,
            first=costs.seconds[0],
            low=size(costs.size[0]),
            last=costs.seconds[-1],
            high=size(costs.size[-1]),
        )
        for name, costs in found.items()
    )
    return Figure("cost-curves", canvas, caption, alt + ".", {key: np.array(column) for key, column in data.items()})
