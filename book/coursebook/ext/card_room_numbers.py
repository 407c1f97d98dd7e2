"""Sphinx extension: the role `room` gives a number of the room with cards, simulated when the book is built."""

from functools import cache

import numpy as np
from docutils import nodes
from sphinx.util.docutils import SphinxRole

from model_collapse import theory
from model_collapse.simulation import card_room

ROOMS = 5000
SLIPS = 0.02
NAMES = dict(zip(("lost", "half", "golden", "alone"), card_room.WEIGHTS, strict=True))
SHARES = {
    "both": {},
    "both_9": {"tables": 9},
    "both_8": {"tables": 8},
    "both_6": {"tables": 6},
    "both_8_rounds": {"rounds": 8},
    "both_5_rounds": {"rounds": 5},
    "both_staying": {"passed_on": False},
    "both_slips": {"slips": SLIPS},
    "both_checked": {"slips": SLIPS, "checked": True},
}
"""How often a room sees both, in each of these rooms."""

ALONE = {"lost": slice(0, 2), "half": slice(2, 4), "golden": slice(4, 7), "alone": slice(7, 10)}
"""Which tables play a weight if each table plays one only."""


def _share(seen):
    """Return a share in percent, and its standard error in points."""
    return f"{seen.mean():.0%}", f"{100 * np.sqrt(seen.mean() * (1 - seen.mean()) / seen.size):.1f}"


def one_weight_each(averages):
    """Return what the rooms would see if each table played one weight only."""
    far = np.abs(averages[..., 1:] - card_room.TRUTH).mean(axis=-1)
    return card_room.sees(np.stack([far[:, own, i].mean(axis=1) for i, own in enumerate(ALONE.values())], axis=-1))


@cache
def numbers():
    """Return all numbers, as they are written, by name."""
    found = {
        "rooms": f"{ROOMS:,}",
        "truth": card_room.TRUTH,
        "cards": card_room.CARDS,
        "rounds": card_room.ROUNDS,
        "tables": card_room.TABLES,
        "sheets": 3 * card_room.TABLES,
        "furthest": card_room.FURTHEST,
        "lowest": card_room.TRUTH + card_room.deck()[0],
        "highest": card_room.TRUTH + card_room.deck()[-1],
        "wanders": f"{card_room.WANDERS:g}",
        "gains": f"{1 - card_room.GAINS:.0%}",
        "slips": f"{SLIPS:.0%}",
        "lost": card_room.LOST,
        "lost_deviations": f"{card_room.LOST / card_room.deck().std():.1f}",
    }
    shares = {name: card_room.sees(card_room.distances(card_room.play(ROOMS, **kind))) for name, kind in SHARES.items()}
    averages = card_room.play(ROOMS)
    sums = card_room.distances(averages)
    _lost, half, golden, _alone = sums.T
    marks = {name: seen.all(axis=1) for name, seen in shares.items()} | {
        "wander": shares["both"][:, 0],
        "gain": shares["both"][:, 1],
        "both_apart": one_weight_each(averages).all(axis=1),
        "leans": golden < half,
        "apart": golden <= card_room.GAINS * half,
    }
    for name, seen in marks.items():
        found[name], found[f"{name}_se"] = _share(seen)
    spread = {
        name: np.sqrt(theory.error_ratio_by_round(weight, 1, 1, card_room.ROUNDS))[1:] for name, weight in NAMES.items()
    }
    for (name, ratios), column in zip(spread.items(), sums.T, strict=True):
        by_theory = card_room.TABLES * np.sqrt(2 / np.pi * card_room.deck().var()) * ratios.sum()
        low, high = np.quantile(column, [0.05, 0.95])
        found |= {f"sum_{name}": f"{by_theory:.0f}", f"low_{name}": f"{low:.0f}", f"high_{name}": f"{high:.0f}"}
    found["times"] = f"{spread['lost'].sum() / spread['alone'].sum():.1f}"
    found["nearer"] = f"{1 - spread['golden'].sum() / spread['alone'].sum():.0%}"
    found["nearer_half"] = f"{1 - spread['golden'].sum() / spread['half'].sum():.0%}"
    return {name: str(number) for name, number in found.items()}


class Room(SphinxRole):
    """Write a number by its name."""

    def run(self):
        """Return the number, or say which names there are."""
        if self.text not in numbers():
            said = f"room: there is no number {self.text}; there are {', '.join(numbers())}."
            return [], [self.inliner.reporter.error(said, line=self.lineno)]
        return [nodes.Text(numbers()[self.text])], []


def setup(app):
    """Connect to Sphinx."""
    app.add_role("room", Room())
    return {"parallel_read_safe": True, "parallel_write_safe": True}
