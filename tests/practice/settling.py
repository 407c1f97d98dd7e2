"""Where a loop of averages settles, by carrying the recursion out."""

import numpy as np


def settled(n, m, w, case, rounds=4000):
    """Return the settled error of one unit of variance by iterating the recursion of variance and shift."""
    variance, shift, u = 1 / n, 0.0, 1 - w
    for _ in range(rounds):
        variance = w * w / n + u * u * (variance + case.drift + 1 / (case.noise_ratio * m))
        shift = u * (shift + np.sqrt(case.bias))
    return variance + shift**2
