"""Sphinx extension: a query is cut exactly as the index is, so that 0.618 and Japanese compounds are found.

Sphinx cuts numbers at their point and then ignores what is left. It cuts the Japanese text of pages into words, but a
query only at blanks, and then finds no compound word: here both are cut into pairs of characters. What the page of
results says of them is in book/_static/search.js.
"""

import json
import re
from itertools import pairwise

from sphinx.search import SearchLanguage
from sphinx.search.en import SearchEnglish

from coursebook.ext._gettext import gettext as _

JAPANESE = "々〆ヵヶーぁ-んァ-ヴ一-龠"
WORD = re.compile(rf"[{JAPANESE}]+|\d+(?:[.,]\d+)+|[^\W{JAPANESE}]+")
SPLIT_QUERY = """
const JAPANESE = /^[RANGES]/;
const TERMS = /[RANGES]+|\\d+(?:[.,]\\d+)+|(?:(?![RANGES])[\\p{L}\\p{N}_])+/gu;
var splitQuery = (query) => (query.match(TERMS) ?? []).flatMap((word) =>
  JAPANESE.test(word) && word.length > 1 ? Array.from(word.slice(1), (second, i) => word[i] + second) : [word]);
""".replace("RANGES", JAPANESE)


NUMBER = re.compile(r"\d+(?:[.,]\d+)+|\w+")
SPLIT_NUMBERS = r"var splitQuery = (query) => query.match(/\d+(?:[.,]\d+)+|[\p{L}\p{N}_]+/gu) ?? [];"


class SearchNumbers(SearchEnglish):
    """English, in which a number with a point is one word."""

    js_splitter_code = SPLIT_NUMBERS

    def split(self, input):
        """Cut a text into words and numbers."""
        return NUMBER.findall(input)


class SearchJapanese(SearchLanguage):
    """Index pairs of neighbouring characters, and single ones for queries of one character."""

    lang = "ja"
    language_name = "Japanese"
    js_splitter_code = SPLIT_QUERY

    def split(self, input):
        """Cut a text into the terms of the index."""
        terms = []
        for word in WORD.findall(input):
            pairs = ["".join(pair) for pair in pairwise(word)]
            terms += [*word, *pairs] if re.match(f"[{JAPANESE}]", word) else [word]
        return terms

    def word_filter(self, stemmed_word):
        """Keep every term."""
        return bool(stemmed_word)

    def stem(self, word):
        """Return the term in small letters."""
        return word.lower()


def words():
    """Return what the page of results says, by what Sphinx would say in English."""
    return {
        "Search finished, found ${resultCount} page(s) matching the search query.": _("Results: ${resultCount}"),
        "Your search did not match any documents. Please make sure that all words are spelled correctly and that "
        "you've selected enough categories.": _("Nothing was found. Fewer words find more."),
        ", in ": _(", on the page "),
    }


def add_scripts(app, pagename, templatename, context, doctree):
    """Give the page of results its words, after Sphinx's own, and its script."""
    if pagename == "search":
        app.add_js_file(None, body=f"Object.assign(Documentation.TRANSLATIONS, {json.dumps(words())});", priority=900)
        app.add_js_file("search.js", loading_method="defer", priority=900)


def setup(app):
    """Connect to Sphinx."""
    app.connect("html-page-context", add_scripts)
    app.add_search_language(SearchJapanese)
    app.add_search_language(SearchNumbers)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
