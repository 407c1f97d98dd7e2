"""Language models that count, beside tables and texts made one token at a time."""

from collections import Counter
from itertools import product

import numpy as np
import pytest
from scipy.stats import chisquare

import model_collapse as mc
from model_collapse.beyond.ngrams import Ngrams, Text, interpolated
from model_collapse.beyond.writing import diversity, spelled
from model_collapse.problems.stream import Stream
from tests.problems.agreement import assert_same_law

PAIRS = np.array([[0, 5, 2], [3, 1, 4], [6, 0, 1]])
TRIPLES = np.random.default_rng(3).integers(0, 4, (3, 3, 3))
TRIPLES[0, 0], TRIPLES[1, 2] = [1, 2, 3], 0


def stream(replications, seed=1):
    return Stream(np.random.SeedSequence(seed), replications)


def chance(counts, context, token, share, floor):
    """Return one chance, by the sentence: a share of the shorter context, and all of it where the longer is unseen."""
    size = counts.shape[-1]
    if not context:
        times = counts.reshape(-1, size).sum(axis=0)
        return (1 - floor) * times[token] / times.sum() + floor / size
    lead = counts.ndim - 1 - len(context)
    here = counts.sum(axis=tuple(range(lead)))[context]
    shorter = chance(counts, context[1:], token, share, floor)
    return shorter if here.sum() == 0 else (1 - share) * here[token] / here.sum() + share * shorter


@pytest.mark.parametrize("counts", [PAIRS, TRIPLES])
def test_interpolation_one_cell_at_a_time(counts):
    found = interpolated(counts.reshape(-1, 3).astype(float), 0.2, 0.05)
    contexts = list(product(range(3), repeat=counts.ndim - 1))
    expected = [[chance(counts, context, token, 0.2, 0.05) for token in range(3)] for context in contexts]
    np.testing.assert_allclose(found, expected, rtol=1e-13)
    np.testing.assert_allclose(found.sum(axis=-1), 1)
    many = interpolated(np.stack([counts.reshape(-1, 3), 7.0 * counts.reshape(-1, 3)])[None], 0.2, 0.05)
    np.testing.assert_allclose(many, [[expected, expected]], rtol=1e-13)


class OneByOne(mc.Rows):
    """The same problem in dictionaries: a row is a context and the token after it."""

    def __init__(self, counts, share, floor, length):
        self.share, self.floor, self.length = share, floor, length
        self.counts, self.back = counts, counts.ndim - 1
        self.truth = self.chances(counts, 0, 0)

    def chances(self, counts, share, floor):
        contexts = product(range(3), repeat=self.back)
        return {c: [chance(counts, c, token, share, floor) for token in range(3)] for c in contexts}

    def draw_real(self, n, rng):
        return self.draw_synthetic(self.truth, n, rng)

    def draw_synthetic(self, model, n, rng):
        rows = np.empty((n, self.back + 1), dtype=int)
        for i in range(n):
            before = (0,) * self.back if i % self.length == 0 else tuple(rows[i - 1, 1:])
            rows[i] = (*before, rng.choice(3, p=model[before]))
        return rows

    def estimate(self, rows, row_weights, rng):
        counts = np.zeros((3,) * (self.back + 1))
        np.add.at(counts, tuple(rows.T), row_weights)
        return self.chances(counts, self.share, self.floor)

    def loss(self, model):
        now, total = {(0,) * self.back: 1.0}, 0.0
        for _ in range(self.length):
            after = Counter()
            for context, share in now.items():
                for token, true in enumerate(self.truth[context]):
                    if true > 0:
                        total += share * true * np.log(true / model[context][token])
                        after[(*context, token)[1:]] += share * true
            now = after
        return total / self.length


@pytest.mark.parametrize("counts", [PAIRS, TRIPLES])
def test_errors_have_the_law_of_the_one_by_one(counts):
    settings = {"share": 0.2, "floor": 0.05, "length": 7}
    fast, slow = Ngrams(counts, **settings), OneByOne(counts, **settings)
    assert_same_law(fast, slow, n=40, weight=0.4, seed=11, rounds=2, replications=(2000, 150))
    model = fast.fit(fast.real(40, stream(2)))
    as_dictionary = dict(zip(product(range(3), repeat=counts.ndim - 1), model[0, 1], strict=True))
    assert fast.error(model)[0, 1] == pytest.approx(slow.loss(as_dictionary), rel=1e-12)


def test_the_truth_has_no_excess_and_an_impossible_token_costs_infinitely():
    problem = Ngrams(PAIRS, share=0, floor=0)
    np.testing.assert_allclose(problem.error(problem.truth[None, None]), 0, atol=1e-14)
    logs = [-p * np.log(p) if p else 0 for p in problem.truth.ravel()]
    assert problem.entropy == pytest.approx(np.repeat(problem.occupied, 3) @ logs)
    model = problem.truth[None, None].copy()
    model[0, 0, 1] = [1, 0, 0]
    assert problem.error(model) == np.inf


@pytest.mark.parametrize("n", [1, 7, 8, 20])
def test_a_text_has_as_many_tokens_as_it_was_asked_for(n):
    text = Ngrams(PAIRS, length=7).real(n, stream(5))
    assert text.n == n
    times = text.value * n
    np.testing.assert_allclose(times, np.round(times), atol=1e-9)
    np.testing.assert_allclose(times.sum(axis=(-2, -1)), n)
    assert times[:, :, 0].sum(axis=-1).min() >= -(-n // 7)  # each document begins after the first token


def test_the_last_document_is_the_one_that_is_cut():
    cycle = Ngrams([[0, 1, 0], [0, 0, 1], [0, 1, 0]], length=4)  # 0 1 2 1 2, and again
    np.testing.assert_allclose(cycle.real(6, stream(1)).value[0, 0] * 6, [[0, 2, 0], [0, 0, 3], [0, 1, 0]])


def test_tokens_follow_the_chances():
    problem = Ngrams(TRIPLES, length=10)
    joint = problem.occupied[:, None] * problem.truth
    times = (problem.real(2000, stream(50)).value * 2000).sum(axis=(0, 1))
    possible = joint > 0
    assert times[~possible].sum() == 0
    # documents are independent, their tokens are not: the plain test is a little off, a wrong chance far off
    assert chisquare(times[possible], joint[possible] * 100_000).pvalue > 1e-4
    np.testing.assert_allclose(problem.occupied.sum(), 1)


def test_it_is_a_problem():
    mc.check_problem(Ngrams(PAIRS, share=0.2), n=50)


@pytest.mark.parametrize("passes", [None, 1])
def test_weights_see_the_same_random_numbers(passes):
    problem = Ngrams(PAIRS, share=0.2, passes=passes)
    some, more = (
        mc.simulate(problem, mc.fresh, n_real=50, n_synthetic=50, weight=w, rounds=3, replications=5, seed=1).errors
        for w in ([0.5, 0.5], [0.2, 0.5, 0.9])
    )
    np.testing.assert_array_equal(some[0], some[1])
    np.testing.assert_array_equal(some[0], more[1])


def test_pooling_two_texts():
    problem = Ngrams(PAIRS)
    one, two = (problem.real(n, stream(2, n)) for n in (30, 10))
    both = one + two
    assert isinstance(both, Text)
    assert (both.n, both.seed) == (40, two.seed)
    np.testing.assert_allclose(both.value, 0.75 * one.value + 0.25 * two.value)


def test_batches_are_drawn_by_weight():
    weighted, drawn = Ngrams(PAIRS, share=0, floor=0), Ngrams(PAIRS, share=0, floor=0, passes=2)
    real, synthetic = (weighted.real(60, stream(4000, seed)) for seed in (1, 2))
    real, synthetic = (Text(60, np.broadcast_to(t.value[:, :1], t.value.shape), 3) for t in (real, synthetic))
    weight = np.array([[0.3], [0.8]])
    shares = weight[..., None, None] * real.value + (1 - weight[..., None, None]) * synthetic.value
    made = drawn._drawn(shares, 240, 3) / 240
    se = np.sqrt(shares[:, 0] * (1 - shares[:, 0]) / 240)
    np.testing.assert_array_less(np.abs(made.mean(axis=1) - shares[:, 0]), 4 * se / np.sqrt(4000) + 1e-12)
    np.testing.assert_allclose(made.std(axis=1), se, rtol=0.06, atol=1e-12)
    fits = drawn.fit(real, synthetic, weight)
    np.testing.assert_allclose(fits, interpolated(made, 0, 0))
    plenty = Ngrams(PAIRS, share=0, floor=0, passes=1e6).fit(real, synthetic, weight)
    np.testing.assert_allclose(plenty, weighted.fit(real, synthetic, weight), atol=2e-3)


def test_diversity_counts_what_is_written():
    problem = Ngrams(TRIPLES, length=10)
    model = problem.fit(problem.real(50, stream(3)))
    found = diversity(problem, model, 30, seed=4)
    shares = problem.synthetic(model, 30, stream(3, 4)).value
    for i in range(3):
        table = np.round(shares[0, i] * 30).reshape(3, 3, 3)
        tokens = table.sum(axis=(0, 1))
        assert found.tokens[0, i] == np.count_nonzero(tokens)
        assert found.runs[0, i] == np.count_nonzero(table)
        assert found.entropy[0, i] == pytest.approx(-sum(t / 30 * np.log(t / 30) for t in tokens if t))


def test_a_text_in_words_and_in_letters():
    cycle = np.eye(3)[[1, 2, 0]]
    assert spelled((".", "a", "word"), cycle, 4, seed=1) == "a word. a"
    assert spelled((" ", "a", "b"), cycle, 4, seed=1) == "ab a"
    pairs = np.eye(2)[[1, 1, 0, 0]]  # 0 0 -> 1, 0 1 -> 1, 1 0 -> 0, 1 1 -> 0
    assert spelled(("o", "i"), pairs, 6, seed=1) == "iiooii"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"counts": [[1, 2]]},
            r"^counts must be a square or a cube of numbers, zero or more, not all 0, got shape \(1, 2\)\.$",
        ),
        ({"counts": [[1, -2], [1, 1]]}, "^counts must be zero or more"),
        ({"counts": [[0, 0], [0, 0]]}, "^counts must be a square"),
        ({"share": 1.5}, "^share must be"),
        ({"floor": -1}, "^floor must be"),
        ({"length": 0}, "^length must be"),
        ({"passes": 0}, "^passes must be"),
        ({"passes": 1e7}, r"^passes must be at most 1,000,000, got 1e\+07\.$"),
        ({"length": 20_000}, "^length must be"),
    ],
)
def test_refused(change, said):
    with pytest.raises(ValueError, match=said):
        Ngrams(**{"counts": PAIRS, **change})


def test_texts_have_an_end():
    with pytest.raises(
        ValueError, match=r"^a text has at most 10,000,000 tokens, got n = 20,000,000; ask for fewer\.$"
    ):
        Ngrams(PAIRS).real(20_000_000, stream(2))
