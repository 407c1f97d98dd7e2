"""Ancestors: from how many real rows the rows of a copying generator descend, and what else is lost with the others.

The generator draws each of its rows from the rows of the last fit, by weight, and may add noise: a bootstrap, or a
kernel density estimate. So every row descends from one real row, its ancestor. What is lost is seen by going back in
time: each row comes from a real row of its round or from a generated one of the round before, and rows that come from
the same row have one ancestor from there on (coalescence). All formulas are exact for new real rows in every round,
none of them twice.

Chapter: *Digits that forget*.
"""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, count, share, shown

Weight = ArrayLike | Callable[[int], float]

MOST_ROWS = 500
"""Rows of a round, at most: each weight needs a matrix of this size."""


def _weights(weight: Weight, rounds: int) -> list[Floats]:
    """Return the weights of rounds 0, 1, ..., `rounds`; that of round 0 is not used."""
    last = count("rounds", rounds, least=0, most=10_000)
    if callable(weight):
        try:
            found = [weight(t) for t in range(last + 1)]
        except TypeError:
            raise ValueError(
                f"weight must be a number or a function of the round alone, got {shown(weight)}."
            ) from None
        return [share(f"weight in round {t}", w) for t, w in enumerate(found)]
    return [share("weight", weight)] * (last + 1)


def _rows(n_real: int, n_synthetic: int) -> tuple[int, int]:
    return count("n_real", n_real, most=MOST_ROWS), count("n_synthetic", n_synthetic, most=MOST_ROWS)


def _chain(stay: Floats) -> Floats:
    """Distribution of a chain that starts at 0 and at each step stays at i, with probability stay[i], or goes to i + 1.

    Returns
    -------
    ndarray, shape (..., steps + 1, states)
        As many steps as there are states to reach.
    """
    states = stay.shape[-1]
    reached = np.zeros((*stay.shape, states))
    reached[..., 0, 0] = 1.0
    for step in range(states - 1):
        reached[..., step + 1, :] = reached[..., step, :] * stay
        reached[..., step + 1, 1:] += (reached[..., step, :] * (1 - stay))[..., :-1]
    return reached


def _distinct(rows: int, drawn: int) -> Floats:
    """Distribution of how many of the rows come up in 0, 1, ..., `drawn` draws with replacement."""
    return _chain(np.minimum(np.arange(drawn + 1) / rows, 1.0))


def _generated(weights: list[Floats], drawn: int) -> Iterator[tuple[Floats, Floats]]:
    """Yield each later round's weight, and the distribution of how many of 0, 1, ... draws fall on generated rows."""
    last = None
    for weight in weights[1:]:
        if weight is not last:
            w, last = weight[..., None], weight
            fall = _chain(np.broadcast_to(w, (*weight.shape, drawn + 1)))
        yield w, fall


def ancestors_by_round(weight: Weight, n_real: int, n_synthetic: int, rounds: int) -> Floats:
    """Expected number of real rows from which the m rows that the model of each round generates descend.

    Chapter: *Digits that forget*.

    Parameters
    ----------
    weight : array_like or callable
        Total weight on the real rows, from 0 to 1; a function of the round is a schedule.
    n_real, n_synthetic : int
        Rows in each round, n and m, at most 500.
    rounds : int
        Last round, zero or more.

    Returns
    -------
    ndarray, shape (*weight shape, rounds + 1)
        At round 0 it is n (1 - (1 - 1/n)^m). At weight 0 it comes near 2 m / t, and to 1 in the end.

    Raises
    ------
    ValueError
        If a weight lies outside 0 to 1, or a count is not a whole number of the allowed size.

    Examples
    --------
    >>> ancestors_by_round([0, 0.05, 0.618], 60, 60, rounds=28)[:, [0, 5, 14, 28]].round(1)
    array([[38.1, 14.4,  7.1,  4.1],
           [38.1, 20.6, 16.7, 15.9],
           [38.1, 45.2, 45.2, 45.2]])
    """
    weights, (n, m) = _weights(weight, rounds), _rows(n_real, n_synthetic)
    rows, distinct = np.arange(m + 1), _distinct(m, m)
    left = np.broadcast_to(n * (1 - (1 - 1 / n) ** rows), (*weights[0].shape, m + 1))
    found = [left[..., m]]
    for w, generated in _generated(weights, m):
        left = n * (1 - (1 - w / n) ** rows) + (generated @ (left @ distinct.T)[..., None])[..., 0]
        found.append(left[..., m])
    return np.stack(found, axis=-1)


def categories_left_by_round(weight: Weight, n_real: int, n_synthetic: int, rounds: int, shares: ArrayLike) -> Floats:
    """Expected number of categories among the m rows that the model of each round generates.

    A category of share p is absent if no ancestor has it. Ancestors are independent draws from the truth, so that this
    has probability E[(1 - p)^A], A being their number, whose generating function follows a recursion of its own.
    Chapter: *Digits that forget*.

    Parameters
    ----------
    weight : array_like or callable
        Total weight on the real rows, from 0 to 1; a function of the round is a schedule.
    n_real, n_synthetic : int
        Rows in each round, n and m, at most 500.
    rounds : int
        Last round, zero or more.
    shares : array_like, shape (J,)
        True shares of the categories that are counted.

    Returns
    -------
    ndarray, shape (*weight shape, rounds + 1)
        Between 0 and J.

    Raises
    ------
    ValueError
        If a weight or a share lies outside 0 to 1, or a count is not a whole number of the allowed size.

    Examples
    --------
    >>> categories_left_by_round([0, 0.05, 0.618], 60, 60, 28, shares=[0.1] * 10)[:, [0, 5, 14, 28]].round(2)
    array([[9.81, 7.76, 5.21, 3.46],
           [9.81, 8.81, 8.2 , 8.03],
           [9.81, 9.91, 9.91, 9.91]])
    """
    weights, (n, m) = _weights(weight, rounds), _rows(n_real, n_synthetic)
    among_real, among_generated = _distinct(n, m), _distinct(m, m)
    lag = np.subtract.outer(np.arange(m + 1), np.arange(m + 1))
    found = np.zeros((*weights[0].shape, len(weights)))
    for p in share("shares", shares).reshape(-1):
        by_rows = among_real @ (1 - p) ** np.arange(m + 1)  # chance that 0, 1, ... draws of real rows miss it
        missed = np.where(lag >= 0, by_rows[lag], 0.0)
        absent = np.broadcast_to(by_rows, (*weights[0].shape, m + 1))
        found[..., 0] += 1 - absent[..., m]
        for t, (_, generated) in enumerate(_generated(weights, m), 1):
            absent = ((generated * missed) @ (absent @ among_generated.T)[..., None])[..., 0]
            found[..., t] += 1 - absent[..., m]
    return found


def copies_by_round(weight: Weight, rounds: int) -> Floats:
    """Expected number of times that a generated row was copied since its ancestor.

    Each copying adds the variance of its noise: with a standard deviation h the squared distance to the ancestor is
    h^2 times this number, for each pixel. Chapter: *Digits that forget*.

    Parameters
    ----------
    weight : array_like or callable
        Total weight on the real rows, from 0 to 1; a function of the round is a schedule.
    rounds : int
        Last round, zero or more.

    Returns
    -------
    ndarray, shape (*weight shape, rounds + 1)
        (1 - (1 - w)^(t + 1)) / w for a fixed weight, which settles at 1/w; t + 1 at weight 0.

    Examples
    --------
    >>> copies_by_round([0, 0.5, 0.618], rounds=28)[:, [0, 5, 28]].round(2)
    array([[ 1.  ,  6.  , 29.  ],
           [ 1.  ,  1.97,  2.  ],
           [ 1.  ,  1.61,  1.62]])
    """
    first, *later = _weights(weight, rounds)
    found = [np.ones_like(first)]
    for w in later:
        found.append(1 + (1 - w) * found[-1])
    return np.stack(found, axis=-1)
