"""The site in use: by keyboard, in search, from an unzipped folder."""

import checks
import pytest

CHAPTER = "notebooks/theory/one-mean.html"


def focus_by_tab(page, selector, most=80):
    """Press Tab until an element that matches has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return True
    return False


@pytest.mark.parametrize("where", ["server", "folder"])
def test_search_finds_the_golden_ratio(page, base, site, where):
    start = base if where == "server" else site.as_uri() + "/"
    page.goto(f"{start}search.html?q=golden")
    # Results are listed one by one: wait for the one that must be there.
    page.wait_for_selector("#search-results li a[href*='one-mean']")


@pytest.mark.parametrize("path", ["index.html", "book/welcome.html", CHAPTER])
def test_an_unzipped_folder_works(page, site, path):
    seen = checks.visit(page, site.as_uri() + "/", path)
    assert not seen.faults, "\n".join(seen.faults)
    if path != "index.html":
        assert page.locator("mjx-container").count() > 0


def test_the_first_tab_skips_to_the_text(page, base):
    page.goto(base + CHAPTER)
    page.keyboard.press("Tab")
    assert "skip" in page.evaluate("document.activeElement.textContent").lower()


def test_the_theme_switch_obeys_the_keyboard(page, base):
    page.goto(base + CHAPTER)
    assert focus_by_tab(page, ".theme-switch-button")
    before = page.evaluate("document.documentElement.dataset.mode")
    page.keyboard.press("Enter")
    assert page.evaluate("document.documentElement.dataset.mode") != before


@pytest.mark.parametrize("selector", ["details.sd-dropdown > summary", "button.toggle-button"])
def test_answers_and_solutions_open_by_keyboard(page, base, selector):
    page.goto(base + CHAPTER)
    page.wait_for_selector(selector)
    shown = "s => (e => e.closest('details')?.open ?? !e.closest('.toggle-hidden'))(document.querySelector(s))"
    page.focus(selector)
    assert page.evaluate("s => document.activeElement.matches(s)", selector)
    before = page.evaluate(shown, selector)
    page.keyboard.press("Enter")
    assert page.evaluate(shown, selector) != before


def test_hidden_solutions_are_hidden_at_first(page, base):
    page.goto(base + CHAPTER)
    page.wait_for_selector("button.toggle-button")
    hidden = page.locator(".solution.toggle-hidden")
    assert hidden.count() == 3
