"""One palette whose colours have a fixed meaning and are legible on light and dark pages, and axes in this style.

Chapter: *The golden ratio in five minutes*.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unicodedata import east_asian_width

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from model_collapse._checks import finite, mapping, scalar, text

REAL, SYNTHETIC, MIXTURE, THEORY = "#2f7fd0", "#d0661a", "#a35fc4", "#7d7466"
"""Colours of real data, synthetic data, mixtures of both, and theory."""

ROLES = {"real": REAL, "synthetic": SYNTHETIC, "mixture": MIXTURE, "theory": THEORY}
"""The same colours by role, as the explorers' style sheet names them."""

INK = "#7a7b80"
"""Colour of axes and words."""

PAPER = {"light": "#fdfcf9", "dark": "#14171b"}
"""Backgrounds of the site; every colour above has a contrast of at least 3 with both."""

STYLE: dict[Any, object] = {
    "figure.figsize": (5.4, 3.5),
    "figure.constrained_layout.use": True,
    "figure.constrained_layout.wspace": 0.08,  # the last number below one panel keeps away from the first of the next
    "figure.constrained_layout.hspace": 0.08,
    "font.size": 14,
    "figure.labelsize": "medium",
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": INK,
    "ytick.color": INK,
    "legend.frameon": False,
    "lines.linewidth": 2,
}
"""Settings of matplotlib for every picture."""


@contextmanager
def canvas() -> Iterator[tuple[Canvas, Axes]]:
    """Provide one pair of axes in the course's style, closed to pyplot so that nothing is shown twice."""
    with mpl.rc_context(STYLE):
        figure = Canvas()
        yield figure, figure.subplots()


LINE = 18
"""Height of a line of words, in points."""

LEGEND: dict[str, Any] = {"loc": "outside upper center", "ncols": 3, "columnspacing": 1.2, "handlelength": 1.6}
"""Where the names of the lines stand, as arguments of `matplotlib.figure.Figure.legend`."""


def mark(axes: Axes, marks: Mapping[str, float]) -> None:
    """Point out places on the horizontal axis, by names above the axes, each on a line of its own, the first highest.

    A name begins at its rule, and only rules of places further left rise past it: nothing crosses a name.
    """
    places = {
        text("a name in marks", name): scalar("marks", finite("marks", place))
        for name, place in mapping("marks", marks).items()
    }
    if whole := axes.get_figure(root=True):
        whole.set_figheight(whole.get_figheight() + len(places) * LINE / 72)
    for level, (name, at) in enumerate(sorted(places.items(), key=lambda mark: -mark[1])):
        axes.axvline(at, color=INK, linestyle=":", linewidth=1.5)
        rule = {"arrowstyle": "-", "linestyle": ":", "linewidth": 1.5, "color": INK, "relpos": (0, 0)}
        axes.annotate(
            name,
            (at, 1),
            (0, 3 + level * LINE),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            va="bottom",
            arrowprops=rule | {"shrinkA": 0, "shrinkB": 0},
        )


def legend(figure: Canvas) -> None:
    """Name the lines above the axes, in as many columns as their labels leave room for; the axes keep their height."""
    labels = [label for axes in figure.axes for label in axes.get_legend_handles_labels()[1]]
    widest = max(len(label) + sum(east_asian_width(letter) in "WF" for letter in label) for label in labels)
    columns = 1 if widest > 24 else 2 if widest > 16 else 3
    figure.set_figheight(figure.get_figheight() + (-(-len(labels) // columns) - 1) * 1.2 * LINE / 72)
    figure.legend(**{**LEGEND, "ncols": columns})
