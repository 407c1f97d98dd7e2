"""Explorer: the best weight of every round."""

from typing import Any

import numpy as np

from model_collapse import theory
from model_collapse._language import gettext as _
from model_collapse.explorers import controls
from model_collapse.explorers.base import Explorer
from model_collapse.explorers.controls import Control
from model_collapse.explorers.picture import Axes, Line, picture
from model_collapse.figures.figure import Figure

ROUNDS = 20


class AdaptiveWeights(Explorer):
    """Follow the best weight from round to round; for equal numbers of rows it is a ratio of Fibonacci numbers.

    Parameters
    ----------
    n_real, n_synthetic : int
        New real rows and generated rows of a round.
    round : int
        Round to read.

    Examples
    --------
    >>> facts = AdaptiveWeights(n_real=100, n_synthetic=100, round=3).facts()
    >>> facts["numerator"], facts["denominator"]
    (13, 21)
    """

    module = "adaptiveWeights"
    n_real = controls.rows(500, _("new real rows in a round"))
    n_synthetic = controls.rows(500, _("generated rows in a round"))
    round = Control(3, label=_("round"), low=0, high=ROUNDS, whole=True)

    def labels(self) -> dict[str, Any]:
        """Return the translated labels."""
        return {
            "title": _("Adaptive weights"),
            "round": _("round"),
            "weight": _("weight on the real rows"),
            "by_round": _("best weight of the round"),
            "fixed": _("best fixed weight in the long run"),
            "naive": _("naive"),
            "sentences": {
                "fibonacci": _(
                    "In round {round:.0f} the best weight is {numerator:.0f}/{denominator:.0f} = {weight:.5f}, a ratio "
                    "of neighbouring Fibonacci numbers; in the long run the best fixed weight is {optimal_weight:.5f}."
                ),
                "general": _(
                    "In round {round:.0f} the best weight is {weight:.5f}; in the long run the best fixed weight is "
                    "{optimal_weight:.5f}."
                ),
            },
            "table": [
                [_("error ratio in this round with the best weight of every round"), "{weight:.3f}"],
                [_("with the fixed weight that is best in the long run"), "{fixed_error:.3f}"],
                [_("counting all rows alike"), "{naive_error:.3f}"],
            ],
        }

    def facts(self) -> dict[str, float]:
        """Return the weight of the round, how far the fixed one is, and the errors of three ways to weight."""
        n, m, t = self.n_real, self.n_synthetic, int(self.round)
        best, naive = theory.optimal_weight(n / m), theory.naive_weight(n / m)
        weight = theory.kalman_weight_by_round(n / m, t)[t]
        return {
            **self.values(),
            "weight": float(weight),
            "optimal_weight": float(best),
            "fixed_error": float(theory.error_ratio_by_round(best, n, m, t)[t]),
            "naive_error": float(theory.error_ratio_by_round(naive, n, m, t)[t]),
            "numerator": fibonacci(2 * t + 1),
            "denominator": fibonacci(2 * t + 2),
        }

    def verdict(self) -> str:
        """Say whether the numbers of rows are equal."""
        return "fibonacci" if self.n_real == self.n_synthetic else "general"

    def constants(self) -> dict[str, Any]:
        """Return the last round."""
        return {"rounds": ROUNDS}

    def figure(self) -> Figure:
        """Return the weights by round."""
        labels, k, t = self.labels(), self.n_real / self.n_synthetic, np.arange(ROUNDS + 1)
        lines = [
            Line(labels["by_round"], "mixture", theory.kalman_weight_by_round(k, ROUNDS)),
            Line(labels["fixed"], "theory", np.full(ROUNDS + 1, theory.optimal_weight(k)), dashed=True),
            Line(labels["naive"], "synthetic", np.full(ROUNDS + 1, theory.naive_weight(k)), dashed=True),
        ]
        return picture(
            "adaptive-weights",
            Axes(labels["round"], labels["weight"], (0, ROUNDS), (0, 1.02)),
            t,
            lines,
            caption=_("Best weight of every round, beside the best fixed weight and the naive one."),
            alt=_("The best weight falls from 1 in round 0 towards the best fixed weight.") + " " + self.sentence(),
        )


def fibonacci(index: int) -> int:
    """Return a Fibonacci number, the first two being 1."""
    a, b = 1, 1
    for _step in range(index - 1):
        a, b = b, a + b
    return a
