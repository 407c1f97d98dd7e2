"""What the noise of training, and the parts of bias and noise that a fit keeps, do to the weight.

Chapter: *A small transformer*.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, positive, scalar
from model_collapse._checks import share as part


def trained_error_ratio(
    weight: ArrayLike,
    k: float,
    *,
    squared_bias: float,
    training: float,
    own_text: float,
    kept_bias: float,
    kept_noise: float,
    draw: float = 0.0,
) -> Floats:
    """Error that the recursion settles at if a fit has noise of its own and keeps parts of what it is fitted to.

    As `interpolated_error_ratio`, with the noise of training in each round, and with other parts kept of noise than of
    bias; new real rows in each round, to leading order. To our knowledge new. Chapter: *A small transformer*.

    Parameters
    ----------
    weight : array_like
        Total weight on the real rows, from 0 to 1.
    k : float
        Real rows per synthetic row, above 0.
    squared_bias : float
        Squared bias of a fit to real rows alone, in units of the noise of such a fit, as a variance.
    training : float
        Noise of a fit to one and the same rows, from 0 to 1 in these units.
    own_text : float
        Noise that as many rows of one model add to a fit, in these units.
    kept_bias, kept_noise : float
        Which part of a model's bias, and of its noise, a fit to its rows takes over, from 0 to 1.
    draw : float
        Noise that drawing rows by weight adds, in units of the noise of the real rows.

    Returns
    -------
    ndarray
        1 at weight 1; infinite at weight 0 if all noise or bias is kept.

    Raises
    ------
    ValueError
        If an argument is outside what is allowed.

    Examples
    --------
    >>> trained_error_ratio([0.5, 1], 1, squared_bias=0, training=0, own_text=1, kept_bias=1, kept_noise=1).round(3)
    array([0.667, 1.   ])
    """
    w, k = part("weight", weight), scalar("k", positive("k", k))
    d = scalar("squared_bias", positive("squared_bias", squared_bias, zero=True))
    own = k * scalar("own_text", positive("own_text", own_text, zero=True))
    tau = scalar("training", part("training", training))
    g_bias, g_noise = (
        scalar("kept_bias", part("kept_bias", kept_bias)),
        scalar("kept_noise", part("kept_noise", kept_noise)),
    )
    drawn, u = (1 - tau) * scalar("draw", positive("draw", draw, zero=True)), 1 - w
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        variance = ((1 - tau) * w**2 + own * u**2 + tau + drawn) / (1 - (g_noise * u) ** 2)
        ratio = (variance + d / (1 - g_bias * u) ** 2) / (1 + drawn + d)
    return np.where(np.isnan(ratio), np.inf, ratio)


def trained_optimal_weight(k: float, **found: Any) -> float:
    """Return the weight with the smallest `trained_error_ratio`, to four digits; it takes the same numbers.

    Chapter: *A small transformer*.

    Examples
    --------
    >>> trained_optimal_weight(1, squared_bias=0, training=0, own_text=1, kept_bias=1, kept_noise=1)
    0.618
    """
    w = np.arange(1, 10_001) / 10_000
    return float(w[trained_error_ratio(w, k, **found).argmin()])
