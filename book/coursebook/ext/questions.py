"""Sphinx extension: pages of questions, and the file of questions that learning platforms import.

A page's block of questions is replaced before the page is read, so that glossary, catalogues and search see what a
reader sees. The role `number` shows a number of a question. The directive `gift-file` offers the file to import, which
stands with the static files of the page's edition.
"""

from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective, SphinxRole

from coursebook import catalogues
from coursebook.ext._gettext import gettext as _
from coursebook.tools import gift
from coursebook.tools.questions import BLOCK, FILE, expanded, load
from model_collapse._language import catalogue

DOWNLOAD = "_static/questions/model-collapse.gift"
PAGES = (
    "book/self-check",
    *(f"book/trainer/questions{end}" for end in ("", "-manager", "-practitioner", "-researcher")),
)
"""Pages whose catalogues hold what the questions say."""


class Number(SphinxRole):
    """Show a number of a question, named by the question's id, a point and the number's name."""

    def run(self):
        """Return the number as it is written."""
        name, _point, number = self.text.partition(".")
        _misconceptions, questions = load(Path(self.env.srcdir) / FILE)
        numbers = next((question.numbers for question in questions if question.id == name), {})
        if number not in numbers:
            return [], [self.inliner.reporter.error(f"number: there is no number {self.text}.", line=self.lineno)]
        return [nodes.Text(numbers[number])], []


class GiftFile(SphinxDirective):
    """Offer the file to import."""

    def run(self):
        """Write a line with its link."""
        address = "../" * self.env.docname.count("/") + DOWNLOAD
        words, name = escape(_("All questions as a file in the format GIFT")), DOWNLOAD.rpartition("/")[2]
        return [nodes.raw("", f'<p><a href="{address}" download="{name}">{words}</a></p>', format="html")]


def put_questions(app, docname, source):
    """Put the questions in the place of a page's block; what is wrong with their file stops the build."""
    if BLOCK.search(source[0]):
        app.env.note_dependency(str(Path(app.srcdir) / FILE))
        try:
            source[0] = expanded(source[0], Path(app.env.doc2path(docname)))
        except ValueError as error:
            raise ExtensionError(str(error)) from None


def messages(language, source):
    """Return the translations of all that the questions say, into a language."""
    found = [catalogue(catalogues.page(page, language, source)) for page in PAGES]
    return {text: said for texts in found for text, said in texts.items()}


def write_file(app, exception):
    """Write the file to import beside the other static files."""
    source, file = Path(app.srcdir), Path(app.outdir) / DOWNLOAD
    if exception or app.builder.format != "html" or not (source / FILE).exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    said = messages(app.config.language, source)
    file.write_text(gift.written(load(source / FILE)[1], said), encoding="utf-8")


def setup(app):
    """Connect to Sphinx."""
    app.add_role("number", Number())
    app.add_directive("gift-file", GiftFile)
    app.connect("source-read", put_questions)
    app.connect("build-finished", write_file)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
