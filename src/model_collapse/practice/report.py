"""The audit as one HTML file: verdict, control charts, faults with their rules, estimates; no row of anyone's table.

Chapter: *From theory to rules*.
"""

from collections.abc import Sequence
from html import escape

from model_collapse._checks import instance
from model_collapse._language import gettext as _
from model_collapse._language import language
from model_collapse.figures.figure import inline
from model_collapse.practice.auditing import Audit, fault_columns
from model_collapse.practice.charts import control_charts
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


def _table(head: list[str], rows: Sequence[Sequence[str]]) -> str:
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


def _charts(log: RoundLog, policy: Policy) -> str:
    figure = control_charts(log, policy)
    drawn = inline(figure.svg(), figure.name, figure.alt)
    return f"<figure>{drawn}<figcaption>{escape(figure.caption)}</figcaption></figure>"


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
    parts = [f"<h1>{escape(title)}</h1><p><strong>{escape(head)}</strong></p>", _charts(log, policy)]
    if found.faults:
        told = fault_columns(found.faults)
        parts += [_heading(_("Faults")), _table(list(told), list(zip(*told.values(), strict=True)))]
    parts += [_heading(_("Estimates")), *(f"<p>{escape(sentence)}</p>" for sentence in found.readings())]
    if averages := found.estimates["from_averages"]:
        rows = [[name, *(f"{x:.4g}" for x in values)] for name, values in averages.items()]
        parts += [_table([_("quantity"), _("value"), _("from"), _("to")], rows)]
    note = _("The check supports work towards conformity; it does not prove conformity.")
    return (
        f'<!doctype html>\n<html lang="{language()}"><head><meta charset="utf-8">'
        f'<meta name="generator" content="{GENERATOR}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>"
        f"<body><main>{''.join(parts)}<p>{escape(note)}</p></main></body></html>\n"
    )
