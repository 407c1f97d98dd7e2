"""What to buy: real and synthetic rows a round for a budget or for an accuracy, at given prices.

The recursion is that of `theory.error_ratio`: new real rows in every round, a squared error, the long run. Bias and
drift are given in units of one real row's variance, as on the command line. Chapter: *A plan for your prices*.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from model_collapse import theory
from model_collapse._checks import Floats, positive, scalar
from model_collapse._language import gettext as _
from model_collapse.practice.case import Case

MOST = 10**12
"""Largest number of rows in a plan."""

WATCHED = 20
"""Rounds after which a bias that is still unseen limits what a plan promises."""

_EACH, _ZOOMS = 4000, 6
_SLACK = 1e-12


@dataclass(frozen=True)
class Purchase:
    """Rows to buy in each round, the weight of the real ones, and what they are worth in the long run.

    Attributes
    ----------
    case : Case
        What the plan is for.
    n_real, n_synthetic : int
        Rows in each round.
    """

    case: Case
    n_real: int
    n_synthetic: int

    @property
    def weight(self) -> float:
        """Best total weight of the real rows."""
        return float(self.case.best_weight(self.n_real, self.n_synthetic))

    @property
    def cost(self) -> float:
        """Price of one round."""
        return float(self.case.cost(self.n_real, self.n_synthetic))

    @property
    def error_in_real_rows(self) -> float:
        """Real rows that would be as accurate alone, in the long run."""
        return self._worth(self.case)

    @property
    def saving(self) -> float:
        """Part of the price of equally accurate real rows alone that the plan saves."""
        return 1 - self.cost / (self.error_in_real_rows * self.case.price_real)

    @property
    def range(self) -> tuple[float, float]:
        """What the rows are worth if the bias is two standard errors larger, or smaller, than was given.

        The standard error is that of a bias seen through the log of twenty rounds: the mean of twenty synthetic
        averages, each of variance 1 / (noise_ratio n_synthetic).
        """
        if not self.n_synthetic:
            return self.error_in_real_rows, self.error_in_real_rows
        shift = math.sqrt(self.case.bias)
        unseen = 2 / math.sqrt(WATCHED * self.case.noise_ratio * self.n_synthetic)
        worst, best = ((shift + unseen) ** 2, max(shift - unseen, 0) ** 2)
        return self._worth(replace(self.case, bias=worst)), self._worth(replace(self.case, bias=best))

    @property
    def rounds_to_settle(self) -> int:
        """Rounds after which the error is at most a twentieth above where it settles, without bias."""
        if self.weight == 1:
            return 0
        above = self._worth(replace(self.case, bias=0.0)) / self.n_real - 1  # of round 0, real rows alone
        return max(0, math.ceil(math.log(20 * above) / (-2 * math.log1p(-self.weight))))

    def _worth(self, case: Case) -> float:
        return float(case.worth(self.n_real, self.n_synthetic, self.weight))

    def facts(self) -> dict[str, object]:
        """Return the plan by the names that other programs rely on."""
        names = ("n_real", "n_synthetic", "weight", "cost", "saving", "error_in_real_rows")
        found: dict[str, object] = {name: getattr(self, name) for name in names}
        return found | {"range": list(self.range), "warnings": self.warnings()}

    def warnings(self) -> list[str]:
        """Return what in this case strains the formulas, one sentence each, with the direction in which it pulls."""
        case = self.case
        said = {
            _(
                "At these prices and conditions synthetic rows do not pay; the plan buys real rows alone."
            ): not self.n_synthetic,
            _(
                "The generator's bias does not shrink with more rows; it has been weighed in, and calls for more "
                "weight on the real rows than without bias."
            ): case.bias > 0,
            _(
                "The truth drifts: rows and models of earlier rounds go stale, which calls for more weight on the new "
                "real rows."
            ): case.drift > 0,
            _(
                "The error settles after about {rounds} rounds; a pilot has to be that long, and a project that ends "
                "sooner gains less."
            ).format(rounds=self.rounds_to_settle): self.rounds_to_settle > WATCHED,
            _(
                "Fewer than thirty real rows a round: the formulas are exact for averages, and too good for other "
                "estimates."
            ): self.n_real < 30,
        }
        return [sentence for sentence, holds in said.items() if holds]


def purchase(
    *,
    price_real: float,
    price_synthetic: float,
    budget: float | None = None,
    accuracy_of: float | None = None,
    bias: float = 0.0,
    drift: float = 0.0,
    noise_ratio: float = 1.0,
) -> Purchase:
    """Return the cheapest rows per round for an accuracy, or the most accurate ones for a budget.

    Exact for a mean of rows whose variance does not depend on the mean, to leading order otherwise; for new real rows
    in every round, a squared error and the long run. Chapter: *A plan for your prices*.

    Parameters
    ----------
    price_real, price_synthetic : float
        Price of a row, above 0, in any currency.
    budget : float, optional
        Money for each round, in the same currency. Either this or `accuracy_of`.
    accuracy_of : float, optional
        Real rows whose accuracy, alone, is to be reached.
    bias, drift : float
        Squared shift that the generator adds, and variance of the truth's step, in a round; both in units of one real
        row's variance.
    noise_ratio : float
        Variance of a real row over that of a synthetic one, above 0.

    Returns
    -------
    Purchase
        Whole numbers of rows.

    Raises
    ------
    ValueError
        If not exactly one goal is given, a number is out of bounds, or the budget buys no real row.

    Examples
    --------
    >>> plan = purchase(price_real=10, price_synthetic=0.1, accuracy_of=1000)
    >>> plan.n_real, plan.n_synthetic, round(plan.weight, 3), round(plan.saving, 2)
    (100, 9000, 0.1, 0.81)
    """
    case = Case(price_real, price_synthetic, bias, drift, noise_ratio)
    if budget is None and accuracy_of is None:
        raise ValueError(_("Either budget or accuracy_of must be given, got neither."))
    if budget is None:
        return _cheapest(case, _rows("accuracy_of", accuracy_of))
    if accuracy_of is not None:
        raise ValueError(_("Either budget or accuracy_of must be given, got both."))
    money = scalar("budget", positive("budget", budget))
    most = _rows("budget / price_real", money / case.price_real)
    if most < 1:
        said = _("budget must buy a real row, which costs {price:g}, got {given:g}.")
        raise ValueError(said.format(price=case.price_real, given=money))
    return _most_accurate(case, money, most)


def _rows(name: str, value: object) -> float:
    rows = scalar(name, positive(name, value))  # type: ignore[arg-type]
    if rows > MOST:
        said = _("{name} must be at most {most:,} rows, got {given:g}.")
        raise ValueError(said.format(name=name, most=MOST, given=rows))
    return rows


def _search(loss: Callable[[Floats], tuple[Floats, Floats]], most: int) -> tuple[int, int]:
    """Return the counts with the smallest loss: a grid over the real rows that zooms in on the best."""
    low, high = 1, most
    for _zoom in range(_ZOOMS):
        few = high - low < _EACH
        step = np.arange(low, high + 1.0) if few else np.unique(np.round(np.geomspace(low, high, _EACH)))
        m, found = loss(step)
        best = int(np.argmin(found))
        if few:
            break
        low, high = int(step[max(best - 1, 0)]), int(step[min(best + 1, len(step) - 1)])
    return int(step[best]), int(m[best])


def _cheapest(case: Case, target: float) -> Purchase:
    def loss(n: Floats) -> tuple[Floats, Floats]:
        m = theory.synthetic_rows_needed(n, target, **case.disturbances(n))
        m = np.where(m <= MOST, np.ceil(m * (1 - _SLACK)), np.inf)
        cost = np.where(np.isinf(m), np.inf, case.cost(n, np.where(np.isinf(m), 0, m)))
        return np.where(np.isinf(m), 0, m), cost

    return Purchase(case, *_search(loss, max(1, math.ceil(target * (1 - _SLACK)))))


def _most_accurate(case: Case, money: float, most: float) -> Purchase:
    def loss(n: Floats) -> tuple[Floats, Floats]:
        m = np.minimum(np.floor(np.maximum(money - n * case.price_real, 0) / case.price_synthetic * (1 + _SLACK)), MOST)
        return m, -case.worth(n, m, case.best_weight(n, m))

    return Purchase(case, *_search(loss, math.floor(most * (1 + _SLACK))))
