"""Run a regime on a problem: many weights and many replications at once, in blocks with a seed each."""

from collections.abc import Callable
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import ArrayLike
from tqdm import tqdm

from model_collapse._checks import Floats, count, flag, function, instance, last_round, workers
from model_collapse.problems.base import Problem
from model_collapse.problems.stream import Stream
from model_collapse.simulation.history import History
from model_collapse.simulation.models import joined, on_grid
from model_collapse.simulation.regimes import SEES, Regime, Rounds, takes_weight
from model_collapse.simulation.settings import Schedule, grid_of, least_weight, settings

MOST = 2**30
"""Errors of one run, 8 GB of them; beyond that a run is refused rather than begun."""

_KEPT = 31 * 2**20
"""Bytes of a block that is taken and given back, untouched, before the work begins.

The GNU C library then keeps freed work arrays up to this size for the next ones; otherwise every array would be made of
fresh pages, which can cost nearly as much as the arithmetic that is done in them: `benchmarks/bench_kept.py`.
"""


def _run_block(
    problem: Problem, regime: Regime, rounds: Rounds, keep: int, seed: np.random.SeedSequence
) -> tuple[Floats, list[Any]]:
    """Return the errors of one block of replications and the models of its last rounds."""
    np.empty(_KEPT, dtype=np.uint8)
    problem, errors = problem.begin(), []
    last: list[Any] = []
    with np.errstate(over="ignore", divide="ignore"):
        for model in regime(problem, rounds, Stream(seed, problem.block)):
            errors.append(problem.error(model))
            last = [*last, model][max(0, len(last) + 1 - keep) :]
    if len(errors) != len(rounds):
        raise ValueError(f"a regime must yield a model for each of {len(rounds)} rounds, got {len(errors)}.")
    return np.stack(np.broadcast_arrays(*errors), axis=-1), last


def simulate(
    problem: Problem,
    regime: Regime,
    *,
    n_real: int | Callable[[int], int],
    n_synthetic: int | Callable[[int], int],
    rounds: int,
    replications: int,
    seed: int,
    weight: ArrayLike | Schedule | None = None,
    keep_models: int = 0,
    jobs: int | None = None,
    progress: bool = False,
) -> History:
    """Simulate recursive training.

    Chapter: *One mean, one recursion*.

    Parameters
    ----------
    problem : Problem
        What is estimated.
    regime : callable
        What the next fit may see: `replace`, `fresh`, `reuse`, `keep_real`, `accumulate` or a generator of your own.
    n_real, n_synthetic : int or callable
        Rows in each round, fixed or a function of the round; round 0 sees real rows only.
    rounds : int
        Last round.
    replications : int
        Independent repetitions. The first 700 of 2000 are the run with 700.
    seed : int
        Whole number from which all draws follow.
    weight : float, array_like or callable, optional
        Total weight on the real rows. A number is a fixed weight; an array of numbers is a grid of fixed weights,
        which share all draws; a function of the round is a schedule. Left out, every row counts the same.
    keep_models : int
        Number of last rounds whose models are returned, in `History.models`.
    jobs : int, optional
        Worker processes, -1 for one a core; the numbers do not depend on it. Left out, joblib's own setting holds.
    progress : bool
        Show a progress bar.

    Returns
    -------
    History
        Errors of shape ([weights,] replications, rounds + 1).

    Raises
    ------
    ValueError
        If an argument is outside what is allowed; one sentence says which.

    Examples
    --------
    >>> import model_collapse as mc
    >>> run = mc.simulate(mc.GaussianMean(p=2), mc.fresh, n_real=100, n_synthetic=100, weight=[0.5, 0.618],
    ...                   rounds=20, replications=500, seed=1)
    >>> run.errors.shape
    (2, 500, 21)
    """
    instance("problem", problem, Problem, "GaussianMean()")
    function("regime", regime, "fresh", SEES)
    if weight is not None and not takes_weight(regime):
        raise ValueError(f"the regime {getattr(regime, '__name__', regime)} has no weight; leave weight out.")
    rounds, replications = last_round(rounds), count("replications", replications)
    keep_models = count("keep_models", keep_models, least=0, most=rounds + 1)
    grid = grid_of(weight)
    size = 1 if grid is None else grid.size
    if size * replications * (rounds + 1) > MOST:
        raise ValueError(f"weights x replications x (rounds + 1) must be at most {MOST:,}; ask for fewer.")
    each = settings(n_real, n_synthetic, weight, rounds)
    seeds = np.random.SeedSequence(count("seed", seed, 0, None)).spawn(-(-replications // problem.block))
    blocks = Parallel(n_jobs=workers(jobs), return_as="generator")(
        delayed(_run_block)(problem, regime, each, keep_models, block) for block in seeds
    )
    found = list(tqdm(blocks, total=len(seeds), unit="block", disable=not flag("progress", progress)))
    errors, *models = (joined(parts, replications) for parts in zip(*((e, *last) for e, last in found), strict=True))
    shape = () if grid is None else grid.shape
    if rounds and size > len(errors):
        name = getattr(regime, "__name__", regime)
        raise ValueError(
            f"the regime {name} takes no notice of the weight; mark it as unweighted and leave weight out."
        )
    errors, *models = (on_grid(values, shape) for values in (errors, *models))
    return History(
        errors=errors,
        weight=grid,
        unit=problem.unit(each[0].n_real),
        stderr_weight=max((problem.stderr_weight(now.n_synthetic) for now in each if now.n_synthetic), default=0.0),
        least_weight=least_weight(each[1:], regime, shape),
        models=models,
    )
