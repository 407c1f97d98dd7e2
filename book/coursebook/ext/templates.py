"""Sphinx extension: a template is one page, whose files for download, filled in and blank, are written from it.

The role `fill` marks what the running example fills in; in a block of TOML that is each value. The directive
`template-files` offers both files.
"""

import re
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective, SphinxRole

from coursebook import catalogues
from coursebook.ext._gettext import gettext as _
from model_collapse._language import catalogue

FOLDER = "book/templates"
BLANK = "________"
FILL = re.compile(r"\{fill\}`([^`]*)`")
TOML = re.compile(r"(?<=^```toml\n).*?(?=^```$)", flags=re.MULTILINE | re.DOTALL)
ONLY_ON_THE_PAGE = re.compile(r"^```\{template-files\}\n```\n+|^:{3,}.*\n+|^\(\S+\)=\n", flags=re.MULTILINE)
LEAD = re.compile(r"(\s*(?:#+ |[-*] |\d+\. )?)(.*)")
"""What stands before a line's words, and the words."""


class fill(nodes.inline):  # noqa: N801, as docutils names its nodes
    """What the example has filled in."""


class Fill(SphinxRole):
    """Show a text as filled in."""

    def run(self):
        """Return the text, marked."""
        return [fill(self.rawtext, self.text)], []


def _open(writer, node):
    writer.body.append(writer.starttag(node, "mark", "", CLASS="mc-fill"))


def _close(writer, node):
    writer.body.append("</mark>")


class TemplateFiles(SphinxDirective):
    """Offer the page's template as two files."""

    def run(self):
        """Write a line with two links; the files stand in the folder of static files of the page's edition."""
        name = Path(self.env.docname).name
        home = "../" * self.env.docname.count("/")
        files = {f"{name}.md": _("as filled in"), f"{name}-blank.md": _("blank")}
        links = " · ".join(
            f'<a href="{home}_static/templates/{file}" download="{file}">{escape(words)}</a>'
            for file, words in files.items()
        )
        said = escape(_("Underlined with dots is what the factory of the running example filled in. As a file:"))
        line = f'<p class="mc-note">{said} {links}</p>'
        return [nodes.raw("", line, format="html")]


def translated(text, messages):
    """Return a page's source with each line and each cell of a table in another language, where messages has it."""

    def words(line):
        if line.startswith("|"):
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            return "| " + " | ".join(messages.get(cell, cell) for cell in cells) + " |"
        lead, rest = LEAD.fullmatch(line).groups()
        return lead + messages.get(rest, rest)

    return "\n".join(map(words, text.split("\n")))


def plain(text, blank=False):
    """Return a page's source as plain Markdown, filled in or blank."""
    if blank:
        text = TOML.sub(lambda block: re.sub(r"(?<= = ).*", BLANK, block[0]), text)
    text = FILL.sub(BLANK if blank else r"\1", ONLY_ON_THE_PAGE.sub("", text))
    text = re.sub(r"\{term\}`([^`<]*?)(?:\s*<[^`]*>)?`", r"\1", text)
    text = re.sub(r"\[([^\]]*)\]\((?!https?:)[^)]*\)", r"\1", text)
    return text.strip() + "\n"


def write_files(app, exception):
    """Write all templates beside the other static files."""
    if exception or app.builder.format != "html":
        return
    source, folder = Path(app.srcdir), Path(app.outdir) / "_static" / "templates"
    for page in sorted((source / FOLDER).glob("*.md")):
        messages = catalogue(catalogues.page(f"{FOLDER}/{page.stem}", app.config.language, source))
        text = translated(page.read_text(encoding="utf-8"), messages)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / page.name).write_text(plain(text), encoding="utf-8")
        (folder / f"{page.stem}-blank.md").write_text(plain(text, blank=True), encoding="utf-8")


def setup(app):
    """Connect to Sphinx."""
    app.add_node(fill, html=(_open, _close))
    app.add_role("fill", Fill())
    app.add_directive("template-files", TemplateFiles)
    app.connect("build-finished", write_files)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
