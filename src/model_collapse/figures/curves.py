"""Curves of the error: against the weight, and round by round.

Chapter: *One mean, one recursion*.
"""

from collections.abc import Mapping

import numpy as np
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from model_collapse._checks import flag, instance, mapping, numbers, positive, scalar, shown, text
from model_collapse._language import gettext as _
from model_collapse.figures.figure import Figure
from model_collapse.figures.style import MIXTURE, REAL, SYNTHETIC, THEORY, canvas, legend, mark
from model_collapse.simulation.history import History
from model_collapse.theory.mean import break_even_weight, error_ratio, optimal_weight
from model_collapse.theory.rows import naive_weight


def weight_curve(k: float = 1.0) -> Figure:
    """Plot where the error settles at every weight: the result in one figure.

    Parameters
    ----------
    k : float
        Real rows per synthetic row.

    Returns
    -------
    Figure
        The curve of `error_ratio` with break-even, naive and best weight.
    """
    k = scalar("k", positive("k", k))
    best, naive, even = (float(form(k)) for form in (optimal_weight, naive_weight, break_even_weight))
    weight = np.linspace(0.02, 1, 197)
    error = error_ratio(weight, k)
    with canvas() as (figure, axes):
        axes.fill_between(weight, error, 1, where=error >= 1, color=SYNTHETIC, alpha=0.25, lw=0, label=_("harm"))
        axes.fill_between(weight, error, 1, where=error <= 1, color=REAL, alpha=0.25, lw=0, label=_("gain"))
        axes.plot(weight, error, color=THEORY, label=_("error ratio"))
        axes.plot([best], [best], "o", color=MIXTURE, markersize=9)
        mark(axes, {_("break-even"): even, _("naive"): naive, _("best"): best})
        axes.set(xlabel=_("weight on the real rows"), ylabel=_("error ratio"), xlim=(0, 1), ylim=(0, 2.5))
        legend(figure)
    facts = {
        "best": f"{best:.3f}",
        "naive": f"{naive:.3f}",
        "naive_error": f"{float(error_ratio(naive, k)):.3f}",
        "even": f"{even:.3f}",
        "k": f"{k:g}",
    }
    caption = _(
        "Error after many rounds, in units of the error of real rows alone; real rows per synthetic row: {k}. Below "
        "weight {even} synthetic rows do harm; at weight {best} the error is smallest, and is {best} too."
    ).format(**facts)
    alt = _(
        "Curve of the error ratio against the weight on the real rows. It comes down from infinity at weight 0, passes "
        "1 at {even}, is {naive_error} at the naive weight {naive}, has its minimum {best} at weight {best}, and rises "
        "to 1 at weight 1."
    ).format(**facts)
    return Figure("weight-curve", figure, caption, alt, {"weight": weight, "error_ratio": error})


def error_by_weight(run: History, theory: ArrayLike, *, marks: Mapping[str, float] | None = None) -> Figure:
    """Plot the settled error against the weight on the real rows.

    Parameters
    ----------
    run : History
        A run over a grid of weights.
    theory : array_like, shape (weights,)
        Expected error ratio at each weight.
    marks : mapping of str to float, optional
        Weights to point out, by name.

    Returns
    -------
    Figure
        The band is two standard errors wide on either side.
    """
    weight = instance("run", run, History, "simulate(...)").weight
    best = run.best_weight()
    table = run.compare(theory)
    with canvas() as (figure, axes):
        axes.plot(table.at, table.theory, color=THEORY, label=_("theory"))
        low, high = table.simulated - 2 * table.stderr, table.simulated + 2 * table.stderr
        axes.fill_between(table.at, low, high, color=MIXTURE, alpha=0.35, linewidth=0)
        axes.plot(table.at, table.simulated, "o", color=MIXTURE, markersize=3.5, label=_("simulated"))
        axes.axhline(1, color=REAL, linestyle="--", linewidth=1.5, label=_("real rows alone"))
        mark(axes, {} if marks is None else marks)
        axes.set(xlabel=_("weight on the real rows"), ylabel=_("error ratio"), ylim=(0, None))
        legend(figure)
    facts = {
        "best": f"{best.weight:.2f}",
        "low": f"{best.low:.2f}",
        "high": f"{best.high:.2f}",
        "error": f"{table.simulated.min():.2f}",
        "replications": f"{run.replications:,}",
        "left": f"{table.at[0]:.2f}",
        "left_error": f"{table.simulated[0]:.2f}",
        "right": f"{table.at[-1]:.2f}",
        "right_error": f"{table.simulated[-1]:.2f}",
        "z": f"{np.abs(table.z).max():.1f}",
    }
    caption = _(
        "Settled error by weight, in units of the error of real rows alone: theory, and the mean of {replications} "
        "simulations with two standard errors on either side. The smallest simulated error is {error}, at weight "
        "{best}."
    ).format(**facts)
    alt = _(
        "Curve of the error ratio against the weight on the real rows. It falls from {left_error} at weight {left} to "
        "{error} at weight {best} and rises to {right_error} at weight {right}. In 95% of resamples the minimum lies "
        "between {low} and {high}. No point is further than {z} standard errors from theory."
    ).format(**facts)
    data = {"weight": np.asarray(weight), "theory": table.theory, "simulated": table.simulated, "stderr": table.stderr}
    return Figure("error-by-weight", figure, caption, alt, data)


def matched(runs: Mapping[str, History], theory: Mapping[str, ArrayLike], most: int) -> None:
    """Refuse runs that are too many, have several weights or unlike rounds, or whose theory is missing."""
    if not 1 <= len(mapping("runs", runs)) <= most:
        raise ValueError(f"runs must be 1 to {most}, got {len(runs)}.")
    for name, run in runs.items():
        if instance("each of runs", run, History, "simulate(...)").errors.ndim > 2:
            raise ValueError(f"each of runs must have a single weight, got a grid in {shown(name)}.")
        if text("a name in runs", name) not in mapping("theory", theory):
            raise ValueError(f"theory must have the names of runs, got none for {shown(name)}.")
        expected = numbers(f"theory[{name!r}]", theory[name])
        if expected.shape != (run.rounds + 1,):
            raise ValueError(
                f"theory must have one number for each of {run.rounds + 1} rounds, got shape {expected.shape}."
            )
        if run.rounds != next(iter(runs.values())).rounds:
            raise ValueError(f"all runs must have the same rounds, got {[other.rounds for other in runs.values()]}.")


def error_by_round(runs: Mapping[str, History], theory: Mapping[str, ArrayLike], *, log: bool = False) -> Figure:
    """Plot the error of each round for several runs.

    Parameters
    ----------
    runs : mapping of str to History
        Runs with a single weight each, by name; at most three, in the colours of synthetic, mixed and real data.
    theory : mapping of str to array_like, shape (rounds + 1,)
        Expected error ratio of each round, under the same names.
    log : bool
        Draw the error ratio on a logarithmic axis.

    Returns
    -------
    Figure
        The band is two standard errors wide on either side.

    Raises
    ------
    ValueError
        If there are none or more than three runs, they are not of one length, or one has no theory or several weights.
    """
    matched(runs, theory, 3)
    first = next(iter(runs.values()))
    data: dict[str, ArrayLike] = {"round": np.arange(first.rounds + 1)}
    ends, furthest = [], 0.0
    with canvas() as (figure, axes):
        for (name, run), color, dashes in zip(
            runs.items(), (SYNTHETIC, MIXTURE, REAL), ("-", "--", "-."), strict=False
        ):
            t = np.arange(run.rounds + 1)
            axes.plot(t, theory[name], color=THEORY, linewidth=1)
            axes.fill_between(t, run.mean - 2 * run.stderr, run.mean + 2 * run.stderr, color=color, alpha=0.3, lw=0)
            axes.plot(t, run.mean, dashes, color=color, label=name)
            data |= {name: run.mean, f"{name} (theory)": np.asarray(theory[name])}
            furthest = max(furthest, float(np.abs(run.compare(theory[name]).z).max()))
            ends.append(
                _("{name}: from {first:.2f} to {last:.2f}").format(name=name, first=run.mean[0], last=run.mean[-1])
            )
        axes.set(xlabel=_("round"), ylabel=_("error ratio"), yscale="log" if flag("log", log) else "linear")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        legend(figure)
    facts = {"replications": f"{first.replications:,}", "ends": "; ".join(ends), "z": f"{furthest:.1f}"}
    caption = _(
        "Error by round, in units of the error of real rows alone: means of {replications} simulations with two "
        "standard errors on either side, and theory as thin lines."
    ).format(**facts)
    alt = _(
        "Curves of the error ratio by round. {ends}. No round is further than {z} standard errors from theory."
    ).format(**facts)
    return Figure("error-by-round", figure, caption, alt, data)
