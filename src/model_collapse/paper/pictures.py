"""The picture beside a reproduced table: one panel of axes for each problem."""

from collections.abc import Sequence
from os.path import lexists
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from model_collapse._language import gettext as _
from model_collapse.figures import style
from model_collapse.figures.figure import svg
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
    axes.errorbar(x, mean, 2 * np.nan_to_num(stderr), fmt=marker, ms=2.5, lw=0.8, color=color, label=scheme)
    if np.isfinite(theory).any() and len(x) > 1:
        axes.plot(x, theory, color=style.THEORY, lw=1, zorder=3)


def draw(figure: int, table: Sequence[tuple[str, Row]]) -> str:
    """Draw all panels of a table as one SVG.

    Parameters
    ----------
    figure : int
        7, 8, 9 or 10.
    table : sequence of (panel, Row)
        The joined table.
    """
    panels = list(dict.fromkeys(panel for panel, _row in table))
    wide = min(3, len(panels))
    high = -(-len(panels) // wide)
    with mpl.rc_context({**style.STYLE, "font.size": 9}):
        canvas = Canvas(figsize=(3.2 * wide, 2.6 * high))
        every = canvas.subplots(high, wide, squeeze=False).flat
        shown: dict[str, Any] = {}
        for axes, panel in zip(every, [*panels, *[None] * (wide * high - len(panels))], strict=True):
            if panel is None:
                axes.remove()
                continue
            for scheme in LOOKS:
                rows = [row for name, row in table if name == panel and row.scheme == scheme]
                if rows:
                    _draw_scheme(axes, scheme, rows)
            axes.set(title=panel, yscale="log" if figure == 7 else "linear", xscale="log" if figure == 7 else "linear")
            axes.set_xlabel({7: _("round"), 9: "k"}.get(figure, _("weight on the real rows")))
            axes.title.set_color(style.INK)
            shown |= dict(zip(*reversed(axes.get_legend_handles_labels()), strict=True))
        canvas.legend(list(shown.values()), list(shown), loc="outside lower center", ncols=4, frameon=False)
        canvas.axes[0].set_ylabel(_("squared error"))
        return svg(canvas) + MARK
