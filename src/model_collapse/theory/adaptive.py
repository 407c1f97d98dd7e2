"""Weights that change from round to round, and rounds that differ.

Rows add up: a model worth N real rows, seen through m synthetic ones, is worth N m / (N + m), and n new real rows add
n. The weight on the real rows is their part of the sum, a Kalman gain. It is the best weight in every round without
knowledge of the rounds to come. Exact for a mean whose rows have a variance that does not depend on the mean; for
other estimators to leading order. A truth that moves is covered too: `drift` is in units of one real row's variance,
as the numbers of rows may differ from round to round. Chapter: *Adaptive weights: Kalman and Fibonacci*.
"""

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, at_least, paired, positive, share
from model_collapse.theory.recursion import round_numbers
from model_collapse.theory.rows import equivalent_rows


def kalman_weight_by_round(k: ArrayLike, rounds: int) -> Floats:
    """Best weight in rounds 0, 1, ..., `rounds`, which is also the error ratio that it leaves.

    Exact for a mean of rows whose variance does not depend on the mean, to leading order otherwise.
    Chapter: *Adaptive weights: Kalman and Fibonacci*.

    Parameters
    ----------
    k : array_like
        Real rows per synthetic row, zero or more; 0 stands for a model whose parameters can be read, and gives the
        running mean. Under drift or unlike noise: k / noise_ratio + squared_drift, as in `error_ratio`.
    rounds : int
        Last round, zero or more.

    Returns
    -------
    ndarray, shape (*k.shape, rounds + 1)
        2 sinh(x/2) cosh((t + 1/2) x) / sinh((t+1) x), where k = 4 sinh^2(x/2), written so that nothing overflows.

    Raises
    ------
    ValueError
        If k is below zero or rounds is not a whole number.

    Examples
    --------
    For equal numbers of rows: ratios of Fibonacci numbers.

    >>> kalman_weight_by_round(1, rounds=3) * [1, 3, 8, 21]
    array([ 1.,  2.,  5., 13.])
    """
    x = 2 * np.arcsinh(np.sqrt(positive("k", k, zero=True))[..., None] / 2)
    t = round_numbers(rounds)
    with np.errstate(divide="ignore", invalid="ignore"):
        gain = np.expm1(-x) * (1 + np.exp(-(2 * t + 1) * x)) / np.expm1(-2 * (t + 1) * x)
    return np.where(x > 0, np.minimum(gain, 1), 1 / (t + 1))  # rounding must not lift a weight above 1


def _by_round(**settings: Floats) -> list[Floats]:
    """Broadcast settings whose last axis is the round, and bring the round to the front."""
    try:
        arrays = np.broadcast_arrays(*settings.values())
    except ValueError:
        shapes = ", ".join(f"{name} {array.shape}" for name, array in settings.items())
        raise ValueError(f"the settings by round must have shapes that fit together, got {shapes}.") from None
    if arrays[0].ndim == 0:
        raise ValueError(f"{' or '.join(settings)} must have an axis of rounds, got numbers only.")
    return [np.moveaxis(array, -1, 0) for array in arrays]


def _over(part: Floats, rows: Floats) -> Floats:
    """Divide by the rows, 0 where there are none."""
    return np.divide(part, rows, out=np.zeros_like(part), where=rows > 0)


@paired()
def equivalent_rows_by_round(n_real: ArrayLike, n_synthetic: ArrayLike, *, drift: ArrayLike = 0.0) -> Floats:
    """Real rows that the model is worth in each round, under the best weights.

    Exact for a mean of rows whose variance does not depend on the mean, to leading order otherwise.
    Chapter: *Adaptive weights: Kalman and Fibonacci*.

    Parameters
    ----------
    n_real, n_synthetic : array_like, shape (..., rounds + 1)
        Rows in each round, zero included; the synthetic entry of round 0 is not used.
    drift : array_like
        Variance of the truth's step before each round, in units of one row's variance; that of round 0 is not used.

    Returns
    -------
    ndarray, shape (..., rounds + 1)
        N_t = n_t + N_(t-1) m_t / (N_(t-1) + m_t), and with drift q the second term S becomes S / (1 + q S).

    Raises
    ------
    ValueError
        If a number is below zero, or nothing has an axis of rounds.

    Examples
    --------
    >>> equivalent_rows_by_round([100, 100, 0, 100], [0, 100, 100, 0])
    array([100., 150.,  60., 100.])
    """
    n, m, q = _by_round(
        n_real=positive("n_real", n_real, zero=True),
        n_synthetic=positive("n_synthetic", n_synthetic, zero=True),
        drift=positive("drift", drift, zero=True),
    )
    rows = [n[0]]
    for now, seen_through, step in zip(n[1:], m[1:], q[1:], strict=True):
        seen = equivalent_rows(rows[-1], seen_through)
        rows.append(now + seen / (1 + step * seen))
    return np.stack(rows, axis=-1)


@paired()
def optimal_weight_by_round(n_real: ArrayLike, n_synthetic: ArrayLike, *, drift: ArrayLike = 0.0) -> Floats:
    """Best weight in each round, n_t / N_t; 0 in a round without real rows.

    Exact for a mean of rows whose variance does not depend on the mean, to leading order otherwise.
    Chapter: *Adaptive weights: Kalman and Fibonacci*.

    Parameters are those of `equivalent_rows_by_round`.

    Examples
    --------
    >>> optimal_weight_by_round([100, 100, 0, 100], [0, 100, 100, 0]).round(3)
    array([1.   , 0.667, 0.   , 1.   ])
    """
    worth = equivalent_rows_by_round(n_real, n_synthetic, drift=drift)
    return _over(np.broadcast_to(np.asarray(n_real, dtype=float), worth.shape), worth)


@paired()
def variance_by_round(
    weight: ArrayLike,
    n_real: ArrayLike,
    n_synthetic: ArrayLike,
    *,
    curvature: ArrayLike = 0.0,
    drift: ArrayLike = 0.0,
) -> Floats:
    """Variance in each round under any weights and any numbers of rows, in units of one row's variance.

    Exact for rows whose variance is a quadratic function of their mean, with second coefficient `curvature`.
    Chapter: *Adaptive weights: Kalman and Fibonacci*.

    Parameters
    ----------
    weight : array_like, shape (..., rounds + 1)
        Total weight on the real rows in each round, from 0 to 1; that of round 0 is not used.
    n_real, n_synthetic : array_like, shape (..., rounds + 1)
        Rows in each round, zero included where they have no weight; the synthetic entry of round 0 is not used.
    curvature : array_like
        Second-order coefficient of the variance as a function of the mean, -1 or more.
    drift : array_like
        Variance of the truth's step before each round, in units of one row's variance; that of round 0 is not used.

    Returns
    -------
    ndarray, shape (..., rounds + 1)
        V_0 = 1/n_0 and V_t = w^2/n + (1-w)^2 ((1 + curvature/m) V_(t-1) + 1/m + drift), with round t's w, n and m.

    Raises
    ------
    ValueError
        If rows that do not exist have a weight, or drift is combined with a curvature.

    Examples
    --------
    >>> variance_by_round([1, 0.5, 0], [100, 100, 0], [0, 100, 100])
    array([0.01  , 0.0075, 0.0175])
    """
    w, n, m, v2, q = _by_round(
        weight=share("weight", weight),
        n_real=positive("n_real", n_real, zero=True),
        n_synthetic=positive("n_synthetic", n_synthetic, zero=True),
        curvature=at_least("curvature", curvature, -1),
        drift=positive("drift", drift, zero=True),
    )
    if v2.any() and q.any():
        raise ValueError("curvature must be 0 where there is drift, got both.")
    if not n[0].all():
        raise ValueError("n_real must be above 0 in round 0, got 0.")
    for name, rows, part in (("n_real", n, w), ("n_synthetic", m, 1 - w)):
        if ((rows == 0) & (part > 0))[1:].any():
            raise ValueError(f"{name} must be above 0 in every round in which these rows have a weight, got 0.")
    sampling, generation = _over(w**2, n), _over(np.ones_like(m), m)
    variance = [1 / n[0]]
    for t in range(1, len(w)):
        passed_on = (1 + v2[t] * generation[t]) * variance[-1] + generation[t] + q[t]
        variance.append(sampling[t] + (1 - w[t]) ** 2 * passed_on)
    return np.stack(variance, axis=-1)
