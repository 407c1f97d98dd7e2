"""What each figure of the paper simulates and shows, as rows of a table.

A row is (scheme, x, mean, stderr, theory). In the scheme `best_weight`, mean is the weight with the smallest error, at
x = 0.5, and the ends of its bootstrap interval, at x = 0.025 and 0.975. The baselines `real_only` and `keep_all_real`
are not in the published figures and are schemes of their own; in figure 9 they do not depend on k, and one run of each
stands at every k. Theory is that of the very rounds that are averaged. Errors are in the paper's units, squared and
not divided by anything but, in figure 10, the number of categories. The settings are the published ones.
"""

from typing import Any, NamedTuple

import numpy as np

from model_collapse._checks import Floats
from model_collapse.paper.panels import Panel, canonical, categories
from model_collapse.problems.glm import CanonicalRegression
from model_collapse.simulation.history import History
from model_collapse.simulation.regimes import fresh, keep_real, replace
from model_collapse.simulation.simulator import simulate
from model_collapse.theory import naive_weight, optimal_weight

WEIGHTS = np.round(np.linspace(0.20, 0.80, 31), 2)
RATIOS = tuple(float(k) for k in np.round(np.arange(0.01, 0.20, 0.02), 2))
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
BASELINE_SHARE = 40
"""Keeping all real rows is dear in a regression that fits them one by one: a fortieth of the replications, 25 at the
least."""


class Row(NamedTuple):
    """One point of a figure."""

    scheme: str
    x: float
    mean: float
    stderr: float
    theory: float


class Run(NamedTuple):
    """What may be chosen for a reproduction."""

    replications: int
    seed: int
    jobs: int | None


def _summary(run: History, last: int) -> tuple[Floats, Floats]:
    """Return mean and standard error over replications of the error averaged over the last rounds."""
    settled = run.settled(last) * run.unit
    return settled.mean(axis=-1), settled.std(axis=-1, ddof=1) / np.sqrt(run.replications)


def shown_rounds(rounds: int) -> list[int]:
    """Return about sixty rounds, evenly spaced on a logarithmic scale, the first and the last among them."""
    return [0, *(int(t) for t in np.unique(np.geomspace(1, rounds, 60).round()))]


def alone(panel: Panel, run: Run) -> list[Row]:
    """Figure 7: no real rows after round 0; mean, quantiles and the share of runs without a fit, by round."""
    history = simulate(panel.problem, replace, n_real=100, n_synthetic=100, rounds=999, **run._asdict())
    expected = panel.expected(0.0, 100, 100, history.rounds)
    mean, stderr = history.mean * history.unit, history.stderr * history.unit
    quantiles = history.quantiles(LEVELS) * history.unit
    ended = history.ended / history.replications
    rows = []
    for t in shown_rounds(history.rounds):
        rows.append(Row("mean", t, mean[t], stderr[t], expected[t]))
        rows += [Row(f"quantile_{level:.2f}", t, quantiles[i, t], np.nan, np.nan) for i, level in enumerate(LEVELS)]
        spread = np.sqrt(ended[t] * (1 - ended[t]) / history.replications)
        rows.append(Row("without_fit", t, ended[t], spread, np.nan))
    return rows


def fewer(panel: Panel, run: Run) -> Run:
    """Return the run with the replications of the baseline that keeps all real rows: dear where every row is fitted."""
    if not isinstance(panel.problem, CanonicalRegression):
        return run
    return run._replace(replications=max(25, run.replications // BASELINE_SHARE))


def _kept(panel: Panel, run: Run, n: int, rounds: int, last: int) -> tuple[float, float, float]:
    """Return mean, standard error and theory of fits to all real rows ever seen, n new ones a round."""
    setting: dict[str, Any] = {"n_real": n, "n_synthetic": 0, "weight": 1.0, "rounds": rounds}
    mean, stderr = _summary(simulate(panel.problem, keep_real, **setting, **fewer(panel, run)._asdict()), last)
    rounds_averaged = np.arange(rounds + 1 - last, rounds + 1)
    return float(mean), float(stderr), panel.problem.unit(n) * float(np.mean(1 / (rounds_averaged + 1)))


def _grid(panel: Panel, run: Run, n: int, rounds: int, last: int, share: float = 1.0) -> list[Row]:
    weights = np.append(WEIGHTS, 1.0)
    history = simulate(panel.problem, fresh, n_real=n, n_synthetic=n, weight=weights, rounds=rounds, **run._asdict())
    expected = panel.expected(weights, n, n, rounds)[:, -last:].mean(axis=-1) / share
    schemes = ["fresh"] * len(WEIGHTS) + ["real_only"]
    mean, stderr = _summary(history, last)
    rows = [Row(*row) for row in zip(schemes, weights, mean, stderr, expected, strict=True)]
    rows.append(Row("keep_all_real", 1.0, *_kept(panel, run, n, rounds, last)))
    rows = [Row(scheme, x, *(share * value for value in values)) for scheme, x, *values in rows]
    best = history.best_weight(last=last)
    levels = {0.025: best.low, 0.5: best.weight, 0.975: best.high}
    return [*rows, *(Row("best_weight", level, found, np.nan, np.nan) for level, found in levels.items())]


def by_weight(panel: Panel, run: Run) -> list[Row]:
    """Figure 8: n = m, 31 weights, mean of rounds 150 to 199; with real rows alone, and all real rows kept."""
    return _grid(panel, run, n=100, rounds=199, last=50)


def by_ratio(panel: Panel, run: Run) -> list[Row]:
    """Figure 9: much synthetic data, naive against optimal weight; mean of rounds 150 to 199; with both baselines."""
    rows = []
    for k in RATIOS:
        m = int(100 / k)
        weights = np.array([float(naive_weight(k)), float(optimal_weight(k))])
        history = simulate(panel.problem, fresh, n_real=100, n_synthetic=m, weight=weights, rounds=199, **run._asdict())
        expected = panel.expected(weights, 100, m, 199)[:, -50:].mean(axis=-1)
        found = zip(("naive", "optimal"), (k, k), *_summary(history, 50), expected, strict=True)
        rows += [Row(*row) for row in found]
    setting: dict[str, Any] = {"n_real": 100, "n_synthetic": 0, "weight": 1.0, "rounds": 199}
    alone = simulate(panel.problem, fresh, **setting, **run._asdict())
    expected = panel.expected(1.0, 100, 100, 199)[-50:].mean()
    real_only = (*(float(value) for value in _summary(alone, 50)), float(expected))
    kept = _kept(panel, run, n=100, rounds=199, last=50)
    rows += [Row("real_only", k, *real_only) for k in RATIOS]
    return rows + [Row("keep_all_real", k, *kept) for k in RATIOS]


def by_category(panel: Panel, run: Run) -> list[Row]:
    """Figure 10 (a)-(c): shares of a column of Adult, n = m = 500, mean of the last 20 of 99 rounds."""
    share = 1 / panel.problem.shares.size  # type: ignore[attr-defined]
    return _grid(panel, run, n=500, rounds=99, last=20, share=share)


FIGURES = {7: (alone, 1000), 8: (by_weight, 2000), 9: (by_ratio, 1000), 10: (by_category, 1000)}
"""Each figure's protocol and published number of replications."""


def panels(figure: int) -> dict[str, Panel]:
    """Return the panels of a figure that need no rows of a file."""
    if figure == 7:
        return canonical(4, alone=True)
    return categories() if figure == 10 else canonical(2, alone=False)
