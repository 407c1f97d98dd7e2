"""What the chapter on language models says, in small runs and in the stored tables."""

import numpy as np
import pytest

import model_collapse as mc
from model_collapse.beyond.ngrams import Ngrams

DENSE = [[3, 1, 2], [1, 4, 2], [2, 2, 1]]
SOME = {"n_real": 2_000, "n_synthetic": 2_000, "rounds": 10, "seed": 4}


@pytest.mark.claim("E30")
@pytest.mark.parametrize("name", ["language_letters", "language_letters_many"])
def test_letters_take_the_weight_of_a_mean(name):
    found = mc.beyond.measurement(name)
    experiment = mc.beyond.problem_of(name)
    assert experiment.share == 0.002
    k = 1 if name == "language_letters" else 0.25
    assert found.predicted == pytest.approx((np.sqrt(k * k + 4 * k) - k) / 2, abs=1e-5)
    assert found.verdict == "confirmed"
    assert found.high - found.low < 0.06


@pytest.mark.claim("E31")
def test_words_are_lost_without_new_text():
    vocabulary, counts = mc.beyond.topic_words()
    words = Ngrams(counts, share=0.3)
    some = {"n_real": 5_000, "n_synthetic": 5_000, "rounds": 10, "replications": 8, "seed": 7, "keep_models": 11}
    alone, fresh = mc.simulate(words, mc.replace, **some), mc.simulate(words, mc.fresh, weight=0.7, **some)
    perplexity = np.exp(words.entropy + alone.mean)
    assert perplexity[-1] / perplexity[0] == pytest.approx(3, abs=0.2)
    assert fresh.mean[-1] < fresh.mean[0] - 4 * fresh.stderr[0]
    first, last, kept = (
        mc.beyond.diversity(words, model, 5_000, seed=2)
        for model in (alone.models[0], alone.models[-1], fresh.models[-1])
    )
    assert last.tokens.mean() == pytest.approx(141, abs=4 * last.tokens.std() / np.sqrt(8) + 1)
    assert kept.tokens.mean() > 195
    assert 1 - last.entropy.mean() / first.entropy.mean() == pytest.approx(0.05, abs=0.02)
    assert len(vocabulary) == 200


@pytest.mark.claim("E32")
@pytest.mark.parametrize("passes", [None, 3, 1])
def test_batches_pay_for_the_draw(passes):
    """In a table without rare pairs the leading order is all there is: half a chi-square over two times the tokens."""
    problem = Ngrams(DENSE, share=0, floor=0, length=10, passes=passes)
    w, c = np.array([0.4, 0.7, 1]), 0.5 / passes if passes else 0
    run = mc.simulate(problem, mc.fresh, weight=w, replications=240, **SOME)
    settled = run.settled(4) * 2 * 2_000 / (3 * 2)
    expected = mc.error_ratio(w, 1 + c) + c
    stderr = settled.std(axis=-1, ddof=1) / np.sqrt(240)
    assert (np.abs(settled.mean(axis=-1) - expected) < 4 * stderr + 0.01).all()
    np.testing.assert_allclose(expected, (w**2 + (1 - w) ** 2 + c) / (w * (2 - w)))


@pytest.mark.claim("E32")
def test_the_best_share_of_a_batch_is_measured():
    found = mc.beyond.measurement("language_batches")
    assert found.verdict == "confirmed"


@pytest.mark.claim("E33")
@pytest.mark.parametrize("name", ["language_words", "language_words_light", "language_triples"])
def test_smoothed_tables_miss_by_less_than_a_tenth(name):
    found = mc.beyond.measurement(name)
    assert found.verdict == "shifted"
    assert abs(found.best - found.predicted) < 0.1
    curve = mc.beyond.stored_curve(name)
    assert found.ratio - curve.mean.min() < 0.025


@pytest.mark.claim("E34")
@pytest.mark.parametrize(
    ("name", "n", "worth", "k"),
    [
        ("language_letters", 20_000, 0.62, 1),
        ("language_words", 20_000, 1 / 3, 1),
        ("language_triples", 10_000, 1 / 8, 4),
    ],
)
def test_what_a_synthetic_token_is_worth(name, n, worth, k):
    """Real text of the length that the model is worth has the error of the loop."""
    problem, ratio = mc.beyond.problem_of(name), mc.beyond.measurement(name).ratio
    short = {"n_synthetic": 0, "rounds": 0, "replications": 16, "seed": 5}
    alone = mc.simulate(problem, mc.fresh, n_real=n, **short)
    longer = mc.simulate(problem, mc.fresh, n_real=round(n * (1 + k * worth)), **short)
    found = longer.mean[0] / alone.mean[0]
    stderr = found * np.hypot(longer.stderr[0] / longer.mean[0], alone.stderr[0] / alone.mean[0])
    assert found == pytest.approx(ratio, abs=4 * stderr + 0.02)
