"""Defects of the search turn its checks red."""

import pytest

from tests.gates.miniature import edit
from tests.site import finding
from tests.site.browsing import serving

CHECKS = {
    "count": lambda page, base: finding.counted(page, base, "sentence", "Results: {}"),
    "excerpts": lambda page, base: finding.excerpts(page, base, "behind"),
    "apart": lambda page, base: finding.apart(page, base, "page"),
}
DEFECTS = {
    "a count in Sphinx's words": ("count", "search.html", '"Results: ', '"', "says '1' of sentence"),
    "no script of ours": ("excerpts", "search.html", 'src="_static/search.js', 'data-was="', "names a control"),
    "links to data in excerpts": ("excerpts", "_static/search.js", "figcaption a, ", "", "names a control"),
    "buttons in excerpts": ("excerpts", "live.html", "<h1>", "<p>Play</p><h1>", "names a control"),
    "no excerpts": ("excerpts", "_static/search.js", 'protocol !== "file:"', 'protocol !== "http:"', "no excerpt"),
    "titles alike": ("apart", "searchindex.js", '"A live page"', '"A page"', "Two results for page"),
}


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("check", CHECKS)
def test_the_sound_search_is_green(page, sound_site, check):
    with serving(sound_site) as base:
        assert CHECKS[check](page, base) == []


@pytest.mark.parametrize("defect", DEFECTS)
def test_defect(page, copy, defect):
    check, file, old, new, complaint = DEFECTS[defect]
    edit(copy / file, old, new)
    with serving(copy) as base:
        found = CHECKS[check](page, base)
    assert any(complaint in fault for fault in found), found


def test_a_search_that_needs_a_server(page, copy):
    assert finding.without_network(page, copy, "sentence") == []
    edit(copy / "_static" / "search.js", 'protocol !== "file:"', 'protocol !== ""')
    assert any("fails to load" in fault for fault in finding.without_network(page, copy, "sentence"))
