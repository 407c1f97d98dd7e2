"""A figure as a reader meets it: picture, caption, alternative text and the numbers behind it.

Chapter: *The golden ratio in five minutes*.
"""

import csv
import hashlib
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

from model_collapse._checks import columns, instance, text
from model_collapse._language import gettext as _
from model_collapse._language import language
from model_collapse.figures.style import INK

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
        canvas.draw_without_rendering()  # the layout comes to rest, so that a second call draws the same
        canvas.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    text = out.getvalue()
    text = re.sub(r"<\?xml.*?<svg", "<svg", text, flags=re.DOTALL)
    # Matplotlib names clip paths after memory addresses; numbers make the same figure the same file.
    for number, name in enumerate(dict.fromkeys(re.findall(r'<clipPath id="(\w+)"', text))):
        text = text.replace(name, f"clip{number}")
    # Hundredths of a point are finer than any screen.
    return re.sub(r' (?:d|x|y)="[^"]*|translate\([^)]*', lambda path: re.sub(r"(\.\d\d)\d+", r"\1", path[0]), text)


def inline(text: str, name: str, words: str) -> str:
    """Return an SVG as a part of a page: ink in the page's colour, ids of its own, no style sheet that leaks out."""
    own = f"{name}-{hashlib.sha256(text.encode()).hexdigest()[:6]}-"
    text = re.sub(r"<metadata>.*?</metadata>|<style.*?</style>|<!--.*?-->", "", text, flags=re.DOTALL)
    text = re.sub(r'id="text_\d+"', 'class="mc-text"', text.replace(INK, "currentColor").replace("xlink:href", "href"))
    used = set(re.findall(r'(?:href="|url\()#([^")]+)', text))
    text = re.sub(r' id="([^"]+)"', lambda found: f' id="{own}{found[1]}"' if found[1] in used else "", text)
    text = re.sub(r'(href="|url\()#', rf"\g<1>#{own}", text)
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', text)
    width, height = (round(float(points) * 96 / 72) for points in box.groups()) if box else (0, 0)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{html.escape(words)}" '
        f'width="{width}" height="{height}" viewBox="{box[0][9:-1] if box else ""}" '
        'stroke-linejoin="round" style="max-width: 100%; height: auto">'
    )
    return re.sub(r">\s+<", "><", head + text[text.index(">", text.index("<svg")) + 1 :].strip())


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

    Raises
    ------
    ValueError
        If a text is no text, or the columns differ in length.
    """

    name: str
    canvas: Canvas
    caption: str
    alt: str
    data: Mapping[str, ArrayLike]

    def __post_init__(self) -> None:
        for name in ("name", "caption", "alt"):
            text(name, getattr(self, name))
        instance("canvas", self.canvas, Canvas, "the first of `canvas()`")
        columns("data", self.data)

    def svg(self) -> str:
        """Return the drawing as one SVG with a transparent background."""
        return svg(self.canvas)

    def csv(self) -> str:
        """Return the numbers as comma-separated values with a header."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.data)
        writer.writerows(zip(*(np.atleast_1d(column).tolist() for column in self.data.values()), strict=True))
        return out.getvalue()

    def _repr_html_(self) -> str:
        numbers = "data:text/csv;charset=utf-8," + quote(self.csv(), safe=_SAFE)
        link = _("Data behind this figure (CSV)")
        return (
            f'<figure class="mc-figure">{inline(self.svg(), self.name, self.alt)}'
            f"<figcaption>{html.escape(self.caption)} "
            f'<a href="{numbers}" download="{self.name}.csv">{link}</a>'
            "</figcaption></figure>"
        )

    def __repr__(self) -> str:
        return self.caption
