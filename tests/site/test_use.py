"""The site in use: by keyboard, in search, from an unzipped folder."""

import re
from pathlib import Path

import pytest

from tests.site import using
from tests.site.published import PAGES

ROOT = Path(__file__).resolve().parents[2]
CHAPTER = "notebooks/theory/one-mean.html"


@pytest.mark.parametrize("where", ["server", "folder"])
def test_search_finds_the_golden_ratio(page, base, site, where):
    start = base if where == "server" else site.as_uri() + "/"
    assert using.search(page, start, "golden", "one-mean") == []


@pytest.mark.parametrize("number", ["0.618", "1.618"])
def test_search_finds_a_number(page, base, number):
    assert using.search(page, base, number, "five-minutes") == []


@pytest.mark.parametrize("path", ["manager", "practitioner", "researcher"])
@pytest.mark.parametrize("where", ["server", "folder"])
def test_next_follows_the_path_that_the_reader_chose(page, base, site, path, where):
    text = (ROOT / "book" / "paths" / f"{path}.md").read_text(encoding="utf-8")
    expected = re.findall(r"^\| \[([^\]]+)\]", text, flags=re.MULTILINE)
    start = base if where == "server" else site.as_uri() + "/"
    assert using.follow(page, start, path)[1:] == expected


def test_an_unzipped_folder_works(page, site):
    faults = [fault for path in PAGES for fault in using.unzipped(page, site, path)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("edition", ["", "ja/"])
def test_the_first_screen_of_a_phone_shows_the_digits(page, base, edition):
    assert using.first_screen(page, base, f"{edition}book/welcome.html", ".mc-images") == []


def test_the_chapter_has_equations(page, base):
    page.goto(base + CHAPTER)
    page.wait_for_selector("mjx-container[display]")


@pytest.mark.parametrize("path", ["book/welcome.html", CHAPTER])
def test_tab_reaches_what_a_reader_needs(page, base, path):
    assert using.tab_order(page, base, path) == []


def test_the_theme_switch_obeys_the_keyboard(page, base):
    assert using.theme_switch(page, base, CHAPTER) == []


@pytest.mark.parametrize("selector", ["details.sd-dropdown > summary", "button.toggle-button"])
def test_answers_and_solutions_open_by_keyboard(page, base, selector):
    assert using.folds(page, base, CHAPTER, selector) == []
