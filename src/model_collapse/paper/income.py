"""Figure 10 (d): a logistic regression of income on five columns of Adult, under the published protocol and others.

The schemes, each with its own rows in the table:

- `published`: columns as they are, scikit-learn's penalty with C = 1, weights of the rows that add up to n + m, real
  rows drawn with replacement from the table whose fit is the truth, the squared error of all raw coefficients;
- `published_slopes`: the same models, the error without the intercept's part;
- `sum_to_one`: as published, but the weights of the rows add up to 1, which makes the penalty n + m times as strong;
- `standardised`: maximum likelihood, the squared error of the coefficients of standardised columns;
- `standardised_5000`: the same with 5,000 real and as many synthetic rows, for 40 rounds;
- `standardised_keep_all_real`: the same, fitted to all real rows ever drawn, with no synthetic ones;
- `unseen`: as standardised, but real rows come from one half of the table, none twice in a run, for 40 rounds, and the
  truth is the fit to the other half;
- `unseen_log_loss`, `unseen_calibration_error`: the same models, judged on all rows of the other half;
- `unseen_calibration_slope`: the same, 1 being right; not an error.

`<scheme>_best_weight` has the place of the minimum with its bootstrap interval, `<scheme>_without_fit` the share of
runs without a fit, and `<scheme>_floor` what the fit to the other half itself has.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from joblib import Parallel, delayed

from model_collapse._checks import Floats
from model_collapse.paper import adult, adult_files
from model_collapse.paper.protocols import WEIGHTS, Row, Run
from model_collapse.practice.held_out import MEASURES, HeldOut
from model_collapse.problems.dataset import Dataset, DatasetLogistic, population_fit, standardise
from model_collapse.problems.stream import Stream
from model_collapse.simulation.history import History
from model_collapse.simulation.regimes import Round, fresh, keep_real
from model_collapse.simulation.simulator import simulate

FEATURES = adult_files.NUMBERS
N, MANY, ROUNDS, FEW_ROUNDS, LAST = 500, 5000, 99, 39, 20


@lru_cache(maxsize=2)
def table(path: Path | None = None) -> Dataset:
    """Return the rows of Adult in the form that the regression uses."""
    read = adult.load(path)
    return standardise(np.ascontiguousarray(read[list(FEATURES)], dtype=float), (read["income"] == ">50K").to_numpy())


def raw(data: Dataset, coefficients: Floats) -> Floats:
    """Turn coefficients of standardised columns into those of the columns as they are, the intercept first."""
    slopes = coefficients[..., 1:] / data.scale
    return np.concatenate([coefficients[..., :1] - (slopes * data.mean).sum(axis=-1, keepdims=True), slopes], axis=-1)


class Published(DatasetLogistic):
    """The published protocol.

    The fit runs on standardised columns with the penalty written in their terms, which gives the same coefficients.
    """

    def _strength(self) -> Floats:
        return np.append(0.0, 1 / self.data.scale**2)

    def measures(self, model: Floats) -> dict[str, Floats]:
        """Return the squared distance of the raw coefficients with and without the intercept."""
        squares = (raw(self.data, model) - raw(self.data, self.truth)) ** 2
        return {"published": squares.sum(axis=-1), "published_slopes": squares[..., 1:].sum(axis=-1)}


class SumToOne(Published):
    """The published protocol with weights of the rows that add up to 1."""

    def _ridge(self, rows: int) -> Floats:  # noqa: ARG002
        return self._strength()

    def measures(self, model: Floats) -> dict[str, Floats]:
        """Return the squared distance of the raw coefficients."""
        return {"sum_to_one": super().measures(model)["published"]}


class Standardised(DatasetLogistic):
    """Maximum likelihood on standardised columns."""

    def measures(self, model: Floats) -> dict[str, Floats]:
        """Return the squared distance of the coefficients."""
        return {"standardised": self.error(model)}


class Unseen(DatasetLogistic):
    """Maximum likelihood on some people, judged by others.

    Parameters
    ----------
    data, others : Dataset
        Rows that may be drawn, and rows that are never drawn.
    """

    def __init__(self, data: Dataset, others: Dataset) -> None:
        super().__init__(data)
        self.target, self.held = population_fit(others, self.family), HeldOut(others)

    def measures(self, model: Floats) -> dict[str, Floats]:
        """Return the squared distance to the others' fit, and the measures on the others' rows."""
        found = {f"unseen_{name}": value for name, value in self.held.measure(model).items()}
        return {"unseen": ((model - self.target) ** 2).sum(axis=-1), **found}


def replications(run: Run) -> dict[str, int]:
    """Return the replications of the schemes that are not the published ones: a quarter, or less for the dear ones."""
    parts = {"others": 4, f"standardised_{MANY}": 10, "standardised_keep_all_real": 40}
    return {scheme: max(2, run.replications // part) for scheme, part in parts.items()}


def halves(data: Dataset, seed: int) -> tuple[Dataset, Dataset]:
    """Divide the rows into two halves by chance."""
    first, second = np.array_split(np.random.default_rng(seed).permutation(len(data.y)), 2)
    return data.some(first), data.some(second)


def once(problem: DatasetLogistic, rounds: Sequence[Round], rng: Stream) -> Iterator[Any]:
    """Real rows of a table none of which comes twice in a run, beside rows from the last model."""
    order = np.tile(np.arange(len(problem.data.y), dtype=np.int32), (rng.replications, 1))
    rng.generator.permuted(order, axis=-1, out=order)
    used, model = 0, None
    for now in rounds:
        real = problem.observed(order[:, used : used + now.n_real])
        used += now.n_real
        synthetic = None if model is None else problem.synthetic(model, now.n_synthetic, rng)
        model = problem.fit(real, synthetic, now.weight)
        yield model


def _rows(scheme: str, errors: Floats, weights: Floats, theory: Floats) -> list[Row]:
    """Summarise settled errors, shape (weights, replications), nan where there was no fit."""
    found, lost = [], np.isnan(errors)
    for w, error, gone, expected in zip(weights, errors, lost, theory, strict=True):
        kept = error[~gone]
        stderr = kept.std(ddof=1) / np.sqrt(len(kept)) if len(kept) > 1 else np.nan
        found.append(Row(scheme, w, kept.mean() if len(kept) else np.nan, stderr, expected))
        if gone.any():
            found.append(Row(f"{scheme}_without_fit", w, gone.mean(), np.nan, np.nan))
    inner = weights < 1
    whole = errors[inner][:, ~lost[inner].any(axis=0)]
    if not scheme.endswith("slope") and whole.size:
        best = History(errors=whole[..., None], weight=weights[inner], unit=1.0).best_weight(last=1)
        levels = {0.025: best.low, 0.5: best.weight, 0.975: best.high}
        found += [Row(f"{scheme}_best_weight", level, at, np.nan, np.nan) for level, at in levels.items()]
    return found


class Scheme(NamedTuple):
    """What one run of rounds needs, and the end of its errors' names."""

    problem: Any
    run: Run
    theory: Mapping[str, Floats] = {}
    end: str = ""
    regime: Callable[..., Iterator[Any]] = fresh
    n_real: int = N
    n_synthetic: int = N
    rounds: int = ROUNDS

    def rows(self, weights: Floats) -> list[Row]:
        """Simulate, and summarise every error that the problem measures."""
        setting: dict[str, Any] = {"n_real": self.n_real, "n_synthetic": self.n_synthetic, "weight": weights}
        history = simulate(
            self.problem, self.regime, rounds=self.rounds, keep_models=LAST, **setting, **self.run._asdict()
        )
        measured = Parallel(n_jobs=self.run.jobs)(delayed(self.problem.measures)(model) for model in history.models)
        found = []
        for name in measured[0]:
            settled = np.mean([measures[name] for measures in measured], axis=0)
            expected = self.theory.get(name, np.full(weights.shape, np.nan))
            found += _rows(f"{name}{self.end}", settled, weights, expected)
        return found


def by_weight(run: Run, path: Path | None = None, weights: Floats = np.append(WEIGHTS, 1.0)) -> list[Row]:  # noqa: B008
    """Return the rows of figure 10's panel (d); theory, where there is one, is to leading order in 1 / rows."""
    data = table(path)
    some, others = halves(data, run.seed)
    plain, unseen = Standardised(data), Unseen(some, others)
    limit = plain.error_ratio(weights, 1)
    apart = ((unseen.truth - unseen.target) ** 2).sum()
    # Rows that never come twice in a run have no part in the scatter of the half that they come from.
    of_unseen = unseen.error_ratio(weights, 1) * unseen.unit(N) - unseen.unit(len(some.y)) + apart
    few, fewer, fewest = (run._replace(replications=number) for number in replications(run).values())
    kept = plain.unit(N) * np.mean(1 / (1 + np.arange(ROUNDS + 1 - LAST, ROUNDS + 1)))
    found = []
    for scheme in (
        Scheme(Published(data), run),
        Scheme(SumToOne(data), few),
        Scheme(plain, few, {"standardised": limit * plain.unit(N)}),
        Scheme(plain, fewer, {"standardised": limit * plain.unit(MANY)}, f"_{MANY}", fresh, MANY, MANY, FEW_ROUNDS),
        Scheme(unseen, few, {"unseen": of_unseen}, regime=once, rounds=FEW_ROUNDS),
    ):
        found += scheme.rows(weights)
    baseline = Scheme(plain, fewest, {"standardised": np.array([kept])}, "_keep_all_real", keep_real, n_synthetic=0)
    found += baseline.rows(np.array([1.0]))
    for name in MEASURES:
        floor = unseen.held.measure(unseen.target)[name]
        found.append(Row(f"unseen_{name}_floor", 1.0, float(floor), np.nan, np.nan))
    return found
