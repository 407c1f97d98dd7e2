"""The command `model-collapse check`: what a participant's machine lacks, and what to type."""

import argparse
import importlib.metadata
import json
from pathlib import Path
from typing import Any

from model_collapse._command_line import Once
from model_collapse._language import gettext as _
from model_collapse.commands import _machine

USUAL = ("follow", "notebooks", "pilot")
"""What is looked at if nothing is asked for."""


def findings(purposes: list[str], folder: Path) -> list[_machine.Finding]:
    """Look at the machine; whoever only follows the course needs no kernel and little memory."""
    found = [_machine.python(), *(finding for name in purposes for finding in _machine.packages(name))]
    if purposes != ["follow"]:
        found.append(_machine.memory())
    if "notebooks" in purposes:
        found.append(_machine.kernel())
    return [*found, _machine.folder(folder)]


def _print(found: list[_machine.Finding], purposes: list[str]) -> None:
    for finding in found:
        print(f"{'-' if finding.lacks else '+'} {finding.said}")
        if finding.command:
            print("  " + _("Type: {command}").format(command=finding.command))
    if any(finding.lacks for finding in found):
        print(_("Something is missing; it stands in the lines that begin with a minus."))
    else:
        wanted = ", ".join(map(_machine.purpose, purposes))
        print(_("Nothing is missing to {purposes}.").format(purposes=wanted))


def _run(arguments: argparse.Namespace) -> int:
    if not arguments.folder.is_dir():
        said = _("{name} must be a folder that exists, got {given}.")
        raise ValueError(said.format(name="--folder", given=arguments.folder))
    purposes = [name for name in _machine.EXTRAS if name in (arguments.purposes or USUAL)]
    try:
        found = findings(purposes, arguments.folder.absolute())
    except importlib.metadata.PackageNotFoundError:
        said = _("The package is not installed in this Python; install it and ask again.")
        found = [_machine.Finding(said, lacks=True, command=_machine.to_install(_machine.NAME))]
    if arguments.json:
        print(json.dumps([finding._asdict() for finding in found], indent=2, ensure_ascii=False))
    else:
        _print(found, purposes)
    return int(any(finding.lacks for finding in found))


def add(commands: Any) -> None:
    """Give the command to the parser."""
    said = _("say what this machine lacks for the course; the status is 1 if something is missing")
    check = commands.add_parser("check", help=said, description=said)
    said = _("follow, notebooks, pilot or neural; may be repeated; the first three if left out")
    option = {"dest": "purposes", "action": "append", "choices": [*_machine.EXTRAS], "metavar": "PURPOSE"}
    check.add_argument("--for", help=said, **option)
    said = _("folder to work in; this one if left out")
    check.add_argument("--folder", type=Path, action=Once, default=Path(), metavar="FOLDER", help=said)
    check.add_argument("--json", action="store_true", help=_("print JSON"))
    check.set_defaults(run=_run)
