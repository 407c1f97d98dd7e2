"""Cost and error as data grow: what was predicted of them, and what was measured.

Besides the exponents below this was said before anything was measured:

- With n = m and a fixed number of columns error ratio and best weight tend to those of a mean, 0.618 and 0.618, as n
  grows. What is left at n rows is of the order of columns / n, and closed forms give it.
- With a tenth as many columns as rows the two do not tend to those of a mean, however many rows there are: the best
  weight is 0.623, and the error ratio there 0.59.
- A run of a mean with p columns has the precision of p runs with one, so that the standard error falls with the root
  of p, and the cost of an answer of given precision does not grow with p. For a regression it grows as p squared.

Chapter: *Scale*.
"""

import csv
import json
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from model_collapse._checks import Floats, refusal, shown, text
from model_collapse._language import gettext as _
from model_collapse._table import Table
from model_collapse.beyond.verdicts import FOLDER
from model_collapse.theory.mean import GOLDEN_WEIGHT


class Growth(NamedTuple):
    """What was said of a cost before it was measured.

    Attributes
    ----------
    label : str
        The problem, and what grows.
    seconds, memory : float
        Exponents with which CPU seconds and memory of a round are to grow over the last step of the sizes: 0 is flat.
    """

    label: str
    seconds: float
    memory: float


TOLERANCE = 0.2
"""A measured exponent that is no farther from the predicted one confirms it."""


def growths() -> dict[str, Growth]:
    """Return the prediction for each problem and what grows in it, committed before anything was measured."""
    return {
        # An average is drawn, and its law has the rows in one number. Each column is one number more.
        "mean_rows": Growth(_("mean, rows"), 0, 0),
        "mean_columns": Growth(_("mean, columns"), 1, 1),
        # The matrix of products is drawn: p times p numbers, multiplied and solved, with the rows in p of them.
        "regression_rows": Growth(_("regression, rows"), 0, 0),
        "regression_columns": Growth(_("regression, columns"), 3, 2),
        # Every row is drawn and counted. With more categories than rows a model is longer than the data.
        "categories_rows": Growth(_("categories, rows"), 1, 1),
        "categories_columns": Growth(_("categories, categories"), 1, 1),
        # Every row is drawn, kept and fitted: p numbers, and products of p times p, which take longest.
        "by_rows_rows": Growth(_("row by row, rows"), 1, 1),
        "by_rows_columns": Growth(_("row by row, columns"), 2, 1),
    }


class Costs(NamedTuple):
    """What one problem costs as it grows.

    Attributes
    ----------
    size : ndarray
        Rows, columns or categories.
    block : ndarray
        Replications in a block.
    seconds : ndarray
        CPU seconds of a round of one replication, five weights at once.
    memory : ndarray
        Bytes of the arrays of a block at their highest.
    """

    size: Floats
    block: Floats
    seconds: Floats
    memory: Floats

    @property
    def exponents(self) -> tuple[float, float]:
        """Return the exponents of seconds and memory over the last step of the sizes."""
        step = np.log(self.size[-1] / self.size[-2])
        return tuple(float(np.log(cost[-1] / cost[-2]) / step) for cost in (self.seconds, self.memory))  # type: ignore[return-value]


@cache
def _stored(table: str) -> tuple[dict[str, Any], list[list[str]]]:
    """Return the settings and the lines of a stored table, without its header."""
    first, _header, *lines = (FOLDER / f"scale_{table}.csv").read_text(encoding="utf-8").splitlines()
    return json.loads(first.removeprefix("# ")), list(csv.reader(lines))


def stored_costs(name: str) -> Costs:
    """Return what was measured of a problem as it grows.

    Chapter: *Scale*.

    Parameters
    ----------
    name : str
        Problem and what grows, such as `"mean_rows"`; or `"start"`, the start of a worker, `"block"`, a block beside
        its work, or `"sent_block"`, the same in a worker: there the seconds are one number and the rest means nothing.

    Raises
    ------
    ValueError
        If there is no such measurement.

    Examples
    --------
    >>> stored_costs("mean_rows").size[[0, -1]]
    array([1.e+01, 1.e+15])
    """
    known = list(dict.fromkeys(line[0] for line in _stored("costs")[1]))
    if text("name", name) not in known:
        raise refusal("name must be one of {known}, got {given}.", known=", ".join(known), given=shown(name))
    return Costs(*np.array([line[1:] for line in _stored("costs")[1] if line[0] == name], dtype=float).T)


def cost_growth() -> Table:
    """Return the predicted exponents of cost and memory beside the measured ones, over the last step of the sizes.

    Chapter: *Scale*.

    Returns
    -------
    Table
        Problem and what grows, the step, exponents of CPU seconds and of memory, predicted and measured, and whether
        both measured ones lie within 0.2 of the predicted ones.
    """
    said = growths()
    found = {name: stored_costs(name) for name in said}
    measured = [each.exponents for each in found.values()]
    off = [max(abs(a - s.seconds), abs(b - s.memory)) for (a, b), s in zip(measured, said.values(), strict=True)]
    words = {True: _("confirmed"), False: _("refuted")}
    return Table(
        {
            _("what grows"): [each.label for each in said.values()],
            _("from"): [size(each.size[-2]) for each in found.values()],
            _("to"): [size(each.size[-1]) for each in found.values()],
            _("CPU, predicted"): [each.seconds for each in said.values()],
            _("CPU"): [seconds for seconds, _memory in measured],
            _("memory, predicted"): [each.memory for each in said.values()],
            _("memory"): [memory for _seconds, memory in measured],
            _("verdict"): [words[each <= TOLERANCE] for each in off],
        },
        {_("CPU, predicted"): ".0f", _("CPU"): ".2f", _("memory, predicted"): ".0f", _("memory"): ".2f"},
    )


def size(number: float) -> str:
    """Return a size as a cell shows it: as a power of ten from a million on."""
    return f"{number:,.0f}" if number < 1e6 else f"1e{np.log10(number):.0f}"


def errors_by_size() -> Table:
    """Return measured error ratios beside closed forms at the golden weight, as problems grow.

    Chapter: *Scale*.

    Returns
    -------
    Table
        Problem, rows of each kind, columns or categories, closed form, measured ratio to the error of the real rows
        alone, its standard error, and z.
    """
    lines = [line for line in _stored("errors")[1] if abs(float(line[4]) - GOLDEN_WEIGHT) < 1e-5]
    theory, ratio, stderr = np.array([line[5:] for line in lines], dtype=float).T
    return Table(
        _sizes(lines)
        | {_("theory"): theory, _("measured"): ratio, _("standard error"): stderr, "z": (ratio - theory) / stderr},
        {_("theory"): ".4f", _("measured"): ".4f", _("standard error"): ".4f", "z": ".1f"},
    )


def weights_by_size() -> Table:
    """Return measured best weights beside predicted ones, as problems grow.

    Chapter: *Scale*.

    Returns
    -------
    Table
        Problem, rows of each kind, columns or categories, predicted weight, measured weight and the ends of its 95%
        interval.
    """
    lines = _stored("weights")[1]
    weights = np.array([line[3:] for line in lines], dtype=float).T
    return Table(_sizes(lines) | dict(zip((_("predicted"), _("measured"), _("from"), _("to")), weights, strict=True)))


def _sizes(lines: list[list[str]]) -> dict[str, list[str]]:
    """Return the first columns of a table: problem, rows, columns."""
    names = {
        "mean": _("mean"),
        "categories": _("categories"),
        "regression": _("regression"),
        "regression_tenth": _("regression, p = n/10"),
        "by_rows": _("row by row"),
        "mean_again": _("mean, again"),
        "categories_again": _("categories, again"),
        "by_rows_again": _("row by row, again in sums"),
    }
    return {
        _("problem"): [names[line[0]] for line in lines],
        _("rows"): [size(float(line[1])) for line in lines],
        _("columns or categories"): [size(float(line[2])) for line in lines],
    }
