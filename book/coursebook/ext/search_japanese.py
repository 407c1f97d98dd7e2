"""Sphinx extension: Japanese search by pairs of characters, so that a query is cut exactly as the index is.

Sphinx cuts the Japanese text of pages into words, but a query only at blanks, and then finds no compound word.
"""

import re
from itertools import pairwise

from sphinx.search import SearchLanguage

JAPANESE = "々〆ヵヶーぁ-んァ-ヴ一-龠"
WORD = re.compile(rf"[{JAPANESE}]+|[^\W{JAPANESE}]+")
SPLIT_QUERY = """
const JAPANESE = /^[RANGES]/;
var splitQuery = (query) => (query.match(/[RANGES]+|(?:(?![RANGES])[\\p{L}\\p{N}_])+/gu) ?? []).flatMap((word) =>
  JAPANESE.test(word) && word.length > 1 ? Array.from(word.slice(1), (second, i) => word[i] + second) : [word]);
""".replace("RANGES", JAPANESE)


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


def setup(app):
    """Connect to Sphinx."""
    app.add_search_language(SearchJapanese)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
