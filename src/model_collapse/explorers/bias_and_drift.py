"""Explorer: a generator that shifts, and a truth that moves."""

from typing import Any

import numpy as np

from model_collapse import theory
from model_collapse._language import gettext as _
from model_collapse.explorers import controls
from model_collapse.explorers.base import EVEN, LEAST, Explorer, side
from model_collapse.explorers.controls import Control
from model_collapse.explorers.picture import Axes, Line, picture
from model_collapse.figures.figure import Figure


class BiasAndDrift(Explorer):
    """See what a biased generator and a moving truth do to the error and to the best weight.

    Parameters
    ----------
    n_real, n_synthetic : int
        New real rows and generated rows of a round.
    weight : float
        Total weight on the real rows.
    bias : float
        Shift that the generator adds each round, in standard errors of one round's real rows.
    drift : float
        Standard deviation of the truth's step each round, in the same units.

    Examples
    --------
    >>> round(BiasAndDrift(n_real=100, n_synthetic=100, bias=1, drift=0).facts()["optimal_weight"], 3)
    0.786
    """

    module = "biasAndDrift"
    n_real = controls.rows(500, _("new real rows in a round"))
    n_synthetic = controls.rows(500, _("generated rows in a round"))
    bias = Control(
        0.5, label=_("bias of the generator, in standard errors"), low=0, high=3, step=0.05, form="{value:.2f}"
    )
    drift = Control(0, label=_("step of the truth, in standard errors"), low=0, high=3, step=0.05, form="{value:.2f}")
    weight = controls.share(0.618, _("weight on the real rows"))

    def labels(self) -> dict[str, Any]:
        """Return the translated labels."""
        here = _("At the chosen weight, {weight:.3f}, the error ratio is {error_ratio:#}.")
        labels = self._labels()
        labels["sentences"] = {name: f"{text} {here}" for name, text in labels["sentences"].items()}
        return labels

    def _labels(self) -> dict[str, Any]:
        return {
            "title": _("Bias and drift"),
            "weight": _("weight on the real rows"),
            "error": _("error ratio"),
            "disturbed": _("with bias and drift"),
            "curve": _("without"),
            "real": _("real rows alone"),
            "here": _("this weight"),
            "break_even": _("break-even"),
            "blind": _("best without"),
            "best": _("best"),
            "sentences": {
                "undisturbed": _(
                    "With an unbiased generator and a truth that stands still the best weight is {optimal_weight:.3f}, "
                    "and leaves {optimal_error:#} of the error of the real rows alone."
                ),
                "even": _(
                    "The weight that ignores bias and drift, {blind_weight:.3f}, now gains nothing over the real rows "
                    "alone: it is break-even. The best weight is {optimal_weight:.3f} and leaves {optimal_error:#} "
                    "of their error."
                ),
                "gain": _(
                    "The weight that ignores bias and drift, {blind_weight:.3f}, leaves {blind_error:#} of the error "
                    "of the real rows alone; the best weight is now {optimal_weight:.3f} and leaves "
                    "{optimal_error:#}."
                ),
                "harm": _(
                    "The weight that ignores bias and drift, {blind_weight:.3f}, now does harm: it leaves "
                    "{blind_error:#} of the error of the real rows alone. The best weight is {optimal_weight:.3f} "
                    "and leaves {optimal_error:#}; break-even is at {break_even_weight:.3f}."
                ),
            },
            "table": [
                [_("break-even weight"), "{break_even_weight:.3f}"],
            ],
        }

    def setting(self) -> dict[str, float]:
        """Return k, the squared bias and the squared drift, in the units of theory."""
        return {
            "k": self.n_real / self.n_synthetic,
            "squared_bias": self.bias**2,
            "squared_drift": self.drift**2,
        }

    def facts(self) -> dict[str, float]:
        """Return the errors at the chosen weight, at the best one and at the one that ignores bias and drift."""
        setting = self.setting()
        blind, best = theory.optimal_weight(setting["k"]), theory.optimal_weight(**setting)
        facts = {
            "error_ratio": theory.error_ratio(self.weight, **setting),
            "blind_weight": blind,
            "blind_error": theory.error_ratio(blind, **setting),
            "optimal_weight": best,
            "optimal_error": theory.error_ratio(best, **setting),
            "break_even_weight": theory.break_even_weight(**setting),
        }
        return {**self.values(), **{name: float(value) for name, value in facts.items()}}

    def verdict(self) -> str:
        """Say whether the weight that ignores bias and drift still helps."""
        if self.bias == 0 and self.drift == 0:
            return "undisturbed"
        return side(self.facts()["blind_error"])

    def constants(self) -> dict[str, Any]:
        """Return how near to 1 is break-even, and where the curves begin."""
        return {"even": EVEN, "least": LEAST}

    def figure(self) -> Figure:
        """Return the curves with and without bias and drift."""
        labels, facts, weight = self.labels(), self.facts(), np.geomspace(0.01, 1, 99)
        setting = self.setting()
        lines = [
            Line(labels["disturbed"], "synthetic", theory.error_ratio(weight, **setting)),
            Line(labels["curve"], "theory", theory.error_ratio(weight, setting["k"])),
            Line(labels["real"], "real", np.ones(99), dashed=True),
        ]
        marks = {labels["break_even"]: facts["break_even_weight"], labels["best"]: facts["optimal_weight"]}
        return picture(
            "bias-and-drift",
            Axes(labels["weight"], labels["error"], (0, 1), (min(0.5, 0.8 * facts["blind_weight"]), 50), log_y=True),
            weight,
            lines,
            caption=_("Where the error settles with a biased generator or a moving truth, and without."),
            alt=_("Two curves of the error ratio against the weight on the real rows.") + " " + self.sentence(),
            marks=marks,
        )
