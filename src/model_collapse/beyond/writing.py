"""What a small language model still writes: its text, the tokens and pairs in it, and how evenly it uses them.

Chapter: *A small language model*.
"""

from typing import NamedTuple

import numpy as np

from model_collapse._checks import Floats, count, instance, positive, refusal, text
from model_collapse.beyond.ngrams import Ngrams
from model_collapse.problems.stream import Stream

TOLERANCE = 1e-6
MOST = 100_000
"""Tokens that one model is asked for."""


class Diversity(NamedTuple):
    """What stands in a text of each model; every array has the shape ([weights,] replications).

    Attributes
    ----------
    tokens : ndarray
        Different tokens.
    runs : ndarray
        Different pairs of neighbours, or triples for a model that sees two tokens back.
    entropy : ndarray
        Entropy of the shares of the tokens, in nats.
    """

    tokens: Floats
    runs: Floats
    entropy: Floats


def _chances(model: Floats, axes: tuple[int, ...], contexts: int, size: int) -> Floats:
    """Return chances that add up to 1 in each context, and have one of the numbers of axes."""
    found = positive("model", model, zero=True)
    if found.ndim not in axes or found.shape[-2:] != (contexts, size) or not found.size:
        sentence = "model must have a row of {size} chances for each of {contexts} contexts, got shape {shape}."
        raise refusal(sentence, size=size, contexts=contexts, shape=found.shape)
    if (off := np.abs(found.sum(axis=-1) - 1)).max() > TOLERANCE:
        raise refusal("model must have chances that add up to 1, got a sum that is off by {off:g}.", off=off.max())
    return found


def diversity(problem: Ngrams, model: Floats, n: int, *, seed: int) -> Diversity:
    """Let every model write n tokens, and count.

    Chapter: *A small language model*.

    Parameters
    ----------
    problem : Ngrams
        The problem.
    model : ndarray, shape ([weights,] replications, contexts, V)
        Models of it, such as `simulate(..., keep_models=1).models[-1]`.
    n : int
        Tokens, at most 100,000.
    seed : int
        Seed of the draws.

    Raises
    ------
    ValueError
        If the models are none of this problem.
    """
    instance("problem", problem, Ngrams, "Ngrams(counts)")
    found, tokens = _chances(model, (3, 4), *problem.truth.shape), count("n", n, most=MOST)
    rng = Stream(np.random.SeedSequence(count("seed", seed, 0, None)), found.shape[-3])
    shares = problem.synthetic(found.reshape(-1, *found.shape[-3:]), tokens, rng).value.reshape(found.shape)
    each = shares.sum(axis=-2)
    surprise = -np.log(each, out=np.zeros_like(each), where=each > 0)
    return Diversity((each > 0).sum(axis=-1), (shares > 0).sum(axis=(-2, -1)), (each * surprise).sum(axis=-1))


def spelled(vocabulary: tuple[str, ...], model: Floats, n: int, *, seed: int) -> str:
    """Let one model write n tokens.

    Chapter: *A small language model*.

    Parameters
    ----------
    vocabulary : tuple of str
        The tokens, of which the first stands before the text.
    model : ndarray, shape (contexts, V)
        Chances of the next token.
    n : int
        Tokens, at most 100,000.
    seed : int
        Seed of the draws.

    Returns
    -------
    str
        Letters next to each other, or words with spaces between them and none before a full stop.

    Raises
    ------
    ValueError
        If the model has no row of chances for each context of this vocabulary, or they do not add up to 1.
    """
    words = [text("a token in vocabulary", token) for token in instance("vocabulary", vocabulary, tuple, "(' ', 'a')")]
    size = max(len(words), 1)
    given = positive("model", model, zero=True)
    contexts = size**2 if given.shape[:1] == (size**2,) else size
    reached = _chances(given, (2,), contexts, size).cumsum(axis=-1)
    written, context = [], 0
    for chance in np.random.default_rng(count("seed", seed, 0, None)).random(count("n", n, most=MOST)):
        token = min(int(reached[context].searchsorted(chance, side="right")), size - 1)
        context = (context * size + token) % contexts
        written.append(words[token])
    single = all(len(token) == 1 for token in words)
    return "".join(written) if single else " ".join(written).replace(" .", ".")
