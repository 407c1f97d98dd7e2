"""Weights and errors for all proportions of real and synthetic rows."""

import numpy as np

from model_collapse._language import gettext as _
from model_collapse.figures import style
from model_collapse.figures.figure import Figure
from model_collapse.theory.mean import break_even_weight, error_ratio, optimal_weight
from model_collapse.theory.rows import naive_weight


def weights_by_ratio() -> Figure:
    """Draw best, naive and break-even weight by real rows per synthetic row, and the errors that the first two leave.

    Chapter: *One mean, one recursion*.

    Returns
    -------
    Figure
        On a logarithmic axis from a thousand synthetic rows per real row to a hundred real rows per synthetic row.
    """
    k = np.logspace(-3, 2, 201)
    best, naive, even = optimal_weight(k), naive_weight(k), break_even_weight(k)
    pooled = error_ratio(naive, k)
    with style.canvas() as (canvas, axes):
        axes.plot(k, best, color=style.MIXTURE, label=_("best weight = its error"))
        axes.plot(k, pooled, "--", color=style.SYNTHETIC, label=_("error of naive pooling"))
        axes.plot(k, naive, ":", color=style.SYNTHETIC, label=_("naive weight"))
        axes.plot(k, even, "-.", color=style.INK, label=_("break-even weight"))
        axes.set(xscale="log", xlabel=_("real rows per synthetic row, k"), ylim=(0, 1))
        style.legend(canvas)
    caption = _(
        "Best, naive and break-even weight by the number of real rows per synthetic row, and the error ratios of the "
        "first two. With many synthetic rows (left) the best error falls like the square root of k; that of naive "
        "pooling stops at 1/2."
    )
    alt = _(
        "Four rising curves by k from 0.001 to 100. At k = 0.001 the best weight and its error are {best:.3f}, the "
        "error of naive pooling {pooled:.3f}; at k = 1 they are 0.618 and 0.667; at k = 100 both are near 1. The naive "
        "weight lies below the best one, the break-even weight below both."
    ).format(best=best[0], pooled=pooled[0])
    data = {"k": k, "best": best, "naive_error": pooled, "naive": naive, "break_even": even}
    return Figure("weights-by-ratio", canvas, caption, alt, data)
