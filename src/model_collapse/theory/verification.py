"""A checker in the loop: generated rows are kept if they look right to someone.

A row y of the model N(mu, s2) is kept with probability exp(-(y - v)^2 / (2 tau^2)), until m are kept; v is what the
checker believes the truth to be. The kept rows are again Gaussian, with variance a s2, where a = tau^2 / (tau^2 + s2),
and mean a mu + (1 - a) v: a checker throws away variance and pulls towards what it believes. `kept_variance` is a.
Exact for the mean of Gaussian rows with a known variance; new real rows in every round, no bias, no drift.

Chapter: *Many models, and a checker*.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, paired, positive, refusal, share
from model_collapse.theory._solve import lowest


def _kept(kept_variance: ArrayLike) -> Floats:
    a = share("kept_variance", kept_variance)
    if (a == 0).any():
        raise refusal("{name} must be above 0 and at most 1, got 0.", name="kept_variance")
    return a


def _ratio(w: Any, k: Floats, a: Floats, distance: Floats) -> Any:
    u = 1 - w
    lost = (1 - a) + a * w  # 1 - a u, without cancellation
    return (w**2 + k * a * u**2) / (lost * (1 + a * u)) + distance * (u * (1 - a) / lost) ** 2


@paired()
def checked_error_ratio(
    weight: ArrayLike, k: ArrayLike, kept_variance: ArrayLike, *, squared_distance: ArrayLike = 0.0
) -> Floats:
    """Error at which the recursion settles if a checker sorts the generated rows, as a ratio to real data alone.

    To our knowledge new. Chapter: *Many models, and a checker*.

    Parameters
    ----------
    weight : array_like
        Total weight on the real rows, from 0 to 1.
    k : array_like
        Real rows per *kept* synthetic row, above 0; all arguments broadcast.
    kept_variance : array_like
        Variance a of a kept row over that of a generated one, above 0; 1 keeps every row.
    squared_distance : array_like
        Squared distance of what the checker believes from the truth, in units of the error of real data alone.

    Returns
    -------
    ndarray
        (w^2 + k a u^2) / (1 - a^2 u^2) + squared_distance (u (1-a) / (1 - a u))^2 with u = 1 - w. Infinite only where
        neither the real rows nor the checker has a say: weight 0 and a = 1.

    Raises
    ------
    ValueError
        If a weight or `kept_variance` lies outside its range, k is not above 0 or the distance is below 0.

    Examples
    --------
    A checker that knows the truth holds the loop without any real row; one that is wrong pulls it away.

    >>> checked_error_ratio(0, k=1, kept_variance=0.5, squared_distance=[0, 4]).round(3)
    array([0.667, 4.667])
    """
    w, k, a = share("weight", weight), positive("k", k), _kept(kept_variance)
    distance = positive("squared_distance", squared_distance, zero=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where((w == 0) & (a == 1), np.inf, _ratio(w, k, a, distance))


@paired()
def checked_optimal_weight(k: ArrayLike, kept_variance: ArrayLike, *, squared_distance: ArrayLike = 0.0) -> Floats:
    """Weight with the smallest settled error if a checker sorts the generated rows; found numerically.

    With a checker that is right, it is also that error ratio. Chapter: *Many models, and a checker*. Parameters
    and errors raised are those of `checked_error_ratio`.

    Examples
    --------
    >>> checked_optimal_weight(1, [1, 0.5, 0.5], squared_distance=[0, 0, 4]).round(3)
    array([0.618, 0.372, 0.692])
    """
    k, a = positive("k", k), _kept(kept_variance)
    distance = positive("squared_distance", squared_distance, zero=True)
    ends = np.zeros(np.broadcast_shapes(k.shape, a.shape, distance.shape))
    return lowest(lambda w: _ratio(w, k, a, distance), ends, ends + 1)


@paired()
def kept_share(kept_variance: ArrayLike, distance: ArrayLike = 0.0) -> Floats:
    """Share of the generated rows that a checker keeps. Chapter: *Many models, and a checker*.

    Parameters
    ----------
    kept_variance : array_like
        Variance a of a kept row over that of a generated one, above 0 and at most 1.
    distance : array_like
        Distance of the model from what the checker believes, in standard deviations of a row.

    Returns
    -------
    ndarray
        sqrt(a) exp(-(1 - a) distance^2 / 2).

    Raises
    ------
    ValueError
        If `kept_variance` lies outside its range or the distance is below 0.

    Examples
    --------
    >>> kept_share(0.5, [0, 1]).round(3)
    array([0.707, 0.551])
    """
    a, apart = _kept(kept_variance), positive("distance", distance, zero=True)
    return np.sqrt(a) * np.exp(-(1 - a) * apart**2 / 2)
