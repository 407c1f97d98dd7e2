"""Pictures in a loop: what was predicted before it was measured, and what is run.

A pilot is `estimate_generator` on 40 groups of 200 images of the world, drawn with replacement, with seed 1515: it fits
and draws twice in each group and sees no error by weight. Chapter: *Pictures*.
"""

from typing import Any

import numpy as np

from model_collapse._language import gettext as _
from model_collapse.beyond.experiment import Experiment, Prediction
from model_collapse.beyond.kernel_variance import own_bias_optimal_weight
from model_collapse.practice.generator import GeneratorEstimate, estimate_generator
from model_collapse.theory import optimal_weight

WEIGHTS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9)
N, GROUPS, PILOT_SEED = 200, 40, 1515
PILOTS = {
    "pictures_copied": {"squared_bias": 0.108, "noise_ratio": 0.953},
    "pictures_noisy": {"squared_bias": 0.0228, "noise_ratio": 1.265},
    "pictures_blurred": {"squared_bias": 0.0263, "noise_ratio": 2.590},
}
"""What the pilots found, in the terms of `optimal_weight`."""


def _equal(problem: str, replications: int) -> Experiment:
    home = "model_collapse.beyond.pictures"
    return Experiment(f"{home}:{problem}", N, N, rounds=10, last=4, replications=replications, weights=WEIGHTS)


EXPERIMENTS = {
    "pictures_copied": _equal("Copied", 200),
    "pictures_noisy": _equal("Drawn", 40),
    "pictures_blurred": _equal("blurred", 40),
}


def pilot(problem: Any) -> GeneratorEstimate:
    """Measure bias and noise of a generator of images on real rows, without weights.

    Parameters
    ----------
    problem : Pictures
        A problem whose averages are what matters of a model.
    """

    def fit(rows: Any) -> Any:
        return problem.estimate(rows, np.ones(len(rows)), np.random.default_rng(PILOT_SEED))

    def measure(model: Any) -> Any:
        averages = problem.averages(model)
        return np.concatenate([averages.real, averages.imag])

    rows = problem.draw_real(N * GROUPS, np.random.default_rng(PILOT_SEED))
    sizes = {"n_real": N, "n_synthetic": N, "groups": GROUPS}
    return estimate_generator(rows, fit, problem.draw_synthetic, measure=measure, seed=PILOT_SEED, **sizes)


def one_fit(
    problem: Any, real: int, drawn: int = 0, *, fits: int, seed: int = PILOT_SEED
) -> tuple[float, float, float]:
    """Measure how far a single fit is off, and how much it varies, after the result: no prediction leans on it.

    Parameters
    ----------
    problem : Pictures
        A problem whose averages are what matters of a model.
    real, drawn : int
        Real images in the fit; images beside them of a model of as many other real ones, each row with the weight 1.
    fits : int
        How many fits, two or more.
    seed : int
        The number from which all draws follow.

    Returns
    -------
    tuple of three floats
        Squared bias without that of its noise, its standard error by the jackknife, and variance of the fit; 1 is the
        error of the averages over `N` real images, on average.
    """
    rng, found = np.random.default_rng(seed), []
    for _fit in range(fits):
        rows = problem.draw_real(real, rng)
        if drawn:
            model = problem.estimate(problem.draw_real(real, rng), np.ones(real), rng)
            rows = np.vstack([rows, problem.draw_synthetic(model, drawn, rng)])
        found.append(problem.averages(problem.estimate(rows, np.ones(len(rows)), rng)))
    gaps = (np.array(found) - problem.target) / np.sqrt(problem.variance.size * problem.variance / N)

    def measured(gaps: Any) -> tuple[float, float]:
        noise = gaps.var(axis=0, ddof=1).sum()
        return float((np.abs(gaps.mean(axis=0)) ** 2).sum() - noise / len(gaps)), float(noise)

    without = [measured(np.delete(gaps, k, axis=0))[0] for k in range(fits)]
    bias, noise = measured(gaps)
    return bias, float(np.std(without) * np.sqrt(fits - 1)), noise


def predictions() -> dict[str, Prediction]:
    """Return the prediction of each experiment of this module, in the order of the scorecard."""
    copied = PILOTS["pictures_copied"]
    return {
        "pictures_copied": Prediction(
            _("Digits copied with a little noise, judged by what the copier draws: how much does the noise ask for?"),
            own_bias_optimal_weight(1 / copied["noise_ratio"], squared_bias=copied["squared_bias"]),
            _("Each copy adds its noise, the last one too; the pilot finds a tenth of the real images' error."),
            _("digits, copied"),
        ),
        "pictures_noisy": Prediction(
            _("Digits from an autoencoder that draws each pixel by its law: is the pilot's weight the best one?"),
            float(optimal_weight(1, **PILOTS["pictures_noisy"])),
            _("A second fit adds next to no bias to the first, and real images are noisier than those of the model."),
            _("digits, autoencoder"),
        ),
        "pictures_blurred": Prediction(
            _("The same autoencoder, showing expected pixels: does its blur ask for more weight on real images?"),
            float(optimal_weight(1, **PILOTS["pictures_blurred"])),
            _("The blur is large, but the net blurs once: fitted to blurred images it adds nothing, at any weight."),
            _("digits, blurred"),
        ),
    }
