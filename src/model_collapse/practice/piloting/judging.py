"""Go or no-go: what a pilot has found, held against rules that were set beforehand.

Chapter: *A pilot on your own data*.
"""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from model_collapse._checks import Floats, scalar, share
from model_collapse._language import gettext as _
from model_collapse.practice._jackknife import left_out, standard_error
from model_collapse.practice.piloting.quality import Quality
from model_collapse.simulation.history import BestWeight, History


@dataclass(frozen=True)
class PilotRules:
    """What a pilot has to show for a go. Chapter: *A pilot on your own data*.

    Attributes
    ----------
    largest_error : float
        Largest error with synthetic rows, as a share of the error of the real rows alone; the upper end of its
        interval must lie below 1 besides.
    least_rare_coverage : float
        Least share of the rare categories that the synthetic rows contain.
    most_near_copies : float
        Largest share of synthetic rows that lie as near to a real row as the nearest twentieth of new ones, beyond the
        share of new real rows that do.

    Raises
    ------
    ValueError
        If a value is not from 0 to 1.
    """

    largest_error: float = 0.9
    least_rare_coverage: float = 0.8
    most_near_copies: float = 0.1

    def __post_init__(self) -> None:
        for field in fields(self):
            object.__setattr__(self, field.name, scalar(field.name, share(field.name, getattr(self, field.name))))


@dataclass(frozen=True)
class Judgement:
    """What a pilot has found at one ratio of real to synthetic rows. Chapter: *A pilot on your own data*.

    Attributes
    ----------
    ratio : float
        Real rows for each synthetic one.
    best_weight : BestWeight
        Weight of the grid with the smallest error, and its 95% interval, which goes half a step of the grid beyond the
        weights that resamples of the replications find.
    error : tuple of float
        Error with synthetic rows over that of the real rows alone, each replication at the weight that is best for the
        others, with its 95% interval over the replications, for this hold-out.
    reasons : list of str
        PilotRules that are broken, one sentence each; none for a go.
    """

    ratio: float
    best_weight: BestWeight
    error: tuple[float, float, float]
    reasons: list[str]

    @property
    def go(self) -> bool:
        """Whether no rule is broken."""
        return not self.reasons


def _apart(settled: Floats, kept: np.ndarray) -> Floats:
    """Return the error of each replication at the weight that is best for the others, over that of the last row."""
    mixed, alone = settled[:-1, kept], settled[-1, kept]
    best = (mixed.sum(axis=1, keepdims=True) - mixed).argmin(axis=0)
    return np.take_along_axis(mixed, best[None], axis=0).mean() / alone.mean()


def error_ratio(settled: Floats) -> tuple[float, float, float]:
    """Return the error with synthetic rows over that without, and its 95% interval.

    Parameters
    ----------
    settled : ndarray, shape (weights, replications)
        Errors; the last weight is 1.
    """
    from scipy.stats import t

    replications = settled.shape[1]
    found = left_out(lambda kept: _apart(settled, kept), replications, replications)
    value, reach = float(found[0]), float(t.ppf(0.975, replications - 1) * standard_error(found))
    return value, value - reach, value + reach


def best_weight(history: History, last: int) -> BestWeight:
    """Return the best weight of a grid with an interval that knows of the grid's steps."""
    grid = np.asarray(history.weight)
    found = history.best_weight(last=last)
    first = int(np.searchsorted(grid, found.low, "right")) - 1  # an end may lie between two weights
    last_one = int(np.searchsorted(grid, found.high, "left"))
    below = (grid[first] + (grid[first - 1] if first else 0)) / 2
    above = (grid[last_one] + (grid[last_one + 1] if last_one + 1 < len(grid) else 1)) / 2
    return BestWeight(found.weight, float(below), float(above))


def judge(ratio: float, history: History, last: int, quality: tuple[Quality, Quality], rules: PilotRules) -> Judgement:
    """Hold what was found at one ratio against the rules; `quality` is that of synthetic and of new real rows."""
    value, low, high = error_ratio(history.settled(last))
    facts: dict[str, Any] = {"value": value, "high": high, "most": rules.largest_error, "low": low}
    broken = {
        _("The error is {value:.2f} of that of the real rows alone, above the limit of {most:g}."): (
            not value <= rules.largest_error
        ),
        _("The error may be as large as that of the real rows alone: its interval is {low:.2f} to {high:.2f}."): (
            value <= rules.largest_error and not high < 1
        ),
    }
    reasons = [sentence.format(**facts) for sentence, holds in broken.items() if holds]
    return Judgement(ratio, best_weight(history, last), (value, low, high), reasons + of_rows(*quality, rules))


def of_rows(quality: Quality, mark: Quality, rules: PilotRules) -> list[str]:
    """Return the rules that the synthetic rows themselves break."""
    rare = _("The synthetic rows contain {found:.0%} of the rare categories, less than {least:.0%}.")
    near = _("{found:.0%} of the synthetic rows are near copies of real rows, of new real rows {new:.0%}.")
    found = []
    if quality.rare_coverage < rules.least_rare_coverage:
        found.append(rare.format(found=quality.rare_coverage, least=rules.least_rare_coverage))
    if not quality.near_copies - mark.near_copies <= rules.most_near_copies:
        found.append(near.format(found=quality.near_copies, new=mark.near_copies))
    return found
