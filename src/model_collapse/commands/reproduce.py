"""The command `model-collapse reproduce`: the paper's figures at the published scale."""

import argparse
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from model_collapse._checks import MOST_JOBS, MOST_REPLICATIONS
from model_collapse._command_line import Once, whole
from model_collapse._language import gettext as _

if TYPE_CHECKING:
    from model_collapse.paper.series import Series

FIGURES = ("7", "8", "9", "10")
BEYOND = "beyond"


def _series(chosen: str) -> "list[Series]":
    from model_collapse.beyond.experiments import series
    from model_collapse.paper.series import figure

    if chosen == BEYOND:
        return [series()]
    return [figure(int(number)) for number in (FIGURES if chosen == "all" else (chosen,))]


def _run(arguments: argparse.Namespace) -> None:
    from model_collapse.paper.reproduce import carry_out, prepare

    wanted = _series(arguments.figure)
    if arguments.figure == "all":
        known = {panel for each in wanted for panel in each.panels}
        for panel in arguments.panel:
            if panel not in known:
                raise ValueError(f"panel must be one of {', '.join(sorted(known))}, got {panel}.")
    given = ("replications", "seed", "jobs", "out", "force", "adult")
    options = {name: getattr(arguments, name) for name in given}
    prepared = []
    for each in wanted:
        chosen = [name for name in arguments.panel if arguments.figure != "all" or name in each.panels]
        if chosen or not arguments.panel:
            prepared.append(prepare(each, chosen, **options))
    for made in prepared:
        print(_("{table} is written.").format(table=carry_out(made)))


def add(commands: Any) -> None:
    """Give the command to the parser."""
    said = _("remake the paper's figures at the published scale")
    remake = commands.add_parser("reproduce", help=said, description=said)
    said = _("figure of the paper, all of its figures, or the experiments beyond it")
    remake.add_argument("figure", choices=(*FIGURES, "all", BEYOND), help=said)
    remake.add_argument("--panel", action="append", default=[], metavar="NAME", help=_("one panel; may be repeated"))
    add = partial(remake.add_argument, action=Once)
    replications, jobs = whole("--replications", 2, MOST_REPLICATIONS), whole("--jobs", 1, MOST_JOBS, cores=True)
    add("--replications", type=replications, metavar="R", help=_("the published number if left out"))
    add("--seed", type=whole("--seed", 0), metavar="S", help=_("the figure's number if left out"))
    add("--jobs", type=jobs, metavar="J", help=_("worker processes; -1 for one a core"))
    add("--out", type=Path, default=Path("results"), metavar="FOLDER", help=_("where tables go"))
    said = _(
        "remake every panel asked for, also those that are there; left out, finished panels are kept, and one made "
        "with other settings is an error"
    )
    remake.add_argument("--force", action="store_true", help=said)
    said = _("file or folder with the rows of UCI Adult")
    add("--adult", type=Path, metavar="PATH", help=said)
    remake.set_defaults(run=_run)
