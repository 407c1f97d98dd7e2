"""A rare category and a small group as problems: a share, its absence, and a rate inside the group.

Chapter: *Who pays first?*.
"""

import numpy as np

from model_collapse._checks import Floats, count, flag, instance, positive, refusal, scalar
from model_collapse.beyond.groups import POOR_HEALTH, Group, group
from model_collapse.paper.adult import COUNTS
from model_collapse.problems._numerics.multinomial import counts_below
from model_collapse.problems.base import Average, Problem, mix
from model_collapse.problems.categories import Categorical
from model_collapse.problems.stream import Stream


class RareShare(Categorical):
    """Estimate shares, the error being the squared error of one of them.

    The other categories are drawn as one, which leaves the law of this one what it is.
    Chapter: *Who pays first?*.

    Parameters
    ----------
    share : float
        True share, above 0 and below 1.

    Raises
    ------
    ValueError
        If the share is not between 0 and 1.

    Examples
    --------
    >>> RareShare(0.01).shares
    array([0.01, 0.99])
    """

    def __init__(self, share: float) -> None:
        given = scalar("share", positive("share", share))
        if given >= 1:
            raise refusal("share must be below 1, got {given:g}.", given=given)
        super().__init__([given, 1 - given])

    def error(self, model: Floats) -> Floats:
        """Return the squared error of the share."""
        return (model[..., 0] - self.shares[0]) ** 2

    def unit(self, n: int) -> float:
        """Return p (1 - p) / n, which is exact."""
        return super().unit(n) / 2


class Absent(RareShare):
    """The same runs, the error being 1 where the model has no share left for the category, and 0 where it has.

    Examples
    --------
    >>> import model_collapse as mc
    >>> run = mc.simulate(mc.beyond.Absent(0.01), mc.accumulate, n_real=100, n_synthetic=100, rounds=20,
    ...                   replications=1000, seed=15)
    >>> bool((run.mean == run.mean[0]).all())  # what was seen once is kept, what was not is not
    True
    """

    def error(self, model: Floats) -> Floats:
        """Return whether the estimated share is zero."""
        return (model[..., 0] == 0).astype(float)

    def unit(self, n: int) -> float:
        """Return 1: errors are chances."""
        return float(count("n", n) > 0)


class GroupRate(Problem[Average]):
    """Estimate the rate in a small group and among all others; the generator draws groups, then answers.

    Counts of the four cells are drawn by inversion, from uniform numbers that all weights share. A fit gives each
    group its weighted average, drawn towards the rate of all rows as by `prior` real rows of that rate. A group
    without rows gets the rate of all. The error is the squared error of the small group's rate.
    Chapter: *Who pays first?*.

    Parameters
    ----------
    group : Group
        Share and rates in the truth.
    prior : float
        Rows of the rate of all that each group's real rows are joined by, zero or more; 0 smooths nothing.
    real_share : float, optional
        Share of the group among the real rows, if it is sampled by design. The generator then draws the group with its
        true share, which is taken as known; otherwise with the share that was estimated.
    others : bool
        Whether the error is that of the rate among all others.

    Raises
    ------
    ValueError
        If the prior is negative or the share does not lie between 0 and 1.

    Examples
    --------
    >>> round(GroupRate(group("Doctorate"), prior=2).unit(1000), 4)
    0.0164
    """

    block = 100

    def __init__(
        self, group: Group, *, prior: float = 0.0, real_share: float | None = None, others: bool = False
    ) -> None:
        self.group: Group = instance("group", group, Group, 'beyond.group("Doctorate")')
        self.others = flag("others", others)
        self.prior = scalar("prior", positive("prior", prior, zero=True))
        self.designed = real_share is not None
        self.real_share = scalar(
            "real_share", positive("real_share", group.share if real_share is None else real_share)
        )
        if self.real_share >= 1:
            raise refusal("real_share must be below 1, got {given:g}.", given=self.real_share)
        self.truth = np.array([group.rate, group.others])

    def _cells(self, model: Floats, n: int, rng: Stream) -> Average:
        """Draw the observed shares of the cells: in the group yes and no, among others yes and no."""
        of, rate, other = model[..., 0], model[..., 1], model[..., 2]
        edges = np.stack([of * rate, of, of + (1 - of) * other], axis=-1)
        below = counts_below(edges, n, rng)
        ends = np.broadcast_to(n, (*below.shape[:-1], 1))
        return Average(n, np.diff(below, axis=-1, prepend=0, append=ends) / max(n, 1))

    def real(self, n: int, rng: Stream) -> Average:
        """Draw the observed shares of the four cells among n real rows."""
        model = np.array([self.real_share, *self.truth])
        return self._cells(np.broadcast_to(model, (1, rng.replications, 3)), n, rng)

    def synthetic(self, model: Floats, n: int, rng: Stream) -> Average:
        """Draw the observed shares of the four cells among n rows generated by the model."""
        return self._cells(model, n, rng)

    def fit(self, real: Average, synthetic: Average | None = None, weight: Floats | None = None) -> Floats:
        """Return the group's share, its rate and the rate among all others, shape (weights, replications, 3)."""
        cells = mix(real, synthetic, weight)
        high, rows = cells[..., ::2], cells[..., ::2] + cells[..., 1::2]
        overall = high.sum(axis=-1, keepdims=True) / rows.sum(axis=-1, keepdims=True)
        prior = self.prior / max(real.n, 1)
        with np.errstate(invalid="ignore", divide="ignore"):
            rates = np.where(rows + prior > 0, (high + prior * overall) / (rows + prior), overall)
        of = np.full_like(rows[..., :1], self.group.share) if self.designed else rows[..., :1]
        return np.concatenate([of, rates], axis=-1)

    def error(self, model: Floats) -> Floats:
        """Return the squared error of the rate."""
        return (model[..., 1 + self.others] - self.truth[int(self.others)]) ** 2

    def unit(self, n: int) -> float:
        """Return r (1 - r) over the expected number of the group's real rows, to leading order."""
        of = 1 - self.real_share if self.others else self.real_share
        rate = float(self.truth[int(self.others)])
        return rate * (1 - rate) / (count("n", n) * of)


RAREST = COUNTS["workclass"]["Never-worked"] / sum(COUNTS["workclass"].values())
ABSENT = COUNTS["marital_status"]["Married-AF-spouse"] / sum(COUNTS["marital_status"].values())
PRIOR, OVERSAMPLED = 2.0, 0.05
"""Rows of the prior, and share of the real rows that the small group has by design."""


def rarest_share() -> RareShare:
    """Return the share of the rarest work class."""
    return RareShare(RAREST)


def absence() -> Absent:
    """Return the absence of the rarest marital status."""
    return Absent(ABSENT)


def doctorates() -> GroupRate:
    """Return the rate of high incomes among people with a doctorate."""
    return GroupRate(group("Doctorate"))


def smoothed_doctorates() -> GroupRate:
    """Return the same rate, drawn towards the rate of all."""
    return GroupRate(group("Doctorate"), prior=PRIOR)


def oversampled_doctorates() -> GroupRate:
    """Return the same rate where the real rows hold more people with a doctorate than there are."""
    return GroupRate(group("Doctorate"), real_share=OVERSAMPLED)


def poor_health() -> GroupRate:
    """Return the rate of five visits to a doctor or more among people in poor health, whose share is known."""
    return GroupRate(POOR_HEALTH, real_share=POOR_HEALTH.share)
