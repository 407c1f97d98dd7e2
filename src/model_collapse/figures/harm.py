"""What a bias of the generator does to a fixed weight, and to the weight that never harms.

Chapter: *Adaptive weights: Kalman and Fibonacci*.
"""

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import positive, scalar, shown
from model_collapse._language import gettext as _
from model_collapse.figures import style
from model_collapse.figures.figure import Figure
from model_collapse.theory.mean import error_ratio, optimal_weight

HIGH = 2.5
"""Largest error ratio that is drawn."""


def harm_by_bias(squared_bias: ArrayLike, error: ArrayLike, stderr: ArrayLike, k: float = 1.0) -> Figure:
    """Draw the simulated error of the weight that never harms by the generator's bias, beside those of fixed weights.

    Chapter: *Adaptive weights: Kalman and Fibonacci*.

    Parameters
    ----------
    squared_bias : array_like, shape (points,)
        Squared shift that the generator adds in each round, in units of the error of the real rows alone, growing.
    error, stderr : array_like, shape (points,)
        Simulated error ratio at each of these, and its standard error.
    k : float
        Real rows per synthetic row.

    Returns
    -------
    Figure
        Bars are two standard errors long on either side; the data file holds the fixed weights' exact error ratios.

    Raises
    ------
    ValueError
        If there are fewer than two points, they do not grow, or the three are not of one length.
    """
    d, found = positive("squared_bias", squared_bias, zero=True), positive("error", error, zero=True)
    bars, ratio = positive("stderr", stderr, zero=True), scalar("k", positive("k", k))
    if d.ndim != 1 or d.size < 2 or (np.diff(d) <= 0).any():
        raise ValueError(f"squared_bias must be two or more numbers that grow, got {shown(squared_bias)}.")
    if not d.shape == found.shape == bars.shape:
        raise ValueError(
            f"squared_bias, error and stderr must be of one length, got shapes {d.shape}, {found.shape} and "
            f"{bars.shape}."
        )
    best = optimal_weight(ratio)
    fixed = error_ratio(best, ratio, squared_bias=d)
    known = error_ratio(optimal_weight(ratio, squared_bias=d), ratio, squared_bias=d)
    with style.canvas() as (canvas, axes):
        axes.axhline(1, color=style.REAL, linewidth=1.5, label=_("real rows alone"))
        axes.plot(d, fixed, "--", color=style.SYNTHETIC, label=_("best weight if unbiased"))
        axes.errorbar(d, found, 2 * bars, color=style.MIXTURE, marker="o", ms=5, label=_("never harms"))
        axes.plot(d, known, ":", color=style.THEORY, label=_("best, bias known"))
        axes.set(xlabel=_("squared bias, d"), ylabel=_("error ratio"), xlim=(d[0], d[-1]), ylim=(0, HIGH))
        style.legend(canvas)
    facts = {
        "k": ratio,
        "start": f"{d[0]:g}",
        "high": f"{HIGH:g}",
        "last": f"{d[-1]:g}",
        "worst": f"{found.max():.2f}",
        "weight": f"{best:.3f}",
        "first": f"{found[0]:.2f}",
        "end": f"{found[-1]:.2f}",
        "fixed_first": f"{fixed[0]:.2f}",
        "fixed_end": f"{fixed[-1]:.2f}",
        "known_end": f"{known[-1]:.2f}",
    }
    caption = _(
        "Settled error ratio by the generator's squared bias, in units of the error of the real rows alone. The weight "
        "{weight}, the best one without bias, does harm where this is above {k:g}; with the weight that is found in "
        "each round's rows the largest simulated value is {worst}."
    ).format(**facts)
    alt = _(
        "Three curves by the squared bias from {start} to {last}, and a line at 1 for the real rows alone. The fixed "
        "weight rises straight from {fixed_first} to {fixed_end}; what is above {high} is cut off. The weight that "
        "never harms goes from {first} to {end}. The best weight for a known bias ends at {known_end}, the lowest."
    ).format(**facts)
    data = {"squared_bias": d, "never_harms": found, "standard_error": bars, "fixed": fixed, "bias_known": known}
    return Figure("harm-by-bias", canvas, caption, alt, data)
