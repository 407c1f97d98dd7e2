"""Defects of an agenda turn the build red, and defects of its page the check of its clock."""

import shutil

import pytest

from coursebook.tools import agendas
from tests.gates.miniature import build_book, copy_book, edit
from tests.site import clocks
from tests.site.browsing import serving

PAGE, SCRIPT = "sheet.html", "_static/agenda.js"
TIMES = [(0, 25), (25, 35), (35, 60), (0, 25), (35, 60)]
AGENDA = """
[hour]
minutes = 60

[[hour.blocks]]
title = "First"
minutes = 25
do = "Show the dial."
pages = ["live"]
read = ["page"]
explorers = ["WeightDial"]
exercises = [{ label = "ex-sheet", minutes = 5 }]
questions = [{ ask = "Where is it smallest?", expect = "Near its middle." }]
fallback = "Paper."

[[hour.blocks]]
title = "Break"
minutes = 10
break = true

[[hour.blocks]]
title = "Second"
minutes = 25
do = "Talk."
pages = ["chapter"]
questions = [{ ask = "Why?", expect = "Because." }]
fallback = "Paper."
"""
EXERCISE = "\n```{exercise} Find it\n:label: ex-sheet\n\nWhere?\n```\n"
BAD = {
    "an hour that overruns": ("minutes = 60", "minutes = 59", "the blocks take 60 minutes, and the session has 59"),
    "no TOML": ("[hour]", "[hour", "is not TOML"),
}
DEFECTS = {
    "deaf to the field": (SCRIPT, 'addEventListener("input"', 'addEventListener("x"', "from half past one"),
    "no midnight": (SCRIPT, "% 1440", "% 14400", "across midnight"),
    "minutes of one digit": (SCRIPT, 'padStart(2, "0")', 'padStart(1, "0")', None),
    "no address": (SCRIPT, "history.replaceState", "void ", "not in the address"),
    "an address unread": (SCRIPT, "if (given)", "if (false)", "from an address"),
    "no field": (SCRIPT, 'closest("p").hidden = false', 'closest("p").hidden = true', "no field for the start"),
    "no script": (PAGE, "agenda.js", "other.js", "as it opens"),
}


def lay_out(folder):
    book = copy_book(folder)
    file = book / agendas.FILE
    file.parent.mkdir(parents=True)
    file.write_text(AGENDA, encoding="utf-8")
    (book / "sheet.md").write_text("# A sheet\n\n```{agenda} hour\n```\n", encoding="utf-8")
    edit(book / "_toc.yml", "  - file: log\n", "  - file: log\n  - file: sheet\n")
    page = book / "page.md"
    page.write_text(page.read_text(encoding="utf-8") + EXERCISE, encoding="utf-8")
    return book


@pytest.fixture(scope="module")
def site(sound_book, tmp_path_factory):
    book = lay_out(tmp_path_factory.mktemp("agenda"))
    shutil.copytree(sound_book / "_build" / ".jupyter_cache", book / "_build" / ".jupyter_cache")
    return book


@pytest.fixture(scope="module")
def built(site):
    from coursebook.tools import build

    assert build.build(site) == 0
    return site / "_build" / "html"


def faults(browser, page, folder):
    with serving(folder) as base:
        said, times = clocks.without_script(browser, base, PAGE)
        assert times == TIMES
        page.set_default_timeout(5000)
        return said + clocks.kept(page, base, PAGE, times)


def test_the_sound_sheet_is_green(browser, page, built):
    assert faults(browser, page, built) == []
    text = (built / PAGE).read_text(encoding="utf-8")
    assert 'href="page.html#ex-sheet"' in text
    assert [text.count(f"<h2>{title}<") for title in ("First", "Break", "Second")] == [1, 0, 1]


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_defect_of_the_page(browser, page, built, tmp_path, defect):
    name, old, new, complaint = DEFECTS[defect]
    copy = shutil.copytree(built, tmp_path / "html")
    edit(copy / name, old, new)
    if complaint is None:
        with pytest.raises(AttributeError):
            faults(browser, page, copy)
    else:
        assert any(complaint in fault for fault in faults(browser, page, copy))


@pytest.mark.parametrize("defect", BAD)
def test_a_bad_agenda_stops_the_build(tmp_path, capfd, defect):
    old, new, complaint = BAD[defect]
    book = lay_out(tmp_path)
    edit(book / agendas.FILE, old, new)
    for page in ("chapter", "plays", "waits"):  # what they show costs time and is not needed
        (book / f"{page}.md").write_text("# Nothing\n", encoding="utf-8")
    (book / "chapter.ipynb").unlink()
    edit(book / "page.md", "chapter.ipynb", "chapter.md")
    status, said = build_book(book, capfd)
    assert status != 0
    assert complaint in " ".join(said.split())
