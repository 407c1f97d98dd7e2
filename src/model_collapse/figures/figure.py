"""A figure as a reader meets it: picture, caption, alternative text and the numbers behind it."""

import csv
import html
import importlib.util
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure as Canvas
from matplotlib.font_manager import fontManager
from matplotlib.text import Text
from numpy.typing import ArrayLike

from model_collapse._language import gettext as _
from model_collapse._language import language

_SAFE = " !$'()*+,-./:;=?@_~"  # what a quoted attribute may hold as it stands


def fonts() -> list[str]:
    """Return the fonts that labels are drawn in, one stepping in where the one before has no glyph.

    Returns
    -------
    list of str
        Matplotlib's own font; for Japanese also IPAexGothic, from the package matplotlib-fontja.

    Raises
    ------
    ValueError
        If the reader's language is Japanese and the font is not installed.
    """
    if language() != "ja":
        return ["DejaVu Sans"]
    package = importlib.util.find_spec("matplotlib_fontja")
    if package is None or package.origin is None:
        raise ValueError("labels in Japanese need a font: pip install matplotlib-fontja.")
    if "IPAexGothic" not in fontManager.get_font_names():
        fontManager.addfont(Path(package.origin).parent / "fonts" / "ipaexg.ttf")
    return ["DejaVu Sans", "IPAexGothic"]


def svg(canvas: Canvas) -> str:
    """Return a drawing as one SVG with a transparent background, the same file for the same drawing."""
    out = io.StringIO()
    for words in canvas.findobj(Text):
        words.set_fontfamily(fonts())
    with mpl.rc_context({"svg.fonttype": "path", "svg.hashsalt": "model-collapse", "font.family": fonts()}):
        canvas.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    text = out.getvalue()
    text = re.sub(r"<\?xml.*?<svg", "<svg", text, flags=re.DOTALL)
    # Matplotlib names clip paths after memory addresses; numbers make the same figure the same file.
    for number, name in enumerate(dict.fromkeys(re.findall(r'<clipPath id="(\w+)"', text))):
        text = text.replace(name, f"clip{number}")
    # Hundredths of a point are finer than any screen.
    return re.sub(r' d="[^"]*"', lambda path: re.sub(r"(\.\d\d)\d+", r"\1", path[0]), text)


@dataclass(frozen=True)
class Figure:
    """A drawn figure and its facts; notebooks and pages show it with caption, alternative text and data link.

    Attributes
    ----------
    name : str
        Name of the data file, without its ending.
    canvas : matplotlib.figure.Figure
        The drawing.
    caption : str
        Sentence under the figure.
    alt : str
        What the figure shows, for a reader who cannot see it.
    data : mapping of str to array_like
        Columns of the data file, all of one length.
    """

    name: str
    canvas: Canvas
    caption: str
    alt: str
    data: Mapping[str, ArrayLike]

    def svg(self) -> str:
        """Return the drawing as one SVG with a transparent background."""
        return svg(self.canvas)

    def csv(self) -> str:
        """Return the numbers as comma-separated values with a header."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.data)
        writer.writerows(zip(*(np.asarray(column).tolist() for column in self.data.values()), strict=True))
        return out.getvalue()

    def _repr_html_(self) -> str:
        width, height = (round(inches * 96) for inches in self.canvas.get_size_inches())
        picture = "data:image/svg+xml," + quote(self.svg(), safe=_SAFE)
        numbers = "data:text/csv;charset=utf-8," + quote(self.csv(), safe=_SAFE)
        link = _("Data behind this figure (CSV)")
        return (
            f'<figure class="mc-figure"><img class="dark-light" src="{picture}" alt="{html.escape(self.alt)}" '
            f'width="{width}" height="{height}"><figcaption>{html.escape(self.caption)} '
            f'<a href="{numbers}" download="{self.name}.csv">{link}</a>'
            "</figcaption></figure>"
        )

    def __repr__(self) -> str:
        return self.caption
