"""The experiments beyond the paper at full scale, and the series of their tables. Chapter: *The scorecard*."""

from functools import partial
from pathlib import Path
from typing import Any

from model_collapse._checks import refusal, shown, text
from model_collapse.beyond.experiment import summary
from model_collapse.beyond.predictions import predictions
from model_collapse.beyond.questions import TOPICS
from model_collapse.paper.pictures import draw
from model_collapse.paper.protocols import Row, Run
from model_collapse.paper.series import Series
from model_collapse.problems.base import Problem

SEED = 15
EXPERIMENTS = {name: experiment for topic in TOPICS for name, experiment in topic.EXPERIMENTS.items()}
"""By name; the keys of `predictions`, in their order."""


def problem_of(name: str) -> Problem:
    """Return the problem of an experiment, to run it with other settings.

    Chapter: *The scorecard*.

    Parameters
    ----------
    name : str
        One of the keys of `predictions`.

    Raises
    ------
    ValueError
        If there is no such experiment.
    ModuleNotFoundError
        If a library that the problem needs is not installed.

    Examples
    --------
    >>> import model_collapse as mc
    >>> mc.beyond.problem_of("dimension_ridge_half").p
    50
    """
    if text("name", name) not in EXPERIMENTS:
        first, *_others = EXPERIMENTS
        raise refusal("name must be an experiment, such as {first}, got {given}.", first=first, given=shown(name))
    return EXPERIMENTS[name].build()


def measure(name: str, run: Run, adult: Path | None = None) -> list[Row]:
    """Simulate one experiment.

    Parameters
    ----------
    name : str
        One of `EXPERIMENTS`.
    run : Run
        Replications, seed and workers.
    adult : Path, optional
        Where the rows of Adult are, for an experiment that needs them.

    Returns
    -------
    list of Row
        As `experiment.summary` describes.
    """
    experiment, predicted = EXPERIMENTS[name], predictions()[name].weight
    history = experiment.history(predicted, run, adult)
    return summary(history, predicted, experiment.n_real, experiment.n_synthetic, experiment.last)


def _settings(name: str, _run: Run) -> dict[str, Any]:
    experiment = EXPERIMENTS[name]
    sizes = {key: getattr(experiment, key) for key in ("n_real", "n_synthetic", "rounds", "last")}
    return {**sizes, "predicted": predictions()[name].weight}


def series() -> Series:
    """Return the experiments as a series that `model-collapse reproduce beyond` makes."""
    return Series(
        key="beyond",
        title="beyond",
        panels=list(EXPERIMENTS),
        replications=lambda name: EXPERIMENTS[name].replications,
        rows=measure,
        settings=_settings,
        draw=partial(draw, "beyond"),
        seed=SEED,
        adult=[name for name, experiment in EXPERIMENTS.items() if experiment.adult],
    )
