"""Neighbours on a reading path, and the search's way to cut a text."""

from pathlib import Path

import pytest

from coursebook.ext import reading_paths, search

ROOT = Path(__file__).resolve().parents[2]
FIVE, SAVES = "notebooks/concepts/five-minutes", "notebooks/concepts/what-it-saves"


def test_a_path_lists_its_pages_in_order():
    assert reading_paths.pages_of(ROOT, "manager")[:3] == [FIVE, SAVES, "notebooks/governance/rules"]
    for path in ("manager", "practitioner", "researcher"):
        pages = reading_paths.pages_of(ROOT, path)
        assert len(pages) == len(set(pages)) > 4
        assert all(next(ROOT.glob(f"{page}.*"), None) for page in pages)


def test_neighbours_on_every_path_that_holds_the_page():
    found = reading_paths.neighbours(ROOT, FIVE)
    assert found["manager"] == ("book/paths/manager", SAVES)
    assert found["practitioner"][0] == "book/paths/practitioner"
    assert "researcher" not in found
    assert reading_paths.neighbours(ROOT, "book/paths/manager") == {"manager": (None, FIVE)}
    assert reading_paths.neighbours(ROOT, "book/self-check")["manager"][1] is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("weight 0.618, not 1.618.", ["weight", "0.618", "not", "1.618"]),
        ("1,000 rows", ["1,000", "rows"]),
        ("round 3. Then", ["round", "3", "Then"]),
    ],
)
def test_numbers_stay_whole_in_the_search(text, words):
    assert search.SearchNumbers({}).split(text) == words


def test_japanese_is_cut_into_characters_and_pairs_and_numbers_stay_whole():
    assert search.SearchJapanese({}).split("最適重み0.618") == ["最", "適", "重", "み", "最適", "適重", "重み", "0.618"]
