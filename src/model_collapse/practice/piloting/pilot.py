"""A pilot: the loop on a reader's own table, at several ratios and weights, with a hold-out that no fit sees.

Chapter: *A pilot on your own data*.
"""

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from model_collapse import __version__
from model_collapse._checks import Floats, count, flag, instance, positive, share, shown, workers
from model_collapse._language import gettext as _
from model_collapse.practice.piloting.baseline import Baseline
from model_collapse.practice.piloting.dealing import FEWEST, LEAST_REPLICATIONS, LEAST_ROUNDS, deal
from model_collapse.practice.piloting.encoding import Encoding
from model_collapse.practice.piloting.findings import Pilot
from model_collapse.practice.piloting.folder import Folder
from model_collapse.practice.piloting.generators import Generator
from model_collapse.practice.piloting.judging import PilotRules, judge
from model_collapse.practice.piloting.learners import Learner
from model_collapse.practice.piloting.running import Work
from model_collapse.practice.piloting.tables import Observations, observations

RATIOS = (1.0, 0.25, 0.1)
MOST_SYNTHETIC = 100_000
WEIGHTS = tuple(round(0.1 * i, 1) for i in range(1, 10))


def pilot(
    table: Any,
    target: str,
    *,
    generator: Any = "copula",
    learner: Any = "linear",
    ratios: ArrayLike = RATIOS,
    weights: ArrayLike = WEIGHTS,
    rounds: int = 12,
    replications: int = 15,
    n_real: int | None = None,
    rules: PilotRules | None = None,
    seed: int = 1,
    folder: str | Path | None = None,
    jobs: int | None = None,
    progress: bool = False,
) -> Pilot:
    """Try weighted synthetic rows on a table of one's own. Chapter: *A pilot on your own data*.

    A fifth of the rows, 10,000 at most, is a hold-out that no fit sees. The others are dealt without replacement, so
    that the rows of a round are new and replications share none. In each round generator and learner are fitted to new
    real rows and rows from the last round's generator, with a total weight on the real ones. The error is the learner's
    squared error on the hold-out (of the number, or of the classes' probabilities), less that of the learner fitted to
    all real rows outside the hold-out; it is averaged over the second half of the rounds.

    Parameters
    ----------
    table : data frame
        Of pandas, polars or another library that narwhals knows.
    target : str
        Column that the learner predicts.
    generator : str or object
        "copula", "gaussian", "mixture", "kernel", "bootstrap", or an object with `fit(rows)` and `sample(n)`: a density
        of scikit-learn, a synthesizer that takes data frames, or a `Rows` problem.
    learner : str or object
        "linear" (logistic for classes), "boosting", or an object of scikit-learn's kind.
    ratios, weights : array_like
        Real rows for each synthetic one, and total weights on the real rows, above 0 and below 1.
    rounds, replications : int
        Last round, at least 4, and repetitions, at least 3.
    n_real : int, optional
        New real rows of a round, at least 20; as many as there are, up to 250, if left out.
    rules : PilotRules, optional
        What is asked for a go; those of the folder's plan, or the default ones, if left out.
    seed : int
        Seed of the deal and of all draws.
    folder : path, optional
        Where plan and results are kept, so that a pilot that was broken off goes on.
    jobs : int, optional
        Worker processes, -1 for one a core; the numbers do not depend on it. Left out, joblib's own setting holds.
    progress : bool
        Show a progress bar.

    Returns
    -------
    Pilot
        Errors, best weights, quality of the synthetic rows, and go or no-go.

    Raises
    ------
    ValueError
        If an argument is not allowed, the table is too small, or the folder holds something else.
    """
    data = observations(table, target)
    shares, grid = _list("ratios", positive("ratios", ratios)), _list("weights", share("weights", weights))
    if not 0 < grid[0] <= grid[-1] < 1:
        raise ValueError(_("weights must be above 0 and below 1, got {given}.").format(given=shown(weights)))
    rounds, replications = (
        count("rounds", rounds, LEAST_ROUNDS),
        count("replications", replications, LEAST_REPLICATIONS),
    )
    seed, progress = count("seed", seed, 0, 2**32), flag("progress", progress)
    kept = None if folder is None else Folder(folder)
    if rules is None:
        rules = kept.rules() if kept else PilotRules()
    instance("rules", rules, PilotRules, "PilotRules()")
    rows = deal(
        data.frame,
        rounds=rounds,
        replications=replications,
        n_real=None if n_real is None else count("n_real", n_real, FEWEST),
        seed=seed,
    )
    drawn = np.round(rows.n_real / shares)
    if drawn.min() < 1 or drawn.max() > MOST_SYNTHETIC:
        said = _("ratios must give 1 to {most:,} synthetic rows beside {n:,} real ones, got {given}.")
        raise ValueError(said.format(most=MOST_SYNTHETIC, n=rows.n_real, given=shown(ratios)))
    whole, columns = Encoding(rows.rest), Encoding(rows.rest.drop(columns=target))
    made, taught = Generator(generator, whole, target), Learner(learner, data, columns)
    work = Work(rows, made, taught, shares, grid, rounds, replications, seed)
    if kept:
        kept.begin(_plan(work, data, generator, learner), rules)
    baseline = Baseline(rows, made, taught, seed)
    done = work.done(kept, reference=baseline.loss, jobs=workers(jobs), progress=progress)
    histories, all_real = work.histories(done)
    quality, mark = baseline.quality(), baseline.mark()
    return Pilot(
        data=data,
        n_real=rows.n_real,
        held_out=len(rows.held),
        rest=len(rows.rest),
        histories=histories,
        all_real=all_real,
        judgements=[judge(ratio, each, rounds // 2, (quality, mark), rules) for ratio, each in histories.items()],
        quality=quality,
        mark=mark,
        gap=baseline.gap(all_real.unit, rows.n_real),
        reference=baseline.loss,
        rules=rules,
    )


def _list(name: str, values: Floats) -> Floats:
    """Return different numbers in order."""
    if values.ndim > 1 or not values.size:
        raise ValueError(_("{name} must be a list of numbers, got {given}.").format(name=name, given=shown(values)))
    return np.unique(values)


def _plan(work: Work, data: Observations, generator: Any, learner: Any) -> dict[str, Any]:
    """Return the plan as it is written down, the fingerprint of the table in it."""
    import pandas as pd

    rows = pd.util.hash_pandas_object(data.frame, index=False).to_numpy().tobytes()
    columns = repr([(name, str(kind)) for name, kind in data.frame.dtypes.items()]).encode()
    return {
        "version": __version__,
        "target": data.target,
        "generator": _name(generator),
        "learner": _name(learner),
        "ratios": work.ratios.tolist(),
        "weights": work.weights.tolist(),
        "rounds": work.rounds,
        "replications": work.replications,
        "n_real": work.deal.n_real,
        "seed": work.seed,
        "table_sha256": hashlib.sha256(columns + rows).hexdigest(),
    }


def _name(given: Any) -> str:
    """Return a name, or what an object is: its class and its settings."""
    if isinstance(given, str):
        return given
    settings = " ".join(repr(getattr(given, "get_params", dict)()).split())
    return f"{type(given).__module__}:{type(given).__qualname__} {settings}"
