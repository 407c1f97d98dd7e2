"""Run a regime on a problem: many weights and many replications at once, in blocks with a seed each."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import ArrayLike
from tqdm import tqdm

from model_collapse._checks import Floats, count, function, instance, share, workers
from model_collapse.problems.base import Problem, stderr_weight
from model_collapse.problems.stream import Stream
from model_collapse.simulation.history import History
from model_collapse.simulation.regimes import UNWEIGHTED, Round

Regime = Callable[[Problem, Sequence[Round], Stream], Iterator[Any]]
Schedule = Callable[[int], float]

_KEPT = 31 * 2**20
"""Bytes of a block that is taken and given back, untouched, before the work begins.

The GNU C library then keeps freed work arrays up to this size for the next ones; otherwise every array would be made of
fresh pages, which cost more than the arithmetic that is done in them.
"""


def _at(setting: Any, t: int) -> Any:
    return setting(t) if callable(setting) else setting


def plan(n_real: Any, n_synthetic: Any, weight: Any, rounds: int) -> list[Round]:
    """Spell out the settings of rounds 0, 1, ..., `rounds`; round 0 is a fit to real rows alone."""
    settings = [Round(count("n_real in round 0", _at(n_real, 0)), 0, None)]
    for t in range(1, count("rounds", rounds, least=0) + 1):
        real = count(f"n_real in round {t}", _at(n_real, t), least=0)
        synthetic = count(f"n_synthetic in round {t}", _at(n_synthetic, t), least=0)
        w = None if weight is None else share(f"weight in round {t}", _at(weight, t))
        if w is not None and w.ndim > 1:
            raise ValueError(f"weight must be a number or a list of numbers, got {w.ndim} axes.")
        if real + synthetic == 0:
            raise ValueError(f"round {t} has neither real nor synthetic rows; give it at least one.")
        for rows, kind, forced in ((real, "real", 0), (synthetic, "synthetic", 1)):
            if w is not None and rows == 0 and (w != forced).any():
                raise ValueError(f"round {t} has no {kind} rows, so its weight must be {forced}, got {w.flat[0]:g}.")
        settings.append(Round(real, synthetic, None if w is None else w.reshape(-1, 1)))
    return settings


def _least_weight(settings: list[Round], regime: Regime, shape: tuple[int, ...]) -> Floats:
    """Smallest weight on the real rows in any round; none is ever put on new ones where all rows count the same."""
    if regime in UNWEIGHTED:
        return np.zeros(shape)
    naive = [np.full((1, 1), now.n_real / (now.n_real + now.n_synthetic)) for now in settings]
    used = [share if now.weight is None else now.weight for now, share in zip(settings, naive, strict=True)]
    return np.broadcast_to(np.min(np.broadcast_arrays(*used, 1.0), axis=0).reshape(-1), shape or (1,)).reshape(shape)


def _run_block(problem: Problem, regime: Regime, settings: list[Round], seed: np.random.SeedSequence) -> Floats:
    np.empty(_KEPT, dtype=np.uint8)
    rng = Stream(seed, problem.block)
    with np.errstate(over="ignore", divide="ignore"):
        errors = [problem.error(model) for model in regime(problem, settings, rng)]
    return np.stack(np.broadcast_arrays(*errors), axis=-1)


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
    jobs: int | None = None,
    progress: bool = False,
) -> History:
    """Simulate recursive training.

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
    instance("problem", problem, ("real", "synthetic", "fit", "error"))
    function("regime", regime, "fresh")
    if weight is not None and np.size(weight) == 0:  # type: ignore[arg-type]
        raise ValueError("weight must have at least one number, got none.")
    if weight is not None and regime in UNWEIGHTED:
        raise ValueError(f"the regime {getattr(regime, '__name__', regime)} has no weight; leave weight out.")
    settings = plan(n_real, n_synthetic, weight, rounds)
    replications = count("replications", replications)
    seeds = np.random.SeedSequence(count("seed", seed, least=0)).spawn(-(-replications // problem.block))
    blocks = Parallel(n_jobs=workers(jobs), return_as="generator")(
        delayed(_run_block)(problem, regime, settings, block) for block in seeds
    )
    bar = tqdm(blocks, total=len(seeds), unit="block", disable=not progress)
    errors = np.concatenate(list(bar), axis=1)[:, :replications]
    grid = np.asarray(weight, dtype=float) if weight is not None and not callable(weight) else None
    if grid is None or grid.ndim == 0:
        errors = errors[0]
    return History(
        errors=errors,
        weight=grid,
        unit=problem.unit(settings[0].n_real),
        stderr_weight=max((stderr_weight(problem, now.n_synthetic) for now in settings), default=0.0),
        least_weight=_least_weight(settings[1:], regime, errors.shape[:-2]),
    )
