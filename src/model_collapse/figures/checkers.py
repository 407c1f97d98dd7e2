"""A checker in the loop: the error against the weight if it is right, if it is wrong, and if there is none.

Chapter: *Many models, and a checker*.
"""

import numpy as np

from model_collapse._language import gettext as _
from model_collapse.figures.figure import Figure
from model_collapse.figures.style import MIXTURE, REAL, THEORY, canvas, legend
from model_collapse.theory.verification import checked_error_ratio, checked_optimal_weight

KEPT = np.array([0.5, 0.5, 0.5, 1])
SQUARED = np.array([0, 1, 4, 0])
HIGHEST = 8


def checker_curves() -> Figure:
    """Plot where the error settles behind checkers that are right, off by one and by two standard errors, and none.

    There are as many kept rows as real ones, and a kept row has half the variance of a generated one. A standard
    error is that of a round's real rows. Chapter: *Many models, and a checker*.

    Returns
    -------
    Figure
        The curves of `checked_error_ratio` with their minima, on a logarithmic axis.

    Examples
    --------
    >>> sorted(checker_curves().data)
    ['no checker', 'off by 1', 'off by 2', 'right', 'weight']
    """
    names = [_("right"), _("off by 1"), _("off by 2"), _("no checker")]
    best = checked_optimal_weight(1, KEPT, squared_distance=SQUARED)
    least = checked_error_ratio(best, 1, KEPT, squared_distance=SQUARED)
    weight = np.linspace(0, 1, 201)
    errors = checked_error_ratio(weight, 1, KEPT[:, None], squared_distance=SQUARED[:, None])
    with canvas() as (figure, axes):
        for name, error in zip(names, errors, strict=True):
            shown = error <= HIGHEST
            axes.plot(weight[shown], error[shown], color=THEORY)
            place = weight[shown][0], error[shown][0]
            axes.annotate(name, place, (-6, 0), textcoords="offset points", ha="right", va="center")
        axes.axhline(1, color=REAL, linestyle="--", linewidth=1.5, label=_("real rows alone"))
        axes.plot(best, least, "o", color=MIXTURE, markersize=7, label=_("best weight"))
        axes.set(xlabel=_("weight on the real rows"), ylabel=_("error ratio"), xlim=(-0.38, 1), yscale="log")
        axes.set(ylim=(0.3, 10))
        axes.set_xticks([0, 0.2, 0.4, 0.6, 0.8, 1])
        axes.set_yticks([0.5, 1, 2, 5], ["0.5", "1", "2", "5"])
        axes.minorticks_off()
        legend(figure)
    minimum = _("{name}: {error:.3f} at weight {weight:.3f}")
    minima = [minimum.format(name=name, error=e, weight=w) for name, e, w in zip(names, least, best, strict=True)]
    at_zero = [f"{error:.2f}" for error in errors[:3, 0]]
    caption = _(
        "Error after many rounds, in units of the error of real rows alone, if a checker keeps half of the variance of "
        "the generated rows and is right, or off by one or two standard errors of the real rows; and without one. As "
        "many rows are kept as are real."
    )
    alt = _(
        "Four curves of the error ratio against the weight on the real rows, on a logarithmic axis, which all end at 1 "
        "at weight 1. Without a checker the error has no bound as the weight falls to 0; behind the three checkers it "
        "ends at {right}, {one} and {two}. Smallest errors: {minima}."
    ).format(right=at_zero[0], one=at_zero[1], two=at_zero[2], minima="; ".join(minima))
    data = {"weight": weight} | dict(zip(names, errors, strict=True))
    return Figure("checker-curves", figure, caption, alt, data)
