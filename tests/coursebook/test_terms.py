"""The first use of each glossary word on the manager's path leads to the glossary."""

from babel.messages.pofile import read_po

from coursebook import catalogues
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


WORDS = ("自己参照", "投資対効果", "人手", "トレードオフ", "寿命", "黄金比の逆数", "中小企業", "ハイパーパラメーター")
WORDS += ("説明性", "アカウンタビリティ", "透明性", "監査", "パイロット", "計算時間")


def test_the_words_that_a_plant_uses_stand_on_the_path_in_japanese():
    said = ""
    for page in terms.PAGES:
        with catalogues.page(page.rsplit(".", 1)[0], "ja", terms.ROOT).open("rb") as file:
            said += "".join(message.string for message in read_po(file) if message.id and not message.fuzzy)
    assert [word for word in WORDS if word not in said] == []
