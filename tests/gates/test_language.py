"""Defects of the translation turn its gates red."""

import shutil

import pytest

from coursebook.tools import build, translate
from tests.gates.miniature import build_book, copy_book, edit, edit_cell
from tests.site import finding, translating
from tests.site.browsing import serving

WORDS = {"A page": "あるページ", "A sentence": "ある文", "One mean": "一つの平均"}


@pytest.fixture(scope="session")
def japanese_book(tmp_path_factory):
    """Lay the miniature book out with a Japanese edition, in which one page is translated, and build it.

    The page of cards is left out: its words are those of the real book's catalogues, which are not here.
    """
    folder = copy_book(tmp_path_factory.mktemp("japanese"))
    (folder / "room.md").unlink()
    edit(folder / "_toc.yml", "  - file: room\n", "")
    (folder / "src" / "model_collapse").mkdir(parents=True)
    (folder / "book" / "locale" / "ja").mkdir(parents=True)
    translate.refresh(folder)
    assert build.build(folder) == 0
    return folder


@pytest.fixture
def book(japanese_book, tmp_path):
    return shutil.copytree(japanese_book, tmp_path / "book")


@pytest.fixture
def site(book):
    return book / "_build" / "html"


def switches(site):
    return translating.switches(site, "en", "ja") + translating.switches(site, "ja", "en")


def test_the_sound_book_is_green(japanese_book):
    assert set(translating.pages(japanese_book / "_build/html", "ja")) >= {"page.html", "chapter.html", "search.html"}
    assert switches(japanese_book / "_build/html") == []
    assert translating.unmarked(japanese_book / "_build/html") == []
    assert translate.refresh(japanese_book, check=True) == []


def test_a_switch_that_leads_nowhere(site):
    edit(site / "ja" / "page.html", 'href="../page.html" hreflang="en" lang', 'href="../pgae.html" hreflang="en" lang')
    assert switches(site) == ["ja/page.html has no a[hreflang=en] that leads to the same page."]


def test_a_page_without_a_counterpart(site):
    (site / "ja" / "chapter.html").unlink()
    assert "en/chapter.html has no a[hreflang=ja] that leads to the same page." in switches(site)


def test_a_page_that_names_the_wrong_language(site):
    edit(site / "ja" / "page.html", 'data-theme="auto" lang="ja"', 'lang="en"')
    assert switches(site) == ["ja/page.html says that its language is en."]


def test_an_untranslated_paragraph_without_a_mark(site):
    edit(site / "ja" / "page.html", '<p class="untranslated" lang="en">A sentence', "<p>A sentence")
    assert "ja/page.html shows English that is not marked: A sentence" in translating.unmarked(site)[0]


def test_publications_are_named_as_they_are_but_a_sentence_about_them_is_none(site):
    cited = '<p>[<a href="references.html#id1">Fu and Yi and He and Cheng, 2025</a>]</p>'
    marked = '<p class="untranslated" lang="en">A sentence'
    edit(site / "ja" / "page.html", marked, cited + marked)
    assert translating.unmarked(site) == []
    edit(site / "ja" / "page.html", cited, cited.replace("]", "] is what they say of it"))
    assert "ja/page.html shows English that is not marked" in translating.unmarked(site)[0]


def test_a_catalogue_that_is_out_of_line(book):
    edit(book / "page.md", "A sentence", "Another sentence")
    (book / "book/locale/ja/LC_MESSAGES/gone.po").write_text(translate.HEADER)
    assert translate.refresh(book, check=True) == [
        "book/locale/ja/LC_MESSAGES/page.po is not in line with its sources; run `make translate`.",
        "book/locale/ja/LC_MESSAGES/gone.po belongs to no page; run `make translate`.",
    ]


def test_a_changed_source_is_shown_in_english_and_marked_outdated(book, capfd):
    catalogue = book / "book/locale/ja/LC_MESSAGES/page.po"
    text = catalogue.read_text(encoding="utf-8")
    start = text.index('msgid "A sentence')
    end = text.index('msgstr ""', start)
    catalogue.write_text(text[:end] + 'msgstr "ある文です。"' + text[end + 9 :], encoding="utf-8")
    edit(book / "page.md", "A sentence", "Another sentence")
    translate.refresh(book)
    assert build_book(book, capfd)[0] == 0
    shown = translating.pages(book / "_build/html", "ja")["page.html"].select_one(".outdated")
    assert shown.get_text().startswith("Another sentence")
    assert shown["lang"] == "en"
    assert "untranslated" in shown["class"]


def test_a_label_that_its_font_cannot_draw(book, capfd):
    label = "figure = mc.figures.weight_curve()\nfigure.canvas.axes[0].set_title('\\U00012000')\nfigure"
    edit_cell(book / "chapter.ipynb", 4, lambda cell: cell.update(source=[label]))
    status, said = build_book(book, capfd)
    assert status != 0
    assert "Glyph 73728" in said


SWITCHES = {
    "a switch that forgets the section": ("placeHere()", "''", "loses the section later of the scrolling"),
    "a switch that forgets the state": ('part.includes("=")', "false", "loses the state weightDial.weight=0.3"),
    "an edition that shows the explorer instead": ("if (set.length)", "if (false)", "the section later beside a state"),
    "a switch that forgets the query": ("search: location.search", "search: ''", "asks for '', not 'sentence'"),
}


def places(browser, site):
    """Return the faults of the switch on a page with a section far down, and on the page of results."""
    context = browser.new_context(viewport={"width": 1280, "height": 500}, reduced_motion="reduce")
    page = context.new_page()
    with serving(site) as base:
        found = finding.keeps_section(page, base, "live.html", "later", "ja")
        found += finding.keeps_state(page, base, "live.html", "weightDial.weight", 0.3, "later", "ja")
        found += finding.keeps_query(page, base, "sentence", "ja")
    context.close()
    return found


def test_the_sound_switch_is_green(browser, japanese_book):
    assert places(browser, japanese_book / "_build/html") == []


@pytest.mark.parametrize("defect", SWITCHES)
def test_a_switch_that_loses_the_place(browser, site, defect):
    old, new, complaint = SWITCHES[defect]
    for edition in ("", "ja"):
        edit(site / edition / "_static" / "course.js", old, new)
    found = places(browser, site)
    assert any(complaint in fault for fault in found), found
