"""The predicted rankings and numbers of the plant beside simulated ones. Chapter: *A weight that learns*."""

from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from model_collapse._checks import Floats, instance, mapping
from model_collapse._language import gettext as _
from model_collapse._table import Table
from model_collapse.beyond.plant import RIVALS, labels, plant_run, plant_worlds
from model_collapse.beyond.practice_predictions import CLOSE, plant_predictions
from model_collapse.simulation.history import History

Runs = Mapping[str, Mapping[str, History]]


class Ranking(NamedTuple):
    """How the predicted order of a world fared, neighbour by neighbour.

    Attributes
    ----------
    order : list of str
        Rivals in the predicted order, the least error first.
    confirmed, refuted, open : int
        Neighbours whose errors differ by more than two standard errors of the difference as predicted, the other way
        round, or not; neighbours that are the same by construction are not counted.
    """

    order: list[str]
    confirmed: int
    refuted: int
    open: int


def plant_runs(replications: int = 2000) -> dict[str, dict[str, History]]:
    """Simulate every way to weigh in every world, all with the same draws. Chapter: *A weight that learns*.

    Parameters
    ----------
    replications : int
        As in `simulate`.

    Returns
    -------
    dict
        Runs by world and by rival; ten ways in five worlds.

    Raises
    ------
    ValueError
        If a number is out of range.
    """
    return {world: {rival: plant_run(world, rival, replications) for rival in RIVALS} for world in plant_worlds()}


def _all(runs: Runs) -> dict[str, dict[str, Floats]]:
    """Return the mean error of all weeks but the first, in every replication."""
    found = {}
    for world in plant_worlds():
        of_world = mapping("runs", runs).get(world, {})
        if missing := [rival for rival in RIVALS if rival not in of_world]:
            raise ValueError(
                f"runs must have every rival in every world, as plant_runs returns them, got no {missing[0]}."
            )
        each = {rival: instance("each of runs", of_world[rival], History, "plant_run(...)") for rival in RIVALS}
        found[world] = {rival: run.settled(run.rounds) for rival, run in each.items()}
    return found


def _stderr(values: Floats) -> float:
    return float(values.std(ddof=1) / np.sqrt(len(values)))


def judge(predicted: Mapping[str, float], errors: Mapping[str, Floats]) -> Ranking:
    """Judge the predicted order of one world by the paired differences of neighbours."""
    order = sorted(predicted, key=lambda rival: predicted[rival])
    signs = []
    for one, other in pairwise(order):
        apart = errors[other] - errors[one]
        if apart.any():
            z = float(apart.mean()) / _stderr(apart)
            signs.append(0 if abs(z) <= 2 else np.sign(z))
    return Ranking(order, signs.count(1), signs.count(-1), signs.count(0))


def plant_errors(runs: Runs) -> Table:
    """Return the mean error of all weeks but the first, one row a way to weigh, one column a world.

    Chapter: *A weight that learns*.

    Parameters
    ----------
    runs : mapping of str to mapping of str to History
        As `plant_runs` returns them.

    Returns
    -------
    Table
        In units of the error of 100 real rows.

    Raises
    ------
    ValueError
        If a run is missing.
    """
    errors, label = _all(runs), labels()
    columns = {label[world]: [float(of[rival].mean()) for rival in RIVALS] for world, of in errors.items()}
    largest = max(_stderr(values) / float(values.mean()) for of in errors.values() for values in of.values())
    return Table(
        {_("weight"): [label[rival] for rival in RIVALS], **columns},
        dict.fromkeys(columns, ".2f"),
        note=_("The unit is the error of 100 real rows. Standard errors are at most {share:.1%} of the number.").format(
            share=largest
        ),
    )


def plant_ranking(runs: Runs) -> Table:
    """Return for each world the predicted and the measured best, and how its predicted ranking fared.

    Chapter: *A weight that learns*.

    Parameters
    ----------
    runs : mapping of str to mapping of str to History
        As `plant_runs` returns them.

    Raises
    ------
    ValueError
        If a run is missing.
    """
    errors, said, label = _all(runs), plant_predictions(), labels()
    found = {world: judge(said[world], errors[world]) for world in said}
    # the oracle knows what no plant knows: it is in the ranking, and not a candidate for its first place
    plants = [rival for rival in RIVALS if rival != "oracle"]
    best = {world: plants[int(np.argmin([of[rival].mean() for rival in plants]))] for world, of in errors.items()}
    first = {world: next(rival for rival in ranking.order if rival != "oracle") for world, ranking in found.items()}
    return Table(
        {
            _("world"): [label[world] for world in found],
            _("predicted first"): [label[rival] for rival in first.values()],
            _("measured first"): [label[rival] for rival in best.values()],
            _("confirmed"): [ranking.confirmed for ranking in found.values()],
            _("refuted"): [ranking.refuted for ranking in found.values()],
            _("open"): [ranking.open for ranking in found.values()],
        },
        note=_(
            "Neighbours in the predicted ranking, the oracle among them, by two standard errors of their difference."
        ),
    )


def plant_numbers(runs: Runs) -> Table:
    """Return predicted and simulated errors of the two ways that look at the rows, with a verdict.

    Chapter: *A weight that learns*.

    Parameters
    ----------
    runs : mapping of str to mapping of str to History
        As `plant_runs` returns them.

    Raises
    ------
    ValueError
        If a run is missing.
    """
    errors, said, label = _all(runs), plant_predictions(), labels()
    cells = [
        (label[world], label[rival], said[world][rival], float(of[rival].mean()), _stderr(of[rival]))
        for rival in ("learned", "safe")
        for world, of in errors.items()
    ]
    names = (_("world"), _("weight"), _("predicted"), _("measured"), _("SE"))
    columns = {name: list(column) for name, column in zip(names, zip(*cells, strict=True), strict=True)}
    close = [abs(guess - measured) <= CLOSE * measured for _world, _rival, guess, measured, _error in cells]
    return Table(columns | {_("verdict"): [_("confirmed") if fits else _("refuted") for fits in close]})
