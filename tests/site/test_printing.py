"""The one-page summary is one page; nothing is shifted or cut off on paper."""

import pytest

from tests.site.printing import FORMATS, flush, sheets
from tests.site.published import ROOT
from tests.site.visiting import visit

KINDS = {
    "tables": "notebooks/governance/rules",
    "code": "notebooks/theory/one-mean",
    "explorers": "book/explorers",
    "sheet": "book/one-page",
    "reference": "book/api/theory/covariance",
    "text code": "book/machines",
}


@pytest.mark.parametrize("edition", ["", "ja/"])
def test_the_summary_is_one_sheet(page, base, edition):
    assert sheets(page, f"{base}{edition}book/one-page.html") == dict.fromkeys(FORMATS, 1)


@pytest.mark.parametrize("name", sorted(path.stem for path in (ROOT / "book" / "templates").glob("*.md")))
def test_a_template_is_one_sheet_and_the_checklist_two(page, base, name):
    sheet = 2 if name == "audit-checklist" else 1
    assert sheets(page, f"{base}book/templates/{name}.html") == dict.fromkeys(FORMATS, sheet)


def test_a_chapter_is_more(page, base):
    assert min(sheets(page, base + "notebooks/governance/rules.html").values()) > 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("edition", ["", "ja/"])
def test_nothing_is_shifted_or_cut_off_on_paper(page, base, edition, kind):
    path = f"{edition}{KINDS[kind]}.html"
    with visit(page, base, path):
        assert flush(page, path) == []
