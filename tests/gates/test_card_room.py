"""Defects of the form for a room's results, and of its sheets, turn the checks of their use red."""

import pytest

from model_collapse.explorers import card_room
from tests.gates.miniature import edit
from tests.site import rooming
from tests.site.browsing import serving
from tests.site.printing import flush, sheets

PAGE, SCRIPT, STYLE = "room.html", "_static/card-room.js", "_static/card-room.css"
DEFECTS = {
    "another sentence": ("far >= wanders", "far < wanders", "does not answer the room to try"),
    "a chart is lost": ("= roomCharts(lines, settings);", "= roomCharts(lines, settings).slice(1);", "draws 3 charts"),
    "no table": ("roomTable(lines, settings), ", "", "0 rows"),
    "nothing is cleared": ('sheets.value = ""; show();', "", "is not cleared"),
    "any weight": ("(?![\\d./])", "", "answers a weight that there is not"),
    "deaf to what is pasted": ('addEventListener("paste"', 'addEventListener("never"', "answers pasted lines"),
    "deaf to its button": ("(labels.show, show)", "(labels.show, () => {})", "does not show what was typed"),
    "lines that are sent": ("draw(readLines(", 'fetch("/room"); draw(readLines(', "asks for"),
}


def found(page, site):
    page.set_default_timeout(5000)
    with serving(site) as base:
        return rooming.shown(page, base, PAGE, card_room.sentence(card_room.read(card_room.example())))


def test_the_sound_form_is_green(page, sound_site):
    assert found(page, sound_site) == []


@pytest.mark.parametrize("defect", DEFECTS)
def test_defect(page, copy, defect):
    old, new, complaint = DEFECTS[defect]
    edit(copy / SCRIPT, old, new)
    assert any(complaint in fault for fault in found(page, copy))


def printed(page, site):
    with serving(site) as base:
        counted = sheets(page, base + PAGE)
        return set(counted.values()), flush(page, PAGE)


def test_sound_sheets_are_thirty_and_whole(page, sound_site):
    assert printed(page, sound_site) == ({30}, [])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("display: none !important;", ""),
        ("height: 27mm", "height: 40mm"),
        ("table-layout: fixed;", "min-width: 60rem;"),
    ],
)
def test_broken_sheets_are_seen(page, copy, old, new):
    edit(copy / STYLE, old, new)
    assert printed(page, copy) != ({30}, [])
