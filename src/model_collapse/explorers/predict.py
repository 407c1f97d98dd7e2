"""Explorer: a guess comes first, then the answer."""

from html import escape
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, numbers, scalar, share, shown, text
from model_collapse._language import gettext as _
from model_collapse.explorers.base import Explorer
from model_collapse.explorers.controls import Control
from model_collapse.explorers.picture import Axes, Line, picture
from model_collapse.figures.figure import Figure


def _points(curve: Any) -> tuple[Floats, Floats]:
    """Return a curve's two coordinates, of which the second one may be infinite at some points."""
    try:
        x, y = (numbers("curve", part) for part in curve)
        if x.ndim == 1 and x.shape == y.shape and np.isfinite(x + y).any():
            return x, y
    except Exception:
        pass
    raise ValueError(f"curve must be a pair of arrays of one length, such as (weights, errors), got {shown(curve)}.")


class Predict(Explorer):
    """Let the reader drag a guess before the answer shows.

    Parameters
    ----------
    question : str
        What is asked, as one sentence.
    answer : float
        The answer, from 0 to 1.
    explanation : str
        What the reader learns with the answer.
    curve : pair of array_like, shape (points,)
        The curve that is revealed, guesses on its horizontal axis.
    label : str
        Label of the vertical axis.
    guess : float
        Where the slider stands at first.

    Raises
    ------
    ValueError
        If the answer or the guess lies outside 0 to 1, or a text holds braces.
    """

    module = "predict"
    guess = Control(0.5, label=_("your guess"), low=0, high=1, step=0.01, form="{value:.2f}")

    def __init__(
        self,
        question: str,
        answer: float,
        explanation: str,
        *,
        curve: tuple[ArrayLike, ArrayLike],
        label: str,
        guess: float = 0.5,
    ) -> None:
        for name, words in (("question", question), ("explanation", explanation), ("label", label)):
            if set("{}") & set(text(name, words)):
                raise ValueError(f"{name} must hold no braces, got {shown(words)}.")
        self.question, self.explanation, self.label = question, explanation, label
        self.answer, self.curve = scalar("answer", share("answer", answer)), _points(curve)
        super().__init__(guess=guess)

    def labels(self) -> dict[str, Any]:
        """Return the translated labels."""
        found = _("Your guess is {guess:.2f}; the answer is {answer:.3f}.")
        return {
            "title": _("Predict, then reveal"),
            "reveal": _("Show the answer"),
            "guess": _("your guess"),
            "answer": _("answer"),
            "sentences": {"asked": self.question, "revealed": f"{found} {self.explanation}"},
        }

    def axes(self) -> Axes:
        """Return the axes of the revealed curve."""
        high = np.quantile(self.curve[1][np.isfinite(self.curve[1])], 0.9)
        return Axes(_("your guess"), self.label, (0, 1), (0, float(high) * 1.2))

    def constants(self) -> dict[str, Any]:
        """Return the answer and the curve."""
        curve = np.column_stack(self.curve).round(4)
        curve = curve[np.isfinite(curve).all(axis=1)].tolist()
        return {"answer": self.answer, "curve": curve, "axes": self.axes()._asdict()}

    def facts(self) -> dict[str, float]:
        """Return guess and answer."""
        return {**self.values(), "answer": self.answer, "distance": abs(self.guess - self.answer)}

    def verdict(self) -> str:
        """Return the question: the answer is the reader's to reveal."""
        return "asked"

    def figure(self) -> Figure:
        """Return the curve with its answer."""
        said = _("The answer is {answer:.3f}.").format(answer=self.answer) + " " + self.explanation
        lines = [Line(self.label, "theory", self.curve[1])]
        marks = {_("answer"): self.answer}
        return picture("predict", self.axes(), self.curve[0], lines, caption=said, alt=said, marks=marks)

    def html(self, *, demonstrates: bool = False) -> str:
        """Return the explorer for a page; without JavaScript the answer is folded away."""
        page = super().html(demonstrates=demonstrates)
        start, end = page.index("<figure"), page.index("</figure>") + len("</figure>")
        label = _("Show the answer")
        folded = f"<details><summary>{escape(label)}</summary>{page[start:end]}</details>"
        return page[:start] + f"<p>{escape(self.question)}</p>" + folded + "</div>"
