"""What a small transformer writes over the rounds, in five ways of training on its own text: stored, not run anew.

The stored file, `tables/transformer.npz`, is what `packed` returned. Chapter: *A small transformer*.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from model_collapse._checks import Floats, count, refusal, shown, text
from model_collapse.beyond.questions.transformer import ROWS, small_transformer
from model_collapse.beyond.stored import stored_arrays
from model_collapse.beyond.topics import LETTERS
from model_collapse.beyond.transformer_problem import Transformer, written
from model_collapse.simulation import regimes
from model_collapse.simulation.simulator import simulate

SETTINGS: dict[str, dict[str, Any]] = {
    "replace": {},
    "accumulate": {},
    "reuse": {"weight": 0.7},
    "fresh": {"weight": 0.7},
    "keep_real": {"weight": 1.0},
}
"""The five ways, each with its weight."""
ROUNDS, REPLICATIONS, SEED = 10, 5, 15
SAMPLE = 2
"""Rows of text that are kept, of the first replication."""
STORED = {"model": np.float16, "sample": np.uint8}
"""How numbers are stored that are not single precision."""


class Transcript(NamedTuple):
    """What the models of one way wrote in as many rows as they saw real ones.

    Attributes
    ----------
    error : ndarray, shape (5, 11)
        Excess cross-entropy on held-out text, in nats per letter, by replication and round.
    triples : ndarray, shape (5, 11)
        Different runs of three letters.
    impossible : ndarray, shape (5, 11)
        Share of the letters that the law never writes where they stand.
    entropy : ndarray, shape (5, 11)
        Entropy of the shares of the letters, in nats.
    model : ndarray, shape (25568,)
        Numbers of the last model of the first replication, stored in half precision.
    sample : tuple of str
        Two rows of text of each round, of the first replication.
    """

    error: Floats
    triples: Floats
    impossible: Floats
    entropy: Floats
    model: NDArray[np.float32]
    sample: tuple[str, ...]


def recorded(
    problem: Transformer, way: str, *, rows: int, rounds: int = ROUNDS, replications: int = REPLICATIONS
) -> dict[str, NDArray]:
    """Run one way, let every model write, and return the arrays of a transcript, letters as numbers.

    Parameters
    ----------
    problem : Transformer
        The problem.
    way : str
        A name of `SETTINGS`.
    rows : int
        Real rows, and rows of the model, of each round, and rows that each model writes.
    rounds, replications : int
        Last round and repetitions.
    """
    sizes: dict[str, Any] = {"n_real": rows, "n_synthetic": rows, "rounds": count("rounds", rounds)}
    sizes |= {"replications": replications, "seed": SEED, "keep_models": rounds + 1}
    run = simulate(problem, getattr(regimes, way), **SETTINGS[way], **sizes)
    error = run.errors.reshape(replications, rounds + 1)
    triples, impossible, entropy = np.empty((3, *error.shape))
    sample = np.empty((rounds + 1, SAMPLE, problem.sizes.context), dtype=np.uint8)
    for t, models in enumerate(run.models):
        for r, model in enumerate(np.broadcast_to(np.ravel(models), replications)):
            found = written(problem, model, rows, seed=SEED)
            triples[r, t], impossible[r, t], entropy[r, t] = found.triples, found.impossible, found.entropy
            if r == 0:
                sample[t], last = problem.draw_synthetic(model, SAMPLE, np.random.default_rng(SEED)), model
    counted = {"error": error, "triples": triples, "impossible": impossible, "entropy": entropy}
    return {**counted, "model": last, "sample": sample}


def packed() -> dict[str, NDArray]:
    """Run all five ways as they are stored, and return the arrays of the file; it takes some minutes."""
    arrays: dict[str, NDArray] = {}
    for way in SETTINGS:
        found = recorded(small_transformer(), way, rows=ROWS)
        arrays |= {f"{way}_{name}": value.astype(STORED.get(name, np.float32)) for name, value in found.items()}
    return arrays


def transcript(way: str) -> Transcript:
    """Return what a small transformer wrote in one way of training on its own text, from the stored file.

    512 rows of 32 real letters a round and as many of the last model's, by the law of letters two back; five
    replications of ten rounds. Chapter: *A small transformer*.

    Parameters
    ----------
    way : str
        `"replace"`, `"accumulate"`, `"reuse"` and `"fresh"` (weight 0.7 on the real rows), or `"keep_real"` (weight 1).

    Raises
    ------
    ValueError
        If there is no such way.

    Examples
    --------
    >>> import model_collapse as mc
    >>> mc.beyond.transcript("fresh").error.shape
    (5, 11)
    """
    if text("way", way) not in SETTINGS:
        raise refusal("way must be one of {ways}, got {given}.", ways=", ".join(SETTINGS), given=shown(way))
    stored = stored_arrays("tables", "transformer")
    found = {name: stored[f"{way}_{name}"].astype(float) for name in Transcript._fields[:-2]}
    model = stored[f"{way}_model"].astype(np.float32)
    sample = tuple(
        " ".join("".join(LETTERS[letter] for letter in row).strip() for row in each) for each in stored[f"{way}_sample"]
    )
    return Transcript(**found, model=model, sample=sample)
