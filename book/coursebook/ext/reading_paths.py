"""Sphinx extension: a reader who comes from a reading path finds its next page at the foot of the page.

The links of a path's page carry its name (`?path=manager`); `course.js` reads it and takes the neighbours on that path
from the page itself. Without the name, or without JavaScript, the foot follows the contents. Nothing is stored.
"""

import json
import re
from html import escape
from pathlib import Path

FOLDER = "book/paths"
LINK = re.compile(r"\]\(([^)#]+)\.(?:ipynb|md)\)")
ROW = re.compile(r"^\|.*\|$", flags=re.MULTILINE)


def pages_of(source, path):
    """Return the pages of a path's table, in their order: names from the book's root, without endings."""
    here = (source / FOLDER).resolve()
    text = (here / f"{path}.md").read_text(encoding="utf-8")
    links = [LINK.search(row) for row in ROW.findall(text)]
    return [(here / link[1]).resolve().relative_to(source.resolve()).as_posix() for link in links if link]


def neighbours(source, page):
    """Return for each path that holds a page the pages before and after it, or None: the path's own page is first."""
    found = {}
    for file in sorted((source / FOLDER).glob("*.md")):
        pages = [f"{FOLDER}/{file.stem}", *pages_of(source, file.stem)]
        if page in pages:
            at = pages.index(page)
            found[file.stem] = (pages[at - 1] if at else None, pages[at + 1] if at + 1 < len(pages) else None)
    return found


def add_neighbours(app, pagename, templatename, context, doctree):
    """Write the neighbours into the head of the page."""
    found = neighbours(Path(app.srcdir), pagename) if doctree is not None else {}
    if not found:
        return

    def link(page):
        return page and [context["pathto"](page), app.env.titles[page].astext()]

    data = {path: [link(page) for page in pages] for path, pages in found.items()}
    meta = f'<meta name="mc-paths" content="{escape(json.dumps(data, ensure_ascii=False))}"/>'
    context["metatags"] = context.get("metatags", "") + meta


def setup(app):
    """Connect to Sphinx."""
    app.connect("html-page-context", add_neighbours)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
