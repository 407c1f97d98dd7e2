"""Explorer: the error of every round under different rules for what the next fit may see."""

from typing import Any

import numpy as np

from model_collapse import theory
from model_collapse._checks import Floats
from model_collapse._language import gettext as _
from model_collapse.explorers import controls
from model_collapse.explorers.base import Explorer
from model_collapse.explorers.controls import Control
from model_collapse.explorers.picture import Axes, Line, picture
from model_collapse.figures.figure import Figure

LOOK: dict[str, dict[str, Any]] = {
    "replace": {"role": "synthetic", "dashed": False},
    "accumulate": {"role": "synthetic", "dashed": True},
    "reuse": {"role": "mixture", "dashed": True},
    "fresh": {"role": "mixture", "dashed": False},
    "keep_real": {"role": "real", "dashed": False},
}
"""Colour and dashes of every rule's curve."""


class FourRegimes(Explorer):
    """Compare the four ways of training round by round.

    Parameters
    ----------
    n_real, n_synthetic : int
        Real and generated rows of a round.
    weight : float
        Total weight on the real rows, where the rule mixes.
    rounds : int
        Last round.

    Examples
    --------
    >>> facts = FourRegimes(n_real=100, n_synthetic=100, rounds=20).facts()
    >>> round(facts["replace"]), round(facts["fresh"], 3)
    (21, 0.618)
    """

    module = "fourRegimes"
    n_real = controls.rows(500, _("real rows in a round"))
    n_synthetic = controls.rows(500, _("generated rows in a round"))
    weight = controls.share(0.618, _("weight on the real rows"))
    rounds = Control(30, label=_("rounds"), low=2, high=100, whole=True)

    def labels(self) -> dict[str, Any]:
        """Return the translated labels."""
        told = _(
            "After {rounds:,.0f} rounds the error, in units of that of one round's real rows alone, is "
            "{replace:#} if only generated rows are used and {accumulate:#} if the real rows come once and all "
            "rows are kept and counted alike. With weight {weight:.3f} on the real rows it is {reuse:#} if the same "
            "ones return every round and {fresh:#} if they are new. It is {keep_real:#} if new real rows come "
            "every round, all of them are kept and nothing is generated."
        )
        return {
            "title": _("Four ways to train on your own output, and a fifth"),
            "round": _("round"),
            "error": _("error ratio"),
            "replace": _("replace: generated rows only"),
            "accumulate": _("accumulate: real rows once, all rows kept"),
            "reuse": _("reuse: the same real rows"),
            "fresh": _("fresh: new real rows"),
            "keep_real": _("keep: new real rows, all of them kept"),
            "sentences": {"told": told},
        }

    def ratios(self) -> dict[str, Floats]:
        """Return the error ratio by round of each rule."""
        n, m, weight, rounds = self.n_real, self.n_synthetic, self.weight, int(self.rounds)
        return {
            "replace": theory.replace_error_ratio_by_round(n, m, rounds),
            "accumulate": theory.accumulate_error_ratio_by_round(n, m, rounds),
            "reuse": theory.error_ratio_by_round(weight, n, m, rounds, fresh_share=0),
            "fresh": theory.error_ratio_by_round(weight, n, m, rounds),
            "keep_real": theory.pooled_real_error_ratio_by_round(rounds),
        }

    def facts(self) -> dict[str, float]:
        """Return the error ratio of each rule in the last round."""
        return {**self.values(), **{name: float(ratio[-1]) for name, ratio in self.ratios().items()}}

    def verdict(self) -> str:
        """Return the one sentence there is."""
        return "told"

    def constants(self) -> dict[str, Any]:
        """Return the look of the curves."""
        return {"look": LOOK}

    def figure(self) -> Figure:
        """Return the curves of all rules."""
        labels, ratios = self.labels(), self.ratios()
        low, high = min(map(np.min, ratios.values())), max(map(np.max, ratios.values()))
        lines = [Line(labels[name], y=ratios[name], **look) for name, look in LOOK.items()]
        return picture(
            "four-regimes",
            Axes(labels["round"], labels["error"], (0, self.rounds), (low / 1.3, high * 1.3), log_y=True),
            np.arange(self.rounds + 1),
            lines,
            caption=_("Expected error by round under five rules for what the next fit may see."),
            alt=_("Five curves of the error ratio by round.") + " " + self.sentence(),
        )
