"""The trainer's pages of the room with cards: what is printed, what is said, and the numbers."""

import re
from types import SimpleNamespace

import numpy as np
import pytest
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup

from coursebook import ROOT
from coursebook.ext import card_room, card_room_numbers
from model_collapse.explorers.card_room import example
from model_collapse.simulation import card_room as room
from tests.simulation.test_card_room import by_hand

PAGES = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "book" / "trainer").glob("room*.md")}
NUMBERS = card_room_numbers.numbers()


@pytest.fixture(scope="module")
def papers():
    return BeautifulSoup(card_room.papers(), "html.parser").select(".mc-paper")


def cards(paper):
    """Return the numbers on a sheet of cards, in their order."""
    return [int(card.get_text().replace("\N{MINUS SIGN}", "-")) for card in paper.select("li strong")]


def test_each_table_has_two_packs_and_a_record_sheet(papers):
    titles = [paper.p.get_text() for paper in papers]
    kinds = ("Real cards of table {}", "Noise cards of table {}", "Record sheet {}")
    assert titles == [kind.format(table) for table in range(1, 11) for kind in kinds]
    for table, paper in enumerate(papers):
        names = {span.get_text() for span in paper.select("li span")}
        expected = [{"real", f"table {table // 3 + 1}"}, {"noise", f"table {table // 3 + 1}"}, set()]
        assert names == expected[table % 3]


def test_the_packs_as_printed_play_the_room_to_try(papers):
    real = [np.array(cards(paper)) - 60 for paper in papers[::3]]
    noise = [cards(paper) for paper in papers[1::3]]
    assert {len(pack) for pack in [*real, *noise]} == {24}
    lines = [line for sheet in by_hand(real, noise) for line in sheet]
    assert [re.split(": | ", line)[1:] for line in example().split("\n")] == [[str(x) for x in line] for line in lines]


def test_a_noise_card_shows_its_sign(papers):
    said = {card.get_text() for card in papers[1].select("li strong")}
    assert {"+8", "\N{MINUS SIGN}8", "0"} < said


def test_a_record_sheet_has_a_row_a_round_and_a_place_for_what_is_written(papers):
    table = papers[2].select_one(".mc-record")
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in table.select("tbody tr")]
    assert [row[0] for row in rows[:-1]] == [str(t) for t in range(11)]
    assert {len(row) for row in rows[:-1]} == {14}
    assert rows[0] == ["0", "1", "", "–", *("", "–"), *("–", "", "–"), *("–", "", "–"), *("", "–")]
    assert rows[1] == ["1", *[""] * 13]
    assert rows[-1] == [
        "Sum of the distances, rounds 1 to 10",
        *("–", ""),
        *("–", "–", ""),
        *("–", "–", ""),
        *("–", ""),
    ]
    heads = [[(cell.get_text(), int(cell.get("colspan", 1))) for cell in row] for row in table.select("thead tr")]
    assert [name for name, _ in heads[0]][4:] == ["weight 0", "weight 1/2", "weight 0.618", "weight 1"]
    assert sum(wide for _, wide in heads[0]) == 14
    assert len(heads[1]) == 10


def test_the_strip_on_the_sheet_is_that_of_the_rooms(papers):
    rows = [[cell.get_text() for cell in row] for row in papers[2].select(".mc-strip tr")]
    joined = [[step for row in rows[kind::3] for step in row[1:]] for kind in range(3)]
    assert [list(map(int, row)) for row in joined] == [
        list(range(31)), room.steps(0.5).tolist(), room.steps(0.618).tolist(),
    ]  # fmt: skip
    assert [row[0] for row in rows[:3]] == ["difference", "step, weight 1/2", "step, weight 0.618"]


def test_hardly_a_difference_is_beyond_the_strip():
    real, noise = room.packs(500)
    averages = room.play(500)[:, :, 1:3]
    turns = np.arange(1, 11)
    at = (np.arange(10)[:, None] + turns) % 10
    generated = averages[..., :-1] + noise[:, at, turns - 1][:, :, None]
    gaps = np.abs(room.TRUTH + real[:, at, turns][:, :, None] - generated)
    assert (gaps > room.FURTHEST).any(axis=(1, 2, 3)).mean() < 0.05


def test_the_minutes_are_twenty_and_the_rounds_fit_in():
    minutes = [int(n) for n in re.findall(r"^\| (\d+) \|", PAGES["room"], flags=re.MULTILINE)]
    assert sum(minutes) == 20
    [seconds] = re.findall(r"every (\d+) seconds", PAGES["room"])
    assert (room.ROUNDS - 1) * int(seconds) <= 60 * minutes[3]
    assert "Rounds 2 to" in PAGES["room"].split(f"| {minutes[3]} |")[1][:20]


def test_every_number_of_the_pages_is_there():
    named = {name for text in PAGES.values() for name in re.findall(r"\{room\}`([^`]+)`", text)}
    assert len(named) > 40
    assert named - set(NUMBERS) == set()


@pytest.mark.parametrize(("name", "kind"), card_room_numbers.SHARES.items())
def test_a_share_is_that_of_the_rooms_with_its_standard_error(name, kind):
    seen = [all(both) for both in room.sees(room.distances(room.play(5000, **kind)))]
    share = sum(seen) / 5000
    assert NUMBERS[name] == f"{100 * share:.0f}%"
    assert NUMBERS[f"{name}_se"] == f"{100 * np.std(seen) / np.sqrt(5000):.1f}"


def test_what_the_page_concludes_is_so():
    percent = {name: int(number[:-1]) for name, number in NUMBERS.items() if number.endswith("%")}
    assert min(percent[name] for name in ("both", "both_9", "both_8", "both_staying", "both_checked")) > 90
    assert max(percent[name] for name in ("both_6", "both_5_rounds", "both_slips", "both_apart")) < 90
    assert percent["apart"] < 10 < percent["nearer"]
    assert percent["leans"] < 90


def test_the_sums_on_the_wall_are_those_of_theory_and_of_the_rooms():
    sums = room.distances(room.play(5000, seed=20))
    for name, column in zip(("lost", "half", "golden", "alone"), sums.T, strict=True):
        assert int(NUMBERS[f"sum_{name}"]) == pytest.approx(column.mean(), rel=0.015)
        inside = (column >= int(NUMBERS[f"low_{name}"])) & (column <= int(NUMBERS[f"high_{name}"]))
        assert inside.mean() == pytest.approx(0.9, abs=0.02)
    lost, half, golden, alone = sums.mean(axis=0)
    assert float(NUMBERS["times"]) == pytest.approx(lost / alone, abs=0.1)
    assert NUMBERS["nearer"] == f"{1 - golden / alone:.0%}"
    assert NUMBERS["nearer_half"] == f"{1 - golden / half:.0%}"


def test_if_each_table_plays_one_weight_the_others_do_not_count():
    averages = np.full((1, 10, 4, 3), 99)
    for weight, tables in enumerate(([0, 1], [2, 3], [4, 5, 6], [7, 8, 9])):
        averages[0, tables, weight] = 60 + [30, 11, 9, 10][weight]
    assert card_room_numbers.one_weight_each(averages).tolist() == [[True, True]]
    averages[0, 6, 2] = 75
    assert card_room_numbers.one_weight_each(averages).tolist() == [[True, False]]


def test_a_number_that_is_not_there_is_refused_in_one_sentence():
    role = card_room_numbers.Room()
    role.text, role.lineno = "both_11", 3
    role.inliner = SimpleNamespace(reporter=SimpleNamespace(error=lambda said, line: (said, line)))
    nodes, [(said, line)] = role.run()
    assert (nodes, line) == ([], 3)
    assert said.startswith("room: there is no number both_11; there are rooms, truth,")


def test_what_the_room_sees_is_in_japanese():
    folder = ROOT / "book" / "locale" / "ja" / "LC_MESSAGES"
    for page in ("room", "room-sheets", "room-results"):
        with (folder / "book" / "trainer" / f"{page}.po").open(encoding="utf-8") as file:
            messages = [message for message in read_po(file, locale="ja") if message.id]
        assert messages
        assert [message.id for message in messages if not message.string or message.fuzzy] == []
