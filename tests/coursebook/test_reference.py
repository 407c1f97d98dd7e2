"""What the reference leaves out, and what it may not: every public name answers a question and has a page."""

import inspect
import re
from types import ModuleType

import pytest

import model_collapse as mc
from coursebook import ROOT
from coursebook.ext import reference
from tests.arguments.surface import offered
from tests.theory.test_surface import chapters, titles

API = ROOT / "book" / "api"
ROOMS = ["theory", "problems", "practice", "figures"]
ROW = re.compile(r"^\| [^|]+\? \| (.+) \|$", flags=re.MULTILINE)
NAME = re.compile(r"\{py:obj\}`[~.\w]*\.(\w+)`")


def answers(text):
    """Return the names that answer the questions of a page."""
    return {name for row in ROW.findall(text) for name in NAME.findall(row)}


def page(name):
    return (API / f"{name}.md").read_text(encoding="utf-8")


def test_only_the_fields_of_named_tuples_are_left_out():
    fields = {
        name: reference.leave_out(None, "class", name, vars(mc.problems.Dataset)[name], False, {})
        for name in mc.problems.Dataset._fields
    }
    assert set(fields.values()) == {True}
    assert reference.leave_out(None, "class", "some", mc.problems.Dataset.some, False, {}) is None
    assert reference.leave_out(None, "module", "x", mc.optimal_weight, False, {}) is None


@pytest.mark.parametrize("room", [*ROOMS, "beyond"])
def test_every_public_name_of_a_room_answers_a_question(room):
    assert answers(page(room)) == set(getattr(mc, room).__all__)


def test_every_public_name_of_the_package_answers_a_question():
    rooms = {name for name in mc.__all__ if isinstance(getattr(mc, name), ModuleType)}
    assert answers(page("index")) == set(mc.__all__) - rooms - {"gettext"}, "gettext is for the pages themselves"


def test_a_question_needs_its_mark_and_a_name_its_link():
    assert answers("| What? | {py:obj}`.a`, {py:obj}`~.b.c` |\n| Name | {py:obj}`.d` |\n| Who? | e |") == {"a", "c"}


@pytest.mark.parametrize("room", ROOMS)
def test_every_module_with_a_public_name_has_a_page_and_no_other(room):
    door = (ROOT / "src" / "model_collapse" / room / "__init__.pyi").read_text(encoding="utf-8")
    modules = set(re.findall(r"^from \.(\w+) import", door, flags=re.MULTILINE))
    assert {path.stem for path in (API / room).glob("*.md")} == modules
    for module in modules:
        assert f".. automodule:: model_collapse.{room}.{module}\n" in page(f"{room}/{module}")


def test_every_module_beyond_stands_on_the_page_of_one_topic():
    door = (ROOT / "src" / "model_collapse" / "beyond" / "__init__.pyi").read_text(encoding="utf-8")
    pages = "".join(path.read_text(encoding="utf-8") for path in sorted((API / "beyond").glob("*.md")))
    shown = re.findall(r"^\.\. automodule:: model_collapse\.beyond\.(\w+)$", pages, flags=re.MULTILINE)
    assert len(shown) == len(set(shown))
    assert set(shown) >= set(re.findall(r"^from \.(\w+) import", door, flags=re.MULTILINE))


def test_the_contents_name_every_page_of_the_reference_once():
    named = re.findall(r"file: (book/api/\S+)", (ROOT / "_toc.yml").read_text(encoding="utf-8"))
    assert sorted(named) == sorted(path.relative_to(ROOT).with_suffix("").as_posix() for path in API.rglob("*.md"))


@pytest.mark.parametrize("room", [*ROOMS, "simulation", "beyond"])
def test_every_public_name_or_its_module_names_a_chapter_that_stands_or_is_planned(room):
    known = titles()
    public = offered(getattr(mc, room))
    named = {each.__name__: chapters(each.__doc__) | chapters(inspect.getmodule(each).__doc__) for each in public}
    assert [name for name, found in named.items() if not found] == []
    assert {name: found - known for name, found in named.items() if found - known} == {}


def test_a_chapter_is_named_by_its_word_and_its_title():
    assert chapters("Says. Chapters: *A\n    b*; with bias *C*. See *D*.\n\nChapter: *E*.") == {"A b", "C", "E"}
    assert chapters("See *A real table*.") == set()
