"""A small reader of GIFT for multiple choice, after the way in which Moodle's own importer describes and reads it.

Written without a look at the writer: entries are parted by blank lines; lines that begin with two slashes are comments,
and hold `[id:...]` and `[tag:...]`; escaped characters are put aside before anything is parted and put back at the end.
"""

import re

CONTROL = ":#={}~"
ASIDE = {character: f"&&{ord(character):03d};" for character in CONTROL} | {"\\": "&&092;"}


class GiftError(ValueError):
    """An entry that cannot be read."""


def _aside(text):
    return re.sub(r"\\([\\:#={}~])", lambda found: ASIDE[found[1]], text)


def _back(text):
    for character, name in ASIDE.items():
        text = text.replace(name, character)
    return text.strip()


def _answers(text):
    """Return answers, each as right or not, its text and its feedback."""
    parts = [part for part in text.replace("=", "~=").split("~") if part.strip()]
    if len(parts) < 2:
        raise GiftError("A question has fewer than two answers.")
    found = []
    for part in parts:
        answer, _, feedback = part.strip().partition("#")
        found.append((answer.startswith("="), _back(answer.lstrip("=")), _back(feedback)))
    return found


def _question(lines):
    comments = " ".join(line for line in lines if line.startswith("//"))
    text = _aside("\n".join(line for line in lines if not line.startswith("//")).strip())
    if not text.startswith("::") or "::" not in text[2:]:
        raise GiftError("A question has no title.")
    title, _, text = text[2:].partition("::")
    if text.count("{") != 1 or text.count("}") != 1 or not text.endswith("}"):
        raise GiftError(f"The braces of {title} are not one pair at its end.")
    stem, _, answers = text[:-1].partition("{")
    if "->" in answers:
        raise GiftError(f"{title} would be read as a question with pairs.")
    if stem.strip().startswith("["):
        raise GiftError(f"{title} would begin with the name of a format.")
    answers, _, general = answers.partition("####")
    return {
        "title": _back(title),
        "id": re.search(r"\[id:([^\]]*)\]", comments)[1],
        "tags": re.findall(r"\[tag:([^\]]*)\]", comments),
        "stem": _back(stem),
        "answers": _answers(answers),
        "general": _back(general),
    }


def read(text):
    """Return the questions of a file, each with its category."""
    category, found = None, []
    for entry in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in entry.splitlines()]
        if lines[0].startswith("$CATEGORY:"):
            category = lines[0].partition(":")[2].strip()
        else:
            found.append({"category": category, **_question(lines)})
    return found
