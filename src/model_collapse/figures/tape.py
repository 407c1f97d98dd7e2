"""The row tape: which rows the next fit sees, one lane a way of training, and where its error ends.

Chapter: *Four ways to train on your own output*.
"""

from typing import NamedTuple

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, last_round, scalar, share
from model_collapse._language import gettext as _
from model_collapse.figures import style
from model_collapse.figures.figure import Figure
from model_collapse.problems.base import Problem
from model_collapse.problems.stream import Stream
from model_collapse.simulation.regimes import Regime, Round, accumulate, fresh, keep_real, replace, reuse
from model_collapse.theory.recursion import error_ratio_by_round
from model_collapse.theory.regimes import (
    accumulate_error_ratio_by_round,
    keep_real_error_ratio_by_round,
    replace_error_ratio_by_round,
)

ROUNDS, SQUARES, EDGE = 4, 3, 2.0
KINDS = {"real": style.REAL, "synthetic": style.SYNTHETIC}


class Batch(NamedTuple):
    """The rows of one kind that came in one round."""

    kind: str
    round: int


class _Tape(Problem[tuple[Batch, ...]]):
    """A problem whose rows are batches: its fit writes down which of them it sees."""

    def __init__(self) -> None:
        self.came: list[Batch] = []
        self.seen: tuple[Batch, ...] = ()
        self.now = 0

    def _come(self, kind: str) -> tuple[Batch]:
        self.came.append(Batch(kind, self.now))
        return (self.came[-1],)

    def real(self, *_: object) -> tuple[Batch]:
        return self._come("real")

    def synthetic(self, *_: object) -> tuple[Batch]:
        return self._come("synthetic")

    def fit(self, real: tuple[Batch, ...], synthetic: tuple[Batch, ...] | None = None, *_: object) -> None:
        self.seen, self.now = real + (synthetic or ()), self.now + 1

    def error(self, *_: object) -> Floats:
        return np.zeros(1)


def rows_seen(way: Regime, rounds: int = ROUNDS) -> dict[Batch, bool]:
    """Run a way of training on batches in place of rows, and say of each whether the last fit saw it.

    Chapter: *Four ways to train on your own output*.

    Parameters
    ----------
    way : callable
        A regime, such as `fresh`.
    rounds : int
        Rounds that are run.

    Returns
    -------
    dict of Batch to bool
        All batches in the order in which they came.

    Examples
    --------
    >>> from model_collapse import replace
    >>> [batch for batch, seen in rows_seen(replace).items() if seen]
    [Batch(kind='synthetic', round=3)]
    """
    tape = _Tape()
    list(way(tape, [Round(1, 1, None)] * rounds, Stream(np.random.SeedSequence(0), 1)))
    return {batch: batch in tape.seen for batch in tape.came}


def _lane(axes: Axes, batches: dict[Batch, bool], height: float) -> None:
    """Draw the batches of one way as squares, and a bracket under those that the next fit sees."""
    size = 0.8 / (2 * SQUARES)
    spans: list[list[float]] = []
    for (kind, t), seen in batches.items():
        left = t + (0.42 if kind == "synthetic" else 0)
        for square in range(SQUARES):
            corner, fill, dashes = (left + square * size, height), KINDS[kind] if seen else "none", "-" if seen else ":"
            axes.add_patch(Rectangle(corner, 0.75 * size, 0.3, fc=fill, ec=KINDS[kind], ls=dashes, lw=1))
        if seen and spans and left - spans[-1][1] < 0.1:
            spans[-1][1] = left + SQUARES * size
        elif seen:
            spans.append([left, left + SQUARES * size])
    for start, end in spans:
        stop = end - 0.25 * size
        axes.plot([start, start, stop, stop], [height - y for y in (0.05, 0.14, 0.14, 0.05)], color=style.INK, lw=1.2)


def _error(axes: Axes, error: float, height: float) -> None:
    """Draw the error as a bar beside the error of the real rows; one that leaves the axes ends in an arrow."""
    shown = min(error, EDGE)
    axes.barh(height + 0.15, shown, 0.3, color=style.THEORY, alpha=0.6)
    axes.plot([1, 1], [height - 0.05, height + 0.35], color=style.REAL, linestyle="--", linewidth=1.5)
    if error > EDGE:
        axes.plot([EDGE], [height + 0.15], ">", color=style.THEORY, markersize=9, clip_on=False)
    axes.annotate(f"{error:.3g}", (0.06, height + 0.36), va="bottom")


def row_tape(weight: float, rounds: int = 50) -> Figure:
    """Draw which rows the next fit sees in five ways of training, and the error of a mean after some rounds.

    Chapter: *Four ways to train on your own output*.

    Parameters
    ----------
    weight : float
        Weight on the real rows in `reuse` and `fresh`; `keep_real` has weight 1, the others take none.
    rounds : int
        Rounds after which the error is shown, for as many synthetic as real rows.

    Returns
    -------
    Figure
        The rows come from running the ways themselves; the data file says how many batches of each kind the last fit
        saw, and the error ratio.
    """
    weight, rounds = scalar("weight", share("weight", weight)), last_round(rounds)
    ways = {
        replace: replace_error_ratio_by_round(1, 1, rounds),
        accumulate: accumulate_error_ratio_by_round(1, 1, rounds),
        reuse: error_ratio_by_round(weight, 1, 1, rounds, fresh_share=0),
        fresh: error_ratio_by_round(weight, 1, 1, rounds),
        keep_real: keep_real_error_ratio_by_round(1, 1, 1, rounds),
    }
    names = [way.__name__ for way in ways]
    errors = [float(error[-1]) for error in ways.values()]
    seen = [[batch for batch, there in rows_seen(way).items() if there] for way in ways]
    with mpl.rc_context(style.STYLE | {"figure.figsize": (5.4, 4.6)}):
        canvas = Canvas()
        tape, bars = canvas.subplots(1, 2, width_ratios=[3, 1], sharey=True)
        for height, way, error in zip(range(len(ways) - 1, -1, -1), ways, errors, strict=True):
            tape.annotate(way.__name__, (0, height + 0.36), va="bottom")
            _lane(tape, rows_seen(way), height)
            _error(bars, error, height)
        tape.set(xticks=np.arange(ROUNDS) + 0.4, xticklabels=range(ROUNDS), xlabel=_("round"), xlim=(-0.04, ROUNDS))
        tape.set(yticks=[], ylim=(-0.25, len(ways) - 0.2))
        bars.set(xticks=[0, 1], xlim=(0, EDGE), xlabel=_("error ratio"))
        for axes in (tape, bars):
            axes.tick_params(length=0)
            axes.spines["left"].set_visible(False)
        for kind, words in {"real": _("real rows"), "synthetic": _("synthetic rows")}.items():
            tape.plot([], [], "s", color=KINDS[kind], label=words)
        style.legend(canvas)
    said = "; ".join(
        _("{way} sees {real} batches of real and {synthetic} of synthetic rows, error {error:.3g}").format(
            way=name,
            real=sum(batch.kind == "real" for batch in batches),
            synthetic=sum(batch.kind == "synthetic" for batch in batches),
            error=error,
        )
        for name, batches, error in zip(names, seen, errors, strict=True)
    )
    caption = _(
        "The rows that came in rounds 0 to 3, and those of them that the fit of round 3 sees: filled, with a bracket "
        "below. On the right the error of a mean after {rounds} rounds, for as many synthetic as real rows; the dashed "
        "line is the error of one round's real rows alone. Reuse and fresh have weight {weight:.3f} on the real rows, "
        "keep_real has weight 1."
    ).format(rounds=rounds, weight=weight)
    alt = _("Five lanes of squares, one a way of training, and a bar of the error at the end of each. {said}.").format(
        said=said
    )
    data: dict[str, ArrayLike] = {
        "way": names,
        "real_batches": [sum(batch.kind == "real" for batch in batches) for batches in seen],
        "synthetic_batches": [sum(batch.kind == "synthetic" for batch in batches) for batches in seen],
        "error_ratio": errors,
    }
    return Figure("row-tape", canvas, caption, alt, data)
