"""Models that feed on each other, and models that feed on several of their own past.

In a *community* each of G models is refitted every round on its own new real rows, beside rows that come in equal parts
from all G models of the round before. A *crawl* is one draw of such rows: with as many crawls as models each has its
own, with one crawl all are fitted on the same synthetic rows. An *ensemble* is one model whose synthetic rows come in
equal parts from its last L versions. Exact for a mean of rows whose variance does not depend on the mean, if the parts
are equal; to leading order otherwise. No bias, no drift, new real rows in every round.

Chapter: *Many models, and a checker*.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, paired, positive, refusal, share, whole
from model_collapse.theory._solve import lowest


def _sizes(models: ArrayLike, crawls: ArrayLike) -> tuple[Floats, Floats]:
    number, groups = whole("models", models), whole("crawls", crawls)
    if (uneven := np.mod(*(sizes := np.broadcast_arrays(number, groups))) > 0).any():
        given = {name: f"{size[uneven].flat[0]:g}" for name, size in zip(("models", "crawls"), sizes, strict=True)}
        raise refusal("models must be a multiple of crawls, got {models} and {crawls}.", **given)
    return number, groups


def _community(w: Any, k: Floats, models: Floats, crawls: Floats) -> Any:
    real, synthetic = w**2, k * (1 - w) ** 2
    return real + synthetic + (1 - w) ** 2 * (real / models + synthetic / crawls) / (w * (2 - w))


def _ensemble(w: Any, k: Floats, models: Floats) -> Any:
    u = 1 - w
    return (w**2 + k * u**2) * (1 + (models - 1) * w) / (w * (models + u))  # L - (L-1) u, without cancellation


@paired()
def community_error_ratio(weight: ArrayLike, k: ArrayLike, models: ArrayLike, crawls: ArrayLike) -> Floats:
    """Error at which each model of a community settles, as a ratio to its own real rows alone.

    To our knowledge new. Chapter: *Many models, and a checker*.

    Parameters
    ----------
    weight : array_like
        Total weight on a model's own real rows, from 0 to 1.
    k : array_like
        Real rows per synthetic row of one model, above 0; all arguments broadcast.
    models : array_like
        Models G in the community, a whole number.
    crawls : array_like
        Separate draws C of synthetic rows, each for G / C of the models: from 1, which all share, to G.

    Returns
    -------
    ndarray
        w^2 + k u^2 + u^2 (w^2 / G + k u^2 / C) / (1 - u^2) with u = 1 - w; infinite at weight 0. With one model it is
        `error_ratio`.

    Raises
    ------
    ValueError
        If a weight lies outside 0 to 1, k is not above 0, or `models` is no multiple of `crawls`.

    Examples
    --------
    >>> community_error_ratio(0.5, k=1, models=[1, 5, 5], crawls=[1, 5, 1]).round(3)
    array([0.667, 0.533, 0.6  ])
    """
    w, k = share("weight", weight), positive("k", k)
    number, groups = _sizes(models, crawls)
    with np.errstate(divide="ignore"):
        return _community(w, k, number, groups)


@paired()
def community_optimal_weight(k: ArrayLike, models: ArrayLike, crawls: ArrayLike) -> Floats:
    """Weight with the smallest settled error if every model of a community uses it; found numerically.

    Chapter: *Many models, and a checker*. Parameters are those of `community_error_ratio`.

    Returns
    -------
    ndarray
        Best weight. With a crawl for each model it falls from `optimal_weight` towards `naive_weight` as models are
        added.

    Raises
    ------
    ValueError
        As `community_error_ratio`.

    Examples
    --------
    >>> community_optimal_weight(1, models=[1, 2, 1000], crawls=[1, 2, 1000]).round(3)
    array([0.618, 0.573, 0.5  ])
    """
    k, (number, groups) = positive("k", k), _sizes(models, crawls)
    ends = np.zeros(np.broadcast_shapes(k.shape, number.shape, groups.shape))
    return lowest(lambda w: _community(w, k, number, groups), ends, ends + 1)


@paired()
def ensemble_error_ratio(weight: ArrayLike, k: ArrayLike, models: ArrayLike) -> Floats:
    """Error at which a model settles whose synthetic rows come in equal parts from its last versions.

    To our knowledge new. Chapter: *Many models, and a checker*.

    Parameters
    ----------
    weight : array_like
        Total weight on the real rows, from 0 to 1.
    k : array_like
        Real rows per synthetic row, above 0; all arguments broadcast.
    models : array_like
        Versions L that the synthetic rows come from, a whole number.

    Returns
    -------
    ndarray
        (w^2 + k u^2) (L - (L-1) u) / (w (L + u)) with u = 1 - w; infinite at weight 0. With L = 1 it is `error_ratio`,
        for large L it tends to w^2 + k u^2.

    Raises
    ------
    ValueError
        If a weight lies outside 0 to 1, k is not above 0, or `models` is not a whole number from 1.

    Examples
    --------
    >>> ensemble_error_ratio(0.5, k=1, models=[1, 2, 30]).round(3)
    array([0.667, 0.6  , 0.508])
    """
    w, k, number = share("weight", weight), positive("k", k), whole("models", models)
    with np.errstate(divide="ignore"):
        return _ensemble(w, k, number)


@paired()
def ensemble_optimal_weight(k: ArrayLike, models: ArrayLike) -> Floats:
    """Weight with the smallest settled error of an ensemble; found numerically.

    Chapter: *Many models, and a checker*. Parameters and errors raised are those of `ensemble_error_ratio`.

    Examples
    --------
    >>> ensemble_optimal_weight(1, models=[1, 2, 30]).round(3)
    array([0.618, 0.585, 0.511])
    """
    k, number = positive("k", k), whole("models", models)
    ends = np.zeros(np.broadcast_shapes(k.shape, number.shape))
    return lowest(lambda w: _ensemble(w, k, number), ends, ends + 1)
