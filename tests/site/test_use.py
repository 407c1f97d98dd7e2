"""The site in use: by keyboard, in search, from an unzipped folder."""

import pytest

from tests.site import using
from tests.site.published import PAGES

CHAPTER = "notebooks/theory/one-mean.html"


@pytest.mark.parametrize("where", ["server", "folder"])
def test_search_finds_the_golden_ratio(page, base, site, where):
    start = base if where == "server" else site.as_uri() + "/"
    assert using.search(page, start, "golden", "one-mean") == []


def test_an_unzipped_folder_works(page, site):
    faults = [fault for path in PAGES for fault in using.unzipped(page, site, path)]
    assert not faults, "\n".join(faults)


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
