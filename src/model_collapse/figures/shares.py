"""The shares of all categories by round, as bands that fill the whole.

Chapter: *Distributions, categories and genetic drift*.
"""

from collections.abc import Mapping

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure as Canvas
from numpy.typing import ArrayLike

from model_collapse._checks import mapping, positive, shown, table, text
from model_collapse._language import gettext as _
from model_collapse.figures import style
from model_collapse.figures.figure import Figure


def shares_over_rounds(models: Mapping[str, ArrayLike]) -> Figure:
    """Draw the shares of all categories by round, a panel a model.

    Chapter: *Distributions, categories and genetic drift*.

    Parameters
    ----------
    models : mapping of str to array_like, shape (rounds + 1, categories)
        Shares of the model of every round, by the name of the panel.

    Returns
    -------
    Figure
        The data file holds the number of categories with a share above zero in every round, by panel.

    Raises
    ------
    ValueError
        If the panels differ in rounds or have fewer than two, a share is negative, or the shares of a round do not add
        up to 1.
    """
    drawn = {
        text("a name in models", name): table("models", positive("models", shares, zero=True))
        for name, shares in mapping("models", models).items()
    }
    for name, shares in drawn.items():
        totals = shares.sum(axis=1)
        if (wrong := abs(totals - 1) > 1e-6).any():
            given = f"{totals[wrong][0]:g} in {shown(name)}"
            raise ValueError(f"models must have shares that add up to 1 in every round, got {given}.")
    lengths = {len(shares) for shares in drawn.values()}
    if len(lengths) != 1 or lengths == {1}:
        given = ", ".join(str(len(shares)) for shares in drawn.values()) or "no panel"
        raise ValueError(f"models must have the same rounds in all panels, two or more, got {given}.")
    rounds = np.arange(*lengths)
    left = {name: (shares > 0).sum(axis=1) for name, shares in drawn.items()}
    counted = {
        name: _("{left} of {categories} left").format(left=left[name][-1], categories=shares.shape[1])
        for name, shares in drawn.items()
    }
    with mpl.rc_context(style.STYLE | {"figure.figsize": (5.4, 0.6 + 1.9 * len(drawn))}):
        canvas = Canvas()
        panels = canvas.subplots(len(drawn), 1, sharex=True, squeeze=False)[:, 0]
        for axes, (name, shares) in zip(panels, drawn.items(), strict=True):
            tops = np.cumsum(shares, axis=1)
            for j, top in enumerate(tops.T):
                # Neighbours differ in strength, so that a band is told from the next without its edge.
                strength = (0.9, 0.4, 0.65, 0.25)[j % 4]
                axes.fill_between(rounds, top - shares[:, j], top, color=style.MIXTURE, alpha=strength, lw=0)
            axes.set_title(name, loc="left", color=style.INK, fontsize="medium")
            axes.set_title(counted[name], loc="right", color=style.INK, fontsize="medium")
            axes.set(xlim=(0, rounds[-1]), ylim=(0, 1), yticks=[0, 1], yticklabels=["0%", "100%"])
        panels[-1].set_xlabel(_("round"))
        canvas.supylabel(_("share"), color=style.INK)
    caption = _(
        "Shares of the categories in one run by round, stacked; each band is a category. A band that has closed opens "
        "again only where real rows arrive."
    )
    alt = _("Stacked bands, one a category, by round. In round {last}. {said}.").format(
        last=rounds[-1], said="; ".join(f"{name}: {counted[name]}" for name in drawn)
    )
    return Figure("shares-over-rounds", canvas, caption, alt, {"round": rounds} | left)
