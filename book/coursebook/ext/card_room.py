"""Sphinx extension: what a room needs that plays the recursion with cards.

The directive `card-room` shows the form that draws its results, `room-sheets` what is printed.
"""

from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from coursebook.ext._gettext import gettext as _
from model_collapse.explorers.card_room import WEIGHTS
from model_collapse.simulation import card_room

SHUT = "\N{EN DASH}"
"""Stands where nothing is written on a record sheet."""

ACROSS = 16
"""Differences in a row of the strip."""

SCRIPT, STYLE = "card-room.js", "card-room.css"


def cell(text, tag="td", **attributes):
    """Return a cell of a table."""
    given = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<{tag}{given}>{escape(str(text))}</{tag}>"


def row(*cells):
    """Return a row of a table."""
    return f"<tr>{''.join(cells)}</tr>"


def signed(number):
    """Return a noise card's number: always with its sign, 0 apart."""
    return f"+{number}" if number > 0 else str(number).replace("-", "\N{MINUS SIGN}")


def paper(title, inside):
    """Return one sheet of paper."""
    return f'<section class="mc-paper"><p><strong>{escape(title)}</strong></p>{inside}</section>'


def scrolled(name, kind, rows):
    """Return a table that scrolls in its place on a phone, by keyboard too."""
    place = f'<div class="mc-wide" role="region" tabindex="0" aria-label="{escape(name)}">'
    return f'{place}<table class="{kind}">{rows}</table></div>'


def pack(kind, title, names, numbers, table):
    """Return one sheet of cards to cut, in the order in which they are turned."""
    corner = _("table {table}").format(table=table)
    inside = "".join(
        f'<li class="mc-{kind}"><span>{escape(names)}</span><strong>{number}</strong><span>{escape(corner)}</span></li>'
        for number in numbers
    )
    return paper(title, f'<ul class="mc-cards">{inside}</ul>')


def strip():
    """Return the strip of steps, a few rows of differences with the steps of both mixed weights."""
    heads = (
        _("difference"),
        _("step, weight {name}").format(name="1/2"),
        _("step, weight {name}").format(name="0.618"),
    )
    lists = (range(card_room.FURTHEST + 1), *(card_room.steps(WEIGHTS[name]) for name in ("1/2", "0.618")))
    rows = []
    for start in range(0, card_room.FURTHEST + 1, ACROSS):
        for head, numbers in zip(heads, lists, strict=True):
            tag = "th" if numbers is lists[0] else "td"
            rows.append(row(cell(head, "th", scope="row"), *(cell(x, tag) for x in numbers[start : start + ACROSS])))
    return scrolled(_("Strip of steps"), "mc-strip", "".join(rows))


def record(table):
    """Return the record sheet of a line of models, the strip of steps and the rules below."""
    made, average, distance = _("generated"), _("average"), _("distance")
    parts = {"0": (average, distance), "1/2": (made, average, distance), "0.618": (made, average, distance)}
    parts["1"] = (average, distance)
    groups = (cell(_("weight {name}").format(name=name), "th", colspan=len(kinds)) for name, kinds in parts.items())
    heads = [_("round"), _("table"), _("real card"), _("noise card")]
    top = row(*(cell(head, "th", rowspan=2) for head in heads), *groups)
    second = row(*(cell(kind, "th", scope="col") for kinds in parts.values() for kind in kinds))
    body = []
    for number in range(card_room.ROUNDS + 1):
        shut = {made, distance} if number == 0 else set()
        there = (cell(SHUT if kind in shut else "") for kinds in parts.values() for kind in kinds)
        noise = cell("" if number else SHUT)
        at = cell("" if number else table)
        body.append(row(cell(number, "th", scope="row"), at, cell(""), noise, *there))
    total = _("Sum of the distances, rounds 1 to {rounds}").format(rounds=card_room.ROUNDS)
    sums = (cell("" if kind == distance else SHUT) for kinds in parts.values() for kind in kinds)
    body.append(row(cell(total, "th", scope="row", colspan=4), *sums))
    rules = (
        _("Round 0: turn one real card. It is the first average of all four weights."),
        _(
            "Every other round: turn one real card and one noise card. Generated row = last average of this weight + "
            "noise."
        ),
        _("Weight 0: the average is the generated row. Weight 1: the average is the real card."),
        _(
            "Weights 1/2 and 0.618: find the difference between the generated row and the real card in the strip. It "
            "says how far to go from the generated row towards the real card."
        ),
        _(
            "Pass the sheet to the next table. The next table checks: each average of 1/2 and 0.618 lies between its "
            "generated row and the real card."
        ),
    )
    title = _("Record sheet {table}").format(table=table)
    steps = "".join(f"<li>{escape(rule)}</li>" for rule in rules)
    sheet = f"<thead>{top}{second}</thead><tbody>{''.join(body)}</tbody>"
    return paper(title, f"{scrolled(title, 'mc-record', sheet)}<ol>{steps}</ol>{strip()}")


def papers():
    """Return all that is printed for all tables: real cards, noise cards and the record sheet of each."""
    real, noise = (kind[0] for kind in card_room.packs(1))
    found = []
    for place in range(card_room.TABLES):
        table = place + 1
        titles = [_("Real cards of table {table}"), _("Noise cards of table {table}")]
        real_title, noise_title = (title.format(table=table) for title in titles)
        found += [
            pack("real", real_title, _("real"), real[place] + card_room.TRUTH, table),
            pack("noise", noise_title, _("noise"), map(signed, noise[place]), table),
            record(table),
        ]
    return f'<div class="mc-papers">{"".join(found)}</div>'


class CardRoom(SphinxDirective):
    """Show the form that draws a room's results over theory's band."""

    def run(self):
        """Write the form."""
        from model_collapse.explorers import card_room as form

        return [nodes.raw("", form.html(), format="html")]


class RoomSheets(SphinxDirective):
    """Show the sheets of the first table; paper gets those of all."""

    def run(self):
        """Write the sheets."""
        return [nodes.raw("", papers(), format="html")]


def add_files(app, pagename, templatename, context, doctree):
    """Load script and style on the pages that need them, and there only."""
    body = context.get("body", "")
    if 'class="mc-card-room"' in body:
        app.add_js_file(SCRIPT, loading_method="defer")
        app.add_css_file("explorers.css")
    if 'class="mc-papers"' in body:
        app.add_css_file(STYLE)


def write_script(app, exception):
    """Write the script beside the other static files."""
    if exception or app.builder.format != "html":
        return
    from model_collapse.explorers import bundle

    (Path(app.outdir) / "_static" / SCRIPT).write_text(bundle.card_room_script(), encoding="utf-8")


def setup(app):
    """Connect to Sphinx."""
    app.add_directive("card-room", CardRoom)
    app.add_directive("room-sheets", RoomSheets)
    app.connect("html-page-context", add_files)
    app.connect("build-finished", write_script)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
