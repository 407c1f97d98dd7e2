"""The Japanese edition beside the English one."""

import pytest

from coursebook.ext import search
from tests.site import translating, using

CHAPTER = "notebooks/theory/one-mean.html"
WORDS = ["黄金比", "モデル崩壊"]


def start(base, site, where):
    return base if where == "server" else site.as_uri() + "/"


def test_there_is_a_page_in_each_language(site):
    assert set(translating.pages(site, "ja")) == set(translating.pages(site, "en"))
    assert len(translating.pages(site, "ja")) > 10


@pytest.mark.parametrize(("language", "other"), [("en", "ja"), ("ja", "en")])
def test_every_page_leads_to_the_other_language(site, language, other):
    faults = translating.switches(site, language, other)
    assert not faults, "\n".join(faults)


def test_what_is_not_translated_is_marked(site):
    faults = translating.unmarked(site)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("where", ["server", "folder"])
@pytest.mark.parametrize("path", ["book/welcome.html", CHAPTER, "search.html"])
def test_the_switch(page, base, site, where, path):
    assert translating.follow(page, start(base, site, where), path, "ja") == []


@pytest.mark.parametrize("where", ["server", "folder"])
@pytest.mark.parametrize("word", WORDS)
def test_search_finds_japanese_words(page, base, site, where, word):
    assert using.search(page, f"{start(base, site, where)}ja/", word, "welcome") == []


def test_a_query_is_cut_as_the_index_is(page, base):
    page.goto(f"{base}ja/search.html")
    cut = search.SearchJapanese({}).split
    for text in ["黄金比の逆数", "モデル崩壊 k=1", "重", "GOLDEN ratio、0.618", "UCI Adultの表"]:
        asked = page.evaluate("text => splitQuery(text)", text)
        assert asked
        assert set(asked) <= set(cut(text)), text


def test_words_of_theme_parts_and_footer_are_japanese(page, base):
    page.goto(f"{base}ja/book/welcome.html")
    assert "理論" in page.inner_text("nav.bd-docs-nav")
    assert "本文と図" in page.inner_text(".bd-footer-content")
    assert "検索" in page.inner_text(".search-button-field")
