"""The room with cards on the published site: results in the page, sheets on paper."""

import pytest

from model_collapse.explorers import card_room
from tests.site import rooming
from tests.site.printing import FORMATS, flush, sheets
from tests.site.visiting import visit

RESULTS, PAPERS = "book/trainer/room-results.html", "book/trainer/room-sheets.html"


@pytest.mark.parametrize("where", ["server", "folder"])
def test_a_room_is_shown_in_the_page(page, base, site, where):
    start = base if where == "server" else site.as_uri() + "/"
    expected = card_room.sentence(card_room.read(card_room.example()))
    assert rooming.shown(page, start, RESULTS, expected) == []


def test_without_scripts_the_page_names_the_wall(browser, base):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(base + RESULTS)
    assert "the four sums" in page.inner_text(".mc-card-room")
    context.close()


@pytest.mark.parametrize("edition", ["", "ja/"])
def test_three_sheets_a_table_are_printed(page, base, edition):
    assert sheets(page, f"{base}{edition}{PAPERS}") == dict.fromkeys(FORMATS, 30)


@pytest.mark.parametrize("edition", ["", "ja/"])
def test_no_card_is_cut_off_on_paper(page, base, edition):
    with visit(page, base, edition + PAPERS):
        assert flush(page, edition + PAPERS) == []
