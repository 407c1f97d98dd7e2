"""The explorers' pictures for readers without JavaScript, drawn from the same theory."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from model_collapse.figures import style
from model_collapse.figures.figure import Figure


class Line(NamedTuple):
    """A curve of the picture."""

    label: str
    role: str
    y: ArrayLike
    dashed: bool = False


class Axes(NamedTuple):
    """Labels and ranges of the picture."""

    x_label: str
    y_label: str
    x: tuple[float, float]
    y: tuple[float, float]
    log_x: bool = False
    log_y: bool = False


def picture(
    name: str,
    axes: Axes,
    x: ArrayLike,
    lines: Sequence[Line],
    *,
    caption: str,
    alt: str,
    marks: Mapping[str, float] | None = None,
) -> Figure:
    """Draw curves over one axis.

    Parameters
    ----------
    name : str
        Name of the data file, without its ending.
    axes : Axes
        Labels and ranges.
    x : array_like, shape (points,)
        Where the curves are known.
    lines : sequence of Line
        The curves.
    caption, alt : str
        Sentence under the picture, and what it shows.
    marks : mapping of str to float, optional
        Places to point out, by name.

    Raises
    ------
    ValueError
        If two lines have the same label.
    """
    if len({line.label for line in lines}) < len(lines):
        raise ValueError(f"the lines of {name} must have different labels, got {[line.label for line in lines]}.")
    with style.canvas() as (figure, drawing):
        for line in lines:
            drawing.plot(x, line.y, "--" if line.dashed else "-", color=style.ROLES[line.role], label=line.label)
        style.mark(drawing, marks or {})
        drawing.set(xlabel=axes.x_label, ylabel=axes.y_label, xlim=axes.x, ylim=axes.y)
        drawing.set(xscale="log" if axes.log_x else "linear", yscale="log" if axes.log_y else "linear")
        style.legend(figure)
    data = {axes.x_label: np.asarray(x), **{line.label: np.asarray(line.y) for line in lines}}
    return Figure(name, figure, caption, alt, data)
