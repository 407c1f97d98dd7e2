"""Sheets of small images, one for each row and column of a table: what models draw, by weight and round."""

from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure as Canvas
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, refusal, share, shown, text
from model_collapse._language import gettext as _
from model_collapse.figures import style
from model_collapse.figures.figure import Figure

ACROSS, GAP = 5, 2
"""Images side by side on a sheet, and pixels between them."""


def tiled(images: Floats) -> Floats:
    """Return square images as one sheet, five side by side, two pixels of paper below and to the right of each.

    Parameters
    ----------
    images : ndarray, shape (k, side^2)
        Shades from 0, paper, to 1, ink; a line of pixels after the other.
    """
    side, lines = round(images.shape[1] ** 0.5), -(-len(images) // ACROSS)
    step = side + GAP
    sheet = np.zeros((lines * ACROSS, step, step))
    sheet[: len(images), :side, :side] = images.reshape(-1, side, side)
    return sheet.reshape(lines, ACROSS, step, step).swapaxes(1, 2).reshape(lines * step, ACROSS * step)


def image_sheets(images: ArrayLike, lines: Sequence[str], columns: Sequence[str]) -> Figure:
    """Draw sheets of small images as a table, one sheet for each line and column.

    Chapter: *Pictures*.

    Parameters
    ----------
    images : array_like, shape (lines, columns, k, side^2)
        Shades of square images from 0, paper, to 1, ink.
    lines, columns : list of str
        What stands beside each line and above each column.

    Returns
    -------
    Figure
        The data file holds, for each sheet, the average shade and the spread: the standard deviation of a pixel from
        image to image, as the root of the average of its square.

    Raises
    ------
    ValueError
        If the images are not square, or not as many as the names.
    """
    names = [[text(f"a name in {what}", name) for name in given] for what, given in _lists(lines, columns)]
    shades = share("images", images)
    if shades.ndim != 4 or shades.shape[:2] != (len(lines), len(columns)) or 0 in shades.shape:
        sentence = "images must have the shape (lines, columns, images, pixels) of {lines} and {columns}, got {given}."
        raise refusal(sentence, lines=len(lines), columns=len(columns), given=shades.shape)
    if round(shades.shape[3] ** 0.5) ** 2 != shades.shape[3]:
        raise refusal("images must be square, such as 64 pixels, got {given}.", given=shades.shape[3])
    sheet_high = 5.4 / len(columns) * -(-shades.shape[2] // ACROSS) / ACROSS
    high = len(lines) * (sheet_high + 0.05) + 0.4
    ink = to_rgb(style.INK)
    with mpl.rc_context(style.STYLE | {"figure.figsize": (5.4, high), "figure.constrained_layout.hspace": 0.04}):
        canvas = Canvas()
        grid = canvas.subplots(len(lines), len(columns), squeeze=False)
        for (i, j), axes in np.ndenumerate(grid):
            sheet = tiled(shades[i, j])
            axes.imshow(np.dstack([np.broadcast_to(ink, (*sheet.shape, 3)), sheet]), interpolation="none")
            axes.set(xticks=[], yticks=[])
            axes.spines[:].set_visible(False)
            if i == 0:
                axes.set_title(names[1][j], color=style.INK, fontsize="medium")
            if j == 0:
                axes.set_ylabel(names[0][i])
    spread = np.sqrt(shades.var(axis=2).mean(axis=-1))
    caption = _("Images that models draw, {images} on a sheet.").format(images=shades.shape[2])
    alt = _("Sheets of small images in a table of {lines} lines and {columns} columns.")
    line = _("{line}: the spread goes from {first:.2f} ({begin}) to {last:.2f} ({end})")
    spreads = "; ".join(
        line.format(line=name, first=row[0], last=row[-1], begin=names[1][0], end=names[1][-1])
        for name, row in zip(names[0], spread, strict=True)
    )
    data: dict[str, ArrayLike] = {
        "line": np.repeat(names[0], len(columns)),
        "column": np.tile(names[1], len(lines)),
        "average shade": shades.mean(axis=(2, 3)).ravel(),
        "spread": spread.ravel(),
    }
    alt = alt.format(lines=len(lines), columns=len(columns))
    return Figure("image-sheets", canvas, caption, f"{alt} {spreads}.", data)


def _lists(lines: Sequence[str], columns: Sequence[str]) -> list[tuple[str, Sequence[str]]]:
    found = [("lines", lines), ("columns", columns)]
    for what, given in found:
        if not isinstance(given, list | tuple) or not given:
            raise refusal("{what} must be a list of one text or more, got {given}.", what=what, given=shown(given))
    return found
