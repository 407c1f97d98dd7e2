"""Sphinx extension: the directive `printed-test` sets questions as a test to print, or as the sheet of its answers.

What it says is a table: whose questions, how many, in the order of which seed, after how many that are skipped, and, if
wanted, from which chapters (or folders of chapters) and about which misconceptions. A seed stands for one order, in
which no misconception comes again before all others have come, and for places of the right options; a test is a part
of it. The test and its answers are on two pages that say the same, but for `answers = true`.
"""

import random
import tomllib
from collections import Counter
from pathlib import Path

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from coursebook.ext._gettext import gettext as _
from coursebook.ext.questions import messages
from coursebook.tools.questions import AUDIENCES, FILE, load, message, of, placed, places, plain

LETTERS = "ABCDEFGH"


def ordered(questions, seed):
    """Return questions in the order that a seed stands for."""
    mixed, seen, turns = list(questions), Counter(), {}
    random.Random(seed).shuffle(mixed)
    for question in mixed:
        turns[question.id] = seen[question.misconception]
        seen[question.misconception] += 1
    return sorted(mixed, key=lambda question: turns[question.id])


def choose(questions, audience, number=10, seed=1, skip=0, chapters=("",), misconceptions=()):
    """Return the questions of a test."""
    if audience not in AUDIENCES:
        raise ValueError(f"A test is for one of {', '.join(AUDIENCES)}, and not for {audience!r}.")
    found = [
        question
        for question in of(questions, audience)
        if question.chapter.startswith(tuple(chapters))
        and (not misconceptions or question.misconception in misconceptions)
    ]
    if not 0 < number <= len(found) - skip:
        there = max(0, len(found) - skip)
        raise ValueError(f"A test for a {audience} asks for {number} questions, and there are {there} with its tags.")
    return [placed(*pair) for pair in zip(ordered(found, seed)[skip : skip + number], places(seed), strict=False)]


class PrintedTest(SphinxDirective):
    """Set a test, or its answers."""

    has_content = True

    def run(self):
        """Return the questions as a list; its nodes have no source, since their texts have catalogues already."""
        file = Path(self.env.srcdir) / FILE
        self.env.note_dependency(str(file))
        try:
            said = tomllib.loads("\n".join(self.content))
            answers = said.pop("answers", False)
            self.misconceptions, questions = load(file)
            chosen = choose(questions, **said)
        except (ValueError, TypeError) as error:
            raise ExtensionError(str(error)) from None
        self.messages = messages(self.config.language, Path(self.env.srcdir))
        items = [(self.answer if answers else self.question)(question) for question in chosen]
        kind = "mc-answers" if answers else "mc-test"
        return [nodes.container("", nodes.enumerated_list("", *items, enumtype="arabic"), classes=[kind])]

    def paragraph(self, question, text, *before):
        """Return a text of a question in the language of the edition, or marked as English."""
        known = self.config.language == "en" or message(question, text) in self.messages
        words = nodes.Text(plain(question, text, self.messages))
        return nodes.paragraph("", "", *before, words, classes=[] if known else ["english"])

    def lettered(self, *paragraphs):
        """Return options, or what is said of them, with letters."""
        items = [nodes.list_item("", *both) for both in paragraphs]
        return nodes.enumerated_list("", *items, enumtype="upperalpha")

    def question(self, question):
        """Return a question with its options."""
        options = self.lettered(*([self.paragraph(question, option.text)] for option in question.options))
        return nodes.list_item("", self.paragraph(question, question.text), options)

    def answer(self, question):
        """Return the right option, and what is said of each and shown by it."""
        right = question.options[question.right]
        head = self.paragraph(question, right.text, nodes.strong("", f"{LETTERS[question.right]}. "))
        said = []
        for option in question.options:
            text = self.paragraph(question, question.said(option))
            if option.right:
                said.append([nodes.paragraph("", "", nodes.strong("", _("Right."))), text])
            else:
                shown = self.paragraph(question, self.misconceptions[option.shows], nodes.Text(_("Shows:") + " "))
                shown["classes"].append("mc-shows")
                said.append([text, shown])
        return nodes.list_item("", head, self.lettered(*said))


def setup(app):
    """Connect to Sphinx."""
    app.add_directive("printed-test", PrintedTest)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
