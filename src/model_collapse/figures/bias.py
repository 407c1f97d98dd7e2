"""Three weights and a bias of unknown size: lines that touch the concave curve of the best weights from above.

Chapter: *When it fails*.
"""

import numpy as np

from model_collapse._checks import positive, scalar
from model_collapse._language import gettext as _
from model_collapse.figures.figure import Figure
from model_collapse.figures.style import INK, MIXTURE, REAL, THEORY, canvas, legend
from model_collapse.theory.bias import minimax_regret_weight
from model_collapse.theory.mean import error_ratio, optimal_weight

BEYOND = 1.5
"""How far the axis goes, in units of the bound."""


def error_by_bias(k: float = 1.0, squared_bias: float = 1.0) -> Figure:
    """Plot the error against the squared bias for the weights that are best at no bias, at the bound, and in between.

    Chapter: *When it fails*.

    Parameters
    ----------
    k : float
        Real rows per synthetic row.
    squared_bias : float
        Largest squared shift that is reckoned with, in units of the error of one round's real rows alone, above 0.

    Returns
    -------
    Figure
        A fixed weight is a straight line, and the best weight for each bias a concave curve below all of them.

    Raises
    ------
    ValueError
        If a number is not above zero.

    Examples
    --------
    >>> error_by_bias(k=1, squared_bias=1).data["minimax"][[0, 100]].round(3)
    array([0.695, 0.77 ])
    """
    k, bound = scalar("k", positive("k", k)), scalar("squared_bias", positive("squared_bias", squared_bias))
    bias = bound * np.linspace(0, BEYOND, 151)
    weights = {
        _("best without bias"): (float(optimal_weight(k)), ":"),
        _("minimax regret"): (float(minimax_regret_weight(k, bound)), "-"),
        _("minimax"): (float(optimal_weight(k, squared_bias=bound)), "--"),
    }
    errors = {name: error_ratio(weight, k, squared_bias=bias) for name, (weight, _dashes) in weights.items()}
    least = error_ratio(optimal_weight(k, squared_bias=bias), k, squared_bias=bias)
    with canvas() as (figure, axes):
        axes.plot(bias, least, color=THEORY, linewidth=4, alpha=0.6, label=_("best for each bias"))
        for name, (_weight, dashes) in weights.items():
            axes.plot(bias, errors[name], dashes, color=MIXTURE, label=name)
        axes.axhline(1, color=REAL, linewidth=1.5, label=_("real rows alone"))
        axes.axvline(bound, color=INK, linestyle=":", linewidth=1)
        axes.set(xlabel=_("squared bias"), ylabel=_("error ratio"), xlim=(0, bias[-1]))
        legend(figure)
    said = "; ".join(
        _("{name}, weight {weight:.3f}: {none:.3f} without bias, {full:.3f} at the bound").format(
            name=name, weight=weight, none=errors[name][0], full=errors[name][100]
        )
        for name, (weight, _dashes) in weights.items()
    )
    caption = _(
        "Error ratio by squared bias, in units of the error of one round's real rows; real rows per synthetic row: "
        "{k:g}. A fixed weight is a straight line, which touches the curve at the bias for which the weight is best. "
        "The upright rule marks the bound, {bound:g}."
    ).format(k=k, bound=bound)
    alt = _(
        "Three rising straight lines that touch a concave curve from above, the error of the best weight for each "
        "bias. {said}."
    ).format(said=said)
    data = {"squared_bias": bias, "least": least} | dict(
        zip(("without", "regret", "minimax"), errors.values(), strict=True)
    )
    return Figure("error-by-bias", figure, caption, alt, data)
