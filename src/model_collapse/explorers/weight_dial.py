"""Explorer: the curve of the error ratio, with a dot that the reader drags along it."""

from typing import Any

import numpy as np

from model_collapse import theory
from model_collapse._language import gettext as _
from model_collapse.explorers import controls
from model_collapse.explorers.base import EVEN, LEAST, Explorer, side
from model_collapse.explorers.controls import Control
from model_collapse.explorers.picture import Axes, Line, picture
from model_collapse.figures.figure import Figure

NEAR_BEST = 1.005
"""A weight whose error is below this many times the least one is as good as the best."""

PRESETS = (1, 4, 10, 100)
"""Generated rows to each real row."""


class WeightDial(Explorer):
    """Drag the weight on the real rows along the curve and see what remains of the error.

    Parameters
    ----------
    n_real, n_synthetic : int
        New real rows and generated rows of a round.
    weight : float
        Total weight on the real rows.
    noise_ratio : float
        Variance of a real row over that of a generated one.
    drift : float
        Standard deviation of the truth's step each round, in standard errors of one round's real rows.

    Examples
    --------
    >>> dial = WeightDial(n_real=500, n_synthetic=500, weight=0.618)
    >>> round(dial.facts()["rows"])
    809
    """

    module = "weightDial"
    n_real = controls.rows(500, _("new real rows in a round"))
    n_synthetic = controls.rows(500, _("generated rows in a round"))
    weight = controls.share(0.5, _("weight on the real rows"))
    noise_ratio = Control(
        1,
        label=_("variance of a real row, a generated one having 1"),
        low=0.1,
        high=10,
        form="{value:.2f}",
        log=True,
        more=True,
    )
    drift = Control(
        0, label=_("step of the truth, in standard errors"), low=0, high=3, step=0.05, form="{value:.2f}", more=True
    )

    def labels(self) -> dict[str, Any]:
        """Return the translated labels."""
        return {
            "title": _("Weight dial"),
            "weight": _("weight on the real rows"),
            "error": _("error ratio"),
            "curve": _("where the error settles"),
            "real": _("real rows alone"),
            "here": _("this weight"),
            "break_even": _("break-even"),
            "naive": _("naive"),
            "best": _("best"),
            "harm": _("harm"),
            "gain": _("gain"),
            "more": _("More: unlike noise, drift"),
            "sentences": {
                "collapse": _(
                    "With no weight on the real rows nothing pulls the model back: the error grows without end."
                ),
                "alone": _("With all weight on the real rows the generated ones change nothing."),
                "harm": _(
                    "At weight {weight:.3f} the generated rows do harm: the error settles at {error_ratio:#} of that "
                    "of the real rows alone, as if you had {rows:,.0f} real rows and not {n_real:,.0f}. Break-even is "
                    "at {break_even_weight:.3f}."
                ),
                "even": _(
                    "At weight {weight:.3f} the error settles where the real rows alone leave it: this is break-even, "
                    "and the generated rows neither help nor harm. The best weight is {optimal_weight:.3f}, as good as "
                    "{best_rows:,.0f} real rows."
                ),
                "gain": _(
                    "At weight {weight:.3f} the error settles at {error_ratio:#} of that of the real rows alone: as "
                    "good as {rows:,.0f} real rows. The best weight is {optimal_weight:.3f}, as good as "
                    "{best_rows:,.0f}; counting all rows alike leaves {naive_error:#}."
                ),
                "best": _(
                    "At weight {weight:.3f} the error settles at {error_ratio:#} of that of the real rows alone: as "
                    "good as {rows:,.0f} real rows. No other weight does noticeably better; counting all rows alike "
                    "leaves {naive_error:#}."
                ),
            },
            "table": [
                [_("real rows among all rows"), "{naive_weight:.1%}"],
                [_("weight on the real rows"), "{weight:.1%}"],
                [_("weight of one real row against one generated row"), "{per_row_ratio:#}"],
            ],
        }

    def setting(self) -> dict[str, float]:
        """Return k, the noise ratio and the squared drift, in the units of theory."""
        return {
            "k": self.n_real / self.n_synthetic,
            "noise_ratio": self.noise_ratio,
            "squared_drift": self.drift**2,
        }

    def facts(self) -> dict[str, float]:
        """Return the error ratio, the three marks and what the mixture is worth in real rows."""
        n, k, setting = self.n_real, self.n_real / self.n_synthetic, self.setting()
        best, naive = theory.optimal_weight(**setting), theory.naive_weight(k)
        error = theory.error_ratio(self.weight, **setting)
        facts = {
            "error_ratio": error,
            "optimal_weight": best,
            "naive_weight": naive,
            "naive_error": theory.error_ratio(naive, **setting),
            "break_even_weight": theory.break_even_weight(**setting),
            "rows": n / error,
            "best_rows": n / theory.error_ratio(best, **setting),
            "per_row_ratio": theory.per_row_ratio(self.weight, k),
        }
        return {**self.values(), **{name: float(value) for name, value in facts.items()}}

    def verdict(self) -> str:
        """Say whether the weight collapses, harms, changes nothing, gains or is the best."""
        facts = self.facts()
        if facts["weight"] in (0, 1):
            return "alone" if facts["weight"] else "collapse"
        found = side(facts["error_ratio"])
        near = facts["error_ratio"] < NEAR_BEST * facts["optimal_weight"]
        return "best" if found == "gain" and near else found

    def constants(self) -> dict[str, Any]:
        """Return how near to 1 is break-even, how near to the best is as good, where the curve begins, and presets."""
        presets = [{"label": f"1:{m}", "values": {"n_real": 500, "n_synthetic": 500 * m}} for m in PRESETS]
        return {"even": EVEN, "near_best": NEAR_BEST, "least": LEAST, "presets": presets}

    def figure(self) -> Figure:
        """Return the curve with its three marks."""
        facts, labels = self.facts(), self.labels()
        weight = np.geomspace(0.01, 1, 99)
        curve = theory.error_ratio(weight, **self.setting())
        marks = {labels[name]: facts[f"{at}_weight"] for name, at in MARKS.items()}
        return picture(
            "weight-dial",
            Axes(labels["weight"], labels["error"], (0, 1), (min(0.5, 0.8 * facts["optimal_weight"]), 50), log_y=True),
            weight,
            [Line(labels["curve"], "theory", curve), Line(labels["real"], "real", np.ones(99), dashed=True)],
            caption=_("Where the error settles at every weight, for the given numbers of rows."),
            alt=_(
                "Curve of the error ratio against the weight on the real rows. It passes 1 at the break-even weight "
                "{break_even_weight:.3f}, is {naive_error:.3f} at the naive weight {naive_weight:.3f} and smallest, "
                "{optimal_weight:.3f}, at weight {optimal_weight:.3f}."
            ).format(**facts),
            marks=marks,
        )


MARKS = {"break_even": "break_even", "naive": "naive", "best": "optimal"}
