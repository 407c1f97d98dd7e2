"""Explorer: from two prices and a target to the cheapest rows of a round."""

from typing import Any

import numpy as np

from model_collapse import theory
from model_collapse._language import gettext as _
from model_collapse.explorers.base import Explorer
from model_collapse.explorers.controls import Control
from model_collapse.explorers.picture import Axes, Line, picture
from model_collapse.figures.figure import Figure

LEAST = 10**-2.5
"""Where the chart starts: real rows over those that would do alone."""


class Budget(Explorer):
    """Find the rows that reach an error at the least cost.

    Parameters
    ----------
    rows_alone : int
        Real rows in each round that would reach the error alone.
    price_ratio : float
        Price of a generated row over that of a real row.

    Examples
    --------
    >>> facts = Budget(rows_alone=1000, price_ratio=0.01).facts()
    >>> facts["n_real"], facts["n_synthetic"], round(facts["saving"], 2)
    (100, 9000, 0.81)
    """

    module = "budget"
    rows_alone = Control(
        1000, label=_("real rows in a round that would do alone"), low=10, high=10_000, whole=True, log=True
    )
    price_ratio = Control(
        0.01,
        label=_("price of a generated row, a real one costing 1"),
        low=0.0001,
        high=1,
        form="{value:.4f}",
        log=True,
    )

    def labels(self) -> dict[str, Any]:
        """Return the translated labels."""
        return {
            "title": _("Budget"),
            "n_real": _("real rows in a round"),
            "cost": _("cost of a round"),
            "mixed": _("with as many generated rows as it takes"),
            "real": _("real rows alone"),
            "cheapest": _("cheapest"),
            "sentences": {
                "mix": _(
                    "In the long run the error of {rows_alone:,.0f} real rows is reached at the least cost by "
                    "{n_real:,.0f} real and {n_synthetic:,.0f} generated rows in each round, with weight {weight:.3f} "
                    "on the real ones: a round costs {cost:#} instead of {rows_alone:#}, which saves "
                    "{saving:.1%}. The first round, without generated rows, has {first:#} times this error."
                ),
                "alone": _("At this price generated rows do not pay: buy {n_real:,.0f} real rows."),
            },
            "table": [
                [_("saved in theory, if rows could be divided"), "{limit:.1%}"],
                [_("generated rows to each real row"), "{per_real:,.1f}"],
            ],
        }

    def facts(self) -> dict[str, float]:
        """Return the cheapest plan in whole rows and what it saves."""
        alone, price = self.rows_alone, self.price_ratio
        plan = theory.cheapest_whole_plan(alone, price)
        return {
            **self.values(),
            **plan._asdict(),
            "saving": 1 - plan.cost / alone,
            "limit": float(theory.price_saving(price)),
            "per_real": plan.n_synthetic / plan.n_real,
            "first": alone / plan.n_real,
        }

    def verdict(self) -> str:
        """Say whether generated rows pay."""
        return "mix" if self.facts()["n_synthetic"] else "alone"

    def constants(self) -> dict[str, Any]:
        """Return where the chart starts."""
        return {"least": LEAST}

    def figure(self) -> Figure:
        """Return the cost against the number of real rows."""
        labels, alone = self.labels(), self.rows_alone
        n = np.geomspace(alone * LEAST, alone, 81)
        cost = n + self.price_ratio * theory.synthetic_rows_needed(n, alone)
        return picture(
            "budget",
            Axes(labels["n_real"], labels["cost"], (n[0], alone), (0, 1.5 * alone), log_x=True),
            n,
            [Line(labels["mixed"], "mixture", cost), Line(labels["real"], "real", np.full(81, alone), dashed=True)],
            caption=_("Cost of a round that reaches the target, against the real rows in it."),
            alt=_("The cost falls as real rows are replaced by generated ones, and rises again.")
            + " "
            + self.sentence(),
        )
