"""The command `model-collapse`."""

import os
import sys
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor

from model_collapse import __version__
from model_collapse._command_line import Parser
from model_collapse._language import gettext as _
from model_collapse.commands import audit, check, pilot, plan, reproduce, weight


def parser() -> Parser:
    """Return the parser of the command line."""
    top = Parser(prog="model-collapse", description=_("Weight real and synthetic rows; plan, audit, remake figures."))
    version = f"model-collapse {__version__}"
    top.add_argument("--version", action="version", version=version, help=_("print the version and end"))
    commands = top.add_subparsers(required=True, metavar=_("COMMAND"))
    for command in (weight, plan, pilot, audit, reproduce, check):
        command.add(commands)
    return top


def _drop_output() -> None:
    """Send what is still to be printed nowhere if standard output does not take it, as a closed pipe does not."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; bad input is one sentence on standard error and status 2."""
    chosen = parser().parse_args(arguments)
    try:
        status = chosen.run(chosen) or 0
        sys.stdout.flush()
    except (ValueError, OSError) as fault:
        said = f"{fault.filename}: {fault.strerror}." if isinstance(fault, OSError) and fault.filename else str(fault)
        if not isinstance(fault, BrokenPipeError):  # whoever closed the pipe has read enough
            print(f"model-collapse: {said}", file=sys.stderr)
        _drop_output()
        return 2
    except ModuleNotFoundError as fault:
        if fault.name:  # not a sentence of ours, that names an extra
            raise
        print(f"model-collapse: {fault}", file=sys.stderr)
        return 2
    except (MemoryError, BrokenExecutor):
        print(_("There is not enough memory; take fewer replications or fewer jobs."), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(_("Stopped; what is finished is kept."), file=sys.stderr)
        return 130
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
