"""The one-page summary is one page."""

import pytest

from tests.site.printing import FORMATS, sheets


@pytest.mark.parametrize("edition", ["", "ja/"])
def test_the_summary_is_one_sheet(page, base, edition):
    assert sheets(page, f"{base}{edition}book/one-page.html") == dict.fromkeys(FORMATS, 1)


def test_a_chapter_is_more(page, base):
    assert min(sheets(page, base + "notebooks/governance/rules.html").values()) > 1
