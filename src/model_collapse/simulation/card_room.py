"""A room of people plays the recursion with cards: each table is a generation, and four weights share the cards.

A line of models begins with one real card. In each round its sheet is passed to the next table, which turns one real
card and one noise card: the generated row is the last average plus the noise, and the new average lies between it and
the real row, by a strip of rounded steps. A round has one row of each kind, since error ratios depend on the amounts by
their ratio only.
"""

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from model_collapse._checks import Floats, count, flag, scalar, share

TRUTH = 60
"""Mean of the real cards."""

SPREAD = 5
"""Standard deviation of the normal law whose quantiles, rounded, are the noise cards."""

CARDS = 24
"""Cards of each kind on a table: one sheet of paper."""

ROUNDS = 10
TABLES = 10
WEIGHTS = (0.0, 0.5, 0.618, 1.0)
"""Weights on the real card, played side by side on every sheet."""

FURTHEST = 30
"""Largest difference on the strip."""

WANDERS = 1.5
"""A room sees that weight 0 wanders off if its distances sum to so many times those of each other weight, or more."""

GAINS = 0.9
"""A room sees that 0.618 beats the real rows alone if its distances sum to this part of those of weight 1, or less."""

LOST = 10
"""By how much a slip misses."""

SEED = 20

Whole = NDArray[np.int64]


def deck() -> Whole:
    """Return the noise cards in rising order; their sum is 0.

    The real cards are these plus the truth.
    """
    normal = NormalDist(0, SPREAD)
    return np.array([round(normal.inv_cdf((place + 0.5) / CARDS)) for place in range(CARDS)])


def steps(weight: float) -> Whole:
    """Return the strip: the step from the generated row to the real one, for differences from 0 to `FURTHEST`.

    Halves go to the even number, so that steps are neither too long nor too short on average.
    """
    return np.rint(weight * np.arange(FURTHEST + 1)).astype(int)


def packs(rooms: int, tables: int = TABLES, seed: int = SEED) -> tuple[Whole, Whole]:
    """Return the packs in the order in which they are turned, real and noise, each of shape (rooms, tables, CARDS).

    Nothing is put back. The real cards are given without the truth, so that both kinds are alike.
    """
    real, noise = np.random.default_rng(seed).spawn(2)
    cards = np.broadcast_to(deck(), (rooms, tables, CARDS))
    return real.permuted(cards, axis=-1), noise.permuted(cards, axis=-1)


def play(
    rooms: int,
    tables: int = TABLES,
    *,
    rounds: int = ROUNDS,
    slips: float = 0.0,
    checked: bool = False,
    passed_on: bool = True,
    seed: int = SEED,
) -> Whole:
    """Play rooms and return the averages, shape (rooms, sheets, weights, rounds + 1).

    The first rooms of a longer list are those of a shorter one.

    Parameters
    ----------
    rooms, tables, rounds : int
        How many; there are as many sheets as tables, and a round needs a card of each kind.
    slips : float
        Share of the mixed averages whose step goes the wrong way, and of all that are computed that are off by `LOST`.
    checked : bool
        Whether the next table mends a mixed average that does not lie between its generated and its real row.
    passed_on : bool
        Whether a sheet goes to the next table after each round.
    seed : int
        Seed.

    Raises
    ------
    ValueError
        If a table has too few cards for the rounds, or an argument is not what it should be.

    Examples
    --------
    >>> play(2, 3, rounds=4).shape
    (2, 3, 4, 5)
    """
    rooms, tables, rounds = count("rooms", rooms), count("tables", tables), count("rounds", rounds)
    passed_on, checked = flag("passed_on", passed_on), flag("checked", checked)
    slips = scalar("slips", share("slips", slips))
    if rounds >= CARDS:
        raise ValueError(f"rounds must be less than the {CARDS} cards of a table, got {rounds}.")
    turns = np.arange(rounds + 1)
    at = (np.arange(tables)[:, None] + turns * passed_on) % tables
    real, noise = packs(rooms, tables, seed)
    real, noise = real[:, at, turns], noise[:, at[:, 1:], turns[:-1]]  # no noise card is turned in round 0
    weights = np.array(WEIGHTS)
    missed = [
        rng.uniform(size=(rooms, tables, rounds, len(weights))) for rng in np.random.default_rng(seed).spawn(4)[2:]
    ]
    wrong = (missed[0] < slips) & (weights * (1 - weights) > 0)
    off = LOST * ((missed[1] < slips / 2).astype(int) - (missed[1] > 1 - slips / 2)) * (weights < 1)
    averages = [np.repeat(real[:, :, :1], len(weights), axis=-1)]
    for t in range(rounds):
        generated = averages[-1] + noise[:, :, t, None]
        step = np.rint(weights * (real[:, :, t + 1, None] - generated)).astype(int)
        right = generated + step
        written = generated + np.where(wrong[:, :, t], -step, step) + off[:, :, t]
        if checked:
            ends = np.sort([generated, np.broadcast_to(real[:, :, t + 1, None], generated.shape)], axis=0)
            outside = (written < ends[0]) | (written > ends[1])
            written = np.where(outside & (weights * (1 - weights) > 0), right, written)
        averages.append(written)
    return np.stack(averages, axis=-1) + TRUTH


def distances(averages: Whole) -> Floats:
    """Return the sums on the wall: the distances from the truth in all rounds after the first, over all sheets.

    Parameters
    ----------
    averages : ndarray, shape (rooms, sheets, weights, rounds + 1)
        What the sheets hold.

    Returns
    -------
    ndarray, shape (rooms, weights)
    """
    return np.abs(averages[..., 1:] - TRUTH).sum(axis=(1, 3)).astype(float)


def sees(sums: Floats) -> NDArray[np.bool_]:
    """Return what each room sees: that weight 0 wanders off, that 0.618 beats the real rows alone; shape (rooms, 2).

    Parameters
    ----------
    sums : ndarray, shape (rooms, weights)
        The sums of the distances, or their means.
    """
    lost, half, golden, alone = sums.T
    return np.stack([lost >= WANDERS * np.maximum(np.maximum(half, golden), alone), golden <= GAINS * alone], axis=-1)
