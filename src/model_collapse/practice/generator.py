"""What a generator of one's own adds to its rows: bias and noise of any pair of a fit and a sampler, from real rows.

The real rows are split at random into groups. Each group is fitted, as many rows are drawn from that fit, and these are
fitted in turn. The groups are independent, so that the spread of the first fits is the noise of real rows, the spread
of the steps from the first to the second fit that of synthetic rows, and the mean step the bias. Every parameter is
measured in units of its own standard deviation over the groups and counts the same, so that no unit of measurement
matters.

The noise of a fit is taken to shrink like one over the number of rows, and the bias not to shrink. A bias that does
(that of a variance with divisor n, say) is seen at the size of a group and overstated for more rows than that.
Chapter: *Weights in your own code*.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import MOST, MOST_ROWS, Floats, count, function
from model_collapse._language import gettext as _
from model_collapse._table import Table
from model_collapse.practice._fits import EDGE, fitted_twice
from model_collapse.practice._jackknife import left_out, standard_error, student
from model_collapse.problems._forms import counted
from model_collapse.theory.mean import optimal_weight

FEWEST, MOST_GROUPS = 10, 1000
"""Groups between which spreads are told and the work stays small."""
WIDE = 0.5
"""Length of the weight's interval beyond which nothing is recommended."""

Interval = tuple[float, float, float]


@dataclass(frozen=True)
class GeneratorEstimate:
    """Bias and noise of a generator for planned numbers of rows, and the weight that follows.

    Each estimate is a tuple of the value and the ends of its 95% interval. The weight is for new real rows in every
    round, no drift, the long run, and one model that generates and learns. Chapter: *Weights in your own code*.

    Attributes
    ----------
    n_real, n_synthetic : int
        Rows of a planned round.
    groups, rows_per_group : int
        Real rows that were used.
    squared_bias : tuple of float
        Squared bias of one generation in units of the variance of a fit to `n_real` real rows.
    noise_ratio : tuple of float
        Variance of a fit to real rows over that of a fit to as many synthetic ones.
    best_weight : tuple of float
        Best total weight of the real rows.
    bias_to_noise : tuple of float
        Squared bias over the variance of a fit to `n_synthetic` synthetic rows. Below 1 even the weight for no bias
        does better than the real rows alone; above 1 it does worse.
    """

    n_real: int
    n_synthetic: int
    groups: int
    rows_per_group: int
    squared_bias: Interval
    noise_ratio: Interval
    best_weight: Interval
    bias_to_noise: Interval

    @property
    def unbiased_weight(self) -> float:
        """Weight that would be best without the bias."""
        return float(optimal_weight(self.n_real / self.n_synthetic, noise_ratio=self.noise_ratio[0]))

    @property
    def verdict(self) -> str:
        """What to do, as a sentence."""
        best, low, high = self.best_weight
        _ratio, smallest, largest = self.bias_to_noise
        if high - low > WIDE:
            sentence = _(
                "{groups} groups of {rows} rows tell nothing about the weight, which lies anywhere between {low:.2f} "
                "and {high:.2f}; take more real rows."
            )
        elif largest < 1:
            sentence = _(
                "In the long run, with new real rows and no drift, give the real rows weight {best:.2f} ({low:.2f} to "
                "{high:.2f}); the bias is smaller than the noise of the generator's own rows, and even the weight for "
                "no bias, {unbiased:.2f}, does better than the real rows alone."
            )
        elif smallest > 1:
            sentence = _(
                "In the long run, with new real rows and no drift, give the real rows weight {best:.2f} ({low:.2f} to "
                "{high:.2f}); the bias is larger than the noise of the generator's own rows, and the weight for no "
                "bias, {unbiased:.2f}, does worse than the real rows alone."
            )
        else:
            sentence = _(
                "In the long run, with new real rows and no drift, give the real rows weight {best:.2f} ({low:.2f} to "
                "{high:.2f}); whether the weight for no bias, {unbiased:.2f}, does better or worse than the real rows "
                "alone cannot be told from {groups} groups of {rows} rows."
            )
        facts = {"groups": self.groups, "rows": self.rows_per_group, "unbiased": self.unbiased_weight}
        return sentence.format(best=best, low=low, high=high, **facts)

    def table(self) -> Table:
        """Return the estimates with their intervals, and the verdict below them."""
        names = [_("squared bias"), _("noise ratio"), _("best weight"), _("squared bias over noise")]
        value, low, high = zip(self.squared_bias, self.noise_ratio, self.best_weight, self.bias_to_noise, strict=True)
        columns: dict[str, ArrayLike] = {_("estimate"): names, _("value"): value, _("low"): low, _("high"): high}
        return Table(columns, {_(name): ".2f" for name in ("value", "low", "high")}, self.verdict)


def estimate_generator(
    rows: Any,
    fit: Callable[[Any], Any],
    sample: Callable[[Any, int, np.random.Generator], Any],
    *,
    n_real: int,
    n_synthetic: int,
    measure: Callable[[Any], Any] | None = None,
    groups: int = 20,
    seed: int | None = None,
) -> GeneratorEstimate:
    """Estimate bias and noise of a generator from real rows, each with a 95% interval, and the best weight.

    It fits and draws twice for every group. Groups of about `n_real` rows are best: a bias that shrinks with more rows
    is overstated for fits to more rows than a group has, and understated for fits to fewer.
    Chapter: *Weights in your own code*.

    Parameters
    ----------
    rows : array, data frame or tuple (X, y) of such
        Independent real rows, at least two for each group; those beyond equal groups are left out.
    fit : callable
        `fit(rows)` returns a model. Without `measure` that is its parameters, a list of numbers.
    sample : callable
        `sample(model, n, rng)` draws n rows from a model, in the form of the real ones.
    n_real, n_synthetic : int
        Rows of a planned round, both above zero.
    measure : callable, optional
        `measure(model)` returns what matters of a model as a list of numbers: some parameters, or predictions for
        fixed rows. Each counts the same, in units of its standard deviation over the groups.
    groups : int
        Groups, from 10 to 1,000.
    seed : int, optional
        Seed of the split and of the draws.

    Returns
    -------
    GeneratorEstimate
        With intervals by leaving out one group at a time; their rate is near 95% for fits that are about normal.

    Raises
    ------
    ValueError
        If the rows are too few or of no known form, or a fit or sample returns what it should not, or the same in all
        groups.

    Examples
    --------
    A slope, and a generator that adds 0.3 to it:

    >>> def line(rows):
    ...     x, y = rows
    ...     return [x @ y / (x @ x)]
    >>> def draw(slope, n, rng):
    ...     x = rng.normal(size=n)
    ...     return x, (slope[0] + 0.3) * x + rng.normal(size=n)
    >>> rows = draw([2.0], 2000, np.random.default_rng(1))
    >>> found = estimate_generator(rows, line, draw, n_real=100, n_synthetic=100, seed=1)
    >>> found.bias_to_noise[1] > 1
    True
    """
    function("fit", fit, "fit(rows)", ("rows",))
    function("sample", sample, "sample(model, n, rng)", ("model", "n", "rng"))
    if measure is not None:
        function("measure", measure, "measure(model)", ("model",))
    n, m = count("n_real", n_real, 1, MOST_ROWS), count("n_synthetic", n_synthetic, 1, MOST_ROWS)
    groups = count("groups", groups, FEWEST, MOST_GROUPS)
    total = counted("rows", rows)
    if total < 2 * groups:
        raise ValueError(f"rows must be at least two for each of the {groups} groups, got {total}.")
    rng = np.random.default_rng(None if seed is None else count("seed", seed, 0, None))
    size = total // groups
    places = rng.permutation(total)[: groups * size].reshape(groups, size)
    real, made = fitted_twice(rows, fit, sample, measure, places, rng)
    return _estimate(real, made, n=n, m=m, size=size)


def _estimate(real: Floats, made: Floats, *, n: int, m: int, size: int) -> GeneratorEstimate:
    steps, groups = made - real, len(real)

    def found(kept: np.ndarray) -> Floats:
        """Return the mean squared step, what of it is noise, and the noise of synthetic rows, in that of real ones."""
        g, step = real[kept], steps[kept]
        some = len(g)
        unit = g.var(axis=0, ddof=1) * (some - 1) / (some - 3)  # so that one over it has no bias where fits are normal
        noise = step.var(axis=0, ddof=1) / unit
        return np.array([(step.mean(axis=0) ** 2 / unit).mean(), noise.mean() / some, noise.mean()])

    squared, chance, noise = left_out(found, groups, groups).T
    bias = np.minimum(np.maximum(squared - chance, 0) * (n / size), MOST)
    weight = np.clip(optimal_weight(n / m, squared_bias=bias, noise_ratio=1 / noise), EDGE, 1 - EDGE)
    root, to_noise = np.sqrt(squared), np.sqrt(squared / noise)
    scales = np.stack([root, to_noise, np.log(noise), np.log(weight / (1 - weight))], axis=-1)
    ends = scales[0] + student(groups - 1) * standard_error(scales) * np.array([[0], [-1], [1]])
    root, to_noise = (np.maximum(ends[:, i], 0) ** 2 for i in (0, 1))

    def interval(values: Floats) -> Interval:
        value, low, high = values.tolist()
        return value, low, high

    return GeneratorEstimate(
        n_real=n,
        n_synthetic=m,
        groups=groups,
        rows_per_group=size,
        squared_bias=interval(np.maximum(root - chance[0], 0) * (n / size)),
        noise_ratio=interval(np.exp(-ends[[0, 2, 1], 2])),
        best_weight=interval(1 / (1 + np.exp(-ends[:, 3]))),
        bias_to_noise=interval(np.maximum(to_noise - chance[0] / noise[0], 0) * (m / size)),
    )
