"""Questions in GIFT, a text format that Moodle and other learning platforms import.

A question is a title between double colons, a text, and in braces the options: the right one after an equals sign; a
wrong one after a tilde, with the reason after a hash; and after four hashes the explanation, which everybody sees. What
means something to the format is escaped by a backslash. Comments hold the id and the tags, as Moodle reads them.
"""

import re

from coursebook.tools.questions import plain

CONTROL = re.compile(r"([\\~=#{}:])")
NAMES = {"manager": "Managers", "practitioner": "Practitioners", "researcher": "Researchers"}
"""Categories by audience."""


def escaped(text):
    """Return a text in which nothing means anything to the format."""
    return CONTROL.sub(r"\\\1", text)


def entry(question, messages):
    """Return a question as an entry."""
    tags = (question.audience, question.chapter.rpartition("/")[2], question.misconception)
    lines = [
        f"// [id:{question.id}] " + " ".join(f"[tag:{tag}]" for tag in tags),
        f"::{escaped(question.id)}::{escaped(plain(question, question.text, messages))} {{",
    ]
    for option in question.options:
        text, because = (escaped(plain(question, part, messages)) for part in (option.text, option.because))
        lines.append(f"={text}" if option.right else f"~{text}#{because}")
    lines += [f"####{escaped(plain(question, question.explanation, messages))}", "}"]
    return "\n".join(lines)


def written(questions, messages):
    """Return questions as a file, one category an audience."""
    parts = []
    for audience, name in NAMES.items():
        chosen = [entry(question, messages) for question in questions if question.audience == audience]
        parts += [f"$CATEGORY: Model Collapse/{name}", *chosen] if chosen else []
    return "\n\n".join(parts) + "\n"
