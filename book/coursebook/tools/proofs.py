"""The index of proofs: what is stated and proved, and in which chapter."""

import json
import re
from typing import NamedTuple

import yaml

from coursebook import ROOT

FENCE = r"(?P<fence>`{3,})"
STATED = re.compile(
    rf"^{FENCE}\{{prf:(theorem|proposition|lemma)\}} (?P<title>.+)\n:label: (?P<label>\S+)$", re.MULTILINE
)
PROVED = re.compile(r"^`{3,}\{prf:proof\}$", re.MULTILINE)


class Statement(NamedTuple):
    """A theorem, a proposition or a lemma."""

    title: str
    label: str
    chapter: str
    heading: str
    proved: bool


def _chapters(entries):
    """Yield the notebooks of a table of contents in its order."""
    for entry in entries:
        if entry.get("file", "").startswith("notebooks/"):
            yield f"{entry['file']}.ipynb"
        for key in ("parts", "chapters", "sections"):
            yield from _chapters(entry.get(key, []))


def statements(root=ROOT):
    """Return all statements in the order in which the book makes them."""
    contents = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    found = []
    for chapter in _chapters([contents]):
        cells = json.loads((root / chapter).read_text(encoding="utf-8"))["cells"]
        prose = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
        heading = re.search(r"^# (.+)$", prose, re.MULTILINE)[1]
        for match in STATED.finditer(prose):
            following = STATED.search(prose, match.end())
            end = following.start() if following else len(prose)
            proved = PROVED.search(prose, match.end(), end) is not None
            found.append(Statement(match["title"], match["label"], chapter, heading, proved))
    return found
