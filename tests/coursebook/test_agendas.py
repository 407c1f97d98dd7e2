"""The trainer's agendas: what the book holds can be held, and what cannot is refused in one sentence."""

import copy
import re

import pytest

from coursebook import ROOT
from coursebook.ext import agendas as sheets
from coursebook.tools import agendas, reading_time

HELD = agendas.listed()
FIVE = "notebooks/concepts/five-minutes"
WAYS = "notebooks/concepts/four-ways"
BLOCK = {
    "title": "A block",
    "minutes": 20,
    "do": "Talk.",
    "pages": [WAYS],
    "read": [FIVE],
    "explorers": ["FourRegimes"],
    "exercises": [{"label": "ex-own", "minutes": 9}],
    "questions": [{"ask": "Why?", "expect": "Because."}],
    "fallback": "Paper.",
}
BREAK = {"title": "Break", "minutes": 10, "break": True}


def session(*blocks, length=480, **changes):
    """Return agendas of one session, whose first block has the changes; a change to None leaves out the entry."""
    first, *others = copy.deepcopy(list(blocks or (BLOCK,)))
    first = {name: value for name, value in (first | changes).items() if value is not None}
    return {"one": {"minutes": length, "blocks": [first, *others]}}


def refusal(agenda):
    with pytest.raises(ValueError, match=r"^book/trainer/agendas\.toml, [^\n]*\.$") as refused:
        agendas.check(agenda)
    return str(refused.value)


def test_the_sessions_last_as_long_as_they_say():
    assert {name: held["minutes"] for name, held in HELD.items()} == {
        "managers-60": 60,
        "practitioners-180": 3 * 60,
        "day": 8 * 60,
    }
    for held in HELD.values():
        assert sum(block["minutes"] for block in held["blocks"]) == held["minutes"]


def test_every_session_has_a_page_and_every_page_a_session():
    pages = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "book" / "trainer").glob("*.md")}
    shown = {name: re.findall(r"```\{agenda\} (\S+)", text) for name, text in pages.items()}
    assert {name: names for name, names in shown.items() if names} == {name: [name] for name in HELD}


def test_every_block_teaches_something_and_every_exercise_has_minutes():
    for held in HELD.values():
        for block in held["blocks"]:
            assert block.get("break") or all(block[name] for name in ("do", "pages", "questions", "fallback"))
            assert all(each["minutes"] > 0 for each in block.get("exercises", ()))


def test_a_sound_block_is_taken():
    agenda = session(BLOCK, BREAK, BLOCK)
    assert agendas.check(agenda) is agenda


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"minutes": 0}, "block 1: minutes must be a whole number above 0, got 0"),
        ({"minutes": True}, "minutes must be a whole number above 0, got True"),
        ({"minutes": "20"}, "minutes must be a whole number above 0, got '20'"),
        ({"title": ""}, "title must be a text, got ''"),
        ({"fallback": None}, "fallback is missing"),
        ({"questions": []}, "questions must be a list with something in it"),
        ({"questions": ["Why?"]}, "must be a table with ask, expect, got 'Why?'"),
        ({"questions": [{"ask": "Why?"}]}, "questions: expect is missing"),
        ({"page": [WAYS]}, "page is not known here; known are title"),
        ({"pages": ["notebooks/concepts/five-ways"]}, "notebooks/concepts/five-ways is no page of _toc.yml"),
        ({"read": ["book/nowhere"]}, "book/nowhere is no page of _toc.yml"),
        ({"slides": ["book/decks/none"]}, "book/decks/none is no page of _toc.yml"),
        ({"explorers": ["Budget"]}, "the explorer Budget is on none of the block's pages"),
        ({"exercises": [{"label": "ex-mine", "minutes": 9}]}, "the exercise ex-mine is on none of the block's pages"),
        ({"exercises": [{"label": "ex-own"}]}, "exercises: minutes is missing"),
        ({"exercises": [{"label": "ex-own", "minutes": 0}]}, "minutes must be a whole number above 0"),
        ({"break": "yes"}, "do is not known here; known are title, minutes, break"),
    ],
)
def test_a_bad_block_is_refused(changes, said):
    assert said in refusal(session(**changes))


def test_blocks_that_overrun_are_refused():
    assert "the blocks take 40 minutes, and the session has 39" in refusal(session(BLOCK, BLOCK, length=39))
    assert agendas.check(session(BLOCK, BLOCK, length=40))


def test_an_hour_without_a_break_is_the_most():
    hour = [BLOCK, BLOCK, BLOCK]
    agendas.check(session(*hour, BREAK, *hour))
    agendas.check(session(*hour, BREAK | {"minutes": 90}, *hour))
    assert "61 minutes without a break are more than 60" in refusal(session(*hour, minutes=21))
    assert "80 minutes without a break" in refusal(session(*hour, BREAK, BLOCK, *hour))


def test_a_block_has_time_for_what_is_read_and_worked_out_in_it():
    longest = max(reading_time.minutes(ROOT / f"{FIVE}.ipynb", language=name) for name in ("en", "ja"))
    assert agendas.reading(BLOCK) == longest > reading_time.minutes(ROOT / f"{FIVE}.ipynb")
    assert agendas.check(session(length=400, minutes=longest + 9))
    said = f"{longest} minutes of reading and 9 of exercises do not fit into {longest + 8}"
    assert said in refusal(session(length=400, minutes=longest + 8))


def test_a_file_that_is_no_toml_is_refused(tmp_path):
    file = tmp_path / agendas.FILE
    file.parent.mkdir(parents=True)
    file.write_text("[one\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"agendas\.toml is not TOML: .*\.$"):
        agendas.listed(tmp_path)


def test_exercises_and_explorers_are_found_on_pages_of_both_kinds():
    assert agendas.exercises_on(WAYS)["ex-own"] == "Your own process"
    assert set(agendas.exercises_on("book/governance/what-to-write-down")) == {"ex-another-policy"}
    assert agendas.exercises_on("notebooks/beyond/pictures") == {"ex-pictures-noise": "Exercise"}
    assert agendas.explorers_on(FIVE) == {"Predict"}
    assert {"WeightDial", "Budget"} <= agendas.explorers_on("book/explorers")


@pytest.mark.parametrize(("minutes", "shown"), [(0, "0:00"), (7, "0:07"), (60, "1:00"), (479, "7:59")])
def test_times_from_the_start(minutes, shown):
    assert sheets.clock(minutes) == shown


def test_a_sheet_says_all_that_its_block_says():
    text = sheets.sheet(BLOCK, ROOT)
    assert text.startswith("Talk.\n\nShow\n")
    assert f": [](/{WAYS})" in text
    assert f"Everybody reads\n: [](/{FIVE}), {{minutes}}`{FIVE}` minutes" in text
    assert "Explorer\n: *Four regimes*" in text
    assert "Exercise\n: [Your own process](#ex-own), 9 minutes" in text
    assert "Ask\n: Why?\n\nExpect\n: Because." in text
    assert text.endswith("Without a network\n: Paper.")
    assert "Slides" not in text
    once = sheets.sheet(BLOCK | {"pages": [FIVE, WAYS], "slides": [FIVE]}, ROOT)
    assert f"Show\n: [](/{WAYS})\n\nSlides\n: [](/{FIVE})\n" in once
