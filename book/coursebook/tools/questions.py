"""The trainer's questions: read from one file, refused in one sentence where that is at fault, written as a page.

A page asks for questions with a block of the language `{questions}`: the path of the file from the page, then whose
questions they are; an empty block asks for the misconceptions. `expanded` puts them in its place, before anything else
reads the page.
"""

import random
import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache

from coursebook.tools.quantities import written

FILE = "book/trainer/questions.toml"
AUDIENCES = ("manager", "practitioner", "researcher")
KEYS = {"id", "text", "chapter", "audience", "misconception", "options", "explanation"}
MORE = {"ten", "given", "numbers"}
BLOCK = re.compile(r"^```\{questions\} (\S+)\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
PLACE = re.compile(r"\{(\w+)\}(?!`)")
NUMBER = re.compile(r"\{number\}`([\w-]+)\.(\w+)`")
TERM = re.compile(r"\{term\}`([^`<]*?)(?:\s*<[^`]*>)?`")
REFUSED = re.compile(r"[\n$|\\]|->|^\[")
"""What not every learning platform reads as it stands: formulas, arrows that match pairs, names of formats."""


@dataclass(frozen=True)
class Option:
    """An answer: the right one, or one that is wrong for a reason and shows a misconception."""

    text: str
    right: bool
    because: str
    shows: str


@dataclass(frozen=True)
class Question:
    """A question with its options in the order in which every page, test and sheet has them."""

    id: str
    text: str
    chapter: str
    audience: str
    misconception: str
    options: tuple[Option, ...]
    explanation: str
    ten: bool
    numbers: dict[str, str]

    @property
    def right(self):
        """Place of the right option."""
        return [option.right for option in self.options].index(True)

    def said(self, option):
        """Why an option is right or wrong."""
        return self.explanation if option.right else option.because


def documents(root):
    """Return the pages that the contents name."""
    contents = (root / "_toc.yml").read_text(encoding="utf-8")
    return re.findall(r"^\s*(?:- )?(?:file|root): (\S+)$", contents, flags=re.MULTILINE)


def load(file):
    """Return the misconceptions, one sentence by name, and the questions of a file."""
    return _parsed(file.read_text(encoding="utf-8"), tuple(documents(file.resolve().parents[2])))


@cache
def _parsed(text, known):
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"The file of questions is not TOML: {error}.") from None
    misconceptions, questions = data.get("misconceptions", {}), []
    deals = {audience: places(audience) for audience in AUDIENCES}
    for number, entry in enumerate(data.get("question", []), 1):
        name = entry.get("id", f"number {number}")
        try:
            question = _question(entry, known, misconceptions)
            if question.id in [other.id for other in questions]:
                raise ValueError("an earlier question has the same id, and each has its own.")
        except ValueError as error:
            raise ValueError(f"Question {name}: {error}") from None
        questions.append(placed(question, next(deals[question.audience])))
    return misconceptions, questions


def _one_of(what, given, allowed):
    if given not in allowed:
        raise ValueError(f"the {what} is {given!r}, and has to be one of {', '.join(sorted(allowed))}.")
    return given


def places(seed):
    """Yield places for right options without end: each of three once, in a mixed order, and so on."""
    mixing = random.Random(seed)
    while True:
        yield from mixing.sample(range(3), 3)


def placed(question, place):
    """Return a question with its right option in a place."""
    wrong = [option for option in question.options if not option.right]
    return replace(question, options=(*wrong[:place], question.options[question.right], *wrong[place:]))


def _question(entry, known, misconceptions):
    if KEYS - set(entry) or set(entry) - KEYS - MORE:
        said = "; ".join(
            f"{words} {', '.join(sorted(names))}"
            for words, names in (("it lacks", KEYS - set(entry)), ("it has", set(entry) - KEYS - MORE))
            if names
        )
        raise ValueError(
            f"{said}, and a question has {', '.join(sorted(KEYS))} and may have {', '.join(sorted(MORE))}."
        )
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry["id"]):
        raise ValueError("an id is made of small letters and digits, with hyphens between words.")
    if entry["chapter"] not in known:
        raise ValueError(f"the chapter is {entry['chapter']!r}, and has to be a page that _toc.yml names.")
    question = Question(
        id=entry["id"],
        text=entry["text"],
        chapter=entry["chapter"],
        audience=_one_of("audience", entry["audience"], AUDIENCES),
        misconception=_one_of("misconception", entry["misconception"], misconceptions),
        options=_options(entry["id"], entry["options"], misconceptions),
        explanation=entry["explanation"],
        ten=entry.get("ten", False),
        numbers=written(entry.get("given", {}), entry.get("numbers", {})),
    )
    if question.misconception not in [option.shows for option in question.options]:
        raise ValueError(f"its misconception is {question.misconception}, and no wrong option shows it.")
    for text in texts(question):
        if found := REFUSED.search(TERM.sub(r"\1", text)):
            raise ValueError(f"a text holds {found[0]!r}, which not every learning platform reads: say it otherwise.")
        for place in PLACE.findall(text):
            if place not in question.numbers:
                has = ", ".join(question.numbers) or "none"
                raise ValueError(f"a text shows the number {place}, and the numbers that are written are {has}.")
    return question


def _options(name, entries, misconceptions):
    rights = [entry for entry in entries if "right" in entry]
    if len(rights) != 1 or len(entries) < 3:
        raise ValueError(f"{len(rights)} of {len(entries)} options are right, and it has to be one of three or more.")
    options = []
    for entry in entries:
        keys = {"right"} if "right" in entry else {"wrong", "because", "shows"}
        if set(entry) != keys:
            has = ", ".join(sorted(entry))
            raise ValueError(f"an option has {has}, and has to have right, or wrong, because and shows.")
        shows = "" if "right" in entry else _one_of("misconception of an option", entry["shows"], misconceptions)
        text = entry["right"] if "right" in entry else entry["wrong"]
        options.append(Option(text, "right" in entry, entry.get("because", ""), shows))
    random.Random(name).shuffle(options)
    return tuple(options)


def texts(question):
    """Return all texts of a question."""
    parts = [text for option in question.options for text in (option.text, option.because) if text]
    return [question.text, *parts, question.explanation]


def message(question, text):
    """Return a text of a question as it stands on a page and in the page's catalogue."""
    return PLACE.sub(rf"{{number}}`{question.id}.\1`", text)


def plain(question, text, messages=None):
    """Return a text of a question without markup and with its numbers, translated where messages has it."""
    text = message(question, text)
    text = TERM.sub(r"\1", (messages or {}).get(text, text))
    return NUMBER.sub(lambda found: question.numbers[found[2]], text)


def of(questions, audience, ten=None):
    """Return the questions for an audience: of managers those of the page of ten, or the others, or all."""
    return [q for q in questions if q.audience == audience and ten in (None, q.ten)]


def markdown(question):
    """Return a question as a section of a page: its options, and what is said of each in a dropdown."""
    leads = ["1. **Right.**\n\n   " if option.right else "1. " for option in question.options]
    lines = [f"## {message(question, question.text)}", "", ":::{div} mc-options"]
    lines += [f"1. {message(question, option.text)}" for option in question.options]
    lines += [":::", "", "::::{dropdown} Answer", ":::{div} mc-options"]
    lines += [lead + message(question, question.said(o)) for lead, o in zip(leads, question.options, strict=True)]
    lines += [":::", "", f"Taught in {{doc}}`/{question.chapter}`.", "::::", ""]
    return "\n".join(lines)


def expanded(text, page):
    """Return the source of a page with the questions in the place of its block."""

    def section(block):
        misconceptions, questions = load(page.parent / block[1])
        if not block[2]:
            return "\n".join(f"- {sentence}" for sentence in misconceptions.values())
        return "\n".join(map(markdown, of(questions, **tomllib.loads(block[2]))))

    return BLOCK.sub(section, text)
