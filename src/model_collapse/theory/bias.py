"""How much bias a weight stands, and the weight for a bias of unknown size.

`squared_bias` is that of `error_ratio`, whose keywords tell the error and the best weight for a known bias. Exact for
a mean of rows whose variance does not depend on the mean, to leading order otherwise. Chapter: *When it fails*.
"""

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, paired, positive, share
from model_collapse.theory._solve import bisect
from model_collapse.theory.mean import error_ratio, optimal_weight


@paired()
def tolerated_squared_bias(weight: ArrayLike, k: ArrayLike) -> Floats:
    """Largest squared bias at which the settled error is no larger than that of real data alone.

    Exact for a mean of rows whose variance does not depend on the mean, to leading order otherwise.
    Chapter: *When it fails*.

    At the weight that is best without bias it equals k, which says that the bias may be as large as the standard error
    of the generator's own sample, sqrt(c / n_synthetic).

    Parameters
    ----------
    weight : array_like
        Total weight on the real rows, from 0 to 1.
    k : array_like
        Real rows per synthetic row, above 0.

    Returns
    -------
    ndarray
        w (2w - k (1-w)) / ((1-w) (2-w)); 0 below the break-even weight, infinite at weight 1.

    Examples
    --------
    >>> tolerated_squared_bias([0.2, 0.5, 0.75], k=1)
    array([0.        , 0.33333333, 3.        ])
    """
    w, k = share("weight", weight), positive("k", k)
    with np.errstate(divide="ignore"):
        return np.maximum(w * (2 * w - k * (1 - w)) / ((1 - w) * (2 - w)), 0)


@paired()
def minimax_regret_weight(k: ArrayLike, squared_bias: ArrayLike) -> Floats:
    """Weight whose largest relative loss, over every squared bias up to the given one, is smallest.

    Exact for a mean of rows whose variance does not depend on the mean, to leading order otherwise. Found numerically.
    Chapter: *When it fails*.

    The loss is the error ratio over the best one for the same bias. It is largest at one of the ends, no bias or the
    full one, and the weight makes both ends equal; milder than the minimax weight `optimal_weight`.

    Parameters
    ----------
    k : array_like
        Real rows per synthetic row, above 0.
    squared_bias : array_like
        Largest squared shift per round, in units of the error of real data alone, zero or more.

    Returns
    -------
    ndarray
        Weight between those that are best at the two ends.

    Examples
    --------
    >>> round(float(minimax_regret_weight(1, squared_bias=1)), 3)
    0.715
    """
    low, high = np.broadcast_arrays(optimal_weight(k), optimal_weight(k, squared_bias=squared_bias))
    worst = error_ratio(high, k, squared_bias=squared_bias)
    return bisect(lambda w: error_ratio(w, k) / low - error_ratio(w, k, squared_bias=squared_bias) / worst, low, high)
