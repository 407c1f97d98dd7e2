"""The decision tree of the course: what to ask before anyone sets a weight.

Chapter: *From theory to rules*.
"""

from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from model_collapse._language import gettext as _
from model_collapse.theory import GOLDEN_WEIGHT, learner_optimal_weight, optimal_weight


class Step(NamedTuple):
    """A question, the answer that ends the search, and the advice that goes with it."""

    question: str
    ends_with: str
    advice: str
    goes_on_with: str

    def said(self) -> dict[str, str]:
        """Return question, answer and advice that end the search."""
        return {"question": self.question, "answer": self.ends_with, "advice": self.advice}


def steps() -> list[Step]:
    """Return the questions in the order in which they are asked."""
    yes, no = _("yes"), _("no")
    return [
        Step(
            _("Does what you measure stand still over all rounds? Slow wear adds up and counts as moving."),
            no,
            _(
                "What is old or generated goes stale. Let recent rows count more, and the new real rows more than the "
                "table says: with equal amounts {drifting} instead of {golden} if the truth moves in each round by as "
                "much as the error of the round's real rows."
            ).format(golden=f"{GOLDEN_WEIGHT:.3f}", drifting=f"{float(optimal_weight(1, squared_drift=1)):.3f}"),
            yes,
        ),
        Step(
            _("May you keep the real rows of earlier rounds for good?"),
            yes,
            _("Keep them all and fit them alone. No weighting does better."),
            no,
        ),
        Step(
            _("May you keep the parameters of earlier models, and can they be averaged, as those of regressions can?"),
            yes,
            _("Average the parameters. You need no synthetic rows. For neural networks it has to be tried."),
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
        Step(
            _(
                "Do the synthetic rows come from last round's model, or from another one with the best weight in its "
                "own fit, and are they drawn before it sees this round's real rows?"
            ),
            no,
            _(
                "Weigh by what the generator is worth. If it was fitted on the last round's real rows alone, with "
                "equal amounts: {real_only}. If on this round's real rows alone: do not mix."
            ).format(real_only=f"{float(learner_optimal_weight(1, 1)):.3f}"),
            yes,
        ),
    ]


def start() -> str:
    """Return the advice for those who come to the end of the questions."""
    return _(
        "Start at the best weight for your amounts: {golden} if there are as many new real as synthetic rows. Keep a "
        "floor. Validate every round."
    ).format(golden=f"{GOLDEN_WEIGHT:.3f}")


@dataclass(frozen=True)
class DecisionTree:
    """Questions in their order, each with the advice that ends the search; a page shows them as a list of boxes.

    Attributes
    ----------
    caption : str
        What the questions are for.
    steps : list of Step
        The questions.
    start : str
        The advice for those who come to the end of the questions.
    """

    caption: str
    steps: list[Step]
    start: str

    def __str__(self) -> str:
        asked = [_("{question} If {answer}: {advice}").format(**step.said()) for step in self.steps]
        lines = [f"{number}. {line}" for number, line in enumerate([*asked, self.start], 1)]
        return "\n".join([self.caption, *lines])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        asked = "".join(
            f'<li><p class="mc-question">{escape(step.question)}</p><p class="mc-ends">{escape(step.ends_with)}</p>'
            f'<p class="mc-advice">{escape(step.advice)}</p><p class="mc-on">{escape(step.goes_on_with)}</p></li>'
            for step in self.steps
        )
        start = f'<li><p class="mc-start">{escape(self.start)}</p></li>'
        return (
            f'<figure class="mc-tree"><ol>{asked}{start}</ol><figcaption>{escape(self.caption)}</figcaption></figure>'
        )


def decision_tree() -> DecisionTree:
    """Return the questions one below the other, each with the advice that ends the search.

    Returns
    -------
    DecisionTree
        A list for pages, numbered lines for a terminal. Taught in the chapter *From theory to rules*.
    """
    return DecisionTree(_("Questions before anyone sets a weight."), steps(), start())
