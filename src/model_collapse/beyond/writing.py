"""What a small language model still writes: its text, the tokens and pairs in it, and how evenly it uses them.

Chapter: *A small language model*.
"""

from typing import NamedTuple

import numpy as np

from model_collapse._checks import Floats, count, instance
from model_collapse.beyond.ngrams import Ngrams
from model_collapse.problems.stream import Stream


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
        Tokens.
    seed : int
        Seed of the draws.
    """
    instance("problem", problem, Ngrams, "Ngrams(counts)")
    rng = Stream(np.random.SeedSequence(count("seed", seed, 0, None)), np.shape(model)[-3])
    shares = problem.synthetic(np.reshape(model, (-1, *np.shape(model)[-3:])), count("n", n), rng).value
    shares = shares.reshape(np.shape(model))
    tokens = shares.sum(axis=-2)
    surprise = -np.log(tokens, out=np.zeros_like(tokens), where=tokens > 0)
    return Diversity((tokens > 0).sum(axis=-1), (shares > 0).sum(axis=(-2, -1)), (tokens * surprise).sum(axis=-1))


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
        Tokens.
    seed : int
        Seed of the draws.

    Returns
    -------
    str
        Letters next to each other, or words with spaces between them and none before a full stop.
    """
    rng, context, written = np.random.default_rng(seed), 0, []
    for _ in range(count("n", n)):
        token = int(rng.choice(len(vocabulary), p=model[context]))
        context = (context * len(vocabulary) + token) % len(model)
        written.append(vocabulary[token])
    single = all(len(token) == 1 for token in vocabulary)
    return "".join(written) if single else " ".join(written).replace(" .", ".")
