"""The command `model-collapse plan`: what to buy for an accuracy or a budget."""

import argparse
import json
from functools import partial
from typing import Any

from model_collapse._command_line import Once, disturbances, number
from model_collapse._language import gettext as _


def _run(arguments: argparse.Namespace) -> None:
    from model_collapse.practice.memo import plan_memo
    from model_collapse.practice.purchasing import purchase

    if (arguments.budget is None) == (arguments.accuracy_of is None):
        raise ValueError(_("Either {0} or {1} must be given, and not both.").format("--budget", "--accuracy-of"))
    names = ("price_real", "price_synthetic", "budget", "accuracy_of", "bias", "drift", "noise_ratio")
    plan = purchase(**{name: getattr(arguments, name) for name in names})
    print(json.dumps(plan.facts(), indent=2, ensure_ascii=False) if arguments.json else plan_memo(plan))


def add(commands: Any) -> None:
    """Give the command to the parser."""
    said = _("plan what to buy in a round, as a page for the meeting")
    plan = commands.add_parser("plan", help=said, description=said)
    above = partial(number, zero=False)
    option = partial(plan.add_argument, action=Once)
    option("--price-real", type=above("--price-real"), required=True, metavar="R", help=_("price of a real row"))
    said = _("price of a synthetic row")
    option("--price-synthetic", type=above("--price-synthetic"), required=True, metavar="S", help=said)
    option("--budget", type=above("--budget"), metavar="B", help=_("money for each round, in the same currency"))
    said = _("real rows whose accuracy, alone, is to be reached")
    option("--accuracy-of", type=above("--accuracy-of"), metavar="ROWS", help=said)
    disturbances(option)
    plan.add_argument("--json", action="store_true", help=_("print JSON"))
    plan.set_defaults(run=_run)
