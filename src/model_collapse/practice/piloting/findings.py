"""What a pilot has found, from the errors to go or no-go.

Chapter: *A pilot on your own data*.
"""

from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np

from model_collapse import theory
from model_collapse._checks import positive, scalar
from model_collapse._language import gettext as _
from model_collapse._table import Table
from model_collapse.practice.piloting.baseline import Gap
from model_collapse.practice.piloting.judging import Judgement, PilotRules
from model_collapse.practice.piloting.quality import Quality
from model_collapse.practice.piloting.tables import Observations
from model_collapse.simulation.history import History


@dataclass(frozen=True, repr=False)
class Pilot:
    """What a pilot has found. Chapter: *A pilot on your own data*.

    Attributes
    ----------
    data : Observations
        The table as it was used.
    n_real : int
        New real rows of a round.
    held_out, rest : int
        Rows of the hold-out, and all others.
    histories : dict of float to History
        Errors for each ratio, in units of the error of a round's real rows alone; the last weight is 1.
    all_real : History
        Errors of a learner that keeps every real row and sees no synthetic ones, in the same unit.
    judgements : list of Judgement
        One for each ratio.
    quality, mark : Quality
        Of the synthetic rows, and of the hold-out by the same measures.
    gap : Gap
        What is lost with synthetic rows only.
    reference : float
        Squared error of the fit to all rows outside the hold-out; what others have more is avoidable.
    rules : PilotRules
        What was set beforehand.
    """

    data: Observations
    n_real: int
    held_out: int
    rest: int
    histories: dict[float, History]
    all_real: History
    judgements: list[Judgement]
    quality: Quality
    mark: Quality
    gap: Gap
    reference: float
    rules: PilotRules

    @property
    def last(self) -> int:
        """How many rounds, the last ones, errors are averaged over."""
        return self.all_real.rounds // 2

    @property
    def best(self) -> Judgement:
        """The ratio with the smallest error, among those without a broken rule if there are any."""
        return min(self.judgements, key=lambda each: (not each.go, each.error[0]))

    @property
    def go(self) -> bool:
        """Whether some ratio breaks no rule."""
        return self.best.go

    @property
    def verdict(self) -> str:
        """What to do, as a sentence."""
        best, facts = self.best, {"n": self.n_real, "m": round(self.n_real / self.best.ratio), "rest": self.rest}
        value, low, high = best.error
        if best.go:
            said = _(
                "Go: with {m:,} synthetic rows beside {n:,} new real ones in a round, and a total weight of "
                "{weight:.2f} ({least:.2f} to {most:.2f}) on the real rows, the avoidable error, what is beyond a "
                "fit to all {rest:,} rows, is {value:.0%} ({low:.0%} to {high:.0%}) of that of the real rows alone."
            )
        else:
            said = _(
                "No go: at none of the ratios are all rules kept. The smallest avoidable error, what is beyond a fit "
                "to all {rest:,} rows, with {m:,} synthetic rows beside {n:,} real ones, is {value:.0%} ({low:.0%} to "
                "{high:.0%}) of that of the real rows alone."
            )
        weight, least, most = best.best_weight
        return said.format(**facts, weight=weight, least=least, most=most, value=value, low=low, high=high)

    @property
    def reasons(self) -> list[str]:
        """Why a ratio is no go, a sentence for each such ratio."""
        line = _("Ratio {ratio:g}: {reasons}")
        broken = [each for each in self.judgements if not each.go]
        return [line.format(ratio=each.ratio, reasons=" ".join(each.reasons)) for each in broken]

    def facts(self) -> dict[str, Any]:
        """Return what other programs may rely on: plain values by name."""
        return {
            "verdict": "go" if self.go else "no-go",
            "ratio": self.best.ratio,
            "weight": self.best.best_weight.weight,
            "n_real": self.n_real,
            "ratios": [
                {
                    "ratio": each.ratio,
                    "best_weight": list(each.best_weight),
                    "formula": self.formula(each.ratio)[0],
                    "formula_with_bias": self.formula(each.ratio)[1],
                    "error": list(each.error),
                    "reasons": each.reasons,
                }
                for each in self.judgements
            ],
            "quality": {name: None if value != value else value for name, value in self.quality._asdict().items()},
            "train_on_synthetic_gap": [self.gap.value, self.gap.stderr],
            "squared_bias": self.gap.squared_bias,
            "reference_error": self.reference,
            "real_only_error": self.reference + self.all_real.unit,
            "all_real_error": self.kept,
        }

    @property
    def kept(self) -> float:
        """Error in the last round of a learner that keeps every real row, in the unit of the others."""
        return float(self.all_real.mean[-1])

    def formula(self, ratio: float) -> tuple[float, float]:
        """Return the best weight by theory, without bias and with the bias that was measured."""
        k = scalar("ratio", positive("ratio", ratio))
        plain, biased = theory.optimal_weight(k, squared_bias=np.array([0.0, self.gap.squared_bias]))
        return float(plain), float(biased)

    def table(self) -> Table:
        """Return the best weights and errors of a pilot, one row for each ratio."""
        each, pairs = self.judgements, [self.formula(one.ratio) for one in self.judgements]
        columns: dict[str, Any] = {
            _("ratio"): [one.ratio for one in each],
            _("best weight"): [one.best_weight.weight for one in each],
            _("from"): [one.best_weight.low for one in each],
            _("to"): [one.best_weight.high for one in each],
            _("formula"): [plain for plain, _biased in pairs],
            _("with bias"): [biased for _plain, biased in pairs],
            _("error"): [one.error[0] for one in each],
            _("error from"): [one.error[1] for one in each],
            _("error to"): [one.error[2] for one in each],
        }
        note = _(
            "Ratio: new real rows for each synthetic one. Error: avoidable error with synthetic rows, in units of "
            "that of a round's real rows alone."
        )
        return Table(columns, {_("ratio"): "g"} | dict.fromkeys(list(columns)[1:], ".2f"), note)

    def quality_table(self) -> Table:
        """Return the quality of the synthetic rows beside that of new real rows."""
        names = {
            _("columns alike"): "shapes",
            _("pairs of columns alike"): "pairs",
            _("rare categories found"): "rare_coverage",
            _("near copies"): "near_copies",
        }
        made, mark = self.quality, self.mark
        return Table(
            {
                _("measure"): list(names),
                _("synthetic rows"): [getattr(made, name) for name in names.values()],
                _("new real rows"): [getattr(mark, name) for name in names.values()],
            },
            {_("synthetic rows"): ".2f", _("new real rows"): ".2f"},
        )

    def __str__(self) -> str:
        return "\n".join([self.verdict, str(self.table()), *self.reasons])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        reasons = "".join(f"<p>{escape(reason)}</p>" for reason in self.reasons)
        return f"<p>{escape(self.verdict)}</p>{self.table()._repr_html_()}{reasons}"
