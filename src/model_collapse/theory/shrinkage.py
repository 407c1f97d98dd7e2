"""The weight that never harms: the real average shrunk towards the synthetic one, as James and Stein (1961) shrink.

Given the synthetic average and the past, the weighted average is their positive-part estimate, so that in every round
its expected error is at most that of the real rows alone, whatever the generator, its bias or the drift. For new
Gaussian rows with at least three coordinates of one known variance, and the squared error.

Chapter: *Adaptive weights: Kalman and Fibonacci*.
"""

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, paired, positive, whole


@paired()
def shrinkage_weight(squared_distance: ArrayLike, p: ArrayLike) -> Floats:
    """Weight on the real rows that in no round does worse, on average, than the real rows alone.

    Chapter: *Adaptive weights: Kalman and Fibonacci*.

    Parameters
    ----------
    squared_distance : array_like
        Squared distance of the real and the synthetic average, in units of the variance of a real average's coordinate.
    p : array_like
        Coordinates, a whole number, at least 3.

    Returns
    -------
    ndarray
        1 - min(1, (p - 2) / squared_distance), which is 0 at distance 0.

    Raises
    ------
    ValueError
        If there are fewer than three coordinates or the distance is below 0.

    Examples
    --------
    >>> shrinkage_weight([0, 4, 16], p=10)
    array([0. , 0. , 0.5])
    """
    apart, p = positive("squared_distance", squared_distance, zero=True), whole("p", p, least=3)
    return np.maximum(apart - (p - 2), 0) / np.maximum(apart, p - 2)


@paired()
def shrinkage_error_ratio(k: ArrayLike, p: ArrayLike) -> Floats:
    """Price of never harming: near this error ratio the weight settles if the generator has no bias and nothing drifts.

    An approximation: it takes the model's error for Gaussian and leaves the positive part out, so that the truth lies a
    little below (k = 1: 0.845 for p = 3 instead of 0.884, simulated). To our knowledge new.
    Chapter: *Adaptive weights: Kalman and Fibonacci*.

    Parameters
    ----------
    k : array_like
        Real rows per synthetic row, above 0.
    p : array_like
        Coordinates, a whole number, at least 3.

    Returns
    -------
    ndarray
        Root f of f^2 + k f = k + 2/p; `optimal_weight` for large p.

    Raises
    ------
    ValueError
        If k is not above 0 or there are fewer than three coordinates.

    Examples
    --------
    >>> shrinkage_error_ratio(1, [3, 10, 100]).round(3)
    array([0.884, 0.704, 0.627])
    """
    k, p = positive("k", k), whole("p", p, least=3)
    constant = k + 2 / p
    return 2 * constant / (k + np.sqrt(k**2 + 4 * constant))
