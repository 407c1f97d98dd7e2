"""A small language model: what was predicted before it was measured, and what is run.

The share of the shorter context is that with about the lowest error on real text alone where it is 0.15 or 0.2, and on
purpose smaller where it is 0.002 or 0.05. A pilot sees no error by weight. Chapter: *A small language model*.
"""

from typing import NamedTuple

import numpy as np

from model_collapse._language import gettext as _
from model_collapse.beyond.experiment import Experiment, Prediction
from model_collapse.beyond.ngrams import Ngrams
from model_collapse.beyond.smoothing import batch_optimal_weight, interpolated_optimal_weight
from model_collapse.beyond.topics import topic_letters, topic_words
from model_collapse.problems.stream import Stream
from model_collapse.theory import optimal_weight

WEIGHTS = (0.1, 0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
HOME = "model_collapse.beyond.questions.language"
LIGHT, WORDS_SHARE, WORDS_LIGHT, TRIPLES_SHARE = 0.002, 0.2, 0.05, 0.15


def letter_pairs() -> Ngrams:
    """Return the model of letters that sees one letter back, with next to no interpolation."""
    return Ngrams(topic_letters().counts, share=LIGHT)


def letter_batches() -> Ngrams:
    """Return the same model, trained on batches that are drawn by weight, as many tokens as there are."""
    return Ngrams(topic_letters().counts, share=LIGHT, passes=1)


def word_pairs() -> Ngrams:
    """Return the model of words, its share chosen on real text alone."""
    return Ngrams(topic_words().counts, share=WORDS_SHARE)


def word_pairs_light() -> Ngrams:
    """Return the model of words that is interpolated too little."""
    return Ngrams(topic_words().counts, share=WORDS_LIGHT)


def letter_triples() -> Ngrams:
    """Return the model of letters that sees two letters back, its share chosen on real text alone."""
    return Ngrams(topic_letters(2).counts, share=TRIPLES_SHARE)


class Pilot(NamedTuple):
    """What a pilot finds.

    Attributes
    ----------
    squared_bias : float
        Excess cross-entropy of the average of fits to real text, over what a single fit has beyond that.
    noise_ratio : float
        That noise of a fit to real text over the noise of a fit to as much synthetic text.
    """

    squared_bias: float
    noise_ratio: float


def pilot(problem: Ngrams, n: int, *, fits: int = 20, again: int = 5, seed: int = 1515) -> Pilot:
    """Measure bias and noise of fits to real text and to text of their own, without weights.

    The noise of a fit is its excess over that of the average table: by Jensen's inequality it is above zero.

    Parameters
    ----------
    problem : Ngrams
        The problem.
    n : int
        Tokens of each text.
    fits, again : int
        Fits to real text, and texts written by each of them, two or more.
    seed : int
        Seed of the draws.
    """
    rng = Stream(np.random.SeedSequence(seed), fits)
    real = problem.fit(problem.real(n, rng))
    excess = float(problem.error(real).mean())
    noise = (excess - float(problem.error(real.mean(axis=1, keepdims=True)).item())) * fits / (fits - 1)
    made = np.concatenate([problem.fit(problem.synthetic(real, n, rng)) for _ in range(again)])
    own = problem.error(made).mean() - problem.error(made.mean(axis=0, keepdims=True)).mean()
    return Pilot(max(excess / noise - 1, 0), noise / float(own * again / (again - 1)))


PILOTS = {
    "language_words": Pilot(0.346, 1.367),
    "language_words_light": Pilot(0.025, 1.640),
    "language_triples": Pilot(0.410, 1.079),
}
"""What the pilots found, at the real tokens of a round."""


def _equal(problem: str, replications: int) -> Experiment:
    return Experiment(f"{HOME}:{problem}", 20_000, 20_000, 16, 6, replications, WEIGHTS)


def _many(problem: str, replications: int) -> Experiment:
    return Experiment(f"{HOME}:{problem}", 10_000, 40_000, 16, 6, replications, WEIGHTS)


EXPERIMENTS = {
    "language_letters": _equal("letter_pairs", 400),
    "language_letters_many": _many("letter_pairs", 200),
    "language_batches": _equal("letter_batches", 200),
    "language_words": _equal("word_pairs", 48),
    "language_words_light": _equal("word_pairs_light", 48),
    "language_triples": _many("letter_triples", 60),
}


def _piloted(name: str, k: float, share: float) -> float:
    return interpolated_optimal_weight(k, share, **PILOTS[name]._asdict())


def predictions() -> dict[str, Prediction]:
    """Return the prediction of each experiment of this module, in the order of the scorecard."""
    return {
        "language_letters": Prediction(
            _("Chances of a letter given the one before it, judged by perplexity: is the weight that of a mean?"),
            float(optimal_weight(1)),
            _("A row of the table is an average of tokens, and perplexity is quadratic to leading order."),
            _("letters"),
        ),
        "language_letters_many": Prediction(
            _("The same letters with four synthetic tokens for each real one: is the weight that of a mean?"),
            float(optimal_weight(0.25)),
            _("A synthetic token is as noisy as a real one, so that only their numbers matter."),
            _("letters, four to one"),
        ),
        "language_batches": Prediction(
            _("The same letters in batches that are drawn by weight, with no weights in the loss: which is best?"),
            batch_optimal_weight(1, 1),
            _("One pass adds the noise of the draw, which counts as half a real token more per synthetic one."),
            _("letters in batches"),
        ),
        "language_words": Prediction(
            _("Chances of a word given the one before it, smoothed as is best on real text: which weight is best?"),
            _piloted("language_words", 1, WORDS_SHARE),
            _("Smoothing shrinks what is carried over in each round; the pilot finds its bias on real text alone."),
            _("words"),
        ),
        "language_words_light": Prediction(
            _("The same words, smoothed too little: which weight is best?"),
            _piloted("language_words_light", 1, WORDS_LIGHT),
            _("The pilot finds little bias; a real token is 1.6 times as noisy as one that lacks rare pairs."),
            _("words, less smoothing"),
        ),
        "language_triples": Prediction(
            _("Chances of a letter given two before it, four synthetic tokens for each real one: which is best?"),
            _piloted("language_triples", 0.25, TRIPLES_SHARE),
            _("The pilot finds a squared bias of 0.4 errors of real text alone, which costs more than rows bring."),
            _("letters, two back"),
        ),
    }
