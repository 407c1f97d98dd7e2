"""The weight of the real part as weights of single rows, for learners that take them and for those that do not.

Chapter: *Weights in your own code*.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from model_collapse._checks import Floats, count, scalar, share
from model_collapse.theory.mean import optimal_weight

MOST_IN_MEMORY = 10**8
"""Rows that a fit can hold."""


def _parts(n_real: object, n_synthetic: object, weight: ArrayLike | None) -> tuple[int, int, float]:
    n = count("n_real", n_real, 0, MOST_IN_MEMORY)
    m = count("n_synthetic", n_synthetic, 0, MOST_IN_MEMORY)
    if n + m == 0:
        raise ValueError("n_real and n_synthetic must not both be 0.")
    if n == 0 or m == 0:
        alone = float(m == 0)
        if weight is not None and scalar("weight", share("weight", weight)) != alone:
            raise ValueError(f"weight must be {alone:g} where there are {n} real and {m} synthetic rows, got {weight}.")
        return n, m, alone
    return n, m, scalar("weight", optimal_weight(n / m) if weight is None else share("weight", weight))


def row_weights(n_real: int, n_synthetic: int, weight: float | None = None) -> Floats:
    """Weights of the rows, the real ones first; they average 1.

    Weights that sum to 1 instead are a different fit wherever the learner has a penalty or a threshold on the weight
    in a leaf, since the data then count as a single row against it. Chapter: *Weights in your own code*.

    Parameters
    ----------
    n_real, n_synthetic : int
        Rows of either kind in this fit, not both 0.
    weight : float, optional
        Total weight on the real part, from 0 to 1; left out, the best weight for these numbers of rows, which is for
        fresh real rows and an unbiased generator in the long run.

    Returns
    -------
    ndarray, shape (n_real + n_synthetic,)
        A real row weighs w (n + m) / n, a synthetic one (1 - w) (n + m) / m.

    Examples
    --------
    >>> row_weights(2, 4, weight=0.5)
    array([1.5 , 1.5 , 0.75, 0.75, 0.75, 0.75])
    """
    n, m, w = _parts(n_real, n_synthetic, weight)
    real, synthetic = w * (n + m) / max(n, 1), (1 - w) * (n + m) / max(m, 1)
    return np.repeat([real, synthetic], [n, m])


def resample(
    n_real: int, n_synthetic: int, weight: float | None = None, *, size: int | None = None, seed: int | None = None
) -> NDArray[np.intp]:
    """Places of the rows to be fitted by a learner that takes no weights; the real ones are the first `n_real`.

    Each part is shuffled and taken in even steps, so that the copies of two rows of a part differ by one at most and
    the share of the real part is the weight to within one row. The copies are still less information than the weights:
    a larger `size` brings the fit closer to the weighted one. Chapter: *Weights in your own code*.

    Parameters
    ----------
    n_real, n_synthetic, weight
        As for `row_weights`.
    size : int, optional
        Places to return; as many as there are rows if left out.
    seed : int, optional
        Seed of the shuffling.

    Returns
    -------
    ndarray of int, shape (size,)
        Places from 0 to `n_real + n_synthetic - 1`.

    Examples
    --------
    >>> places = resample(2, 4, weight=0.5, size=8, seed=1)
    >>> np.bincount(places).tolist()
    [2, 2, 1, 1, 1, 1]
    """
    n, m, w = _parts(n_real, n_synthetic, weight)
    size = n + m if size is None else count("size", size, 1, MOST_IN_MEMORY)
    rng = np.random.default_rng(None if seed is None else count("seed", seed, 0, None))
    real = min(int(np.floor(size * w + rng.random())), size) if 0 < w < 1 else round(size * w)
    taken = [np.resize(rng.permutation(n), real), n + np.resize(rng.permutation(m), size - real)]
    return np.concatenate(taken).astype(np.intp)
