"""How long a page takes: its words at a steady pace, and a fixed time for each figure, formula and exercise.

Of a translated page, what is translated counts by its characters, and the rest by its English words.

`reading_time.py PAGES` prints words and minutes. Estimated, not timed: no reader has been measured.
"""

import math
import re
import sys
from pathlib import Path
from typing import NamedTuple

from babel.messages.pofile import read_po

from coursebook import ROOT, catalogues
from coursebook.tools import prose

WORDS_A_MINUTE = 200
CHARACTERS_A_MINUTE = {"ja": 500}
MINUTES = {"figures": 0.5, "tables": 0.5, "formulas": 0.5, "proofs": 2.0, "exercises": 4.0, "answers": 0.5}
"""Minutes for each figure, table, displayed formula, proof, exercise and folded answer, beside its words."""

MARKUP = re.compile(r"\{[\w:-]+\}(?=`)|\s*<[^>`]*>(?=`)|\]\([^)]*\)")
GLUED = re.compile(r"\{(?:glue[\w:]*|number|doc)\}`[^`]*`")
"""A number or a title that stands on the page where its name stands in the text."""
STATED = re.compile(r"^  - about (\d+) minutes", flags=re.MULTILINE)
WORD = re.compile(r"[^\s|]*\w[^\s|]*")


class Content(NamedTuple):
    """What a reader meets on a page."""

    words: int
    figures: int
    tables: int
    formulas: int
    proofs: int
    exercises: int
    answers: int


def words(text):
    """Count the words of a text without its markup."""
    return len(WORD.findall(plain(text)))


def plain(text):
    """Return a text without its markup, a glued number as one of three digits."""
    return MARKUP.sub("", GLUED.sub("618", text))


def content(page):
    """Count what a reader meets on a page."""
    text, code = prose.markdown(page)
    return Content(
        words=words("\n".join(prose.lines(text))),
        figures=prose.drawings(text, code) + len(re.findall(r"\{(?:image|figure)\}", text)),
        tables=len(re.findall(r"^\|[ :|-]+\|$", text, flags=re.MULTILINE)),
        formulas=text.count("$$") // 2,
        proofs=text.count("{prf:proof}"),
        exercises=len(re.findall(r"\{exercise(?:-start)?\}", text)),
        answers=text.count("{dropdown}"),
    )


def reading(page, language="en", root=ROOT):
    """Return the minutes that a page's text takes in a language."""
    count = content(page).words
    if language == "en":
        return count / WORDS_A_MINUTE
    with catalogues.page(page.relative_to(root).with_suffix("").as_posix(), language, root).open("rb") as file:
        done = [message for message in read_po(file) if message.id and message.string and not message.fuzzy]
    characters = sum(len(re.findall(r"\w", plain(message.string))) for message in done)
    left = max(0, count - sum(words(message.id) for message in done))
    return characters / CHARACTERS_A_MINUTE[language] + left / WORDS_A_MINUTE


def computed(page, language="en", root=ROOT):
    """Return the minutes that follow from what a page contains, rounded up."""
    seen = content(page)
    fixed = sum(each * getattr(seen, kind) for kind, each in MINUTES.items())
    return math.ceil(reading(page, language, root) + fixed)


def stated(page):
    """Return the minutes that a chapter states in its head, or None."""
    found = STATED.search(prose.markdown(page)[0])
    return int(found[1]) if found else None


def minutes(*pages, language="en", root=ROOT):
    """Return the minutes that pages take together: what a chapter states, or what follows from its content if more."""
    return sum(max(stated(page) or 0, computed(page, language, root)) for page in pages)


if __name__ == "__main__":
    for page in map(Path, sys.argv[1:]):
        print(f"{computed(page):4d} minutes (stated: {stated(page) or 'none'})  {page}  {content(page)}")
