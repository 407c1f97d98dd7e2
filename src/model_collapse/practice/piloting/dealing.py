"""Which rows a pilot uses where: a hold-out that no fit sees, and real rows that are dealt once.

Chapter: *A pilot on your own data*.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from model_collapse._language import gettext as _

if TYPE_CHECKING:
    import pandas as pd

HELD_OUT, MOST_HELD_OUT = 0.2, 10_000
"""Share of the rows that is held out, and the number of rows at which more would only cost time."""
LEAST_ROUNDS, LEAST_REPLICATIONS = 4, 3
"""Fewer rounds do not settle, and fewer replications have no interval."""
FEWEST, MOST_ROWS = 20, 250
"""Real rows of a round: fewer say nothing, and more than these take time and hardly change the weight."""


class Deal(NamedTuple):
    """Rows of the hold-out, all other rows, and how many real rows a round gets.

    Chapter: *A pilot on your own data*.
    """

    held: "pd.DataFrame"
    rest: "pd.DataFrame"
    n_real: int

    def deck(self, replication: int, rounds: int) -> "pd.DataFrame":
        """Return the real rows of a replication in the order in which its rounds see them; no row is in two decks."""
        size = (rounds + 1) * self.n_real
        return self.rest.iloc[replication * size : (replication + 1) * size]


def deal(frame: "pd.DataFrame", *, rounds: int, replications: int, n_real: int | None, seed: int) -> Deal:
    """Shuffle the rows, hold some out, and deal the others. Chapter: *A pilot on your own data*.

    Parameters
    ----------
    frame : pandas.DataFrame
        The rows.
    rounds, replications : int
        Last round, and repetitions with rows of their own.
    n_real : int, optional
        Real rows of a round; as many as there are, up to 250, if left out.
    seed : int
        Seed of the order.

    Raises
    ------
    ValueError
        If there are too few rows; the sentence says what would fit.
    """
    order = np.random.default_rng([seed, 0]).permutation(len(frame))
    size = min(int(len(frame) * HELD_OUT), MOST_HELD_OUT)
    rest = len(frame) - size
    batches = replications * (rounds + 1)
    most = rest // batches
    wanted = min(most, MOST_ROWS) if n_real is None else n_real
    if most < max(wanted, FEWEST):
        need = max(wanted, FEWEST)
        fits = min(rest // (need * (rounds + 1)), replications)
        shorter = rest // (LEAST_REPLICATIONS * need) - 1
        if fits < LEAST_REPLICATIONS and shorter < LEAST_ROUNDS:
            raise ValueError(
                _("The table is too small for a pilot: beside the hold-out it has {rest:,} rows.").format(rest=rest)
            )
        largest = (fits, rounds) if fits >= LEAST_REPLICATIONS else (LEAST_REPLICATIONS, shorter)
        said = _(
            "{replications} replications of {rounds} rounds of {need} new real rows, and a round before them, need "
            "{needed:,} rows beside the hold-out; the {rest:,} there are would do for {fewer} replications of "
            "{shorter} rounds."
        )
        asked = {"replications": replications, "rounds": rounds, "need": need, "needed": batches * need}
        raise ValueError(said.format(**asked, rest=rest, fewer=largest[0], shorter=largest[1]))
    return Deal(
        held=frame.iloc[order[:size]].reset_index(drop=True),
        rest=frame.iloc[order[size:]].reset_index(drop=True),
        n_real=wanted,
    )
