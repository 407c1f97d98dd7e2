"""The decision tree of the course: four questions before anyone sets a weight."""

import re
from typing import NamedTuple

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from model_collapse._language import gettext as _
from model_collapse.figures.figure import Figure
from model_collapse.figures.style import INK, MIXTURE, REAL, THEORY, canvas
from model_collapse.theory import GOLDEN_WEIGHT

WIDTH, QUESTION, ADVICE, GAP = 4.25, 1.95, 1.7, 0.32
"""Inches: the whole drawing, a question, an advice, and the way from one question to the next."""

LETTERS = 10.7
"""Latin letters to an inch."""

LINE = 0.215
"""Inches from line to line."""


class Step(NamedTuple):
    """A question, the answer that ends the search, and the advice that goes with it."""

    question: str
    ends_with: str
    advice: str
    goes_on_with: str


def steps() -> list[Step]:
    """Return the questions in the order in which they are asked."""
    yes, no = _("yes"), _("no")
    return [
        Step(
            _("May you keep the real rows of earlier rounds for good?"),
            yes,
            _("Keep them all and fit them alone. No weighting does better."),
            no,
        ),
        Step(
            _("May you keep the parameters of earlier models?"),
            yes,
            _("Average the parameters. You need no synthetic rows."),
            no,
        ),
        Step(
            _("Are real rows of this round new?"),
            no,
            _("Do not mix. All weight to the real rows."),
            yes,
        ),
        Step(
            _("Is the generator's shift known to be below the standard error of one round's rows?"),
            no,
            _("Measure it first. Until then, more weight to the real rows."),
            yes,
        ),
    ]


def start() -> str:
    """Return the advice for those who come to the end of the questions."""
    return _(
        "Start at the best weight for your amounts: {golden} if there are as many new real as synthetic rows. Keep a "
        "floor. Validate every round."
    ).format(golden=f"{GOLDEN_WEIGHT:.3f}")


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines of at most `width` Latin letters; a Chinese or Japanese character is two wide.

    Latin text breaks between words, Japanese text between any two characters except before closing punctuation.

    Examples
    --------
    >>> wrap("one two three", 8)
    ['one two', 'three']
    """
    lines, used = [""], 0
    for piece in re.findall(
        r"\s+|[\u3000-\u9fff\uff00-\uffef][、。，．）」？！ー]*|[^\s\u3000-\u9fff\uff00-\uffef]+", text
    ):
        wide = sum(2 if character >= "\u3000" else 1 for character in piece)
        if used + wide > width and used:
            lines, used = [*lines, ""], 0
        if used or piece.strip():
            lines[-1] += piece
            used += wide
    return [line.rstrip() for line in lines]


def balanced(text: str, width: int) -> list[str]:
    """Break a text into as few lines as `wrap` does, of lengths as even as they can be.

    Examples
    --------
    >>> balanced("one two three four five", 19)
    ['one two three', 'four five']
    """
    lines = wrap(text, width)
    while width > 1 and len(narrower := wrap(text, width - 1)) == len(lines):
        lines, width = narrower, width - 1
    return lines


def _box(axes: Axes, left: float, top: float, width: float, text: str, color: str) -> float:
    """Draw a framed text and return the lower edge of its frame; all lengths in inches."""
    lines = balanced(text, round(LETTERS * width))
    height = LINE * len(lines) + 0.16
    frame = FancyBboxPatch((left, top - height), width, height, boxstyle="round,pad=0,rounding_size=0.07")
    frame.set(facecolor="none", edgecolor=color, linewidth=2)
    axes.add_patch(frame)
    axes.text(left + width / 2, top - height / 2, "\n".join(lines), ha="center", va="center", linespacing=1.2)
    return top - height


def _arrow(axes: Axes, tail: tuple[float, float], head: tuple[float, float], word: str = "") -> None:
    axes.annotate("", head, tail, arrowprops={"arrowstyle": "-|>", "color": INK, "lw": 1.5, "shrinkA": 0, "shrinkB": 0})
    if word:
        level = tail[1] == head[1]
        middle = ((tail[0] + head[0]) / 2, (tail[1] + head[1]) / 2)
        offset = (0, 3) if level else (5, 0)
        axes.annotate(
            word,
            middle,
            offset,
            textcoords="offset points",
            ha="center" if level else "left",
            va="bottom" if level else "center",
        )


def decision_tree() -> Figure:
    """Draw the questions one below the other, each with the advice that ends the search.

    Returns
    -------
    Figure
        Narrow enough for a phone; its data are the questions and answers.
    """
    asked = steps()
    with canvas() as (figure, axes):
        figure.set_layout_engine("none")
        axes.set_axis_off()
        top = highest = 0.0
        with mpl.rc_context({"font.size": 11.3}):
            for step in asked:
                low = _box(axes, 0, top, QUESTION, step.question, THEORY)
                level = (top + low) / 2
                advice = len(wrap(step.advice, round(LETTERS * ADVICE)))
                half = LINE / 2 * advice + 0.08
                highest = max(highest, level + half)
                _box(axes, WIDTH - ADVICE, level + half, ADVICE, step.advice, REAL)
                _arrow(axes, (QUESTION, level), (WIDTH - ADVICE, level), step.ends_with)
                bottom = min(low, level - half)
                _arrow(axes, (QUESTION / 2, low), (QUESTION / 2, bottom - GAP), step.goes_on_with)
                top = bottom - GAP
            low = _box(axes, 0, top, WIDTH, start(), MIXTURE)
        axes.set(xlim=(-0.03, WIDTH + 0.03), ylim=(low - 0.03, highest + 0.03))
        figure.set_size_inches(WIDTH + 0.06, highest - low + 0.06)
        axes.set_position((0, 0, 1, 1))
    said = [
        _("{question} If {answer}: {advice}").format(question=step.question, answer=step.ends_with, advice=step.advice)
        for step in asked
    ]
    alt = _("Decision tree. {steps} Otherwise: {start}").format(steps=" ".join(said), start=start())
    caption = _("Four questions before anyone sets a weight.")
    data = {
        _("question"): [step.question for step in asked],
        _("answer"): [step.ends_with for step in asked],
        _("advice"): [step.advice for step in asked],
    }
    return Figure("decision-tree", figure, caption, alt, data)
