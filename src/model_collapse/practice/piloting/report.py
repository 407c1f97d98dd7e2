"""The report of a pilot, as one HTML file and as Markdown: figures and sentences, and no row of anyone's table.

Chapter: *A pilot on your own data*.
"""

import re
from importlib.resources import files
from typing import Any, NamedTuple

from model_collapse._checks import instance
from model_collapse._language import gettext as _
from model_collapse._language import language
from model_collapse._table import Table
from model_collapse.figures.figure import inline
from model_collapse.practice.piloting.chart import pilot_chart
from model_collapse.practice.piloting.findings import Pilot
from model_collapse.practice.report import STYLE


class Part(NamedTuple):
    """A heading with sentences and a table below it."""

    heading: str
    sentences: list[str]
    table: Table | None = None


def _how(found: Pilot) -> list[str]:
    history = found.all_real
    grid = next(iter(found.histories.values())).weight
    said = [
        _(
            "{held:,} rows were held out and seen by no fit. The other {rest:,} were dealt without replacement: {n:,} "
            "new real rows in each of {rounds} rounds and the one before them, {replications} times over."
        ),
        _(
            "Weights {low:g} to {high:g} on the real rows were tried at each ratio, and errors averaged over the last "
            "{last} rounds. The error is the squared error on the hold-out beyond that of a fit to all {rest:,} rows."
        ),
        _(
            "Asked for beforehand: an error of at most {error:g} of that of the real rows alone, the upper end of its "
            "interval below 1; at least {rare:.0%} of the rare categories; near copies at most {near:.0%} above those "
            "among new real rows."
        ),
    ]
    facts = {
        "held": found.held_out,
        "rest": found.rest,
        "n": found.n_real,
        "rounds": history.rounds,
        "replications": history.replications,
        "low": 0 if grid is None else grid[0],
        "high": 0 if grid is None else grid[-2],
        "last": found.last,
        "error": found.rules.largest_error,
        "rare": found.rules.least_rare_coverage,
        "near": found.rules.most_near_copies,
    }
    return [sentence.format(**facts) for sentence in said] + found.data.notes


def parts(found: Pilot) -> list[Part]:
    """Return the report's parts in order."""
    gap = _(
        "A learner that sees synthetic rows only, as many as there are real ones outside the hold-out, loses {gap:.2f} "
        "(standard error {stderr:.2f}) times the error of a round's real rows alone; without the noise of these rows "
        "that is a squared bias of {bias:.2f} a generation, with which the formula is corrected."
    ).format(gap=found.gap.value, stderr=found.gap.stderr, bias=found.gap.squared_bias)
    kept = _(
        "A learner that keeps every real row and sees no synthetic ones has {kept:.2f} times the error of a round's "
        "real rows alone after {rounds} rounds. Where real rows may be kept and nothing drifts, compare with that."
    ).format(kept=found.kept, rounds=found.all_real.rounds)
    whole = _(
        "The squared error of a fit to all {rest:,} rows is {reference:.3g}. A round's real rows alone have "
        "{alone:.2g} more, and with synthetic rows, at the best ratio and weight, it is {mixed:.2g} more."
    ).format(
        rest=found.rest,
        reference=found.reference,
        alone=found.all_real.unit,
        mixed=found.all_real.unit * found.best.error[0],
    )
    limits = [
        _("The interval of the error is over the replications; hold-out and table are the same for all of them."),
        _("All rows are of one table: what drifts from month to month, a pilot on shuffled rows does not see."),
        _("The best weight is that of this generator and this learner at {n:,} new real rows in a round.").format(
            n=found.n_real
        ),
    ]
    return [
        Part(_("Why not"), found.reasons),
        Part(_("Weights and errors"), [whole, kept], found.table()),
        Part(_("The synthetic rows"), [gap], found.quality_table()),
        Part(_("How it was done"), _how(found)),
        Part(_("What it does not show"), limits),
    ]


def _plain(value: Any) -> Any:
    """Return words with what Markdown reads as a mark escaped; only names of columns hold such letters."""
    return re.sub(r"([|<>#`*_\[\]\\])", r"\\\1", value) if isinstance(value, str) else value


def _rendered(name: str, found: Pilot, **more: Any) -> str:
    import jinja2

    text = files("model_collapse.practice.piloting").joinpath(name).read_text(encoding="utf-8")
    html = ".html" in name
    environment = jinja2.Environment(
        autoescape=html, finalize=None if html else _plain, trim_blocks=True, lstrip_blocks=True
    )
    page = environment.from_string(text)
    instance("found", found, Pilot, "pilot(table, target)")
    shown = [part for part in parts(found) if part.sentences or part.table]
    return page.render(title=_("Report of a pilot"), verdict=found.verdict, parts=shown, **more)


def pilot_html(found: Pilot) -> str:
    """Return the report of a pilot as one HTML file that needs nothing else. Chapter: *A pilot on your own data*."""
    figure = pilot_chart(found)
    drawn = inline(figure.svg(), figure.name, figure.alt)
    return _rendered("report.html.j2", found, style=STYLE, chart=drawn, caption=figure.caption, language=language())


def pilot_markdown(found: Pilot) -> str:
    """Return the report of a pilot as Markdown. Chapter: *A pilot on your own data*."""
    return _rendered("report.md.j2", found)
