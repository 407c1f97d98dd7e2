"""The explorer of the first page plays by itself: what is seen in ten seconds, and when it does not play."""

import pytest

from tests.site import demonstrating
from tests.site.published import WITH_EXPLORERS

FIRST, CHAPTER = "book/welcome.html", "notebooks/concepts/digits.html"
SCREENS = {"desk": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}


@pytest.fixture
def moving(browser):
    """Give a page to a reader who did not ask for little motion."""
    context = browser.new_context(viewport=SCREENS["desk"], reduced_motion="no-preference")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", [FIRST, f"ja/{FIRST}"])
@pytest.mark.parametrize("screen", SCREENS)
def test_collapse_and_cure_are_seen_within_ten_seconds_without_a_click(moving, base, path, screen):
    moving.set_viewport_size(SCREENS[screen])
    assert demonstrating.shown(moving, base, path) == []


def test_collapse_and_cure_are_seen_in_an_unzipped_folder(moving, site):
    assert demonstrating.shown(moving, site.as_uri() + "/", FIRST) == []


@pytest.mark.parametrize("screen", SCREENS)
def test_both_ends_stand_for_readers_who_ask_for_little_motion(page, base, screen):
    page.set_viewport_size(SCREENS[screen])
    assert demonstrating.calm(page, base, FIRST) == []


def test_an_address_with_a_state_shows_that_state(moving, base):
    assert demonstrating.standing(moving, base, FIRST, "#digits.weight=0.3") == []


def test_the_chapter_waits_for_its_reader(moving, base):
    assert demonstrating.standing(moving, base, CHAPTER) == []


def test_a_touch_of_any_control_stops_the_play(moving, base):
    assert demonstrating.stopped(moving, base, FIRST) == []


def test_the_play_has_a_button_to_pause_it(moving, base):
    assert demonstrating.paused(moving, base, FIRST) == []


def test_both_ends_stand_on_paper(moving, base):
    assert demonstrating.printed(moving, base, FIRST) == []


def test_only_the_first_page_plays(site):
    texts = {path: (site / path).read_text(encoding="utf-8") for path in WITH_EXPLORERS}
    assert [path for path, text in texts.items() if "data-demonstrates" in text] == [FIRST]
