"""Perplexity and vocabulary of a small language model by round, in the ways of training on its own text."""

from collections.abc import Mapping

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure as Canvas
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, mapping, positive, refusal, scalar, shown, text
from model_collapse._language import gettext as _
from model_collapse.figures import style
from model_collapse.figures.figure import Figure
from model_collapse.figures.ways import LOOKS


def _by_way(what: str, given: Mapping[str, ArrayLike]) -> dict[str, Floats]:
    found = {
        text(f"a name in {what}", name): positive(what, values, zero=True)
        for name, values in mapping(what, given).items()
    }
    if unknown := set(found) - set(LOOKS):
        raise ValueError(f"the names in {what} must be among {', '.join(LOOKS)}, got {shown(min(unknown))}.")
    shapes = {values.shape for values in found.values()}
    if len(shapes) != 1 or len(min(shapes)) != 1 or min(shapes) < (2,):
        sentence = "{what} must hold the same rounds for every way, two or more, got {given}."
        raise refusal(sentence, what=what, given=", ".join(map(str, sorted(shapes))) or "no way")
    return found


def text_over_rounds(perplexity: Mapping[str, ArrayLike], words: Mapping[str, ArrayLike], truth: float) -> Figure:
    """Draw the perplexity of new real text and the words that a model still writes, by round and way of training.

    Chapter: *A small language model*.

    Parameters
    ----------
    perplexity : mapping of str to array_like, shape (rounds + 1,)
        Perplexity by round, by the name of the way, such as "fresh".
    words : mapping of str to array_like, shape (rounds + 1,)
        Different words in a text of the model of every round, under the same names.
    truth : float
        Perplexity of the law that real text is drawn from.

    Returns
    -------
    Figure
        Perplexity on a logarithmic axis above, words below.

    Raises
    ------
    ValueError
        If a name is that of no way, or the two do not hold the same ways and rounds.
    """
    above, below = _by_way("perplexity", perplexity), _by_way("words", words)
    best = scalar("truth", positive("truth", truth))
    if list(above) != list(below) or len(next(iter(above.values()))) != len(next(iter(below.values()))):
        raise ValueError("perplexity and words must hold the same ways in the same order, and the same rounds.")
    rounds = np.arange(len(next(iter(above.values()))))
    with mpl.rc_context(style.STYLE | {"figure.figsize": (5.4, 5.4)}):
        canvas = Canvas()
        high, low = canvas.subplots(2, 1, sharex=True)
        for axes, curves in ((high, above), (low, below)):
            for name, values in curves.items():
                color, dashes = LOOKS[name]
                axes.plot(rounds, values, dashes, color=color, label=name if axes is high else None)
        high.axhline(best, color=style.THEORY, linestyle=":", label=_("the truth"))
        high.set(ylabel=_("perplexity"), yscale="log")
        ticks = [
            tick for tick in (5, 10, 20, 50, 100, 200, 500) if 0.9 * best <= tick <= 1.1 * max(map(max, above.values()))
        ]
        high.set_yticks(ticks, [str(tick) for tick in ticks])
        high.minorticks_off()
        low.set(xlabel=_("round"), ylabel=_("words still written"), ylim=(0, None))
        style.legend(canvas)
    ends = "; ".join(
        _("{way}: perplexity {perplexity:.0f}, {words:.0f} words").format(
            way=name, perplexity=above[name][-1], words=below[name][-1]
        )
        for name in above
    )
    caption = _(
        "Perplexity of new real text, on a logarithmic axis, and different words in a text that the model writes, by "
        "round and way of training, as averages of the runs."
    )
    alt = _(
        "Two panels of curves by round. After {rounds} rounds: {ends}. The truth has perplexity {truth:.0f}."
    ).format(rounds=rounds[-1], ends=ends, truth=best)
    data: dict[str, ArrayLike] = {"round": rounds}
    data |= {f"{name} (perplexity)": values for name, values in above.items()}
    data |= {f"{name} (words)": values for name, values in below.items()}
    return Figure("text-over-rounds", canvas, caption, alt, data)
