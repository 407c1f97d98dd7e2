"""Language models that count: the chance of a token given the one or two before it, trained on their own text.

The tables are interpolated with those of a shorter context (Jelinek and Mercer, 1980), in shares that do not depend on
how much text there is. Chapter: *A small language model*.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, count, positive, refusal, scalar
from model_collapse._checks import share as part
from model_collapse.problems.base import Average, Problem, mix
from model_collapse.problems.stream import Stream

LONGEST = 10_000
"""Tokens of a document."""
MOST_PASSES = 1_000_000
MOST_TOKENS = 10_000_000
"""Tokens of one text."""


@dataclass(frozen=True)
class Text(Average):
    """What a fit needs of a text: how often each token follows each context, as shares of its tokens.

    Attributes
    ----------
    n : int
        Tokens.
    value : ndarray, shape (weights or 1, replications, contexts, V)
        Shares of the tokens that stand in this context and are this token.
    seed : int
        From which a fit's own random numbers follow.
    """

    seed: int = 0

    def __add__(self, other: Average) -> "Text":
        """Pool two texts, every token counting the same; `other` is the later one."""
        pooled = Average(self.n, self.value) + Average(other.n, other.value)
        return Text(pooled.n, pooled.value, getattr(other, "seed", self.seed))


def interpolated(counts: Floats, share: float, floor: float) -> Floats:
    """Return the chances of the next token, with a share of those for a context that is shorter by one token.

    Chapter: *A small language model*.

    Parameters
    ----------
    counts : ndarray, shape (..., contexts, V)
        How often each token follows each context, in any unit; contexts are all runs of so many tokens, in order.
    share : float
        Share of the shorter context, all of it where the longer one was never seen.
    floor : float
        Share of equal chances for all tokens, where there is no context left.

    Returns
    -------
    ndarray, shape (..., contexts, V)
        Chances that add up to 1 in each context.
    """
    *lead, contexts, size = counts.shape
    if contexts == 1:
        shorter, share = np.full((*lead, 1, size), 1 / size), floor
    else:
        shorter = interpolated(counts.reshape(*lead, size, contexts // size, size).sum(axis=-3), share, floor)
        shorter = np.broadcast_to(shorter[..., None, :, :], (*lead, size, contexts // size, size)).reshape(counts.shape)
    total = counts.sum(axis=-1, keepdims=True)
    seen = np.divide(counts, total, out=shorter.copy(), where=total > 0)
    return (1 - share) * seen + share * shorter


class Ngrams(Problem[Text]):
    """A table of chances of the next token, fitted to weighted counts; the truth is a table of the same size.

    A text of n tokens is made of documents, each of which begins after the vocabulary's first token. The error is the
    excess cross-entropy of new text, in nats per token: the logarithm of the perplexity over that of the truth.

    Chapter: *A small language model*.

    Parameters
    ----------
    counts : array_like, shape (V, V) or (V, V, V)
        How often the last token follows those before it in the text whose law is the truth.
    share : float
        Share of the shorter context in a fit, from 0 to 1. With 0 an error may be infinite.
    floor : float
        Share of equal chances in a fit without context, from 0 to 1. With 0 an error may be infinite.
    length : int
        Tokens of a document, at most 10,000; the last one may be cut.
    passes : float, optional
        The fit takes no weights but draws so many times the number of tokens there are, each from the real ones with
        the chance that is their weight; at most a million times. Left out, counts are weighted.

    Raises
    ------
    ValueError
        If an argument is outside what is allowed.

    Examples
    --------
    >>> import model_collapse as mc
    >>> run = mc.simulate(Ngrams([[0, 3, 1], [2, 1, 1], [1, 0, 0]]), mc.fresh, n_real=200, n_synthetic=200,
    ...                   weight=[0.1, 0.6], rounds=8, replications=50, seed=1)
    >>> bool(run.mean[1, -1] < run.mean[0, -1])
    True
    """

    block = 4

    def __init__(
        self,
        counts: ArrayLike,
        *,
        share: float = 0.1,
        floor: float = 1e-3,
        length: int = 100,
        passes: float | None = None,
    ) -> None:
        given = positive("counts", counts, zero=True)
        square = given.ndim in (2, 3) and len(set(given.shape)) == 1
        if not square or not given.any():
            sentence = "counts must be a square or a cube of numbers, zero or more, not all 0, got shape {shape}."
            raise refusal(sentence, shape=given.shape)
        given = given / given.max()
        self.size = given.shape[0]
        self.share, self.floor = scalar("share", part("share", share)), scalar("floor", part("floor", floor))
        self.length = count("length", length, most=LONGEST)
        self.passes = None if passes is None else scalar("passes", positive("passes", passes))
        if self.passes is not None and self.passes > MOST_PASSES:
            raise refusal("passes must be at most {most:,}, got {given:g}.", most=MOST_PASSES, given=self.passes)
        self.truth = interpolated(given.reshape(-1, self.size), 0.0, 0.0)
        self.occupied = self._occupied()
        joint = self.occupied[:, None] * self.truth
        self._cells = np.nonzero(joint)
        self._joint = joint[self._cells]
        self.entropy = -float(self._joint @ np.log(self.truth[self._cells]))

    def _occupied(self) -> Floats:
        """Return how often each context stands in a document of the truth, shape (contexts,)."""
        now = np.zeros(len(self.truth))
        now[0] = 1.0
        total = np.zeros_like(now)
        for _ in range(self.length):
            total += now
            now = (now[:, None] * self.truth).reshape(self.size, -1).sum(axis=0)
        return total / self.length

    def real(self, n: int, rng: Stream) -> Text:
        """Write n tokens by the truth in every replication."""
        return self._write(np.broadcast_to(self.truth, (1, rng.replications, *self.truth.shape)), n, rng)

    def synthetic(self, model: Floats, n: int, rng: Stream) -> Text:
        """Write n tokens by every model."""
        return self._write(model, n, rng)

    def _write(self, model: Floats, n: int, rng: Stream) -> Text:
        """Write documents token by token, all at once, and count."""
        *lead, contexts, size = model.shape
        if n > MOST_TOKENS:
            raise refusal("a text has at most {most:,} tokens, got n = {n:,}; ask for fewer.", most=MOST_TOKENS, n=n)
        seed = int(rng.generator.integers(2**63))
        documents, last = -(-n // self.length), n - (-(-n // self.length) - 1) * self.length
        reached = model.cumsum(axis=-1).ravel()
        tables = np.arange(np.prod(lead)).reshape(*lead, 1) * contexts
        context = np.broadcast_to(np.int64(0), (*lead, documents))
        written = np.zeros(model.size)
        for step in range(min(n, self.length)):
            alive = documents if step < last else documents - 1
            chance = rng.integers(alive) / 2**32
            start = (tables + context[..., :alive]) * size
            token = np.zeros(start.shape, dtype=np.int64)
            for jump in 2 ** np.arange(int(size - 1).bit_length())[::-1]:
                there = np.minimum(token + jump, size - 1)
                token = np.where(reached[start + there - 1] <= chance, there, token)
            written += np.bincount((start + token).ravel(), minlength=model.size)
            context = (start + token) % contexts
        return Text(n, written.reshape(model.shape) / max(n, 1), seed)

    def fit(self, real: Text, synthetic: Text | None = None, weight: Floats | None = None) -> Floats:
        """Fit every table, shape (weights or 1, replications, contexts, V)."""
        counts = mix(real, synthetic, weight)
        if self.passes is not None:
            last = real if synthetic is None else synthetic
            tokens = real.n + (0 if synthetic is None else synthetic.n)
            counts = self._drawn(counts, max(round(self.passes * tokens), 1), last.seed)
        return interpolated(counts, self.share, self.floor)

    @staticmethod
    def _drawn(chances: Floats, tokens: int, seed: int) -> Floats:
        """Draw so many tokens, each with its context, by the same random numbers for every weight."""
        flat = chances.reshape(*chances.shape[:2], -1)
        flat = flat / flat.sum(axis=-1, keepdims=True)
        drawn = [np.random.default_rng([seed, 1]).multinomial(tokens, table) for table in flat]
        return np.array(drawn, dtype=float).reshape(chances.shape)

    def error(self, model: Floats) -> Floats:
        """Return the excess cross-entropy in nats per token, shape (weights, replications)."""
        chances = np.ascontiguousarray(model[..., self._cells[0], self._cells[1]])
        with np.errstate(divide="ignore"):
            return -(np.log(chances) * self._joint).sum(axis=-1) - self.entropy
