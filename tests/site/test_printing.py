"""The one-page summary is one page."""

import pytest

from tests.site.printing import FORMATS, sheets
from tests.site.published import ROOT


@pytest.mark.parametrize("edition", ["", "ja/"])
def test_the_summary_is_one_sheet(page, base, edition):
    assert sheets(page, f"{base}{edition}book/one-page.html") == dict.fromkeys(FORMATS, 1)


@pytest.mark.parametrize("name", sorted(path.stem for path in (ROOT / "book" / "templates").glob("*.md")))
def test_a_template_is_one_sheet_and_the_checklist_two(page, base, name):
    sheet = 2 if name == "audit-checklist" else 1
    assert sheets(page, f"{base}book/templates/{name}.html") == dict.fromkeys(FORMATS, sheet)


def test_a_chapter_is_more(page, base):
    assert min(sheets(page, base + "notebooks/governance/rules.html").values()) > 1
