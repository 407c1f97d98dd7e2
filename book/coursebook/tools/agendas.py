"""The trainer's agendas in book/trainer/agendas.toml: read, and refused in one sentence if they cannot be held.

A session is a list of blocks. A block names what is shown (`pages`, `explorers`, `slides`), what participants read
themselves (`read`) or work out (`exercises`, each with its minutes), what is asked and what is expected, and what to do
without a network. A break has a title and minutes.
"""

import itertools
import re
import tomllib

import yaml

from coursebook import ROOT, catalogues
from coursebook.tools import prose, reading_time

FILE = "book/trainer/agendas.toml"
LONGEST = 60
"""Minutes after which people need a break."""

BREAK = {"title": str, "minutes": int, "break": bool}
NEEDED = {"title": str, "minutes": int, "do": str, "pages": list, "questions": list, "fallback": str}
OPTIONAL = {"read": list, "explorers": list, "exercises": list, "slides": list}
SESSION = {"minutes": int, "blocks": list}
QUESTION = {"ask": str, "expect": str}
EXERCISE = {"label": str, "minutes": int}
SAID = {str: "a text", int: "a whole number above 0", list: "a list with something in it", bool: "true or false"}

LABEL = re.compile(r"\{exercise(?:-start)?\}[ \t]*(.*)\n:label: (\S+)")
EXPLORER = re.compile(r"\{explorer\} (\w+)|\bexplorers\.(\w+)\(")


def in_contents(root=ROOT):
    """Return the pages of the contents, without endings."""

    def files(entry):
        yield from ([entry["file"]] if "file" in entry else [])
        for below in (*entry.get("parts", ()), *entry.get("chapters", ()), *entry.get("sections", ())):
            yield from files(below)

    toc = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    return [toc["root"], *files(toc)]


def path_of(page, root=ROOT):
    """Return the path of a page that is named without its ending."""
    return next(path for ending in (".md", ".ipynb") if (path := root / f"{page}{ending}").exists())


def exercises_on(page, root=ROOT):
    """Return the titles of a page's exercises, by label."""
    found = LABEL.findall(prose.markdown(path_of(page, root))[0])
    return {label: title.strip() or "Exercise" for title, label in found}


def explorers_on(page, root=ROOT):
    """Return the names of the explorers on a page."""
    text, code = prose.markdown(path_of(page, root))
    return {name for names in EXPLORER.findall("\n".join([text, *code])) for name in names if name}


def reading(block, root=ROOT):
    """Return the minutes that a block's reading takes, in the language in which it takes longest."""
    pages = [path_of(page, root) for page in block.get("read", ())]
    return max(reading_time.minutes(*pages, language=name, root=root) for name in catalogues.languages(root))


def _refuse(place, words):
    raise ValueError(f"{FILE}, {place}: {words}.")


def _typed(place, table, needed, optional=()):
    """Refuse a table with a name that is missing or unknown, or with a value of another kind."""
    if not isinstance(table, dict):
        _refuse(place, f"must be a table with {', '.join(needed)}, got {table!r}")
    allowed = {**needed, **dict(optional)}
    for name in table:
        if name not in allowed:
            _refuse(place, f"{name} is not known here; known are {', '.join(allowed)}")
    for name, kind in allowed.items():
        if name not in table and name in needed:
            _refuse(place, f"{name} is missing")
        value = table.get(name)
        if name in table and (type(value) is not kind or (kind is int and value < 1) or value in ("", [])):
            _refuse(place, f"{name} must be {SAID[kind]}, got {value!r}")


def _check_block(place, block, contents, root):
    _typed(place, block, NEEDED, OPTIONAL)
    shown = [*block["pages"], *block.get("read", ()), *block.get("slides", ())]
    for page in shown:
        if page not in contents:
            _refuse(place, f"{page} is no page of _toc.yml")
    for question in block["questions"]:
        _typed(f"{place}, questions", question, QUESTION)
    for name in block.get("explorers", ()):
        if not any(name in explorers_on(page, root) for page in shown):
            _refuse(place, f"the explorer {name} is on none of the block's pages")
    for exercise in block.get("exercises", ()):
        _typed(f"{place}, exercises", exercise, EXERCISE)
        if not any(exercise["label"] in exercises_on(page, root) for page in shown):
            _refuse(place, f"the exercise {exercise['label']} is on none of the block's pages")
    read, worked = reading(block, root), sum(exercise["minutes"] for exercise in block.get("exercises", ()))
    if read + worked > block["minutes"]:
        took = f"{read} minutes of reading and {worked} of exercises"
        _refuse(place, f"{took} do not fit into {block['minutes']}")


def check(agendas, root=ROOT):
    """Return the agendas, or raise ValueError with one sentence about the first thing that is wrong."""
    contents = in_contents(root)
    for name, session in agendas.items():
        _typed(name, session, SESSION)
        for number, block in enumerate(session["blocks"], 1):
            place = f"{name}, block {number}"
            if isinstance(block, dict) and "break" in block:
                _typed(place, block, BREAK)
            else:
                _check_block(place, block, contents, root)
        taken = sum(block["minutes"] for block in session["blocks"])
        if taken > session["minutes"]:
            _refuse(name, f"the blocks take {taken} minutes, and the session has {session['minutes']}")
        for pause, blocks in itertools.groupby(session["blocks"], key=lambda block: block.get("break", False)):
            stretch = sum(block["minutes"] for block in blocks)
            if not pause and stretch > LONGEST:
                _refuse(name, f"{stretch} minutes without a break are more than {LONGEST}")
    return agendas


def listed(root=ROOT):
    """Return the agendas by name."""
    text = (root / FILE).read_text(encoding="utf-8")
    try:
        return check(tomllib.loads(text), root)
    except tomllib.TOMLDecodeError as fault:
        raise ValueError(f"{FILE} is not TOML: {fault}.") from None
