"""One weighted regression whose synthetic covariates are wider or narrower than the real ones.

Chapter: *Regression and generalised linear models*.
"""

import numpy as np

from model_collapse._checks import positive, scalar
from model_collapse._language import gettext as _
from model_collapse.figures.figure import Figure
from model_collapse.figures.style import MIXTURE, REAL, SYNTHETIC, THEORY, canvas, legend, mark
from model_collapse.theory.covariates import covariate_weight
from model_collapse.theory.mean import break_even_weight, error_ratio, optimal_weight

RATIOS = (0.25, 1.0, 4.0)


def covariate_curves(k: float = 1.0) -> Figure:
    """Plot the settled error by weight for three laws of the synthetic covariates.

    Chapter: *Regression and generalised linear models*.

    Parameters
    ----------
    k : float
        Real rows per synthetic row.

    Returns
    -------
    Figure
        Curves of a regression whose synthetic rows carry a quarter of the information of real ones, as much, and four
        times as much: they cross at the break-even weight, and their best weights differ.
    """
    k = scalar("k", positive("k", k))
    even = float(break_even_weight(k))
    weight = np.linspace(0.02, 1, 197)
    errors = {s: error_ratio(covariate_weight(weight, s), k / s) for s in RATIOS}
    best = {s: float(covariate_weight(optimal_weight(k / s), 1 / s)) for s in RATIOS}
    least = {s: float(optimal_weight(k / s)) for s in RATIOS}
    names = dict(zip(RATIOS, (_("a quarter"), _("as much"), _("four times")), strict=True))
    with canvas() as (figure, axes):
        axes.axhline(1, color=REAL, linestyle="--", linewidth=1.5)
        for (s, error), dashes in zip(errors.items(), (":", "-", (0, (5, 2))), strict=True):
            axes.plot(weight, error, color=SYNTHETIC if s > 1 else THEORY, linestyle=dashes, label=names[s])
            axes.plot([best[s]], [least[s]], "o", color=MIXTURE, markersize=8)
        mark(axes, {_("break-even"): even})
        axes.set(xlabel=_("weight on the real rows"), ylabel=_("error ratio"), xlim=(0, 1.02), ylim=(0, 2.5))
        legend(figure)
    facts = {"k": f"{k:g}", "even": f"{even:.3f}"}
    facts |= {f"best_{i}": f"{best[s]:.3f}" for i, s in enumerate(RATIOS)}
    facts |= {f"least_{i}": f"{least[s]:.3f}" for i, s in enumerate(RATIOS)}
    caption = _(
        "Error of a regression after many rounds, by the weight on the real rows; real rows per synthetic row: {k}. A "
        "synthetic row carries a quarter of the information of a real one, as much, or four times as much. All curves "
        "cross at the break-even weight {even}. Dots: the best weights {best_0}, {best_1} and {best_2}."
    ).format(**facts)
    alt = _(
        "Three curves of the error ratio against the weight on the real rows. All fall through the point with weight "
        "{even} and error 1 and meet again at weight 1 with error 1. If a synthetic row carries a quarter of the "
        "information of a real one, the smallest error is {least_0} at weight {best_0}; if as much, {least_1} at "
        "{best_1}; if four times as much, {least_2} at {best_2}."
    ).format(**facts)
    data = {"weight": weight} | {name: errors[s] for s, name in names.items()}
    return Figure("covariate-curves", figure, caption, alt, data)
