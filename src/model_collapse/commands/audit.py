"""The commands `model-collapse audit` and `model-collapse policy`: a training log against the rules."""

import argparse
from functools import partial
from os.path import lexists
from pathlib import Path
from typing import Any

from model_collapse._command_line import Once
from model_collapse._language import gettext as _


def _text(path: Path) -> str:
    """Return the text of a file; nothing for what is no file, such as a link to nowhere."""
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def _run(arguments: argparse.Namespace) -> int:
    from model_collapse.practice.auditing import audit
    from model_collapse.practice.policy import Policy
    from model_collapse.practice.report import GENERATOR, html_report
    from model_collapse.practice.round_log import RoundLog

    theirs = {}
    for pair in arguments.column:
        ours, equals, name = pair.partition("=")
        if not equals:
            raise ValueError(_("{0} must be OURS=THEIRS, got {1}.").format("--column", pair))
        theirs[ours] = name
    policy = Policy.read(arguments.policy) if arguments.policy else Policy()
    if arguments.report and arguments.report.suffix != ".html":
        raise ValueError(_("{0} must end in .html, got {1}.").format("--report", arguments.report.name))
    if arguments.report and lexists(arguments.report) and f'content="{GENERATOR}"' not in _text(arguments.report):
        said = _("{0} is there and is not a report of this command; choose another name.")
        raise ValueError(said.format(arguments.report))
    log = RoundLog.read(arguments.log, theirs)
    found = audit(log, policy)
    if arguments.report:
        arguments.report.write_text(html_report(found, log, policy), encoding="utf-8")
    print(*([found.to_json()] if arguments.json else [found, *found.readings()]), sep="\n")
    return int(bool(found.faults))


def _print_policy(_arguments: argparse.Namespace) -> None:
    from model_collapse.practice.policy import default_policy

    print(default_policy())


def add(commands: Any) -> None:
    """Give both commands to the parser."""
    said = _("audit a training log; the status is 1 if there are faults")
    check = commands.add_parser("audit", help=said, description=said)
    check.add_argument("log", type=Path, metavar="LOG", help=_("CSV or JSON Lines, packed by gzip or not"))
    add = partial(check.add_argument, action=Once)
    add("--policy", type=Path, metavar="FILE", help=_("the policy; the default one if left out"))
    add("--report", type=Path, metavar="FILE.html", help=_("write a report of one page there"))
    said = _("the log's own name of a column, as in error=loss; may be repeated")
    check.add_argument("--column", action="append", default=[], metavar="OURS=THEIRS", help=said)
    check.add_argument("--json", action="store_true", help=_("print JSON"))
    check.set_defaults(run=_run)

    said = _("print the default policy with comments")
    commands.add_parser("policy", help=said, description=said).set_defaults(run=_print_policy)
