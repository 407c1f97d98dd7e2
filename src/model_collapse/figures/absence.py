"""The chance that a rare category is gone, by its expected number of real rows.

Chapter: *Who pays first?*.
"""

from collections.abc import Mapping

import numpy as np

from model_collapse._checks import count, mapping, positive, refusal, scalar, share, shown
from model_collapse._language import gettext as _
from model_collapse.figures import style
from model_collapse.figures.figure import Figure
from model_collapse.theory.categories import rare_category_rows_by_round
from model_collapse.theory.mean import GOLDEN_WEIGHT

ROWS, LEAST, MOST, SETTLED = 1000, 0.1, 100.0, 600


def absence_by_rows(
    marks: Mapping[str, float] | None = None, weight: float = GOLDEN_WEIGHT, rounds: tuple[int, int] = (10, 50)
) -> Figure:
    """Draw the chance that a category is absent from the model, by its expected real rows in a round.

    To leading order in its share, for as many synthetic as real rows. Chapter: *Who pays first?*.

    Parameters
    ----------
    marks : mapping of str to float, optional
        Expected real rows of categories, by name, from 0.1 to 100.
    weight : float
        Total weight on new real rows of the curve that is drawn beside that of real rows alone, from 0.05 to 1.
    rounds : tuple of int
        Two numbers of rounds without new real rows.

    Returns
    -------
    Figure
        Four curves: new real rows alone, new real rows at the weight in the long run, and none for either number of
        rounds.

    Raises
    ------
    ValueError
        If a mark, the weight or a number of rounds is not allowed.

    Examples
    --------
    >>> absence_by_rows({"rare": 0.76}, weight=0.618, rounds=(10, 50)).data["rows"].shape
    (200,)
    """
    given = {
        name: scalar("marks", positive("marks", place))
        for name, place in mapping("marks", {} if marks is None else marks).items()
    }
    if outside := [place for place in given.values() if not LEAST <= place <= MOST]:
        sentence = "marks must be between {least:g} and {most:g}, got {given:g}."
        raise refusal(sentence, least=LEAST, most=MOST, given=outside[0])
    w = scalar("weight", share("weight", weight))
    if w < 0.05:
        raise refusal("weight must be at least 0.05, got {given:g}.", given=w)
    if not isinstance(rounds, tuple | list) or len(rounds) != 2:
        raise refusal("rounds must be two whole numbers, got {given}.", given=shown(rounds))
    few, many = sorted(count("rounds", t, most=10_000) for t in rounds)
    settled = rare_category_rows_by_round(w, ROWS, ROWS, SETTLED)[-1]
    alone = rare_category_rows_by_round(0, ROWS, ROWS, many)
    worth = np.array([ROWS, settled, alone[few], alone[many]]) / ROWS
    names = [_("new real rows alone"), _("new real rows at weight {weight:.3g}").format(weight=w)]
    names += [_("none for {rounds} rounds").format(rounds=t) for t in (few, many)]
    x = np.geomspace(LEAST, MOST, 200)
    absent = np.exp(-worth[:, None] * x)
    lines = ("-", "-", "--", ":")
    with style.canvas() as (figure, axes):
        colours = (style.REAL, style.MIXTURE, style.SYNTHETIC, style.SYNTHETIC)
        for chance, name, colour, dashes in zip(absent, names, colours, lines, strict=True):
            axes.plot(x, chance, dashes, color=colour, label=name)
        axes.set(xscale="log", xlim=(LEAST, MOST), ylim=(0, 1), yticks=[0, 0.5, 1])
        axes.set_xticks([0.1, 1, 10, 100], ["0.1", "1", "10", "100"])
        axes.set(xlabel=_("real rows of it expected in a round"), ylabel=_("chance that it is absent"))
        style.mark(axes, given)
        style.legend(figure)
    facts = {f"at_{i}": f"{np.exp(-each):.0%}" for i, each in enumerate(worth)}
    facts |= {"weight": f"{w:.3g}", "few": str(few), "many": str(many)}
    caption = _(
        "Chance that a category is absent from the model, by the number of its real rows that a round is expected to "
        "have, with as many synthetic as real rows. With one such row it is {at_0} for new real rows alone, {at_1} "
        "with synthetic rows beside them at weight {weight}, and {at_2} and {at_3} after {few} and {many} rounds "
        "without new real rows."
    ).format(**facts)
    alt = _(
        "Four curves that fall from near 1 to 0 as the expected rows grow from a tenth to a hundred, on a logarithmic "
        "scale. From left to right: weight {weight}, real rows alone, {few} rounds and {many} rounds without real "
        "rows. At one expected row they stand at {at_1}, {at_0}, {at_2} and {at_3}."
    ).format(**facts)
    return Figure("absence-by-rows", figure, caption, alt, {"rows": x} | dict(zip(names, absent, strict=True)))
