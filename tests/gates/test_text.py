"""Defects of the manager's path turn the gates of words and print red."""

import shutil

import pytest

from coursebook.tools import terms
from tests.gates.miniature import ROOT, edit
from tests.site.browsing import serving
from tests.site.printing import sheets

WORDS = "What a reader can do without stands here again and again. " * 200


@pytest.fixture
def path(tmp_path):
    """Copy the glossary and the pages that must link to it."""
    for name in ("book/glossary.md", "book/trainer/questions.toml", "_toc.yml", *terms.PAGES):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def test_the_sound_path_is_green(path):
    assert terms.unlinked(path) == []


@pytest.mark.parametrize(
    ("page", "old", "new", "word"),
    [
        ("book/trainer/questions.toml", "{term}`golden weight`", "golden weight", "golden weight"),
        ("notebooks/governance/rules.ipynb", "{term}`hold-out`", "hold-out", "hold-out"),
        ("book/one-page.md", "{term}`pilot`", "`pilot`, and a pilot", "pilot"),
        ("book/glossary.md", "drift\n", "staff\n  The people of a plant.\n\ndrift\n", "staff"),
    ],
)
def test_a_first_use_without_a_link(path, page, old, new, word):
    edit(path / page, old, new)
    assert any(f"{word} first without a link" in fault for fault in terms.unlinked(path))


def test_a_summary_that_is_too_long_for_its_sheet(browser, sound_site, tmp_path):
    site = shutil.copytree(sound_site, tmp_path / "html")
    sheet = '<div class="mc-sheet"><h2>One</h2><p>{}</p></div></article>'
    edit(site / "page.html", "</article>", sheet.format("Short."))
    context = browser.new_context()
    with serving(site) as base:
        assert set(sheets(context.new_page(), base + "page.html").values()) == {1}
        edit(site / "page.html", "Short.", WORDS)
        assert set(sheets(context.new_page(), base + "page.html").values()) != {1}
    context.close()
