"""The explorers on the pages of the built site: by keyboard, by touch, in print, without scripts, from a folder."""

import html

import pytest

from model_collapse import explorers
from tests.site import charting, exploring
from tests.site.published import ENGLISH, WITH_EXPLORERS, WITH_PREDICTION

GALLERY = "book/explorers.html"
LIVELY = [*WITH_EXPLORERS, f"ja/{GALLERY}"]


@pytest.fixture
def moving(browser):
    """Give a page to a reader who did not ask for little motion."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="no-preference")
    yield context.new_page()
    context.close()


def test_explorers_stand_where_the_sources_put_them(site):
    texts = {path: html.unescape((site / path).read_text(encoding="utf-8")) for path in ENGLISH}
    assert {path for path, text in texts.items() if "mc-explorer" in text} == set(WITH_EXPLORERS)
    assert {path for path, text in texts.items() if '"predict"' in text} == set(WITH_PREDICTION)
    assert GALLERY in WITH_EXPLORERS
    assert {"notebooks/concepts/five-minutes.html", "notebooks/theory/one-mean.html"} <= set(WITH_PREDICTION)


@pytest.mark.parametrize("path", LIVELY)
def test_every_slider_obeys_the_keyboard(page, base, path):
    assert exploring.sliders(page, base, path) == []


def test_explorers_live_in_an_unzipped_folder(page, site):
    assert exploring.sliders(page, site.as_uri() + "/", GALLERY) == []


def test_sentences_are_announced(page, base):
    assert exploring.announced(page, base, GALLERY) == []


def test_explorers_obey_a_finger(browser, base):
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    assert exploring.touched(context.new_page(), base, GALLERY) == []
    context.close()


@pytest.mark.parametrize("path", [GALLERY, f"ja/{GALLERY}"])
def test_words_of_charts_stand_apart(page, base, path):
    assert charting.legible(page, base, path) == []


def test_controls_and_chart_are_seen_at_once(page, base):
    assert charting.together(page, base, GALLERY) == []


def test_the_dot_is_dragged_and_the_address_keeps_it(page, base, site):
    assert charting.dragged(page, base, GALLERY) == []
    assert charting.dragged(page, site.as_uri() + "/", GALLERY) == []


def test_a_swipe_scrolls_and_sets_nothing(browser, base):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    assert charting.swiped(context.new_page(), base, GALLERY) == []
    context.close()


@pytest.mark.parametrize("path", LIVELY)
def test_a_picture_stands_in_without_scripts(browser, base, path):
    context = browser.new_context(java_script_enabled=False)
    assert exploring.unscripted(context.new_page(), base, path) == []
    context.close()


def test_explorers_in_print(page, base):
    assert exploring.printed(page, base, GALLERY) == []


def test_a_run_is_played_by_keyboard(moving, base):
    assert exploring.player(moving, base, GALLERY) == []


def test_a_run_stands_still_for_readers_who_ask_for_it(page, base):
    assert exploring.still(page, base, GALLERY) == []


def test_a_run_that_is_over_can_be_rescued(page, base):
    assert exploring.rescued(page, base, GALLERY) == []


def test_an_explorer_on_a_slide(page, tmp_path):
    slide = explorers.WeightDial(weight=0.5).standalone()
    deck = f"<!doctype html><main class=reveal><div class=slides><section>{slide}</section></div></main>"
    (tmp_path / "deck.html").write_text(deck, encoding="utf-8")
    assert exploring.sliders(page, tmp_path.as_uri() + "/", "deck.html") == []


@pytest.mark.parametrize("path", WITH_PREDICTION)
def test_a_prediction_comes_before_the_answer(page, base, path):
    assert exploring.revealed(page, base, path) == []
