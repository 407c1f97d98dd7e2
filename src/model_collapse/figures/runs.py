"""Many runs of one law at once: what a typical run does beside what is expected."""

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure as Canvas
from numpy.typing import ArrayLike

from model_collapse._checks import instance, positive, table
from model_collapse._language import gettext as _
from model_collapse.figures import style
from model_collapse.figures.figure import Figure
from model_collapse.simulation.history import History

DRAWN, STEPS, COUNTED = 200, 25, 5


def two_hundred_runs(variance: ArrayLike) -> Figure:
    """Draw the variance of the first 200 runs by round, their median and expectation, and how many have lost half.

    Chapter: *What model collapse is, and is not*.

    Parameters
    ----------
    variance : array_like, shape (runs, rounds + 1)
        Variance of the model in every run and round, the true one being 1, which is also its expectation.

    Returns
    -------
    Figure
        The data file holds the median of the drawn runs and the share of them that have lost half.
    """
    drawn = table("variance", positive("variance", variance))[:DRAWN]
    if drawn.shape[1] < 2:
        raise ValueError(f"variance must have two rounds or more, got shape {drawn.shape}.")
    rounds = np.arange(drawn.shape[1])
    at = np.unique(np.linspace(0, rounds[-1], STEPS + 1).astype(int))
    median, lost = np.median(drawn, axis=0), (drawn < 0.5).mean(axis=0)
    counted = np.unique(np.linspace(0, rounds[-1], COUNTED + 1).astype(int))
    with mpl.rc_context(style.STYLE | {"figure.figsize": (5.4, 4.4)}):
        canvas = Canvas()
        above, below = canvas.subplots(2, 1, sharex=True, height_ratios=[3, 1])
        above.plot(at, drawn[:, at].T, color=style.SYNTHETIC, linewidth=0.5, alpha=0.35)
        above.plot(at, median[at], color=style.SYNTHETIC, linewidth=3, label=_("median run"))
        above.axhline(1, color=style.THEORY, linestyle="--", label=_("expectation"))
        above.set(yscale="log", ylim=(1e-4, 30), ylabel=_("variance of the model"))
        below.fill_between(rounds, lost, color=style.SYNTHETIC, alpha=0.4, lw=0)
        for t in counted[1:]:
            below.annotate(f"{lost[t]:.0%}", (t, lost[t]), ha="center", va="bottom")
        below.set(ylim=(0, 1.3), yticks=[0, 1], yticklabels=["0%", "100%"], xlabel=_("round"), ylabel=_("half lost"))
        below.set(xticks=counted, xlim=(0, rounds[-1] * 1.04))
        style.legend(canvas)
    facts = {
        "runs": len(drawn),
        "last": int(rounds[-1]),
        "median": f"{median[-1]:.2g}",
        "said": "; ".join(_("round {round}: {share:.0%}").format(round=t, share=lost[t]) for t in counted),
    }
    caption = _(
        "{runs} models without real rows (thin lines). The expected variance stays right for ever and the median run "
        "sinks; below is the share of the runs that have lost half of their variance."
    ).format(**facts)
    alt = _(
        "{runs} lines of the variance by round on a logarithmic axis spread and fall; the expectation stays at 1. The "
        "median ends at {median} in round {last}. Runs that have lost half of their variance. {said}."
    ).format(**facts)
    return Figure("two-hundred-runs", canvas, caption, alt, {"round": rounds, "median": median, "half_lost": lost})


def typical_run(run: History, expectation: ArrayLike) -> Figure:
    """Draw the median error of a run by round and the band that holds 90% of the runs, beside the expectation.

    Chapter: *Covariance and the heavy tail*.

    Parameters
    ----------
    run : History
        A run with a single weight.
    expectation : array_like, shape (rounds + 1,)
        Expected error ratio of each round.

    Returns
    -------
    Figure
        On a logarithmic axis; the data file holds median, quantiles and expectation.
    """
    if instance("run", run, History, "simulate(...)").errors.ndim > 2:
        raise ValueError("run must have a single weight, got a grid.")
    t, expected = np.arange(run.rounds + 1), positive("expectation", expectation)
    if expected.shape != t.shape:
        raise ValueError(f"expectation must be one number for each of {len(t)} rounds, got shape {expected.shape}.")
    low, middle, high = run.quantiles([0.05, 0.5, 0.95])
    with style.canvas() as (canvas, axes):
        axes.fill_between(t, low, high, color=style.SYNTHETIC, alpha=0.3, lw=0, label=_("90% of runs"))
        axes.plot(t, middle, color=style.SYNTHETIC, label=_("median run"))
        axes.plot(t, expected, "--", color=style.THEORY, label=_("expectation"))
        axes.set(xlabel=_("round"), ylabel=_("error ratio"), yscale="log", ylim=(0.01, 2 * expected.max()))
        style.legend(canvas)
    facts = {
        "runs": f"{run.replications:,}",
        "first": f"{expected[0]:.2g}",
        "expected": f"{expected[-1]:.1e}",
        "start": f"{middle[0]:.2f}",
        "median": f"{middle[-1]:.2f}",
    }
    caption = _(
        "Error by round: the median of {runs} runs, the band that holds 90% of them, and the exact expectation. The "
        "median ends at {median}, the expectation at {expected}."
    ).format(**facts)
    alt = _(
        "Curves by round on a logarithmic axis. The expectation goes from {first} to {expected}. The median goes from "
        "{start} to {median}; the band lies around it."
    ).format(**facts)
    data: dict[str, ArrayLike] = {"round": t, "quantile_05": low, "median": middle, "quantile_95": high}
    return Figure("typical-and-expected", canvas, caption, alt, data | {"expectation": expected})
