"""The command `model-collapse pilot`: the loop on a reader's own table, and go or no-go."""

import argparse
import importlib
import importlib.util
import json
import sys
from contextlib import redirect_stdout
from functools import partial
from pathlib import Path
from typing import Any

from model_collapse._command_line import Once, whole
from model_collapse._language import gettext as _

NEEDED = ("jinja2", "narwhals", "pandas", "sklearn")
"""What the extra `practice` brings for a pilot."""


def _numbers(name: str, text: str | None) -> list[float] | None:
    """Return numbers that are separated by commas."""
    if text is None:
        return None
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        said = _("{name} must be numbers separated by commas, got {given}.")
        raise ValueError(said.format(name=name, given=text)) from None


def _loaded(name: str, given: str) -> Any:
    """Return a name as it is, or the object that MODULE:OBJECT names, an instance if it is a class."""
    module, colon, thing = given.partition(":")
    if not colon:
        return given
    sys.path.append(str(Path.cwd()))  # last, so that no file there stands in for a library
    try:
        found = getattr(importlib.import_module(module), thing)
        return found() if isinstance(found, type) else found
    except Exception as fault:
        said = _("{name} {given} cannot be loaded: {why}.")
        why = " ".join(str(fault).split()).rstrip(".")
        raise ValueError(said.format(name=name, given=given, why=why)) from None


def _run(arguments: argparse.Namespace) -> int:
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        said = _('The pilot needs {module}: pip install "model-collapse[practice]".')
        raise ValueError(said.format(module=", ".join(missing)))
    from model_collapse.practice.piloting.pilot import RATIOS, WEIGHTS, pilot
    from model_collapse.practice.piloting.report import pilot_html, pilot_markdown
    from model_collapse.practice.piloting.tables import read_table

    with redirect_stdout(sys.stderr):  # generators may print as they are fitted
        found = pilot(
            read_table(arguments.table),
            arguments.target,
            generator=_loaded("--generator", arguments.generator),
            learner=_loaded("--learner", arguments.learner),
            ratios=_numbers("--ratios", arguments.ratios) or RATIOS,
            weights=_numbers("--weights", arguments.weights) or WEIGHTS,
            rounds=arguments.rounds,
            replications=arguments.replications,
            n_real=arguments.rows_per_round,
            seed=arguments.seed,
            folder=arguments.out,
            jobs=arguments.jobs,
            progress=not arguments.json,
        )
    (arguments.out / "report.html").write_text(pilot_html(found), encoding="utf-8")
    (arguments.out / "report.md").write_text(pilot_markdown(found), encoding="utf-8")
    if arguments.json:
        print(json.dumps(found.facts(), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        print(found)
    return int(not found.go)


def add(commands: Any) -> None:
    """Give the command to the parser."""
    said = _("try synthetic rows on a table of your own; the status is 1 for no go")
    pilot = commands.add_parser("pilot", help=said, description=said)
    pilot.add_argument("table", type=Path, metavar="TABLE", help=_("CSV, packed by gzip or not, or Parquet"))
    option = partial(pilot.add_argument, action=Once)
    option("--target", required=True, metavar="COLUMN", help=_("column that the learner predicts"))
    option("--out", type=Path, required=True, metavar="FOLDER", help=_("folder for plan, results and reports"))
    said = _("copula, gaussian, mixture, kernel, bootstrap, or an object of your own; copula if left out")
    option("--generator", default="copula", metavar="NAME|MODULE:OBJECT", help=said)
    said = _("linear, boosting, or an object of your own; linear if left out")
    option("--learner", default="linear", metavar="NAME|MODULE:OBJECT", help=said)
    option("--ratios", metavar="K,K,..", help=_("real rows for each synthetic one; 1,0.25,0.1 if left out"))
    option("--weights", metavar="W,W,..", help=_("total weights on the real rows; 0.1 to 0.9 if left out"))
    option("--rounds", type=whole("--rounds", 4, 1000), default=12, metavar="N", help=_("last round; 12 if left out"))
    replications = whole("--replications", 3, 1000)
    option("--replications", type=replications, default=15, metavar="N", help=_("repetitions; 15 if left out"))
    said = _("new real rows of a round; as many as there are, up to 250, if left out")
    option("--rows-per-round", type=whole("--rows-per-round", 20), metavar="N", help=said)
    jobs = whole("--jobs", 1, 1024, cores=True)
    option("--jobs", type=jobs, default=-1, metavar="N", help=_("processes; -1, one a core, if left out"))
    option("--seed", type=whole("--seed", 0), default=1, metavar="N", help=_("seed of all draws; 1 if left out"))
    pilot.add_argument("--json", action="store_true", help=_("print JSON"))
    pilot.set_defaults(run=_run)
