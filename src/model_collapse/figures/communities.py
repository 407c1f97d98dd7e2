"""One recursion, many models: the error against the weight in communities of several sizes, and the minimum's way.

Chapter: *Many models, and a checker*.
"""

import numpy as np

from model_collapse._language import gettext as _
from model_collapse.figures.figure import Figure
from model_collapse.figures.style import MIXTURE, REAL, THEORY, canvas, legend
from model_collapse.theory.many_models import community_error_ratio, community_optimal_weight

SIZES = 1, 2, 5
START = 0.3


def community_curves() -> Figure:
    """Plot where the error of a model settles that feeds on itself and on others, for 1, 2, 5 and many models.

    Every model has its own real rows and its own crawl, with as many synthetic rows as real ones.
    Chapter: *Many models, and a checker*.

    Returns
    -------
    Figure
        The curves of `community_error_ratio`, the last one its limit w^2 + (1-w)^2, and their minima, joined.

    Examples
    --------
    >>> sorted(community_curves().data)
    ['1 model', '2 models', '5 models', 'many models', 'weight']
    """
    sizes = np.array(SIZES)
    best = np.append(community_optimal_weight(1, sizes, sizes), 0.5)
    least = np.append(community_error_ratio(best[:-1], 1, sizes, sizes), 0.5)
    weight = np.linspace(START, 1, 141)
    errors = [*community_error_ratio(weight, 1, sizes[:, None], sizes[:, None]), weight**2 + (1 - weight) ** 2]
    names = [_("1 model"), _("2 models"), _("5 models"), _("many models")]
    with canvas() as (figure, axes):
        for name, error in zip(names, errors, strict=True):
            axes.plot(weight, error, color=THEORY)
            axes.annotate(name, (START, error[0]), (-6, 0), textcoords="offset points", ha="right", va="center")
        axes.axhline(1, color=REAL, linestyle="--", linewidth=1.5, label=_("real rows alone"))
        axes.plot(best, least, "o-", color=MIXTURE, markersize=7, linewidth=1.5, label=_("best weight"))
        axes.set(xlabel=_("weight on the real rows"), ylabel=_("error ratio"), xlim=(-0.05, 1), ylim=(0.45, 1.2))
        axes.set_xticks([0.4, 0.6, 0.8, 1])
        legend(figure)
    facts = {"one": f"{best[0]:.3f}", "many": f"{best[-1]:.3f}"}
    caption = _(
        "Error of one model after many rounds, in units of the error of its real rows alone, if as many synthetic rows "
        "come in equal parts from all models. With more models the best weight falls from {one} towards {many}, which "
        "is naive pooling."
    ).format(**facts)
    minimum = _("{name}: {error:.3f} at weight {weight:.3f}")
    minima = [minimum.format(name=name, error=e, weight=w) for name, e, w in zip(names, least, best, strict=True)]
    alt = _(
        "Four curves of the error ratio against the weight on the real rows, one below the other, which all end at 1 "
        "at weight 1. The more models, the lower the curve and the further left its minimum. {minima}."
    ).format(minima="; ".join(minima))
    data = {"weight": weight} | dict(zip(names, errors, strict=True))
    return Figure("community-curves", figure, caption, alt, data)
