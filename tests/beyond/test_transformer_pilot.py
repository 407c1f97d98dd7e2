"""What the pilot of the transformer finds in a problem whose answers are known, and the ratio made of it."""

import numpy as np
import pytest

from model_collapse.beyond.questions.transformer import Pilot, pilot
from model_collapse.beyond.smoothing import batch_optimal_weight, interpolated_error_ratio, interpolated_optimal_weight
from model_collapse.beyond.training_noise import trained_error_ratio, trained_optimal_weight
from model_collapse.theory import optimal_weight


def ratio(w, k, found, draw=0.0):
    return trained_error_ratio(w, k, **found._asdict(), draw=draw)


def best_weight(k, found, draw=0.0):
    return trained_optimal_weight(k, **found._asdict(), draw=draw)


P, KEPT, AWAY, TRAINING, OWN = 400, 0.7, 0.5, 0.06, 0.6


class Drawn:
    """A fit is drawn by a share towards a fixed point, and is noisy of its own; its numbers are its log chances."""

    expected, text = np.ones((1, 1, P)), None

    def draw_real(self, n, rng):
        return rng.standard_normal((n, P))

    def draw_synthetic(self, model, n, rng):
        return model + OWN * rng.standard_normal((n, P))

    def estimate(self, rows, row_weights, rng):
        middle = np.average(rows, axis=0, weights=row_weights)
        return KEPT * middle + (1 - KEPT) * AWAY + TRAINING * rng.standard_normal(P)

    def log_chances(self, model, text):
        return model[None, None]


def test_the_pilot_finds_what_is_known():
    found = pilot(Drawn(), 50, fits=60, seed=3)
    noise = KEPT**2 / 50 + TRAINING**2
    expected = [((1 - KEPT) * AWAY) ** 2, TRAINING**2, KEPT**2 * OWN**2 / 50]
    np.testing.assert_allclose(found[:3], np.array(expected) / noise, rtol=0.08)
    np.testing.assert_allclose(found[3:], KEPT, atol=0.02)


def test_few_fits_find_the_same_bias():
    """The noise of the average of a few fits is taken off the bias, and off what is kept of it."""
    found = np.mean([pilot(Drawn(), 50, fits=3, seed=seed) for seed in range(20)], axis=0)
    noise = KEPT**2 / 50 + TRAINING**2
    assert found[0] == pytest.approx(((1 - KEPT) * AWAY) ** 2 / noise, rel=0.05)
    assert found[3] == pytest.approx(KEPT, abs=0.03)


def test_the_ratio_is_that_of_the_recursion():
    found, k, c, w = Pilot(0.8, 0.3, 0.6, 0.9, 0.5), 0.5, 0.2, np.array([0.2, 0.6, 1])
    bias, variance = np.ones(3), np.ones(3)
    for _ in range(200):
        bias = np.sqrt(0.8) + (1 - w) * 0.9 * bias
        made = (1 - w) ** 2 * (0.25 * variance + k * 0.6)
        variance = w**2 * 0.7 + made + 0.3 + c * 0.7
    np.testing.assert_allclose(ratio(w, k, found, c), (variance + bias**2) / (1 + c * 0.7 + 0.8), rtol=1e-12)
    assert ratio(1, k, found, c) == pytest.approx(1)


def test_the_ratio_holds_the_known_ones():
    w = np.array([0.1, 0.4, 0.9])
    shared = interpolated_error_ratio(w, 0.5, 0.3, squared_bias=0.4, noise_ratio=1.6)
    np.testing.assert_allclose(ratio(w, 0.5, Pilot(0.4, 0, 1 / 1.6, 0.7, 0.7)), shared)
    assert best_weight(1, Pilot(0.4, 0, 1, 0.8, 0.8)) == interpolated_optimal_weight(1, 0.2, squared_bias=0.4)
    assert best_weight(0.25, Pilot(0, 0, 1, 1, 1)) == pytest.approx(optimal_weight(0.25), abs=1e-4)
    assert best_weight(1, Pilot(0, 0, 1, 1, 1), 1 / 2) == pytest.approx(batch_optimal_weight(1, 1), abs=1e-4)


@pytest.mark.claim("E36")
@pytest.mark.parametrize(("training", "pays"), [(0.50, True), (0.54, False)])
def test_own_text_pays_up_to_a_border(training, pays):
    found = Pilot(1.2, training, 0.3, 0.4, 0.5)
    assert (best_weight(1, found) < 1) == pays
    assert (ratio(0.999, 1, found) < 1) == pays
