"""Generators that cannot be written down: what was predicted before it was measured, and what is run.

A pilot is `estimate_generator` on 40 groups of 504 rows of the insurance table, with seed 1515: it fits and draws twice
in each group and sees no error by weight. Chapter: *Generators without a formula*.
"""

from typing import Any

import numpy as np

from model_collapse._language import gettext as _
from model_collapse.beyond.boosting import Boosting
from model_collapse.beyond.copula import CopulaTable
from model_collapse.beyond.experiment import Experiment, Prediction
from model_collapse.beyond.kernel_variance import own_bias_optimal_weight
from model_collapse.beyond.mixture import Mixture, density
from model_collapse.beyond.resampling import resampled_optimal_weight
from model_collapse.practice.generator import GeneratorEstimate, estimate_generator
from model_collapse.theory import optimal_weight

WEIGHTS = (0.1, 0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
N, GROUPS, PILOT_SEED = 500, 40, 1515
PILOTS = {
    "mixture_table": {"squared_bias": 0.0, "noise_ratio": 1.436},
    "kernel_rows": {"squared_bias": 1.591, "noise_ratio": 1.109},
    "kernel_density": {"squared_bias": 1.519, "noise_ratio": 1.205},
    "kernel_shrunk": {"squared_bias": 0.268, "noise_ratio": 1.186},
    "copula": {"squared_bias": 0.0014, "noise_ratio": 1.177},
    "boosting": {"squared_bias": 0.0510, "noise_ratio": 0.797},
}
"""What the pilots found, in the terms of `optimal_weight`."""


def _equal(problem: str, replications: int) -> Experiment:
    return Experiment(problem, N, N, rounds=16, last=6, replications=replications, weights=WEIGHTS)


def _many(problem: str) -> Experiment:
    return Experiment(problem, 250, 1000, rounds=16, last=6, replications=80, weights=WEIGHTS)


HOME = "model_collapse.beyond"
EXPERIMENTS = {
    "mixture": _many(f"{HOME}.mixture:fitted"),
    "mixture_even_steps": _many(f"{HOME}.resampled:in_even_steps"),
    "mixture_by_chance": _many(f"{HOME}.resampled:by_chance"),
    "mixture_table": _equal(f"{HOME}.mixture:on_insurance", 120),
    "kernel_rows": _equal(f"{HOME}.kernel:rows_judged", 300),
    "kernel_density": _equal(f"{HOME}.kernel:density_judged", 300),
    "kernel_shrunk": _equal(f"{HOME}.kernel:shrunk", 300),
    "copula": _equal(f"{HOME}.copula:on_insurance", 400),
    "boosting": _equal(f"{HOME}.boosting:on_insurance", 120),
}


def pilot(problem: Any) -> GeneratorEstimate:
    """Measure bias and noise of a generator on real rows, without weights.

    What matters of a mixture is its density at every two hundredth row of the table; of a kernel density, the averages
    that it is judged by; of a copula, its correlations; of boosted trees, their probabilities at a hundred rows.

    Parameters
    ----------
    problem : Mixture, Kernel, CopulaTable or Boosting
        A problem with a table.
    """
    given: Any = problem

    def fit(rows: Any) -> Any:
        size = len(rows[0] if isinstance(rows, tuple) else rows)
        return given.estimate(rows, np.ones(size), np.random.default_rng(PILOT_SEED))

    def measure(model: Any) -> Any:
        if isinstance(problem, Mixture):
            return density(given.table[::200], model)
        if isinstance(problem, CopulaTable):
            return given.correlations(model)
        if isinstance(problem, Boosting):
            return given.probabilities(model)[:100]
        averages = given.averages(model)
        return np.concatenate([averages.real, averages.imag])

    if isinstance(problem, Boosting):
        rows: Any = problem.draw_real(504 * GROUPS, np.random.default_rng(PILOT_SEED))
    else:
        rows = given.table
    sizes = {"n_real": N, "n_synthetic": N, "groups": GROUPS}
    return estimate_generator(rows, fit, given.draw_synthetic, measure=measure, seed=PILOT_SEED, **sizes)


def predictions() -> dict[str, Prediction]:
    """Return the prediction of each experiment of this module, in the order of the scorecard."""
    own = PILOTS["kernel_density"]
    return {
        "mixture": Prediction(
            _("A Gaussian mixture fitted by EM, four synthetic rows for each real one: is the weight that of a mean?"),
            float(optimal_weight(0.25)),
            _("A maximum of the likelihood is an average to leading order, and the world is a mixture: no bias."),
            _("mixture"),
        ),
        "mixture_even_steps": Prediction(
            _("The same mixture with no weights, its rows repeated in even steps instead: which weight is best?"),
            resampled_optimal_weight(0.25, even=True),
            _("A row that should count 1.95 is there once or twice; at 0.4 each real row is there exactly twice."),
            _("mixture, even steps"),
        ),
        "mixture_by_chance": Prediction(
            _("The same mixture with no weights, its rows drawn by chance instead: which weight is best?"),
            resampled_optimal_weight(0.25),
            _("The draw adds the variance of a mean of all rows, more than the weight gains: pool, and draw nothing."),
            _("mixture, by chance"),
        ),
        "mixture_table": Prediction(
            _("A Gaussian mixture on an insurance table that is none: is the weight of the pilot the best one?"),
            float(optimal_weight(1, **PILOTS["mixture_table"])),
            _("The pilot finds no bias, and real rows 1.4 times as noisy as those of the model."),
            _("mixture, real table"),
        ),
        "kernel_rows": Prediction(
            _("A kernel density, judged by the rows it is fitted to: is the weight corrected for bias the best one?"),
            float(optimal_weight(1, **PILOTS["kernel_rows"])),
            _("Each round adds the kernel's variance; the pilot finds a squared bias of 1.6 errors of the real rows."),
            _("kernel, its rows"),
        ),
        "kernel_density": Prediction(
            _("A kernel density, judged by the density itself: is any synthetic row worth its weight?"),
            own_bias_optimal_weight(1 / own["noise_ratio"], squared_bias=own["squared_bias"]),
            _("Its error holds the kernel once more; from a squared bias of 1 on, no weight below 1 helps."),
            _("kernel, its density"),
        ),
        "kernel_shrunk": Prediction(
            _("A kernel density that draws towards its mean, to add no variance: how far does the weight come down?"),
            float(optimal_weight(1, **PILOTS["kernel_shrunk"])),
            _("The pilot finds a sixth of the squared bias: means and covariances stay, the shape does not."),
            _("kernel, shrunk"),
        ),
        "copula": Prediction(
            _("A Gaussian copula of numbers and words, judged by correlations: is the pilot's weight the best one?"),
            float(optimal_weight(1, **PILOTS["copula"])),
            _("The pilot finds next to no bias, and real rows a little noisier than those of the model."),
            _("Gaussian copula"),
        ),
        "boosting": Prediction(
            _("Boosted trees that draw labels by their probabilities: is the pilot's weight the best one?"),
            float(optimal_weight(1, **PILOTS["boosting"])),
            _("Trees that stop early shrink probabilities a little in each round; the pilot finds a small bias."),
            _("boosted trees"),
        ),
    }
