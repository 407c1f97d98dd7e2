"""The picture beside a reproduced table: one panel of axes for each problem, two in a line, in letters for a phone."""

from collections.abc import Sequence
from os.path import lexists
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from model_collapse._language import gettext as _
from model_collapse.figures import style
from model_collapse.figures.figure import svg
from model_collapse.figures.multiples import panels
from model_collapse.paper.protocols import Row

LOOKS = {
    "fresh": (style.MIXTURE, "o"),
    "mean": (style.MIXTURE, "o"),
    "optimal": (style.MIXTURE, "o"),
    "published": (style.MIXTURE, "o"),
    "naive": (style.SYNTHETIC, "s"),
    "quantile_0.50": (style.SYNTHETIC, "s"),
    "real_only": (style.REAL, "D"),
    "keep_all_real": (style.REAL, "v"),
}
"""Schemes that the pictures show; the tables hold them all."""

MARK = "<!-- written by model-collapse reproduce -->\n"


def refuse_foreign(path: Path) -> None:
    """Refuse to replace a picture that did not come from here.

    Raises
    ------
    ValueError
        If there is such a file.
    """
    if lexists(path) and not path.read_text(encoding="utf-8", errors="replace").endswith(MARK):
        raise ValueError(f"{path} is there and is not a picture of this command; choose another folder.")


def _draw_scheme(axes: Axes, scheme: str, rows: Sequence[Row]) -> None:
    x, mean, stderr, theory = (np.array(column) for column in list(zip(*rows, strict=True))[1:])
    color, marker = LOOKS[scheme]
    size = 2.5 if len(x) > 1 else 7
    axes.errorbar(x, mean, 2 * np.nan_to_num(stderr), fmt=marker, ms=size, lw=0.8, color=color, label=scheme)
    if np.isfinite(theory).any() and len(x) > 1:
        axes.plot(x, theory, color=style.THEORY, lw=1, zorder=3)


def draw(figure: int | str, table: Sequence[tuple[str, Row]]) -> str:
    """Draw all panels of a table as one SVG.

    Parameters
    ----------
    figure : int or str
        7, 8, 9 or 10, or another series.
    table : sequence of (panel, Row)
        The joined table.
    """
    names_of_x: dict[int | str, str] = {7: _("round"), 9: "k"}
    across = names_of_x.get(figure, _("weight on the real rows"))
    names = list(dict.fromkeys(panel for panel, _row in table))
    shown: dict[str, Any] = {}
    with panels([name.removeprefix("gaussian_") for name in names], high=2.2) as (canvas, grid):
        for panel, axes in zip(names, grid.values(), strict=True):
            for scheme in LOOKS:
                rows = [row for name, row in table if name == panel and row.scheme == scheme]
                if rows:
                    _draw_scheme(axes, scheme, rows)
            if figure == 7:
                axes.set(yscale="log", xscale="log")
                axes.tick_params(pad=7)  # labels of powers do not meet in the corner
            else:
                top = axes.get_ylim()[1]
                axes.set(xlim=(0, None), ylim=(-top / 20, top))  # room for a marker at zero
                axes.locator_params(nbins=3)
            shown |= dict(zip(*reversed(axes.get_legend_handles_labels()), strict=True))
        canvas.supxlabel(across)
        canvas.supylabel(_("squared error") if isinstance(figure, int) else _("error ratio"))
        canvas.legend(list(shown.values()), list(shown), **{**style.LEGEND, "ncols": 3 if len(shown) < 4 else 2})
        return svg(canvas) + MARK
