"""Prediction beside measurement, one row an experiment, from the stored tables. Chapter: *The scorecard*."""

from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import NamedTuple

import numpy as np

from model_collapse._checks import refusal, shown, text
from model_collapse._language import gettext as _
from model_collapse._table import Table
from model_collapse.beyond.predictions import predictions
from model_collapse.paper.protocols import Row
from model_collapse.paper.results import read
from model_collapse.paper.stored import Curve

FOLDER = Path(str(resources.files("model_collapse.beyond"))) / "tables"
CONFIRMED, SHIFTED, REFUTED = "confirmed", "shifted", "refuted"


class Measurement(NamedTuple):
    """What an experiment found.

    Attributes
    ----------
    predicted : float
        The predicted weight.
    best, low, high : float
        The weight with the lowest error, and its 95% interval.
    ratio, stderr : float
        Error at the predicted weight over the error of the real rows alone, and its standard error.
    """

    predicted: float
    best: float
    low: float
    high: float
    ratio: float
    stderr: float

    @property
    def verdict(self) -> str:
        """Judge the predicted weight.

        Returns
        -------
        str
            `"confirmed"` if the interval holds it; `"shifted"` if not, but the error at it is below the error of the
            real rows alone by more than two standard errors; `"refuted"` otherwise.
        """
        if self.low <= self.predicted <= self.high:
            return CONFIRMED
        return SHIFTED if 1 - self.ratio > 2 * self.stderr else REFUTED


@cache
def _rows(name: str) -> list[Row]:
    return read(FOLDER / f"{name}.csv")[1]


def measured() -> list[str]:
    """Return the names of the experiments whose tables are stored, in the order of the scorecard."""
    return [name for name in predictions() if (FOLDER / f"{name}.csv").exists()]


def _known(name: str) -> None:
    if text("name", name) not in measured():
        raise refusal(
            "name must be a stored experiment, such as {first}, got {given}.", first=measured()[0], given=shown(name)
        )


def stored_curve(name: str) -> Curve:
    """Return error ratios by weight of a stored experiment, the real rows alone at weight 1.

    Chapter: *The scorecard*.

    Raises
    ------
    ValueError
        If there is no such table.
    """
    _known(name)
    return Curve(*np.array([row[1:] for row in _rows(name) if row.scheme in ("fresh", "real_only")]).T)


def measurement(name: str) -> Measurement:
    """Return what a stored experiment found.

    Chapter: *The scorecard*.

    Raises
    ------
    ValueError
        If there is no such table.

    Examples
    --------
    >>> import model_collapse as mc
    >>> mc.beyond.measurement("mean").verdict
    'confirmed'
    """
    _known(name)
    low, best, high = (row.mean for row in sorted(r for r in _rows(name) if r.scheme == "best_weight"))
    [predicted] = (row for row in _rows(name) if row.scheme == "predicted")
    return Measurement(predicted.x, best, low, high, predicted.mean, predicted.stderr)


def chosen(names: Sequence[str] | None) -> list[str]:
    """Return names of stored experiments as a list, all of them for None.

    Raises
    ------
    ValueError
        If it is no list of stored experiments, one or more.
    """
    known = measured()
    if names is None:
        return known
    if (
        not isinstance(names, list | tuple)
        or not names
        or not all(isinstance(name, str) and name in known for name in names)
    ):
        sentence = "names must be a list of stored experiments, such as {first}, got {given}."
        raise refusal(sentence, first=known[0], given=shown(names))
    return list(names)


def scorecard(names: Sequence[str] | None = None) -> Table:
    """Return predictions and measurements as a table, one row an experiment.

    Chapter: *The scorecard*.

    Parameters
    ----------
    names : list of str, optional
        Stored experiments; left out, all of them.

    Returns
    -------
    Table
        Experiment, predicted weight, measured weight, ends of its 95% interval, error at the predicted weight over the
        error of the real rows alone, its standard error, and the verdict.

    Raises
    ------
    ValueError
        If there is no such experiment.
    """
    said = {CONFIRMED: _("confirmed"), SHIFTED: _("shifted"), REFUTED: _("refuted")}
    listed, asked = chosen(names), predictions()
    found = [measurement(name) for name in listed]
    return Table(
        {
            _("experiment"): [asked[name].label for name in listed],
            _("predicted"): [each.predicted for each in found],
            _("measured"): [each.best for each in found],
            _("from"): [each.low for each in found],
            _("to"): [each.high for each in found],
            _("error ratio"): [each.ratio for each in found],
            _("SE"): [each.stderr for each in found],
            _("verdict"): [said[each.verdict] for each in found],
        },
        note=_("The error ratio is that of the predicted weight: 1 is the error of the real rows alone."),
    )


def reasons(names: Sequence[str] | None = None) -> Table:
    """Return what was asked and predicted, and why, one row an experiment.

    Chapter: *The scorecard*.

    Parameters
    ----------
    names : list of str, optional
        Stored experiments; left out, all of them.

    Returns
    -------
    Table
        Experiment, question, predicted weight and the reason for it.

    Raises
    ------
    ValueError
        If there is no such experiment.
    """
    asked = predictions()
    entries = [asked[name] for name in chosen(names)]
    return Table(
        {
            _("experiment"): [entry.label for entry in entries],
            _("question"): [entry.question for entry in entries],
            _("predicted"): [entry.weight for entry in entries],
            _("reason"): [entry.because for entry in entries],
        }
    )
