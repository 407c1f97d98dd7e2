"""The command `model-collapse`."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor
from functools import partial
from pathlib import Path

from model_collapse import __version__, theory
from model_collapse._checks import MOST_JOBS, MOST_REPLICATIONS, count, positive, scalar
from model_collapse._command_line import Once, Parser, number, whole
from model_collapse._language import gettext as _

FIGURES = ("7", "8", "9", "10", "all")
LARGEST = 10**12


def weight_facts(
    n_real: int, n_synthetic: int, *, noise_ratio: float = 1.0, bias: float = 0.0, drift: float = 0.0
) -> dict[str, float | None]:
    """Return the weights for given numbers of rows, and what they are worth.

    Parameters
    ----------
    n_real, n_synthetic : int
        Rows in each round.
    noise_ratio : float
        Variance of a real row over that of a synthetic one, above 0.
    bias, drift : float
        Squared shift that the generator adds, and variance of the truth's step, in a round; both in units of one real
        row's variance.

    Returns
    -------
    dict
        `k` is n / (noise_ratio m) + n drift, the ratio that the theory sees. Without synthetic rows all weight is on
        the real ones, and `k` and `per_row_ratio` are None.

    Examples
    --------
    >>> round(weight_facts(500, 500)["optimal_weight"], 3)
    0.618
    """
    n, m = count("n_real", n_real, 1, LARGEST), count("n_synthetic", n_synthetic, 0, LARGEST)
    s = scalar("noise_ratio", positive("noise_ratio", noise_ratio))
    b, q = (scalar(name, positive(name, x, zero=True)) for name, x in (("bias", bias), ("drift", drift)))
    if m == 0:
        k = each = None
        best = naive = even = ratio = naive_ratio = 1.0
    else:
        k, d = n / (s * m) + n * q, n * b
        best, even = (float(form(k, squared_bias=d)) for form in (theory.optimal_weight, theory.break_even_weight))
        naive = float(theory.naive_weight(n / m))
        ratio, naive_ratio = (float(theory.error_ratio(w, k, squared_bias=d)) for w in (best, naive))
        each = (k * best + d * (2 - best) ** 2) / best**2 / (n / m)  # w / (1 - w) at the best w, without cancellation
    return {
        "n_real": n,
        "n_synthetic": m,
        "k": k,
        "optimal_weight": best,
        "naive_weight": naive,
        "break_even_weight": even,
        "error_ratio_optimal": ratio,
        "error_ratio_naive": naive_ratio,
        "per_row_ratio": each,
        "effective_n_real": n / ratio,
    }


def _print_weight(arguments: argparse.Namespace) -> None:
    given = {name: getattr(arguments, name) for name in ("noise_ratio", "bias", "drift")}
    facts = weight_facts(arguments.real, arguments.synthetic, **given)
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
        print(f"{name:36}{'-' if value is None else f'{value:#.4g}':>12}")
    worth = _("real rows alone that are as accurate")
    print(f"{worth:36}{facts['effective_n_real']:>12,.0f}")
    if arguments.bias or arguments.drift or arguments.noise_ratio != 1:
        print(_("For fresh real rows, the given noise, bias and drift, squared error and the long run."))
    else:
        print(_("For fresh real rows, an unbiased generator, squared error and the long run."))


def _reproduce(arguments: argparse.Namespace) -> None:
    from model_collapse.paper.reproduce import carry_out, names, prepare

    figures = FIGURES[:-1] if arguments.figure == "all" else (arguments.figure,)
    if arguments.figure == "all":
        known = {panel for figure in figures for panel in names(int(figure))}
        for panel in arguments.panel:
            if panel not in known:
                raise ValueError(f"panel must be one of {', '.join(sorted(known))}, got {panel}.")
    given = ("replications", "seed", "jobs", "out", "force", "adult")
    options = {name: getattr(arguments, name) for name in given}
    prepared = []
    for figure in figures:
        chosen = [name for name in arguments.panel if arguments.figure != "all" or name in names(int(figure))]
        if chosen or not arguments.panel:
            prepared.append(prepare(int(figure), chosen, **options))
    for made in prepared:
        print(_("{table} is written.").format(table=carry_out(made)))


def _audit(arguments: argparse.Namespace) -> int:
    from model_collapse.practice.auditing import audit
    from model_collapse.practice.policy import Policy
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
    log = RoundLog.read(arguments.log, theirs)
    found = audit(log, policy)
    if arguments.report:
        from model_collapse.practice.report import html_report

        arguments.report.write_text(html_report(found, log, policy), encoding="utf-8")
    print(found.to_json() if arguments.json else found)
    return int(bool(found.faults))


def _print_policy(_arguments: argparse.Namespace) -> None:
    from model_collapse.practice.policy import default_policy

    print(default_policy())


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    top = Parser(prog="model-collapse", description=_("Weight real and synthetic rows; remake figures."))
    version = f"model-collapse {__version__}"
    top.add_argument("--version", action="version", version=version, help=_("print the version and end"))
    commands = top.add_subparsers(required=True, metavar=_("COMMAND"))

    said = _("print the weights for your numbers of rows")
    weight = commands.add_parser("weight", help=said, description=said)
    real, synthetic = whole("--real", 1, LARGEST), whole("--synthetic", 0, LARGEST)
    said = _("synthetic rows in a round; with 0, all weight is on the real rows, and k is null in JSON")
    add = partial(weight.add_argument, action=Once)
    add("--real", type=real, required=True, metavar="N", help=_("real rows in a round"))
    add("--synthetic", type=synthetic, required=True, metavar="M", help=said)
    said = _("variance of a real row over that of a synthetic one; 1 if left out")
    add("--noise-ratio", type=number("--noise-ratio", zero=False), default=1.0, metavar="S", help=said)
    said = _("squared bias of the generator in units of one real row's variance; 0 if left out")
    add("--bias", type=number("--bias", zero=True), default=0.0, metavar="D", help=said)
    said = _("variance of the truth's step in a round, in units of one real row's variance; 0 if left out")
    add("--drift", type=number("--drift", zero=True), default=0.0, metavar="Q", help=said)
    weight.add_argument("--json", action="store_true", help=_("print JSON"))
    weight.set_defaults(run=_print_weight)

    said = _("remake the paper's figures at the published scale")
    remake = commands.add_parser("reproduce", help=said, description=said)
    remake.add_argument("figure", choices=FIGURES, help=_("figure of the paper"))
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
    remake.set_defaults(run=_reproduce)

    said = _("audit a training log; the status is 1 if there are faults")
    check = commands.add_parser("audit", help=said, description=said)
    check.add_argument("log", type=Path, metavar="LOG", help=_("CSV or JSON Lines, packed by gzip or not"))
    add = partial(check.add_argument, action=Once)
    add("--policy", type=Path, metavar="FILE", help=_("the policy; the default one if left out"))
    add("--report", type=Path, metavar="FILE.html", help=_("write a report of one page there"))
    said = _("the log's own name of a column, as in error=loss; may be repeated")
    check.add_argument("--column", action="append", default=[], metavar="OURS=THEIRS", help=said)
    check.add_argument("--json", action="store_true", help=_("print JSON"))
    check.set_defaults(run=_audit)

    said = _("print the default policy with comments")
    commands.add_parser("policy", help=said, description=said).set_defaults(run=_print_policy)
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
    except (MemoryError, BrokenExecutor):
        print(_("There is not enough memory; take fewer replications or fewer jobs."), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(_("Stopped; finished panels are kept."), file=sys.stderr)
        return 130
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
