"""What a fit that is drawn by a share towards a simpler one does to the weight, and what batches by weight cost.

Chapter: *A small language model*.
"""

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, positive, scalar
from model_collapse._checks import share as part
from model_collapse.theory import optimal_weight


def carried(w: Floats, k: Floats | float, kept: Floats | float) -> tuple[Floats, Floats]:
    """Return where variance and bias settle if a round keeps a part of what it is fitted to; accepts complex weights.

    In units of the variance and of the bias of one such fit to new real rows alone. Chapter: *A small language model*.
    """
    u = 1 - w
    return (w**2 + k * u**2) / (1 - (kept * u) ** 2), 1 / (1 - kept * u)


def interpolated_error_ratio(
    weight: ArrayLike, k: float, share: float, *, squared_bias: float, noise_ratio: float = 1.0
) -> Floats:
    """Error that the recursion settles at if each fit is drawn by a share towards a simpler one.

    For a mean x of rows whose fit is (1 - share) x + share c with a fixed c, judged by the fit itself, in the long run
    with new real rows: (1 - share) multiplies what is carried over, bias and noise, in every round. To our knowledge
    new. Chapter: *A small language model*.

    Parameters
    ----------
    weight : array_like
        Total weight on the real rows, from 0 to 1.
    k : float
        Real rows per synthetic row, above 0.
    share : float
        Share of the simpler fit, from 0 to 1.
    squared_bias : float
        Squared bias of a fit to real rows alone, in units of its variance.
    noise_ratio : float
        Noise of a real row over that of a synthetic row, as variances.

    Returns
    -------
    ndarray
        With g = 1 - share and squared bias d, the sum of (w^2 + k (1-w)^2 / noise_ratio) / (1 - g^2 (1-w)^2) and
        d / (1 - g (1-w))^2, over 1 + d: 1 at weight 1, infinite
        at weight 0 without a share.

    Examples
    --------
    >>> interpolated_error_ratio([0.5, 1], 1, 0, squared_bias=0).round(3)
    array([0.667, 1.   ])
    """
    w, k = part("weight", weight), scalar("k", positive("k", k))
    kept = 1 - scalar("share", part("share", share))
    d = scalar("squared_bias", positive("squared_bias", squared_bias, zero=True))
    noise = k / scalar("noise_ratio", positive("noise_ratio", noise_ratio))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        variance, bias = carried(w, noise, kept)
        ratio = (variance + d * bias**2) / (1 + d)
    return np.where(np.isnan(ratio), np.inf, ratio)


def interpolated_optimal_weight(k: float, share: float, *, squared_bias: float, noise_ratio: float = 1.0) -> float:
    """Return the weight with the smallest `interpolated_error_ratio`, to four digits.

    Chapter: *A small language model*.

    Examples
    --------
    >>> interpolated_optimal_weight(1, 0, squared_bias=0), interpolated_optimal_weight(1, 0.2, squared_bias=0.25)
    (0.618, 0.7437)
    """
    w = np.arange(1, 10_001) / 10_000
    ratio = interpolated_error_ratio(w, k, share, squared_bias=squared_bias, noise_ratio=noise_ratio)
    return float(w[ratio.argmin()])


def batch_optimal_weight(k: float, passes: float) -> float:
    """Return the best share of real rows in batches that are drawn by weight from rows that are not weighted.

    For a mean, in the long run with new real rows, if `passes` times as many rows are drawn, with replacement, as there
    are: the draw adds the noise c = k / ((1 + k) passes) in units of the error of real rows alone, and the smallest
    (w^2 + k (1-w)^2 + c) / (w (2-w)) lies where it would with k + c real rows per synthetic one.
    To our knowledge new. Chapter: *A small language model*.

    Examples
    --------
    >>> round(batch_optimal_weight(1, 1), 3), round(batch_optimal_weight(1, 1000), 3)
    (0.686, 0.618)
    """
    k, passes = scalar("k", positive("k", k)), scalar("passes", positive("passes", passes))
    return float(optimal_weight(k + k / (1 + k) / passes))
