"""Sphinx extension: the directive `agenda` writes a session's run sheet, with clock times from a start of one's choice.

Without JavaScript the times are counted from the start; `book/_static/agenda.js` turns them into those of a clock.
"""

import re
from html import escape
from itertools import accumulate
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from coursebook.ext._gettext import gettext as _
from coursebook.tools import agendas

START = "09:00"


def clock(minutes):
    """Return minutes as hours and minutes."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def span(begin, end):
    """Return when a block begins and ends, for the script to find."""
    return f'<span class="mc-clock" data-begin="{begin}" data-end="{end}">{clock(begin)}–{clock(end)}</span>'


def duration(minutes):
    """Say how long a block takes."""
    return escape(_("{minutes} minutes").format(minutes=minutes))


def start_field():
    """Return the field for the start, which the script shows."""
    words = escape(_("Start of the session"))
    field = f'<input type="time" value="{START}" step="300">'
    return f'<p class="mc-session-start" hidden><label>{words} {field}</label></p>'


def explorer(name):
    """Return the name of an explorer as people say it."""
    return re.sub(r"(?<=\w)[A-Z]", lambda letter: f" {letter[0].lower()}", name)


def _links(pages):
    return [f"[](/{page})" for page in pages]


def _read(pages):
    return [f"[](/{page}), {{minutes}}`{page}` minutes" for page in pages]


def sheet(block, root):
    """Return what stands under a block's title, in Markdown: a term, and under it one paragraph or several."""
    shown = [*block["pages"], *block.get("read", ())]
    titles = {label: title for page in shown for label, title in agendas.exercises_on(page, root).items()}
    worked = block.get("exercises", ())
    parts = [
        ("Show", _links(page for page in block["pages"] if page not in block.get("read", ()))),
        ("Slides", _links(block.get("slides", ()))),
        ("Explorer", [f"*{explorer(name)}*" for name in block.get("explorers", ())]),
        ("Everybody reads", _read(block.get("read", ()))),
        ("Exercise", [f"[{titles[each['label']]}](#{each['label']}), {each['minutes']} minutes" for each in worked]),
        *((term, [each[key]]) for each in block["questions"] for term, key in (("Ask", "ask"), ("Expect", "expect"))),
        ("Without a network", [block["fallback"]]),
    ]
    entries = [f"{term}\n" + "\n\n".join(f": {text}" for text in texts) for term, texts in parts if texts]
    return "\n\n".join([block["do"], *entries])


class Agenda(SphinxDirective):
    """Write a run sheet: the field for the start, an overview, and a section for each block."""

    required_arguments = 1

    def section(self, title, line, text):
        """Return a section of the page: its title, a line as it stands, and a text that the page's parser reads."""
        head = nodes.title(title, title)
        head.source, head.line = self.get_source_info()
        found = nodes.section("", head, nodes.raw("", line, format="html"), names=[nodes.fully_normalize_name(title)])
        self.state.document.note_implicit_target(found, found)
        self.state.nested_parse(StringList(text.splitlines(), source=agendas.FILE), 0, found)
        return found

    def overview(self, blocks, times):
        """Return the table of all blocks."""
        rows = []
        for block, (begin, end) in zip(blocks, times, strict=True):
            texts = (nodes.raw("", span(begin, end), format="html"), block["title"], str(block["minutes"]))
            row = nodes.row(classes=["mc-break"] if "break" in block else [])
            for text in texts:
                cell = nodes.paragraph("", "", text) if isinstance(text, nodes.Node) else nodes.paragraph(text, text)
                row += nodes.entry("", cell)
            rows.append(row)
        heads = (nodes.entry("", nodes.paragraph(text, text)) for text in ("Time", "Block", "Minutes"))
        group = nodes.tgroup("", *(nodes.colspec(colwidth=width) for width in (20, 68, 12)), cols=3)
        group += [nodes.thead("", nodes.row("", *heads)), nodes.tbody("", *rows)]
        return nodes.table("", group, classes=["mc-agenda"])

    def run(self):
        """Write the sheet."""
        root, name = Path(self.env.srcdir), self.arguments[0]
        self.env.note_dependency(agendas.FILE)
        try:
            known = agendas.listed(root)
        except (ValueError, OSError) as refusal:
            raise self.error(str(refusal)) from None
        if name not in known:
            raise self.error(f"there is no agenda {name}; there are {', '.join(known)}.")
        blocks = known[name]["blocks"]
        ends = list(accumulate(block["minutes"] for block in blocks))
        times = list(zip([0, *ends], ends, strict=False))
        found = [nodes.raw("", start_field(), format="html"), self.overview(blocks, times)]
        for block, (begin, end) in zip(blocks, times, strict=True):
            if "break" in block:
                continue
            for page in [*block["pages"], *block.get("read", ())]:
                self.env.note_dependency(str(agendas.path_of(page, root)))
            line = f'<p class="mc-when">{span(begin, end)} · {duration(block["minutes"])}</p>'
            found.append(self.section(block["title"], line, sheet(block, root)))
        return found


def add_script(app, pagename, templatename, context, doctree):
    """Load the script of the clock on pages with a run sheet."""
    if 'class="mc-session-start"' in context.get("body", ""):
        app.add_js_file("agenda.js", loading_method="defer")


def setup(app):
    """Connect to Sphinx."""
    app.add_directive("agenda", Agenda)
    app.connect("html-page-context", add_script)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
