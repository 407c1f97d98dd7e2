"""Small multiples: the same axes again and again, one for each name."""

import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from unicodedata import east_asian_width

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from model_collapse._checks import positive, refusal, scalar, shown, text
from model_collapse.figures.style import INK, STYLE

HIGHEST = 10
"""Inches."""
WIDEST = 21
"""Letters of a name that have room above its axes, a wide one counting twice; a longer name takes more lines."""


def panels(
    names: Sequence[str], high: float = 1.75, **shared: Any
) -> AbstractContextManager[tuple[Canvas, dict[str, Axes]]]:
    """Provide axes for each name, two in a line and each under its name, in the course's style.

    Chapter: *The golden ratio*.

    Parameters
    ----------
    names : list or tuple of str
        What stands above each pair of axes.
    high : float
        Height of a line of axes, in inches, at most 10.
    **shared
        Further arguments of `matplotlib.figure.Figure.subplots`, such as `sharex=True`.

    Returns
    -------
    context manager
        Of the drawing, and of the axes by name.

    Raises
    ------
    ValueError
        If there are no names, or the height is not allowed.
    """
    if not isinstance(names, list | tuple) or not names:
        raise refusal("names must be a list of one text or more, got {given}.", given=shown(names))
    inches = scalar("high", positive("high", high))
    if inches > HIGHEST:
        raise refusal("high must be at most {most} inches, got {given}.", most=HIGHEST, given=shown(high))
    return _drawn([text("a name in names", name) for name in names], inches, shared)


def _folded(name: str) -> str:
    """Break a long name after spaces and commas, and not beside the sign of an equation."""
    lines = [""]
    for piece in re.split("(?<=[ 、])(?<!= )(?!=)", name):
        line = (lines[-1] + piece).rstrip()
        if lines[-1] and len(line) + sum(east_asian_width(letter) in "WF" for letter in line) > WIDEST:
            lines.append("")
        lines[-1] += piece
    return "\n".join(line.rstrip() for line in lines)


@contextmanager
def _drawn(names: list[str], high: float, shared: dict[str, Any]) -> Iterator[tuple[Canvas, dict[str, Axes]]]:
    lines = -(-len(names) // 2)
    with mpl.rc_context(STYLE):
        figure = Canvas(figsize=(5.4, 0.6 + high * lines))
        grid = figure.subplots(lines, 2, squeeze=False, **shared).flat
        for axes in grid[len(names) :]:
            axes.remove()
        found = dict(zip(names, grid, strict=False))
        for name, axes in found.items():
            axes.set_title(_folded(name), loc="left", color=INK, fontsize=STYLE["font.size"])
        yield figure, found
