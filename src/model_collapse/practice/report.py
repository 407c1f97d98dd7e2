"""The audit as one HTML file: verdict, control charts, faults with their rules, estimates; no row of anyone's table.

Chapter: *From theory to rules*.
"""

import io
import re
from html import escape

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure
from numpy.typing import NDArray

from model_collapse._checks import Floats, instance
from model_collapse._language import gettext as _
from model_collapse._language import language
from model_collapse.figures.style import INK, REAL, SYNTHETIC
from model_collapse.practice._limits import error_limits
from model_collapse.practice._rules import mixed
from model_collapse.practice.auditing import Audit
from model_collapse.practice.policy import Policy
from model_collapse.practice.round_log import RoundLog

STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 54rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { text-align: left; vertical-align: top; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid #8888; }
svg { width: 100%; height: auto; }
figure { margin: 1.5rem 0; }
@media (max-width: 40rem) {
  thead { display: none; }
  tbody, tr, td { display: block; }
  tr { border-bottom: 1px solid #8888; padding: .6rem 0; }
  td { border: 0; padding: 0; }
  td::before { content: attr(data-name) ": "; font-weight: bold; }
}
"""


GENERATOR = "model-collapse audit"
"""What the file says wrote it; only such a file is replaced."""


def _chart(rounds: Floats, lines: dict[str, tuple[Floats, str, str]], at: NDArray[np.intp], title: str) -> str:
    """Return lines over the rounds as SVG; rounds with a fault are marked."""
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "audit", "font.size": 11.5}):
        figure = Figure(figsize=(6, 3.6), layout="constrained")
        axes = figure.subplots()
        for name, (values, color, style) in lines.items():
            axes.plot(rounds, np.where(np.isfinite(values), values, np.nan), style, color=color, label=name)
        first = next(iter(lines.values()))[0]
        axes.plot(rounds[at], first[at], "o", color=SYNTHETIC, fillstyle="none", markersize=9, label=_("fault"))
        axes.set_xlabel(_("round"))
        figure.legend(frameon=False, labelcolor=INK, loc="outside upper left", ncols=4)
        axes.tick_params(colors=INK)
        axes.xaxis.label.set_color(INK)
        for side, spine in axes.spines.items():
            spine.set_visible(side in ("left", "bottom"))
            spine.set_color(INK)
        out = io.StringIO()
        figure.savefig(out, format="svg", transparent=True, metadata={"Date": None})
    svg = out.getvalue()
    svg = svg[svg.index("<svg") :].replace(INK, "currentColor")
    said = escape(title, quote=True)
    svg = re.sub(r"<svg ", f'<svg role="img" aria-label="{said}" ', svg, count=1)
    return f"<figure>{svg}<figcaption>{said}</figcaption></figure>"


def _table(head: list[str], rows: list[list[str]]) -> str:
    top = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    lines = (
        "".join(
            f'<td role="cell" data-name="{escape(name, quote=True)}">{escape(cell)}</td>'
            for name, cell in zip(head, row, strict=True)
        )
        for row in rows
    )
    body = "".join(f'<tr role="row">{line}</tr>' for line in lines)
    return f'<table role="table"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>'


def _charts(found: Audit, log: RoundLog, policy: Policy) -> str:
    rounds, (_sound, mixing, k) = log["round"], mixed(log)

    def marked(*faults: str) -> NDArray[np.intp]:
        bad = {t for fault in found.faults if fault.fault in faults for t in fault.rounds}
        return np.flatnonzero([t in bad for t in rounds])

    errors = {
        _("error"): (log["error"], REAL, "-"),
        _("real rows alone"): (log["error_real_only"], INK, ":"),
        _("limit"): (error_limits(log, policy), SYNTHETIC, "--"),
    }
    floor = np.where(mixing, policy.floors(k), np.nan)
    weights = {_("weight on the real rows"): (log["weight"], REAL, "-"), _("floor"): (floor, SYNTHETIC, "--")}
    return _chart(
        rounds, errors, marked("error_above_limit"), _("Error on the hold-out by round, with its control limit.")
    ) + _chart(rounds, weights, marked("below_floor"), _("Weight on the real rows by round, with its floor."))


def _heading(title: str) -> str:
    return f"<h2>{escape(title)}</h2>"


def html_report(found: Audit, log: RoundLog, policy: Policy | None = None) -> str:
    """Return the audit of a log as one HTML file that needs nothing else. Chapter: *From theory to rules*.

    Parameters
    ----------
    found : Audit
        What `audit` found.
    log : RoundLog
        The log.
    policy : Policy, optional
        The policy of the audit; the default one if left out.
    """
    instance("found", found, Audit, "audit(log)")
    instance("log", log, RoundLog, "RoundLog.read(path)")
    policy = Policy() if policy is None else instance("policy", policy, Policy, "Policy()")
    title = _("Audit of a training log")
    head = str(found).partition("\n")[0]
    faults = [
        [f.fault, str(f.first_round), str(len(f.rounds)), f.evidence, f.rule, ", ".join(f.clauses)]
        for f in found.faults
    ]
    names = [_("fault"), _("first round"), _("rounds with it"), _("evidence"), _("rule"), _("clauses that the check supports")]
    parts = [f"<h1>{escape(title)}</h1><p><strong>{escape(head)}</strong></p>", _charts(found, log, policy)]
    if faults:
        parts += [_heading(_("Faults")), _table(names, faults)]
    if averages := found.estimates["from_averages"]:
        rows = [[name, *(f"{x:.4g}" for x in values)] for name, values in averages.items()]
        parts += [_heading(_("Estimates")), _table([_("quantity"), _("value"), _("from"), _("to")], rows)]
    note = _("The check supports work towards conformity; it does not prove conformity.")
    return (
        f'<!doctype html>\n<html lang="{language()}"><head><meta charset="utf-8">'
        f'<meta name="generator" content="{GENERATOR}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>"
        f"<body><main>{''.join(parts)}<p>{escape(note)}</p></main></body></html>\n"
    )
