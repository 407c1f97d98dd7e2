"""A small transformer: what was predicted before it was measured, and what is run. It needs JAX.

Sizes were chosen on fits to real text alone. A pilot sees no error by weight. Chapter: *A small transformer*.
"""

from typing import Any, NamedTuple

import numpy as np

from model_collapse._checks import Floats
from model_collapse._language import gettext as _
from model_collapse.beyond.experiment import Experiment, Prediction
from model_collapse.beyond.topics import topic_letters
from model_collapse.beyond.training_noise import trained_optimal_weight
from model_collapse.beyond.transformer_problem import SIZES, Transformer, TransformerByPasses

HOME = "model_collapse.beyond.questions.transformer"
WEIGHTS = (0.2, 0.35, 0.5, 0.65, 0.8, 0.9)
ROWS = 512
"""Rows of real text in a round, and as many synthetic ones."""


def small_transformer() -> Transformer:
    """Return the transformer with weights in the loss, on the law of letters two back.

    A fit of it needs JAX, the extra `neural`; a stored model reads and writes without. Chapter: *A small transformer*.

    Examples
    --------
    >>> import model_collapse as mc
    >>> model = mc.beyond.transcript("fresh").model
    >>> round(mc.beyond.small_transformer().loss(model), 2)
    0.26
    """
    return Transformer(topic_letters(2).counts, sizes=SIZES)


def in_the_batch() -> Transformer:
    """Return the transformer whose batches are drawn by weight."""
    return Transformer(topic_letters(2).counts, sizes=SIZES, drawn=True)


def by_passes() -> TransformerByPasses:
    """Return the transformer with weights in the loss, for which real rows alone are half as many steps."""
    return TransformerByPasses(topic_letters(2).counts, 2 * ROWS, sizes=SIZES)


class Pilot(NamedTuple):
    """What a pilot finds, in units of the noise of a fit to real text: the numbers of `trained_error_ratio`.

    Attributes
    ----------
    squared_bias : float
        Excess cross-entropy of the average fit, averaged as log chances.
    training : float
        Noise of a fit to one and the same text: the start and the order of the batches.
    own_text : float
        Noise of a fit to as much text of one and the same model, less that of training.
    kept_bias, kept_noise : float
        Which part of a fit's bias, and of its noise, a fit to its text takes over.
    """

    squared_bias: float
    training: float
    own_text: float
    kept_bias: float
    kept_noise: float


def pilot(problem: Any, rows: int, *, fits: int = 10, seed: int = 1515) -> Pilot:
    """Measure bias and noise of fits to real text and to text of their own, without weights: four fits each.

    All is measured on log chances, squared and averaged by the chances of the truth, to leading order twice the excess
    cross-entropy. If a fit draws what it learns from x towards a fixed c, to g x + (1 - g) c, then the bias of a second
    generation differs from that of the first by g times the first: so is the part found that is kept.

    Parameters
    ----------
    problem : Transformer
        The problem.
    rows : int
        Rows of each text.
    fits : int
        Real texts, two or more.
    seed : int
        Seed of the draws.
    """
    even, true = np.ones(rows), problem.expected
    truth = np.log(true, out=np.zeros_like(true), where=true > 0)
    places = true.shape[0] * true.shape[1]

    def product(a: Floats, b: Floats) -> float:
        return float((true * a * b).sum() / places)

    def fitted(text: Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
        model = problem.estimate(text, even, rng)
        return model, problem.log_chances(model, problem.text).astype(np.float32)

    first, again, own = [], [], []
    for rng in map(np.random.default_rng, np.random.SeedSequence(seed).spawn(fits)):
        text = problem.draw_real(rows, rng)
        model, logs = fitted(text, rng)
        first.append(logs)
        again.append(fitted(text, rng)[1])
        own.append([fitted(problem.draw_synthetic(model, rows, rng), rng)[1] for _ in range(2)])
    middle, later = np.mean(first, axis=0), np.mean(own, axis=(0, 1))
    spread = sum(product(logs - middle, logs - middle) for logs in first)
    noise, drift = spread / (fits - 1), middle - truth
    bias = product(drift, drift) - noise / fits
    training = np.mean([product(a - b, a - b) / 2 for a, b in zip(first, again, strict=True)])
    second = np.mean([product(a - b, a - b) / 2 for a, b in own])
    carried = sum(product(logs - middle, (a + b) / 2 - later) for logs, (a, b) in zip(first, own, strict=True))
    kept_bias = (product(later - middle, drift) + noise / fits * (1 - carried / spread)) / bias
    found = bias / noise, training / noise, (second - training) / noise, kept_bias, carried / spread
    return Pilot(*(float(number) for number in found))


PILOT = Pilot(1.296, 0.601, 0.254, 0.326, 0.486)
"""What a pilot of ten texts found, at the real rows of a round and weights in the loss; 1.337, 0.607, 0.243, 0.327 and
0.488 with six of them."""
PASSES = SIZES.steps * SIZES.batch / (2 * ROWS)
EXPERIMENTS = {
    "transformer": Experiment(f"{HOME}:small_transformer", ROWS, ROWS, 10, 4, 8, WEIGHTS),
    "transformer_batches": Experiment(f"{HOME}:in_the_batch", ROWS, ROWS, 10, 4, 8, WEIGHTS),
    "transformer_passes": Experiment(f"{HOME}:by_passes", ROWS, ROWS, 10, 4, 8, WEIGHTS),
}
SEEN_LOWEST = 0.75
"""Where the stored curve of `transformer` is lowest among weights below 1."""


def predictions() -> dict[str, Prediction]:
    """Return the prediction of each experiment of this module, in the order of the scorecard."""
    return {
        "transformer": Prediction(
            _("A small transformer on letters, with weights in the loss: which weight is best?"),
            trained_optimal_weight(1, **PILOT._asdict()),
            _("The pilot finds a squared bias of 1.3 and most noise from training: own text just fails to pay."),
            _("transformer"),
        ),
        "transformer_batches": Prediction(
            _("The same transformer in batches that are drawn by weight: is the best share that weight?"),
            trained_optimal_weight(1, **PILOT._asdict(), draw=1 / 2 / PASSES),
            _("Nine passes add little noise, and the bias is the same."),
            _("transformer in batches"),
        ),
        "transformer_passes": Prediction(
            _("The first transformer again, but with equally many passes over the rows: which weight is best?"),
            SEEN_LOWEST,
            _("Below 1 the fits are those of the first; only real rows alone now get half as many steps."),
            _("transformer by passes"),
        ),
    }
