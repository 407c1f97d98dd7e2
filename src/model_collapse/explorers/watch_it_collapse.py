"""Explorer: two bell curves that are refitted to their own rows, side by side; one may be rescued in mid-run."""

from textwrap import fill
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure as Canvas

from model_collapse import theory
from model_collapse._checks import Floats
from model_collapse._language import gettext as _
from model_collapse.explorers import controls
from model_collapse.explorers.base import Explorer
from model_collapse.explorers.controls import Control
from model_collapse.figures import style
from model_collapse.figures.figure import Figure

ROUNDS = 60
GOLDEN = 0.618


def bells(weights: list[float], rows: int, seed: int) -> tuple[Floats, Floats]:
    """Return means and spreads of one run by round and weight, each of shape (rounds + 1, weights).

    All weights see the same random numbers, as in the page.
    """
    rng = np.random.default_rng(seed)
    w = np.asarray(weights)
    normal = rng.standard_normal(rows)
    mean, variance = np.full(w.shape, normal.mean()), np.full(w.shape, normal.var(ddof=1))
    means, variances = [mean], [variance]
    for _round in range(ROUNDS):
        real, noise = rng.standard_normal((2, rows))
        mean = w * real.mean() + (1 - w) * (mean + np.sqrt(variance) * noise.mean())
        variance = w * real.var(ddof=1) + (1 - w) * variance * noise.var(ddof=1)
        means.append(mean)
        variances.append(variance)
    return np.array(means), np.sqrt(variances)


class WatchItCollapse(Explorer):
    """Two loops with as many generated as real rows, the second at the golden weight: play, step, rescue the first.

    The weight may be moved while a run goes on. Chapter: *What model collapse is, and is not*.

    Parameters
    ----------
    rows : int
        New real rows, and generated rows, of a round.
    weight : float
        Total weight on the real rows in the first loop.
    seed : int
        Seed of the run; the same seed gives the same run.

    Examples
    --------
    >>> round(WatchItCollapse(rows=10, weight=0).facts()["expected"], 3)
    0.03
    """

    module = "watchItCollapse"
    weight = controls.share(0, _("weight on the real rows, left loop"), keeps=True)
    rows = Control(
        10, label=_("real rows, and generated rows, in a round"), low=10, high=500, whole=True, log=True, more=True
    )
    seed = Control(9, label=_("seed of the run"), low=1, high=100, whole=True, more=True)

    def labels(self) -> dict[str, Any]:
        """Return the translated labels."""
        return {
            "title": _("Watch it collapse"),
            "more": _("More: number of rows, seed, speed"),
            "play": _("Play"),
            "pause": _("Pause"),
            "step": _("One round"),
            "again": _("Start again"),
            "rescue": _("Rescue"),
            "speed": _("rounds a second"),
            "round": _("round"),
            "spread": _("spread"),
            "loop": _("weight {weight}"),
            "left": _("of the spread left"),
            "truth": _("the truth"),
            "expected": _("left loop by theory"),
            "first": _("left loop"),
            "second": _("right loop"),
            "sentences": {
                "begun": _(
                    "Round 0: both models are fitted to the same {rows} real rows; they have {left:.1%} of the true "
                    "spread."
                ),
                "loose": _(
                    "Round {round:.0f}, no real rows on the left: {left:.1%} of the spread is left, by theory "
                    "{expected:.1%} in a typical run. On the right, with weight {golden:.3f}, it is {right:.1%}."
                ),
                "held": _(
                    "Round {round:.0f}, weight {used:.3f} on the left: {left:.1%} of the spread; the root of the "
                    "variance expected by theory is {expected:.1%}. On the right, with weight {golden:.3f}, it is "
                    "{right:.1%}."
                ),
                "still": _(
                    "With {rows} real rows in round 0 and none later, a typical run has {expected:.1%} of the spread "
                    "left after {round:.0f} rounds. With any weight above 0 on new real rows the expected variance "
                    "is the true one; with weight {golden:.3f} the spread of single runs stays near it, too."
                ),
                "weighted": _(
                    "With weight {weight:.3f} on {rows} new real rows a round, the expected variance is the true one "
                    "in every round; the smaller the weight, the further a run may stray from it."
                ),
            },
        }

    def constants(self) -> dict[str, Any]:
        """Return the last round and the weight of the second loop."""
        return {"rounds": ROUNDS, "golden": GOLDEN}

    def facts(self) -> dict[str, float]:
        """Return the spread by theory in the last round; the run itself happens in the page.

        Without real rows it is that of a typical run (its logarithm is the expected one), with them the root of the
        expected variance, which is 1.
        """
        loss = float(theory.log_variance_loss(self.rows))
        expected = 1.0 if self.weight > 0 else float(np.exp(-loss * (ROUNDS + 1) / 2))
        return {**self.values(), "round": ROUNDS, "golden": GOLDEN, "expected": expected}

    def verdict(self) -> str:
        """Return the sentence that needs no run."""
        return "weighted" if self.weight > 0 else "still"

    def figure(self) -> Figure:
        """Return what one run has come to in both loops, and the spread by round."""
        labels, weights = self.labels(), [self.weight, GOLDEN]
        means, spreads = bells(weights, int(self.rows), int(self.seed))
        grid = np.linspace(-3.6, 3.6, 361)
        truth = np.exp(-(grid**2) / 2) / np.sqrt(2 * np.pi)
        names, colours = [labels["first"], labels["second"]], [style.SYNTHETIC, style.MIXTURE]
        left = [_("{share:.1%} of the spread left").format(share=spread) for spread in spreads[-1]]
        with mpl.rc_context(style.STYLE | {"figure.figsize": (5.4, 5.6)}):
            canvas = Canvas()
            panels = canvas.subplot_mosaic([["0", "1"], ["spread", "spread"]])
            for i, colour in enumerate(colours):
                axes = panels[str(i)]
                for t in (*range(0, ROUNDS, 6), ROUNDS):
                    mean, spread = means[t, i], spreads[t, i]
                    x = mean + spread * np.linspace(-5, 5, 121)
                    y = np.exp(-(((x - mean) / spread) ** 2) / 2) / (spread * np.sqrt(2 * np.pi))
                    last = t == ROUNDS
                    axes.plot(x, y, color=colour, alpha=1 if last else 0.4, linewidth=2 if last else 0.7)
                axes.plot(grid, truth, "--", color=style.REAL)
                axes.set(xlim=(-3.6, 3.6), ylim=(0, 1.2), yticks=[], xticks=[-2, 0, 2])
                title = labels["loop"].format(weight=f"{weights[i]:.3f}") + "\n" + fill(left[i], 18)
                axes.set_title(title, color=style.INK, fontsize="medium")
                panels["spread"].plot(spreads[:, i], color=colour, label=names[i])
            panels["spread"].axhline(1, linestyle="--", color=style.REAL, label=labels["truth"])
            panels["spread"].set(xlabel=labels["round"], ylabel=labels["spread"], xlim=(0, ROUNDS), yscale="log")
            panels["spread"].legend()
        caption = _(
            "Two bell curves after {round} rounds of one run, {rows} rows a round, with outlines of earlier rounds; "
            "the truth dashed. Below, the spread by round."
        ).format(round=ROUNDS, rows=f"{self.rows:.0f}")
        pairs = zip(weights, left, strict=True)
        said = [labels["loop"].format(weight=f"{weight:.3f}") + ": " + words + "." for weight, words in pairs]
        alt = _("Two bell curves and, on a logarithmic axis, their spread by round.") + " " + " ".join(said)
        data = {labels["round"]: np.arange(ROUNDS + 1), **{name: spreads[:, i] for i, name in enumerate(names)}}
        return Figure("watch-it-collapse", canvas, caption, alt, data)
