"""Read a live chart as a reader does: by its ticks, its frame and its legend, from the SVG alone."""

import re
import xml.etree.ElementTree as ET

import numpy as np

NUMBER = r"-?[\d.]+"


def number(text):
    """Return the number that a tick label stands for."""
    factor = {"K": 1e3, "M": 1e6}.get(text[-1], 1)
    return float(text.rstrip("KM").replace(",", "")) * factor


def _coordinates(path):
    return np.array(re.findall(rf"({NUMBER}) ({NUMBER})", path), dtype=float).reshape(-1, 2)


class Drawing:
    """A chart with its legend; `log` names the logarithmic axes."""

    def __init__(self, text, log=""):
        root = ET.fromstring(f"<div>{text}</div>")
        self.log = log
        self.svg = root[0]
        self.axes, self.inner, *rest = self.svg
        self.marks = [part for part in rest if part.tag != "circle"]
        self.left, self.top, self.bottom, self.right = map(float, re.findall(NUMBER, self.axes[0].get("d")))
        *pairs, self.x_title, self.y_title = self.axes[1:]
        ticks = list(zip(pairs[::2], pairs[1::2], strict=True))
        self.across = [tick for tick in ticks if tick[0].get("x1") == tick[0].get("x2")]
        self.up = [tick for tick in ticks if tick[0].get("y1") == tick[0].get("y2")]
        self.key = {"".join(item.itertext()): item[0][0].get("class") for item in root[1:]}

    def places(self, axis):
        """Return what the ticks of an axis say, and where they stand."""
        ticks, at = (self.across, "x1") if axis == "x" else (self.up, "y1")
        return np.array([number(word.text) for _, word in ticks]), np.array([float(line.get(at)) for line, _ in ticks])

    def at(self, axis, values):
        """Return where values stand, by the first and the last tick."""
        said, place = self.places(axis)
        said, values = (np.log10(v) if axis in self.log else np.asarray(v) for v in (said, values))
        return place[0] + (values - said[0]) * (place[-1] - place[0]) / (said[-1] - said[0])

    def ends(self, axis):
        """Return the values at both ends of an axis."""
        said, place = self.places(axis)
        said = np.log10(said) if axis in self.log else said
        ends = np.array([self.left, self.right] if axis == "x" else [self.bottom, self.top])
        values = said[0] + (ends - place[0]) * (said[-1] - said[0]) / (place[-1] - place[0])
        return 10**values if axis in self.log else values

    def shapes(self, tag, label=None):
        """Return the shapes of a kind, or those that the legend shows under a label."""
        found = [shape for shape in [*self.inner, *self.svg] if shape.tag == tag]
        return [shape for shape in found if label is None or shape.get("class") == self.key[label]]

    def points(self, label):
        """Return the corners of the one path that the legend shows under a label."""
        [path] = self.shapes("path", label)
        return _coordinates(path.get("d"))

    def dots(self):
        """Return middle and radius of every dot."""
        return np.array([[float(dot.get(key)) for key in ("cx", "cy", "r")] for dot in self.shapes("circle")])

    def rules(self):
        """Return the places of the marks by their labels, and of each label where it begins, which way, how high."""
        pairs = list(zip(self.marks[::2], self.marks[1::2], strict=True))
        where = {word.text: float(line.get("x1")) for line, word in pairs}
        words = {word.text: (float(word.get("x")), word.get("text-anchor"), float(word.get("y"))) for _, word in pairs}
        return where, words
