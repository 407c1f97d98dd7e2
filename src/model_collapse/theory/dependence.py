"""Real rows of one round that resemble those of the rounds before.

For the same rows in every round, or a share of new ones: `error_ratio(..., fresh_share=...)`.
Chapter: *When it fails*.
"""

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, paired, positive, share


@paired()
def correlated_error_ratio(weight: ArrayLike, k: ArrayLike, correlation: ArrayLike) -> Floats:
    """Error at which the recursion settles if the averages of real rows h rounds apart have correlation r^h.

    Exact for a mean of rows whose variance does not depend on the mean, to leading order otherwise.
    Chapter: *When it fails*.

    Parameters
    ----------
    weight : array_like
        Total weight on the real rows, from 0 to 1.
    k : array_like
        Real rows per synthetic row, above 0.
    correlation : array_like
        Correlation r of one round's average with the next, from 0, which is fresh, to 1, which is reuse.

    Returns
    -------
    ndarray
        (w^2 (1 + r (1-w)) / (1 - r (1-w)) + k (1-w)^2) / (w (2-w)); infinite at weight 0.

    Examples
    --------
    >>> correlated_error_ratio(0.618, k=1, correlation=[0, 0.5, 1]).round(3)
    array([0.618, 0.829, 1.171])
    """
    w, k, r = share("weight", weight), positive("k", k), share("correlation", correlation)
    with np.errstate(divide="ignore", invalid="ignore"):
        real = w**2 * (1 + r * (1 - w)) / (1 - r + r * w)
        return np.where(w > 0, (real + k * (1 - w) ** 2) / (w * (2 - w)), np.inf)
