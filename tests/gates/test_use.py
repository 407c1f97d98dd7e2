"""Defects of a built site turn the checks of its use, the search among it, red."""

import pytest

from tests.gates.miniature import edit
from tests.site import finding, using
from tests.site.browsing import serving

PAGE = "page.html"
FOLD = "details.sd-dropdown > summary"
TITLE = '<h1 style="position: fixed; top: 0; left: 0; width: 100vw; margin: 0; height: calc(100vw + {}px)"'
"""A title from the top of the screen, in all 390 px higher than given on a phone of that width."""
CHECKS = {
    "search": lambda page, base: using.search(page, base, "folded", PAGE),
    "count": lambda page, base: finding.counted(page, base, "sentence", "Results: {}"),
    "excerpts": lambda page, base: finding.excerpts(page, base, "behind"),
    "apart": lambda page, base: finding.apart(page, base, "page"),
    "first": lambda page, base: using.first_screen(page, base, PAGE, "article h1"),
    "tab": lambda page, base: using.tab_order(page, base, PAGE),
    "theme": lambda page, base: using.theme_switch(page, base, PAGE),
    "folds": lambda page, base: using.folds(page, base, PAGE, FOLD),
}
DEFECTS = {
    "search that finds nothing": ("search", "search.html", 'src="searchindex.js"', "", "search.html does not find"),
    "a count in Sphinx's words": ("count", "search.html", '"Results: ', '"', "says '1' of sentence"),
    "no script of ours": ("excerpts", "search.html", 'src="_static/search.js', 'data-was="', "names a control"),
    "links to data in excerpts": ("excerpts", "_static/search.js", "figcaption a, ", "", "names a control"),
    "buttons in excerpts": ("excerpts", "live.html", "<h1>", "<p>Play</p><h1>", "names a control"),
    "no excerpts": ("excerpts", "_static/search.js", 'protocol !== "file:"', 'protocol !== "http:"', "no excerpt"),
    "titles alike": ("apart", "searchindex.js", '"A live page"', '"A page"', "Two results for page"),
    "a title that ends too low": (
        "first",
        PAGE,
        "<h1",
        TITLE.format(455),
        "article h1 ends 1 px below the first screen",
    ),
    "no skip link": ("tab", PAGE, 'id="pst-skip-link"', 'id="x" hidden', "skip link is not reached within 1 times"),
    "theme switch for mice only": ("tab", PAGE, 'aria-label="Color mode"', 'tabindex="-1"', "theme switch is not"),
    "contents for mice only": ("tab", PAGE, 'class="bd-links bd-docs-nav"', "inert", "the contents is not reached"),
    "dead theme switch": ("theme", PAGE, "pydata-sphinx-theme.js", "bootstrap.js", "does not obey Enter"),
    "answer open at first": ("folds", PAGE, "<details", "<details open", "number 1 is open at first"),
    "answer deaf to keys": ("folds", PAGE, "<summary", '<summary onkeydown="return false"', "does not obey Space"),
    "no answers": ("folds", PAGE, "sd-dropdown", "sd-other", "page.html has no details"),
}


@pytest.mark.parametrize("check", CHECKS)
def test_the_sound_site_is_green(page, sound_site, check):
    with serving(sound_site) as base:
        assert CHECKS[check](page, base) == []


def test_a_title_that_just_fits_the_first_screen_is_green(page, copy):
    edit(copy / PAGE, "<h1", TITLE.format(454))
    with serving(copy) as base:
        assert CHECKS["first"](page, base) == []


@pytest.mark.parametrize("defect", DEFECTS)
def test_defect(page, copy, defect):
    check, file, old, new, complaint = DEFECTS[defect]
    edit(copy / file, old, new)
    with serving(copy) as base:
        found = CHECKS[check](page, base)
    assert any(complaint in fault for fault in found), found


def test_a_page_that_needs_a_server(page, copy):
    assert using.unzipped(page, copy, PAGE) == []
    edit(copy / PAGE, 'href="_static/pygments.css', 'href="/_static/pygments.css')
    assert any("/_static/pygments.css" in fault for fault in using.unzipped(page, copy, PAGE))


def test_equations_that_need_a_server(page, copy):
    edit(copy / PAGE, 'src="_static/mathjax/', 'src="/_static/mathjax/')
    assert "page.html from a folder leaves 2 equations unset." in using.unzipped(page, copy, PAGE)


def test_a_search_that_needs_a_server(page, copy):
    assert finding.without_network(page, copy, "sentence") == []
    edit(copy / "_static" / "search.js", 'protocol !== "file:"', 'protocol !== ""')
    assert any("fails to load" in fault for fault in finding.without_network(page, copy, "sentence"))
