"""The command `model-collapse`: argument parsing only."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor
from pathlib import Path
from typing import NoReturn

from model_collapse import theory
from model_collapse._checks import count
from model_collapse._language import gettext as _

FIGURES = ("7", "8", "9", "10", "all")
LARGEST = 10**12


def weight_facts(n_real: int, n_synthetic: int) -> dict[str, float]:
    """Return the weights for given numbers of rows, and what they are worth.

    Parameters
    ----------
    n_real, n_synthetic : int
        Rows in each round.

    Examples
    --------
    >>> round(weight_facts(500, 500)["optimal_weight"], 3)
    0.618
    """
    n, m = count("real", n_real), count("synthetic", n_synthetic)
    if max(n, m) > LARGEST:
        raise ValueError(
            _("rows must be at most {most:.0e} in number, got {given}.").format(most=LARGEST, given=max(n, m))
        )
    k = n / m
    best, naive = float(theory.optimal_weight(k)), float(theory.naive_weight(k))
    return {
        "n_real": n,
        "n_synthetic": m,
        "k": k,
        "optimal_weight": best,
        "naive_weight": naive,
        "break_even_weight": float(theory.break_even_weight(k)),
        "error_ratio_optimal": best,
        "error_ratio_naive": float(theory.error_ratio(naive, k)),
        "per_row_ratio": 1 / best,
        "effective_n_real": float(theory.effective_n_real(best, n, m)),
    }


def _print_weight(arguments: argparse.Namespace) -> None:
    facts = weight_facts(arguments.real, arguments.synthetic)
    if arguments.json:
        print(json.dumps(facts, indent=2))
        return
    lines = (
        (_("optimal weight on the real rows"), facts["optimal_weight"]),
        (_("  its error, real rows alone being 1"), facts["error_ratio_optimal"]),
        (_("naive weight, every row the same"), facts["naive_weight"]),
        (_("  its error, real rows alone being 1"), facts["error_ratio_naive"]),
        (_("break-even weight, below it harm"), facts["break_even_weight"]),
        (_("  its error, real rows alone being 1"), 1.0),
        (_("one real row in synthetic rows"), facts["per_row_ratio"]),
    )
    for name, value in lines:
        print(f"{name:36}{f'{value:#.4g}':>12}")
    worth = _("real rows alone that are as accurate")
    print(f"{worth:36}{facts['effective_n_real']:>12,.0f}")
    print(_("For fresh real rows, an unbiased generator, squared error and the long run."))


def _reproduce(arguments: argparse.Namespace) -> None:
    from model_collapse.paper.reproduce import carry_out, names, plan

    figures = FIGURES[:-1] if arguments.figure == "all" else (arguments.figure,)
    if arguments.figure == "all":
        known = {panel for figure in figures for panel in names(int(figure))}
        for panel in arguments.panel:
            if panel not in known:
                raise ValueError(f"panel must be one of {', '.join(sorted(known))}, got {panel}.")
    given = ("replications", "seed", "jobs", "out", "force", "adult")
    options = {name: getattr(arguments, name) for name in given}
    plans = []
    for figure in figures:
        chosen = [name for name in arguments.panel if arguments.figure != "all" or name in names(int(figure))]
        if chosen or not arguments.panel:
            plans.append(plan(int(figure), chosen, **options))
    for made in plans:
        print(_("{table} is written.").format(table=carry_out(made)))


class Parser(argparse.ArgumentParser):
    """A parser that refuses in one sentence, without the usage."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and end with status 2."""
        self.exit(2, f"{self.prog}: {message}\n")


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    top = Parser(prog="model-collapse", description=_("Weight real and synthetic rows; remake figures."))
    commands = top.add_subparsers(required=True, metavar=_("COMMAND"))
    weight = commands.add_parser("weight", help=_("print the weights for your numbers of rows"))
    weight.add_argument("--real", type=int, required=True, metavar="N", help=_("real rows in a round"))
    weight.add_argument("--synthetic", type=int, required=True, metavar="M", help=_("synthetic rows in a round"))
    weight.add_argument("--json", action="store_true", help=_("print JSON"))
    weight.set_defaults(run=_print_weight)
    remake = commands.add_parser("reproduce", help=_("remake the paper's figures at the published scale"))
    remake.add_argument("figure", choices=FIGURES, help=_("figure of the paper"))
    remake.add_argument("--panel", action="append", default=[], metavar="NAME", help=_("one panel; may be repeated"))
    remake.add_argument("--replications", type=int, metavar="R", help=_("the published number if left out"))
    remake.add_argument("--seed", type=int, metavar="S", help=_("the figure's number if left out"))
    remake.add_argument("--jobs", type=int, metavar="J", help=_("worker processes"))
    remake.add_argument("--out", type=Path, default=Path("results"), metavar="FOLDER", help=_("where tables go"))
    said = _(
        "remake every panel asked for, also those that are there; left out, finished panels are kept, and one made "
        "with other settings is an error"
    )
    remake.add_argument("--force", action="store_true", help=said)
    remake.add_argument("--adult", type=Path, metavar="PATH", help=_("file or folder with the rows of UCI Adult"))
    remake.set_defaults(run=_reproduce)
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
        chosen.run(chosen)
        sys.stdout.flush()
    except (ValueError, OSError) as fault:
        said = f"{fault.filename}: {fault.strerror}." if isinstance(fault, OSError) and fault.filename else str(fault)
        if not isinstance(fault, BrokenPipeError):  # whoever closed the pipe has read enough
            print(f"model-collapse: {said}", file=sys.stderr)
        _drop_output()
        return 2
    except (MemoryError, BrokenExecutor):
        print(_("There is not enough memory; take fewer replications or fewer jobs."), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(_("Stopped; finished panels are kept."), file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
