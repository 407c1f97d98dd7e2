"""The prose of a page's source: what a reader reads, without code, options, labels and comments."""

import json
import re

from coursebook.tools import questions

FENCE = re.compile(r"\s*(`{3,}|:{3,})\s*(?:\{([\w:-]+)\}\s*(.*)|([\w+-]*))\s*$")
CODE = {"code-cell", "math", "image", "figure", "toctree", "glossary", "claims-map"}
"""Directives whose content is not prose."""

DRAWS = re.compile(r"\bFigure\(|\bfigures\.\w+\(|\bdecision_tree\(")
SILENT = re.compile(r"\s*(?:%.*|\(\S+\)=|:[\w-]+:.*|\+\+\+)$")


def markdown(page):
    """Return the Markdown of a page, its questions in their place, or of a notebook, and the code of its cells."""
    text = page.read_text(encoding="utf-8")
    if page.suffix != ".ipynb":
        return re.sub(r"\A---\n.*?\n---\n", "", questions.expanded(text, page), flags=re.DOTALL), []
    cells = json.loads(text)["cells"]
    words, code = ([cell for cell in cells if cell["cell_type"] == kind] for kind in ("markdown", "code"))
    return "\n\n".join("".join(cell["source"]) for cell in words), ["".join(cell["source"]) for cell in code]


def lines(text, titles=True):
    """Yield the lines that a reader reads, the titles of cards and boxes among them or not."""
    fences, formula = [], False
    for line in text.splitlines():
        found = FENCE.match(line)
        if found and fences and found[1].startswith(fences[-1][0]) and not (found[2] or found[4]):
            fences.pop()
        elif fences and fences[-1][1]:
            continue
        elif found:
            fences.append((found[1], found[2] in CODE if found[2] else found[1][0] == "`"))
            if titles and found[3] and not fences[-1][1]:
                yield found[3]
        elif line.strip().startswith("$$"):
            formula = not formula and line.strip().count("$$") < 2
        elif not formula and not SILENT.match(line):
            yield line


def drawings(text, code):
    """Count the cells that draw, of a notebook or of a page with cells."""
    cells = [*code, *re.findall(r"^`{3,}\{code-cell\}.*?^`{3,}\s*$", text, flags=re.MULTILINE | re.DOTALL)]
    return sum(bool(DRAWS.search(cell)) for cell in cells)
