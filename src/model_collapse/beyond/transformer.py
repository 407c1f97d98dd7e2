"""A small transformer that reads and writes letters, trained on real text and on its own, round after round.

Two layers and about 26,000 numbers. Training needs JAX, the extra `neural`, which is not imported before `trainer` is
called; a trained model reads and writes with numpy alone. Chapter: *A small transformer*.
"""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from model_collapse.beyond.training import adam, jax_or_refusal

Numbers = NDArray[np.float32]


class Sizes(NamedTuple):
    """Sizes of the model and of its training.

    Attributes
    ----------
    context : int
        Letters of a row of text, and as many as the model sees back.
    width, layers, heads : int
        Numbers that stand for a letter, layers, and heads of attention in each.
    steps, batch : int
        Steps of Adam, and rows of text in each.
    rate : float
        Largest step of Adam; it falls to zero along a half cosine.
    """

    context: int = 32
    width: int = 32
    layers: int = 2
    heads: int = 2
    steps: int = 300
    batch: int = 32
    rate: float = 1e-2


def shapes(letters: int, sizes: Sizes) -> dict[str, tuple[int, ...]]:
    """Return the shapes of the arrays of a model, in the order in which they lie in its vector."""
    d, w = sizes.layers, sizes.width
    layer = {"read": (d, w, 3 * w), "join": (d, w, w), "widen": (d, w, 4 * w), "narrow": (d, 4 * w, w)}
    return {"letters": (letters, w), "lags": (d, sizes.heads, sizes.context), **layer}


def initial(letters: int, sizes: Sizes, rng: np.random.Generator) -> Numbers:
    """Draw a model that knows nothing, as one vector.

    Numbers are normal, in a scale that keeps that of what passes through; a head's `lags`, which are added to its
    scores, begin with a loss of 1, 1/4, 1/16 ... for each place back, so that the nearest letters are looked at first.
    """
    parts = {
        name: rng.standard_normal(shape) * (0.1 if name in ("letters", "lags") else shape[-2] ** -0.5)
        for name, shape in shapes(letters, sizes).items()
    }
    parts["lags"] -= np.multiply.outer(0.25 ** np.arange(sizes.heads), np.arange(sizes.context))
    return np.concatenate([part.ravel() for part in parts.values()]).astype(np.float32)


def _arrays(vector: Any, letters: int, sizes: Sizes) -> dict[str, Any]:
    """Cut a model's vector into its arrays."""
    found = shapes(letters, sizes)
    ends = np.cumsum([np.prod(shape) for shape in found.values()])
    starts = [0, *ends[:-1]]
    return {name: vector[a:b].reshape(s) for (name, s), a, b in zip(found.items(), starts, ends, strict=True)}


def _even(x: Any) -> Any:
    """Scale the numbers of each letter to mean 0 and variance 1."""
    x = x - x.mean(axis=-1, keepdims=True)
    return x / ((x**2).mean(axis=-1, keepdims=True) + 1e-5) ** 0.5


def _gelu(x: Any, xp: Any) -> Any:
    """Bend numbers as a Gaussian error unit does, in its usual approximation."""
    return x / 2 * (1 + xp.tanh((2 / np.pi) ** 0.5 * (x + 0.044715 * x**3)))


def _chances(x: Any, xp: Any) -> Any:
    """Return numbers in proportion to exp(x), whose sum over the last axis is 1."""
    raised = xp.exp(x - x.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)


def _passed(model: dict[str, Any], x: Any, lag: Any, heads: int, past: Any = None, place: Any = 0, *, xp: Any) -> Any:
    """Pass all layers, and return what stands for each letter after the last one, scaled.

    Parameters
    ----------
    model : dict
        Arrays of a model.
    x : array, shape (rows, letters, width)
        The letters read.
    lag : array, shape (letters, letters read so far)
        How many places each of these is back; none looks at those that are less than none.
    heads : int
        Heads of attention.
    past : list of pairs of arrays, optional
        Keys and values of all letters, for each layer; those of x are written into them at `place`.
    place : int
        Place of the first letter of x.
    xp : module
        numpy, or JAX's.

    Returns
    -------
    array, shape (rows, letters, width)
    """
    rows, size, width = x.shape
    for i in range(len(model["read"])):
        mixed = (_even(x) @ model["read"][i]).reshape(rows, size, 3, heads, width // heads)
        q, k, v = (mixed[:, :, which].swapaxes(1, 2) for which in range(3))
        if past is not None:
            past[i][0][:, :, place : place + size], past[i][1][:, :, place : place + size] = k, v
            k, v = (of[:, :, : place + size] for of in past[i])
        scores = q @ k.swapaxes(2, 3) * (width // heads) ** -0.5
        scores = xp.where(lag >= 0, scores + model["lags"][i][:, np.maximum(lag, 0)], -1e9)
        x = x + (_chances(scores, xp) @ v).swapaxes(1, 2).reshape(x.shape) @ model["join"][i]
        x = x + _gelu(_even(x) @ model["widen"][i], xp) @ model["narrow"][i]
    return _even(x)


def log_chances(vector: Any, text: Any, letters: int, sizes: Sizes, xp: Any = np) -> Any:
    """Return the log chances of every letter at every place of rows of text, given the letters before it.

    Each row begins after a space. Shape (rows, context, letters) for a text of shape (rows, context).
    """
    model = _arrays(vector, letters, sizes)
    before = xp.pad(text[:, :-1], ((0, 0), (1, 0)))
    lag = np.subtract.outer(np.arange(sizes.context), np.arange(sizes.context))
    x = _passed(model, model["letters"][before], lag, sizes.heads, xp=xp) @ model["letters"].T
    x = x - x.max(axis=-1, keepdims=True)
    return x - xp.log(xp.exp(x).sum(axis=-1, keepdims=True))


def written_by(vector: Numbers, uniform: Numbers, letters: int, sizes: Sizes) -> NDArray[np.int32]:
    """Let a model write: uniform draws to a text of the same shape, (rows, context), letter by letter."""
    model, rows = _arrays(vector, letters, sizes), len(uniform)
    shape = 2, rows, sizes.heads, sizes.context, sizes.width // sizes.heads
    past, text = [np.zeros(shape, vector.dtype) for _layer in range(sizes.layers)], np.empty(uniform.shape, np.int32)
    before = np.zeros(rows, dtype=np.int32)
    for place in range(sizes.context):
        lag = place - np.arange(place + 1)[None]
        x = _passed(model, model["letters"][before][:, None], lag, sizes.heads, past, place, xp=np)
        reached = _chances(x[:, 0] @ model["letters"].T, np).cumsum(axis=-1)
        text[:, place] = before = np.minimum((reached <= uniform[:, place, None]).sum(axis=-1), letters - 1)
    return text


def loss(vector: Any, text: Any, weights: Any, letters: int, sizes: Sizes, xp: Any = np) -> Any:
    """Return the mean over all letters of weight times surprise; a row's weight is that of each of its letters."""
    logs = log_chances(vector, text, letters, sizes, xp)
    own = xp.take_along_axis(logs, text[..., None], axis=-1)[..., 0]
    return -(weights[:, None] * own).mean()


@cache
def trainer(letters: int, sizes: Sizes) -> Any:
    """Return the compiled training: numbers, texts (steps, batch, context) and weights (steps, batch) to numbers."""
    jax = jax_or_refusal()
    slope = jax.grad(loss)

    def train(start: Any, texts: Any, weights: Any) -> Any:
        def one(state: Any, now: Any) -> tuple[Any, None]:
            step, text, weight = now
            rate = sizes.rate * 0.5 * (1 + jax.numpy.cos(np.pi * (step - 1) / len(texts)))
            return adam(state, slope(state[0], text, weight, letters, sizes, jax.numpy), step, rate), None

        steps = jax.numpy.arange(1, len(texts) + 1, dtype=start.dtype)
        (end, *_averages), _none = jax.lax.scan(one, (start, 0 * start, 0 * start), (steps, texts, weights))
        return end

    return jax.jit(train)
