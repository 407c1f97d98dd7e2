"""Histograms over rounds: what the models of a run generate, round by round, over the true distribution.

Chapter: *What model collapse is, and is not*.
"""

from collections.abc import Callable, Mapping
from textwrap import fill
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure as Canvas
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, count, finite, function, mapping, positive, shown, text
from model_collapse._language import gettext as _
from model_collapse.figures import style
from model_collapse.figures.figure import Figure

MOST_RUNS = 2
"""Runs side by side that are still legible on a telephone."""

MOST_BARS = 10_000
"""Bars between the ends."""

WIDEST = 18
"""Letters in a line of a run's name, so that two names side by side do not meet."""


def _rounds(samples: Mapping[str, Mapping[int, ArrayLike]]) -> list[int]:
    if not 1 <= len(mapping("samples", samples)) <= MOST_RUNS:
        raise ValueError(f"histogram_over_rounds draws 1 or {MOST_RUNS} runs, got {len(samples)}.")
    first, *others = (list(mapping("each of samples", by_round)) for by_round in samples.values())
    if not first or any(rounds != first for rounds in others):
        raise ValueError(f"all runs must show the same rounds, one or more, got {shown([first, *others])}.")
    return [count("a round in samples", t, 0) for t in first]


def _ends(span: Any) -> tuple[float, float]:
    ends = finite("span", span)
    if ends.shape != (2,) or not ends[0] < ends[1]:
        raise ValueError(f"span must be two numbers, the smaller one first, got {shown(span)}.")
    return float(ends[0]), float(ends[1])


def _rows(name: object, rows: ArrayLike) -> Floats:
    drawn = finite(f"samples[{name!r}]", rows)
    if drawn.ndim != 1 or drawn.size < 2:
        raise ValueError(f"samples must be two rows or more in each round, got shape {drawn.shape}.")
    return drawn


def _heights(density: Callable[[Floats], Floats], x: Floats) -> Floats:
    found = positive("density", density(x), zero=True)
    if found.shape != x.shape or not found.any():
        raise ValueError(f"density must return one number for each of {len(x)}, not all zero, got shape {found.shape}.")
    return found


def histogram_over_rounds(
    samples: Mapping[str, Mapping[int, ArrayLike]],
    density: Callable[[Floats], Floats],
    *,
    span: tuple[float, float] = (-4.0, 4.0),
    bins: int = 64,
) -> Figure:
    """Draw what the model of some rounds generates over the true density, one frame a round and one column a run.

    Each histogram and the true density are drawn to the same height, so that positions and widths are compared.

    Parameters
    ----------
    samples : mapping of str to mapping of int to array_like, shape (rows,)
        Rows drawn from the model, by name of the run and by round; one or two runs, in the colours of synthetic and of
        mixed data.
    density : callable
        True density, array in and array out.
    span : tuple of float
        Ends of the horizontal axis. Rows outside are left out of the drawing; the alternative text says their largest
        share.
    bins : int
        Bars between the ends.

    Returns
    -------
    Figure
        The data file holds the share of the rows in each bar.

    Raises
    ------
    ValueError
        If there are no or more than two runs, rounds differ, a round has fewer than two rows, or bins is 0 or > 10,000.
    """
    rounds, span, bins = _rounds(samples), _ends(span), count("bins", bins, 1, MOST_BARS)
    function("density", density, "lambda x: np.exp(-x**2 / 2)", ("x",))
    edges = np.linspace(*span, bins + 1)
    middle = (edges[:-1] + edges[1:]) / 2
    fine = np.linspace(*span, 400)
    hill = _heights(density, fine)
    hill /= hill.max()
    data: dict[str, ArrayLike] = {"from": edges[:-1], "to": edges[1:], "true density": _heights(density, middle)}
    said, outside = [], 0.0
    with mpl.rc_context(style.STYLE | {"figure.figsize": (5.4, 0.8 + 0.85 * len(rounds))}):
        canvas = Canvas()
        grid = canvas.subplots(len(rounds), len(samples), sharex=True, sharey=True, squeeze=False)
        for (name, by_round), color, column in zip(
            samples.items(), (style.SYNTHETIC, style.MIXTURE), grid.T, strict=False
        ):
            spreads = []
            for t, axes in zip(rounds, column, strict=True):
                rows = _rows(name, by_round[t])
                share = np.histogram(rows, edges)[0] / rows.size
                outside = max(outside, 1 - share.sum())
                axes.stairs(share / max(share.max(), 1e-300), edges, fill=True, color=color, alpha=0.55)
                axes.plot(fine, hill, color=style.REAL, linewidth=1.5)
                axes.set(yticks=[], ylim=(0, 1.12), xlim=span)
                axes.spines["left"].set_visible(False)
                data[f"{name}, round {t}"] = share
                spreads.append(_("{sd:.2f} at round {round}").format(sd=rows.std(ddof=1), round=t))
            column[0].set_title(fill(text("a name in samples", name), WIDEST), color=style.INK, fontsize="medium")
            said.append(f"{name}: {', '.join(spreads)}")
        grid[-1, 0].xaxis.set_major_locator(MaxNLocator(nbins=4, prune="both"))
        for t, axes in zip(rounds, grid[:, 0], strict=True):
            axes.set_ylabel(_("round {round}").format(round=t), rotation=0, ha="right", va="center")
    facts = {"said": "; ".join(said), "columns": len(samples), "frames": len(rounds), "outside": f"{outside:.1%}"}
    caption = _(
        "What the model generates (filled) over the true distribution (line), round by round. Both are drawn to the "
        "same height: compare positions and widths."
    )
    alt = _(
        "Histograms of generated rows over the true density; columns: {columns}, rounds shown: {frames}. Standard "
        "deviations of the generated rows. {said}. At most {outside} of the rows of a frame lie outside the axis."
    ).format(**facts)
    return Figure("histogram-over-rounds", canvas, caption, alt, data)
