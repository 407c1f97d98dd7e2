"""What it costs to repeat or drop rows by their weights, for a fit that takes none.

Chapter: *Generators without a formula*.
"""

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, flag, paired, positive, scalar, share
from model_collapse.theory.rows import naive_weight


@paired()
def resampled_error_ratio(weight: ArrayLike, k: ArrayLike, *, even: bool = False) -> Floats:
    """Error that the recursion settles at if rows are resampled by weight, as a ratio to real data alone.

    For a mean, to leading order in 1 / rows; as many rows are drawn as there are. By chance the draw adds the variance
    of a mean of n + m rows. In even steps a row of weight r (all weights averaging 1) is there floor(r) or
    floor(r) + 1 times, which multiplies the variance of its part by 1 + (r - floor(r)) (1 - r + floor(r)) / r^2.
    Chapter: *Generators without a formula*.

    Parameters
    ----------
    weight : array_like
        Total weight on the real rows, from 0 to 1.
    k : array_like
        Real rows per synthetic row, above 0.
    even : bool
        Even steps instead of chance.

    Returns
    -------
    ndarray
        The ratio; infinite at weight 0, and 1 at weight 1, where nothing is drawn.

    Examples
    --------
    >>> float(resampled_error_ratio(0.7, 1).round(3)), float(resampled_error_ratio(0.5, 1, even=True).round(3))
    (1.187, 0.667)
    """
    w, k = share("weight", weight), positive("k", k)
    w, k = np.broadcast_arrays(w, k)
    rows = w * (1 + k) / k, (1 - w) * (1 + k)
    with np.errstate(divide="ignore", invalid="ignore"):
        if flag("even", even):
            first, second = (1 + np.modf(r)[0] * (1 - np.modf(r)[0]) / r**2 for r in rows)
            ratio = (w**2 * first + np.where(w < 1, k * (1 - w) ** 2 * second, 0)) / (w * (2 - w))
        else:
            drawn = np.where(np.isclose(w, k / (1 + k)), 0, k / (1 + k))
            ratio = (w**2 + k * (1 - w) ** 2 + drawn) / (w * (2 - w))
    return np.where(w == 1, 1.0, np.where(w == 0, np.inf, ratio))


def resampled_optimal_weight(k: float, *, even: bool = False) -> float:
    """Return the weight with the smallest error ratio if rows are resampled by weight, to four digits.

    It may be the weight of naive pooling, at which nothing is drawn. Chapter: *Generators without a formula*.

    Examples
    --------
    >>> resampled_optimal_weight(0.25), resampled_optimal_weight(0.25, even=True), resampled_optimal_weight(0.01)
    (0.2, 0.4, 0.1315)
    """
    k = scalar("k", positive("k", k))
    w = np.unique([*np.arange(1, 10_000) / 10_000, float(naive_weight(k))])
    return float(w[resampled_error_ratio(w, k, even=even).argmin()])
