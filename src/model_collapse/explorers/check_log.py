"""The audit of a training log in the page itself: a file is dropped, and nothing is sent."""

import csv
import io
import json
from html import escape
from typing import Any

from model_collapse._language import gettext as _
from model_collapse.practice import _limits
from model_collapse.practice._refusals import refusals
from model_collapse.practice.auditing import fault_columns, rules
from model_collapse.practice.factory import factory_rounds
from model_collapse.practice.policy import Policy, default_policy
from model_collapse.practice.round_log import schema

LIMITS = ("CHANCE", "FEWEST", "WINDOW", "HALF", "STEPS", "SKEW")


def sentences() -> dict[str, str]:
    """Return the sentences that refuse a file or a policy."""
    return {
        **refusals(),
        "policy_line": _("The policy must have one key a line, as in floor = 0.5, each key once, got {line}."),
        "policy_key": _("{key} is no key of a policy; there are {keys}."),
        "policy_value": _("The policy's {key} cannot be {given}."),
    }


def _csv(rows: list[dict[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def settings() -> dict[str, Any]:
    """Return all that the JavaScript side needs, as plain data."""
    told = {name: {**rule, **{part: _(rule[part]) for part in ("rule", "evidence")}} for name, rule in rules().items()}
    policy = Policy()
    return {
        "rules": told,
        "limits": {name: getattr(_limits, name) for name in LIMITS},
        "schema": schema(),
        "defaults": {name: getattr(policy, name) for name in Policy.__dataclass_fields__},
        "policy": default_policy(),
        "sentences": sentences(),
        "examples": [
            {"label": _("A log to try"), "name": "factory.csv", "text": _csv(list(factory_rounds(52)))},
            {
                "label": _("One in which something goes wrong"),
                "name": "shifted.csv",
                "text": _csv(list(factory_rounds(52, shift=0.4, from_round=26))),
            },
        ],
        "labels": {
            "title": _("Check a log"),
            "drop": _("Drop a training log here, or choose a file: CSV or JSON Lines, also packed by gzip."),
            "policy": _("The policy that it is held against"),
            "policy_said": _("Change a line, and the log is checked again; nothing is stored."),
            "clean": _("{name}: {rounds} rounds, no fault."),
            "fault": _("{name}: {rounds} rounds, one fault."),
            "faults": _("{name}: {rounds} rounds, {count} faults."),
            "columns": list(fault_columns()),
            "round": _("round"),
            "error": _("error"),
            "alone": _("real rows alone"),
            "limit": _("limit"),
            "weight": _("weight on the real rows"),
            "floor": _("floor"),
            "note": _("The check supports work towards conformity; it does not prove conformity."),
        },
    }


def html() -> str:
    """Return the form for a page; without JavaScript it names the command that does the same."""
    told = json.dumps(settings(), ensure_ascii=False)
    still = _("Without JavaScript the page cannot read a file; the command model-collapse audit does the same.")
    return f'<div class="mc-check-log" data-settings="{escape(told)}"><p>{escape(still)}</p></div>'
