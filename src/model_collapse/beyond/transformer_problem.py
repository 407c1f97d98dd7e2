"""A small transformer as a problem: real letters by a known law, and letters of its own. Training needs JAX.

Chapter: *A small transformer*.
"""

from math import prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from model_collapse._checks import Floats, count, flag, instance, positive, refusal, scalar, vector
from model_collapse.beyond.ngrams import Ngrams
from model_collapse.beyond.transformer import Numbers, Sizes, initial, log_chances, shapes, trainer, written_by
from model_collapse.problems.rows import Rows

Letters = NDArray[np.int32]
MOST_HELD_OUT = 100_000
SIZES = Sizes()
"""Those of the full run."""
READ = 256
"""Rows that are read at once."""


class Transformer(Rows):
    """A small transformer; a row is a piece of text of `context` letters that begins after a space.

    Real text is new text by a known law, a table of letters that follow one or two others, so that the excess
    cross-entropy is exact but for the contexts, which are those of a large text that no fit sees. In nats per letter.
    Numbers are the same on the same machine with as many threads; elsewhere they may differ in their last digits.

    Chapter: *A small transformer*.

    Parameters
    ----------
    counts : array_like, shape (V, V) or (V, V, V)
        How often the last letter follows those before it in the text whose law is the truth.
    sizes : Sizes
        Sizes of the model and of its training.
    drawn : bool
        The loss takes no weights; each row of a batch is drawn, with replacement, with the chance that is its weight.
        Otherwise rows come in turn, in a new order in each pass, and their weights stand in the loss.
    held_out : int
        Rows of text on which errors are taken, at most 100,000.

    Raises
    ------
    ValueError
        If an argument is outside what is allowed.
    """

    def __init__(self, counts: ArrayLike, *, sizes: Sizes = SIZES, drawn: bool = False, held_out: int = 1024) -> None:
        *whole, rate = instance("sizes", sizes, Sizes, "Sizes(steps=100)")
        whole = [count(name, size, most=10_000) for name, size in zip(Sizes._fields, whole, strict=False)]
        sizes = Sizes(*whole)._replace(rate=scalar("rate", positive("rate", rate)))
        if sizes.width % sizes.heads:
            raise refusal("width must be a multiple of heads, got {w} and {h}.", w=sizes.width, h=sizes.heads)
        self.law, self.sizes, self.drawn = Ngrams(counts, length=sizes.context), sizes, flag("drawn", drawn)
        self.text = self.draw_real(count("held_out", held_out, most=MOST_HELD_OUT), np.random.default_rng(15))
        self.numbers = sum(prod(shape) for shape in shapes(self.law.size, sizes).values())
        self.expected = self.law.truth[self.contexts(self.text)]

    def contexts(self, rows: Letters) -> NDArray[np.int64]:
        """Return the line of the law's table in which each letter of a text stands, shape (rows, context)."""
        found, size = np.zeros(rows.shape, dtype=np.int64), self.law.size
        for place in range(1, rows.shape[1]):
            found[:, place] = (found[:, place - 1] * size + rows[:, place - 1]) % len(self.law.truth)
        return found

    def draw_real(self, n: int, rng: np.random.Generator) -> Letters:
        """Draw n rows of text by the law, shape (n, context)."""
        reached, size = self.law.truth.cumsum(axis=-1), self.law.size
        rows, context = np.empty((n, self.sizes.context), dtype=np.int32), np.zeros(n, dtype=np.int64)
        for place, chance in enumerate(rng.random((self.sizes.context, n))):
            rows[:, place] = np.minimum((reached[context] <= chance[:, None]).sum(axis=-1), size - 1)
            context = (context * size + rows[:, place]) % len(reached)
        return rows

    def draw_synthetic(self, model: Numbers, n: int, rng: np.random.Generator) -> Letters:
        """Let a model write n rows of text, shape (n, context)."""
        uniform = rng.random((n, self.sizes.context), dtype=np.float32)
        return written_by(np.asarray(model), uniform, self.law.size, self.sizes)

    def steps(self, _rows: int) -> int:
        """Return how many steps a fit to so many rows takes."""
        return self.sizes.steps

    def batches(self, row_weights: Floats, rng: np.random.Generator) -> tuple[NDArray[np.int64], Floats]:
        """Return which rows stand in the batch of each step, and their weights in the loss; shape (steps, batch)."""
        n = len(row_weights)
        shape = self.steps(n), self.sizes.batch
        total = shape[0] * shape[1]
        if self.drawn:
            places = np.minimum(row_weights.cumsum().searchsorted(rng.random(shape) * n, side="right"), n - 1)
            return places, np.ones(shape)
        places = np.concatenate([rng.permutation(n) for _ in range(-(-total // n))])[:total].reshape(shape)
        return places, row_weights[places]

    def estimate(self, rows: Letters, row_weights: Floats, rng: np.random.Generator) -> Numbers:
        """Train a model that knows nothing, and return its numbers."""
        start = initial(self.law.size, self.sizes, rng)
        places, weights = self.batches(row_weights, rng)
        return np.array(trainer(self.law.size, self.sizes)(start, rows[places], weights.astype(np.float32)))

    def log_chances(self, model: Numbers, rows: Letters) -> Floats:
        """Return the log chances of each letter at each place of a text, shape (rows, context, V)."""
        parts = np.array_split(rows, -(-len(rows) // READ))
        return np.concatenate([log_chances(model, part, self.law.size, self.sizes) for part in parts]).astype(float)

    def loss(self, model: Numbers) -> float:
        """Return the excess cross-entropy on the held-out text in nats per letter, zero or above."""
        logs = self.log_chances(model, self.text)
        sure = self.expected > 0
        gaps = np.log(self.expected, out=np.zeros_like(self.expected), where=sure) - logs
        return float((self.expected * gaps).sum(axis=-1).mean())


class TransformerByPasses(Transformer):
    """The same transformer, trained for as many passes over its rows as `sizes` asks for with this many of them.

    Chapter: *A small transformer*.

    Parameters
    ----------
    counts : array_like, shape (V, V) or (V, V, V)
        As in `Transformer`.
    rows : int
        Rows, real and synthetic, at which a fit takes `sizes.steps` steps; with half of them it takes half as many.
    **settings
        As in `Transformer`.
    """

    def __init__(self, counts: ArrayLike, rows: int, **settings: Any) -> None:
        super().__init__(counts, **settings)
        self.rows = count("rows", rows, most=MOST_HELD_OUT)

    def steps(self, rows: int) -> int:
        """Return how many steps a fit to so many rows takes, at least one."""
        return max(1, round(self.sizes.steps * rows / self.rows))


class Written(NamedTuple):
    """What a model writes.

    Attributes
    ----------
    letters, triples : int
        Different letters, and different runs of three of them.
    impossible : float
        Share of the letters that the law never writes where they stand.
    entropy : float
        Entropy of the shares of the letters, in nats.
    """

    letters: int
    triples: int
    impossible: float
    entropy: float


def written(problem: Transformer, model: Numbers, rows: int, *, seed: int) -> Written:
    """Let a model write, and count.

    Chapter: *A small transformer*.

    Parameters
    ----------
    problem : Transformer
        The problem.
    model : ndarray
        Numbers of a model of it, such as an entry of `simulate(..., keep_models=1).models[-1]`.
    rows : int
        Rows of text.
    seed : int
        Seed of the draws.

    Raises
    ------
    ValueError
        If an argument is outside what is allowed.

    Examples
    --------
    >>> import model_collapse as mc
    >>> problem, found = mc.beyond.small_transformer(), mc.beyond.transcript("fresh")
    >>> mc.beyond.written(problem, found.model, rows=64, seed=1).letters
    27
    """
    size = instance("problem", problem, Transformer, "small_transformer()").numbers
    numbers = vector("model", model, size).astype(np.float32)
    rng = np.random.default_rng(count("seed", seed, 0, None))
    text = problem.draw_synthetic(numbers, count("rows", rows, most=MOST_HELD_OUT), rng)
    size, share = problem.law.size, np.bincount(text.ravel()) / text.size
    triples = (text[:, :-2] * size + text[:, 1:-1]) * size + text[:, 2:]
    true = np.take_along_axis(problem.law.truth[problem.contexts(text)], text[..., None], axis=-1)
    share = share[share > 0]
    return Written(len(share), len(np.unique(triples)), float((true == 0).mean()), -float(share @ np.log(share)))
