"""Deal, loop, quality and judgement, each by hand or by brute force."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import ks_2samp
from sklearn.linear_model import LinearRegression

import model_collapse as mc
from model_collapse.practice.piloting.dealing import deal
from model_collapse.practice.piloting.encoding import Encoding
from model_collapse.practice.piloting.generators import Generator
from model_collapse.practice.piloting.learners import Learner
from model_collapse.practice.piloting.loop import Loop, all_real, real_only
from model_collapse.practice.piloting.quality import Mark
from tests.practice.piloting.tables import mixed_table, normal_table

NORMAL = mc.practice.observations(normal_table(900), "y")
MIXED = mc.practice.observations(mixed_table(900), "defect")


def test_no_row_is_dealt_twice_or_held_out_as_well():
    frame = pd.DataFrame({"row": np.arange(1000.0)})
    dealt = deal(frame, rounds=5, replications=4, n_real=None, seed=3)
    assert (len(dealt.held), len(dealt.rest), dealt.n_real) == (200, 800, 800 // 24)
    decks = [dealt.deck(number, 5)["row"].tolist() for number in range(4)]
    assert [len(deck) for deck in decks] == [6 * 33] * 4
    used = sum(decks, dealt.held["row"].tolist())
    assert len(set(used)) == len(used)
    assert sorted(dealt.held["row"].tolist() + dealt.rest["row"].tolist()) == list(range(1000))
    again, other = (deal(frame, rounds=5, replications=4, n_real=None, seed=seed) for seed in (3, 4))
    assert again.held.equals(dealt.held)
    assert not other.held.equals(dealt.held)


def test_large_tables_hold_out_ten_thousand_rows_and_deal_250_a_round():
    frame = pd.DataFrame({"row": np.arange(80_000.0)})
    dealt = deal(frame, rounds=4, replications=3, n_real=None, seed=1)
    assert (len(dealt.held), dealt.n_real) == (10_000, 250)


@pytest.mark.parametrize(
    ("rows", "asked"), [(3000, (15, 10, None)), (2000, (15, 10, None)), (500, (40, 3, None)), (5000, (9, 9, 90))]
)
def test_a_table_that_is_too_small_is_told_the_largest_plan_that_fits(rows, asked):
    frame = pd.DataFrame({"row": np.arange(float(rows))})
    rounds, replications, n = asked
    with pytest.raises(ValueError, match="would do for") as refused:
        deal(frame, rounds=rounds, replications=replications, n_real=n, seed=1)
    *_, fewer, shorter = [
        int(word) for word in str(refused.value).rstrip(".").replace(",", "").split() if word.isdigit()
    ]
    dealt = deal(frame, rounds=shorter, replications=fewer, n_real=n, seed=1)
    assert dealt.n_real >= (n or 20)
    with pytest.raises(ValueError, match="would do for"):
        deal(frame, rounds=shorter, replications=fewer + 1, n_real=n or 20, seed=1)
    assert fewer < replications or shorter < rounds


def test_a_tiny_table_is_too_small():
    with pytest.raises(
        ValueError, match=r"^The table is too small for a pilot: beside the hold-out it has 160 rows\.$"
    ):
        deal(pd.DataFrame({"row": np.arange(200.0)}), rounds=15, replications=10, n_real=None, seed=1)


class Last:
    """A generator without chance: it repeats the last rows that it was fitted to, their target shifted."""

    def fit(self, frame, sample_weight):
        self.frame, self.weights = frame, sample_weight

    def sample(self, n):
        rows = self.frame.iloc[-n:].reset_index(drop=True)
        return rows.assign(y=rows["y"] + 0.25)


def by_hand(deck, held, n, weight, rounds, reference):
    """Return the errors of the loop with `Last` and a line, as it would be written for one case."""
    names = ["x0", "x1", "x2"]

    def error(rows, weights):
        model = LinearRegression().fit(rows[names], rows["y"], sample_weight=weights)
        return np.mean((model.predict(held[names]) - held["y"]) ** 2) - reference

    rows = deck.iloc[:n]
    errors = [error(rows, np.ones(n))]
    for at in range(1, rounds + 1):
        made = rows.iloc[-n:].assign(y=rows["y"].iloc[-n:] + 0.25)
        rows = pd.concat([deck.iloc[at * n : (at + 1) * n], made], ignore_index=True)
        weights = np.concatenate([np.full(n, weight / n), np.full(n, (1 - weight) / n)])
        errors.append(error(rows, weights))
    return errors


@pytest.mark.parametrize("weight", [0.3, 0.8])
def test_the_loop_is_the_one_written_by_hand(weight):
    n, rounds = 30, 4
    deck, held = NORMAL.frame.iloc[:150], NORMAL.frame.iloc[600:]
    learner = Learner(LinearRegression(), NORMAL, Encoding(NORMAL.frame))
    loop = Loop(deck, held, Generator(Last(), Encoding(NORMAL.frame), "y"), learner, 0.75)
    run = mc.simulate(
        loop, mc.fresh, n_real=n, n_synthetic=n, weight=[0.1, weight], rounds=rounds, replications=1, seed=1
    )
    assert run.errors[1, 0] == pytest.approx(by_hand(deck, held, n, weight, rounds, 0.75))


def test_real_rows_alone_are_those_of_the_round_or_all_so_far():
    n, deck, held = 30, NORMAL.frame.iloc[:150], NORMAL.frame.iloc[600:]
    learner = Learner(LinearRegression(), NORMAL, Encoding(NORMAL.frame))
    loop = Loop(deck, held, None, learner, 0.5)
    names = ["x0", "x1", "x2"]
    for regime, first in ((real_only, lambda at: at * n), (all_real, lambda at: 0)):
        run = mc.simulate(loop, regime, n_real=n, n_synthetic=0, rounds=4, replications=1, seed=1)
        for at in range(5):
            rows = deck.iloc[first(at) : (at + 1) * n]
            model = LinearRegression().fit(rows[names], rows["y"])
            assert run.errors[0, at] == pytest.approx(np.mean((model.predict(held[names]) - held["y"]) ** 2) - 0.5)


def test_columns_and_pairs_are_compared_as_scipy_and_hand_counts_do():
    rest, held, made = MIXED.frame.iloc[:500], MIXED.frame.iloc[500:700], MIXED.frame.iloc[700:].reset_index(drop=True)
    made = made.assign(day=made["day"] + 20)
    found = Mark(rest, held, 1).measure(made)
    numbers = [1 - ks_2samp(*(rows[name].fillna(1e9) for rows in (made, rest))).statistic for name in ("size", "day")]
    words = []
    for name in ("line", "checked", "defect"):
        shares = [rows[name].value_counts(normalize=True).sort_index() for rows in (made, rest)]
        words.append(1 - np.abs(shares[0] - shares[1]).sum() / 2)
    assert found.shapes == pytest.approx(np.mean([*numbers, *words]))

    def tenths(rows, name):
        if rows[name].dtype != float:
            return rows[name].astype(str)
        edges = np.unique(np.nanquantile(rest[name], np.arange(1, 10) / 10))
        return pd.Series([np.nan if np.isnan(x) else float(np.sum(edges < x)) for x in rows[name]], rows.index).fillna(
            -1
        )

    names, pairs = list(rest), []
    for i, a in enumerate(names):
        for b in names[i + 1 :]:
            tables = [pd.crosstab(tenths(rows, a), tenths(rows, b), normalize=True).stack() for rows in (made, rest)]
            pairs.append(1 - tables[0].sub(tables[1], fill_value=0).abs().sum() / 2)
    assert found.pairs == pytest.approx(np.mean(pairs))


def lines(a, b, c):
    """Return rows with so many of each word."""
    words = pd.Categorical(["a"] * a + ["b"] * b + ["c"] * c, categories=["a", "b", "c", "d"])
    return pd.DataFrame({"line": words, "x": np.linspace(0, 1, a + b + c)})


def test_rare_categories_are_those_that_few_rows_have_and_that_as_many_rows_should_hold():
    rest, held = lines(880, 80, 40), lines(200, 0, 0)
    mark = Mark(rest, held, 1)
    found = [mark.measure(rows).rare_coverage for rows in (lines(150, 0, 1), lines(150, 1, 0))]
    assert found == [1.0, 0.0]  # c is rare, b is not, and d is in no real row
    assert np.isnan(mark.measure(lines(100, 0, 0)).rare_coverage)  # of 100 rows 4 should be c
    assert mark.measure(lines(125, 0, 0)).rare_coverage == 0
    assert np.isnan(Mark(lines(900, 50, 50), held, 1).measure(lines(150, 0, 0)).rare_coverage)
    both = Mark(lines(940, 30, 30), held, 1)
    assert both.measure(lines(180, 1, 0)).rare_coverage == 0.5
    plain = Mark(NORMAL.frame[:500], NORMAL.frame[500:], 1).measure(NORMAL.frame[500:])
    assert np.isnan(plain.rare_coverage)


def test_near_copies_are_rows_as_near_as_the_nearest_twentieth_of_new_ones():
    rest, held = NORMAL.frame.iloc[:400], NORMAL.frame.iloc[400:600].reset_index(drop=True)
    mark = Mark(rest, held, 1)
    x = Encoding(rest)

    def nearest(rows):
        return np.array([np.min(np.linalg.norm(x.encode(rest) - row, axis=1)) for row in x.encode(rows)])

    near = np.sort(nearest(held.iloc[::2]))[4]  # of 100 rows, the nearest 5 are a twentieth
    new = NORMAL.frame.iloc[600:].reset_index(drop=True)
    assert mark.measure(new).near_copies == pytest.approx(np.mean(nearest(new) <= near))
    assert mark.measure(mark.new).near_copies == pytest.approx(np.mean(nearest(held.iloc[1::2]) <= near))
    assert mark.measure(rest.iloc[:150]).near_copies == 1
    half = pd.concat([rest.iloc[:100], rest.iloc[:100] + 50], ignore_index=True)
    assert mark.measure(half).near_copies == 0.5


def test_the_nearest_of_a_thousand_rows_are_looked_for():
    rest, many = NORMAL.frame.iloc[:50], pd.concat([NORMAL.frame] * 2, ignore_index=True)
    assert len(Mark(rest, NORMAL.frame, 1)._distances(many)) == 1000
