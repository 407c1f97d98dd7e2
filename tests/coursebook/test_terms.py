"""The first use of each glossary word on the manager's path leads to the glossary."""

from coursebook.tools import terms


def test_first_uses_are_links():
    assert terms.unlinked() == []


def test_every_word_is_used_on_the_path():
    texts = [terms.prose.markdown(terms.ROOT / page)[0].lower() for page in (*terms.PAGES, "book/glossary.md")]
    assert [term for term in terms.listed() if sum(text.count(term) for text in texts) < 2] == []


def test_a_longer_word_hides_a_shorter_one_and_a_link_counts_by_its_target():
    found = [
        (term, linked)
        for _, term, linked in terms.uses(
            "golden weights, {term}`Rounds <round>`, `weight`, [a round](x), $round$, unrounded",
            ["weight", "golden weight", "round"],
        )
    ]
    assert found == [("golden weight", False), ("round", True)]
