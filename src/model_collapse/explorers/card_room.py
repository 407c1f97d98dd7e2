"""What a room wrote on its sheets, over the band that theory gives, in the page itself; nothing is sent."""

import json
import math
import re
import unicodedata
from html import escape
from statistics import NormalDist
from typing import Any, NamedTuple

from model_collapse import theory
from model_collapse._language import gettext as _
from model_collapse.explorers.words import fill
from model_collapse.simulation import card_room

WEIGHTS = dict(zip(("0", "1/2", "0.618", "1"), card_room.WEIGHTS, strict=True))
"""The weights by the names that a sheet shows."""

INSIDE = 0.9
"""Share of the lines that theory's band holds in each round."""

LONGEST = card_room.CARDS
"""Averages in a line, the first card's among them, for which a table has cards."""

HALF = 0.5
"""By how much the band is wider on either side, since averages are whole numbers."""

SHOWN = 20
"""Letters of what was given that a refusal repeats."""

NAME = re.compile(r"(0[.,]618|0[.,]5|1/2|0|1)(?![\d./])")
BETWEEN = re.compile("[ \t,;:|、]+")
ROLES = {"0": "synthetic", "1/2": "mixture", "0.618": "mixture", "1": "real"}


class Line(NamedTuple):
    """One line of a sheet: the name of its weight and its averages, the first card's first."""

    weight: str
    averages: list[int]


def sentences() -> dict[str, str]:
    """Return the sentences that refuse a line."""
    return {
        "weight": _("Line {line} must begin with its weight, one of {weights}; it begins with {given}."),
        "number": _("Line {line} must go on with whole numbers of up to three digits, got {given}."),
        "length": _("Line {line} must hold from 2 to {most} averages, got {given}."),
    }


def read(text: str) -> list[Line]:
    """Return the lines of a text: each a weight and the averages, with spaces, commas or colons between them.

    Raises
    ------
    ValueError
        If a line does not begin with a weight, has no whole numbers after it, or too few or too many.

    Examples
    --------
    >>> read("0.618: 58 61 60")
    [Line(weight='0.618', averages=[58, 61, 60])]
    """
    lines: list[Line] = []
    for number, given in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        plain = unicodedata.normalize("NFKC", given).replace("\u2044", "/").replace("\u2212", "-").strip(" \t")
        if plain:
            lines.append(_line(number, plain))
    return lines


def _line(number: int, plain: str) -> Line:
    def refusal(said: str, given: object) -> ValueError:
        facts = {"line": number, "weights": ", ".join(WEIGHTS), "most": LONGEST, "given": str(given)[:SHOWN]}
        return ValueError(sentences()[said].format(**facts))

    name = NAME.match(plain)
    if not name:
        raise refusal("weight", BETWEEN.split(plain)[0] or plain)
    cells = [cell for cell in BETWEEN.split(plain[name.end() :]) if cell]
    for cell in cells:
        if not re.fullmatch(r"-?[0-9]{1,3}", cell):
            raise refusal("number", cell)
    if not 2 <= len(cells) <= LONGEST:
        raise refusal("length", len(cells))
    weight = name[0].replace(",", ".")
    return Line("1/2" if weight == "0.5" else weight, [int(cell) for cell in cells])


def spread_by_round(weight: float, rounds: int) -> list[float]:
    """Return the standard deviation of an average in each round, by theory."""
    return [math.sqrt(card_room.deck().var() * ratio) for ratio in theory.error_ratio_by_round(weight, 1, 1, rounds)]


def _deviations() -> float:
    return NormalDist().inv_cdf((1 + INSIDE) / 2)


def summary(lines: list[Line]) -> dict[str, dict[str, float]]:
    """Return for each weight its `sheets`, their mean `distance`, the `expected` one, and how many end `inside`."""
    found = {}
    for name, weight in WEIGHTS.items():
        own = [averages for given, averages in lines if given == name]
        spread = spread_by_round(weight, LONGEST)
        gaps = [(abs(value - card_room.TRUTH), t) for averages in own for t, value in enumerate(averages) if t]
        ends = [
            abs(averages[-1] - card_room.TRUTH) <= _deviations() * spread[len(averages) - 1] + HALF for averages in own
        ]
        found[name] = {
            "sheets": len(own),
            "distance": sum(gap for gap, _t in gaps) / len(gaps) if own else math.nan,
            "expected": math.sqrt(2 / math.pi) * sum(spread[t] for _gap, t in gaps) / len(gaps) if own else math.nan,
            "inside": sum(ends),
        }
    return found


def words() -> dict[str, str]:
    """Return the sentences that say what a room sees."""
    return {
        "missing": _("Still without a line: weight {missing}."),
        "wanders": _(
            "Weight 0 has wandered off: on average it lies {far:.1f} times as far from the truth as the worst of the "
            "others."
        ),
        "stays": _(
            "Weight 0 has not wandered far enough to be seen: on average it lies {far:.1f} times as far from the truth "
            "as the worst of the others, and {wanders:.1f} times was asked for."
        ),
        "gains": _("Weight 0.618 lies {gain:.0%} nearer to the truth than the real cards alone."),
        "even": _(
            "That weight 0.618 beats the real cards alone is not seen: its distance is {ratio:.2f} of theirs, and "
            "{gains:.2f} or less was asked for."
        ),
    }


def sentence(lines: list[Line]) -> str:
    """Say what the room sees, by the rules that were set beforehand."""
    told, found = words(), summary(lines)
    missing = [name for name, row in found.items() if not row["sheets"]]
    if missing:
        return told["missing"].format(missing=", ".join(missing))
    lost, half, golden, alone = (row["distance"] for row in found.values())
    far, ratio = lost / max(half, golden, alone, 1e-9), golden / max(alone, 1e-9)
    facts = {"far": far, "ratio": ratio, "gain": 1 - ratio, "wanders": card_room.WANDERS, "gains": card_room.GAINS}
    seen = "wanders" if far >= card_room.WANDERS else "stays", "gains" if ratio <= card_room.GAINS else "even"
    return " ".join(fill(told[name], facts) for name in seen)


def example() -> str:
    """Return the lines of one room, played by the computer."""
    averages = card_room.play(1)[0]
    rows = [
        f"{name}: {' '.join(map(str, row))}" for sheet in averages for name, row in zip(WEIGHTS, sheet, strict=True)
    ]
    return "\n".join(rows)


def settings() -> dict[str, Any]:
    """Return all that the JavaScript side needs, as plain data."""
    return {
        "truth": card_room.TRUTH,
        "variance": float(card_room.deck().var()),
        "deviations": _deviations(),
        "half": HALF,
        "weights": [[name, weight, ROLES[name]] for name, weight in WEIGHTS.items()],
        "longest": LONGEST,
        "shown": SHOWN,
        "wanders": card_room.WANDERS,
        "gains": card_room.GAINS,
        "sentences": sentences(),
        "words": words(),
        "example": example(),
        "labels": {
            "title": _("What the room found"),
            "paste": _("One line a weight and sheet: the weight, then its averages from the first card on."),
            "show": _("Show"),
            "example": _("A room to try"),
            "clear": _("Clear"),
            "columns": [
                _("weight"),
                _("sheets"),
                _("mean distance from the truth"),
                _("by theory"),
                _("ends inside the band"),
            ],
            "inside": _("{inside} of {sheets}"),
            "round": _("round"),
            "average": _("average, weight {name}"),
            "synthetic": _("a sheet, generated rows only"),
            "mixture": _("a sheet, mixed"),
            "real": _("a sheet, real rows only"),
            "band": _("theory: {share:.0%} of the sheets").format(share=INSIDE),
            "truth": _("true value"),
            "note": _("The rules were set before any card was turned. Nothing is sent or stored."),
        },
    }


def html() -> str:
    """Return the form for a page; without JavaScript it says where the same can be read on paper."""
    told = json.dumps(settings(), ensure_ascii=False)
    still = _("Without JavaScript the page cannot draw; the wall needs only the four sums of the distances.")
    return f'<div class="mc-card-room" data-settings="{escape(told)}"><p>{escape(still)}</p></div>'
