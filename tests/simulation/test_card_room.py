"""A room with cards: its deck, its strip, its rounds by hand, theory, and how often it sees what it should."""

from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np
import pytest
from scipy import stats

import model_collapse as mc
from model_collapse.simulation import card_room

ROOMS = 4000


def test_the_deck_holds_the_quantiles_of_a_normal_law():
    share = (np.arange(24) + 0.5) / 24
    assert card_room.deck().tolist() == np.round(stats.norm.ppf(share, scale=5)).astype(int).tolist()
    assert card_room.deck().sum() == 0
    assert card_room.deck().std() == pytest.approx(5, rel=0.05)


@pytest.mark.parametrize("weight", ["0.5", "0.618"])
def test_the_strip_goes_to_the_nearest_number_and_halves_to_the_even_one(weight):
    exact = [int((Decimal(weight) * d).quantize(Decimal(1), ROUND_HALF_EVEN)) for d in range(31)]
    assert card_room.steps(float(weight)).tolist() == exact


def by_hand(real, noise, rounds=10, passed_on=True):
    """Play one room as its tables do: whole numbers, the strip, and sheets that go to the next table."""
    sheets = []
    for home in range(len(real)):
        lines = {}
        for name in ("0", "0.5", "0.618", "1"):
            strip = [int((Decimal(name) * d).quantize(Decimal(1), ROUND_HALF_EVEN)) for d in range(100)]
            line = [60 + int(real[home][0])]
            for t in range(1, rounds + 1):
                table = (home + t) % len(real) if passed_on else home
                card, generated = 60 + int(real[table][t]), line[-1] + int(noise[table][t - 1])
                gap = card - generated
                line.append(generated + strip[gap] if gap > 0 else generated - strip[-gap])
            lines[name] = line
        sheets.append(list(lines.values()))
    return sheets


@pytest.mark.parametrize("passed_on", [True, False])
@pytest.mark.parametrize(("tables", "rounds"), [(10, 10), (3, 7), (1, 23)])
def test_a_room_is_what_its_tables_work_out_by_hand(passed_on, tables, rounds):
    real, noise = card_room.packs(2, tables)
    for pack in (*real[1], *noise[1]):
        assert sorted(pack) == card_room.deck().tolist()
    expected = by_hand(real[1], noise[1], rounds, passed_on)
    assert card_room.play(2, tables, rounds=rounds, passed_on=passed_on)[1].tolist() == expected


def test_no_two_tables_have_their_cards_in_one_order():
    orders = {tuple(pack) for kind in card_room.packs(1) for pack in kind[0]}
    assert len(orders) == 20


def test_squared_errors_are_those_of_theory():
    errors = (card_room.play(ROOMS) - 60.0) ** 2
    by_room = errors.mean(axis=1)
    mean, stderr = by_room.mean(axis=0), by_room.std(axis=0) / np.sqrt(ROOMS)
    theory = np.array([mc.theory.error_ratio_by_round(w, 1, 1, 10) for w in (0, 0.5, 0.618, 1)])
    expected = theory * card_room.deck().var()
    rounding = 0.01 * expected  # the strip's, and a little from cards that are not put back
    assert np.all(np.abs(mean - expected) < 4 * stderr + rounding)


def test_normal_rows_of_the_simulator_are_seen_as_often():
    run = mc.simulate(
        mc.GaussianMean(), mc.fresh, n_real=1, n_synthetic=1, weight=card_room.WEIGHTS, rounds=10,
        replications=10 * ROOMS, seed=20,
    )  # fmt: skip
    far = np.sqrt(run.errors[..., 1:]).reshape(4, ROOMS, 10, 10).sum(axis=(2, 3)).T
    normal = card_room.sees(far).mean(axis=0)
    cards = card_room.sees(card_room.distances(card_room.play(ROOMS))).mean(axis=0)
    assert cards == pytest.approx(normal, abs=0.02)


def seen(**kind):
    """Return the share of rooms that see both, and its standard error."""
    both = card_room.sees(card_room.distances(card_room.play(ROOMS, **kind))).all(axis=1)
    return both.mean(), both.std() / np.sqrt(ROOMS)


@pytest.mark.parametrize("kind", [{}, {"tables": 9}, {"tables": 8}, {"passed_on": False}, {"seed": 21}])
def test_nine_rooms_in_ten_see_both(kind):
    share, stderr = seen(**kind)
    assert share - 3 * stderr > 0.9


@pytest.mark.parametrize("kind", [{"tables": 6}, {"rounds": 5}, {"slips": 0.02}])
def test_fewer_tables_or_rounds_and_slips_are_too_little(kind):
    share, stderr = seen(**kind)
    assert share + 2 * stderr < 0.9


def test_the_next_table_mends_what_does_not_lie_between():
    slips = {"slips": 0.1}
    plain, mended, sound = (card_room.play(50, **kind) for kind in (slips, {**slips, "checked": True}, {}))
    assert np.all(plain[:, :, 3] == sound[:, :, 3])  # a copied number has no slip
    assert np.all(plain[..., 0] == sound[..., 0])
    changed = [(room[:, :, 1:3] != sound[:, :, 1:3]).mean() for room in (plain, mended)]
    assert changed[0] > 0.15 > 0.03 > changed[1]
    share, stderr = seen(slips=0.02, checked=True)
    assert share - 3 * stderr > 0.9


def test_slips_are_as_frequent_as_they_are_said_to_be():
    one = card_room.play(ROOMS, 1, rounds=1, slips=0.1)
    sound = card_room.play(ROOMS, 1, rounds=1)
    off = one[:, 0, 0, 1] - sound[:, 0, 0, 1]
    assert sorted(set(off.tolist())) == [-10, 0, 10]
    assert (off != 0).mean() == pytest.approx(0.1, abs=0.02)
    assert (off > 0).mean() == pytest.approx(0.05, abs=0.015)
    moved = card_room.play(ROOMS, 1, rounds=1, slips=1.0)[:, 0, 1, 1]
    real, noise = card_room.packs(ROOMS, 1)
    generated = 60 + real[:, 0, 0] + noise[:, 0, 0]
    away = 2 * generated - sound[:, 0, 1, 1]
    assert set(np.abs(moved - away).tolist()) == {10}


@pytest.mark.parametrize("kind", [{}, {"slips": 0.1}, {"slips": 0.1, "checked": True}])
def test_the_first_rooms_of_more_are_the_same(kind):
    assert np.all(card_room.play(5, **kind)[:2] == card_room.play(2, **kind))


def test_what_a_room_sees():
    sums = np.array([[150, 100, 90, 100], [149, 100, 90, 100], [150, 100, 91, 100], [150, 101, 90, 100.0]])
    assert card_room.sees(sums).tolist() == [[True, True], [False, True], [True, False], [False, True]]
    assert card_room.sees(np.array([[150, 80, 101, 100.0]])).tolist() == [[False, False]]


def test_distances_are_summed_without_the_first_card():
    averages = np.array([[[[70, 61, 57], [60, 60, 60]], [[0, 62, 60], [60, 59, 60]]]])
    assert card_room.distances(averages).tolist() == [[1 + 3 + 2, 1]]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ({"rounds": 24}, "rounds must be less than the 24 cards of a table, got 24."),
        ({"rounds": 0}, "rounds must be at least 1, got 0."),
        ({"tables": 0}, "tables must be at least 1, got 0."),
        ({"checked": 1}, "checked must be True or False, got 1."),
        ({"slips": 2}, "slips must be between 0 and 1, got 2"),
    ],
)
def test_impossible_rooms_are_refused(kind, said):
    with pytest.raises(ValueError, match=said):
        card_room.play(1, **kind)
