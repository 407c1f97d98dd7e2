"""The correlation of what is new in a round, against a loop whose every noise is followed, and a dial that is used."""

import numpy as np
import pytest

import model_collapse as mc


def new_in_a_round(w, n, m, q, rounds):
    """Follow every noise: one row of loads a round, on unit noises of the real rows, the generator and the truth."""
    size = 3 * (rounds + 1)
    model, truth, found = np.zeros(size), np.zeros(size), []
    for t in range(rounds + 1):
        real, made = truth.copy(), model.copy()
        truth = truth.copy()
        truth[3 * t] += q**0.5
        real[3 * t] += q**0.5
        real[3 * t + 1] += n**-0.5
        made[3 * t + 2] += m**-0.5
        model = w * real + (1 - w) * made if t else real
        found.append(real - made)
    return np.array(found)


@pytest.mark.parametrize(("w", "n", "m", "q"), [(0.3, 100, 100, 0), (0.6, 10, 90, 0.02), (0.8, 40, 10, 0.1)])
@pytest.mark.claim("T33")
def test_the_correlation_is_what_the_process_asks_for_less_the_weight(w, n, m, q):
    new = new_in_a_round(w, n, m, q, 150)
    k = n * (1 / m + q)
    before = float(mc.error_ratio(w, k)) + k
    gain = before / (before + 1)
    spread = new[-1] @ new[-1]
    for lag in (1, 2, 3):
        expected = (gain - w) * (1 - w) ** (lag - 1)
        assert new[-1] @ new[-1 - lag] / spread == pytest.approx(expected, rel=1e-7)
    assert spread * n == pytest.approx(before + 1, rel=1e-9)


@pytest.mark.parametrize(("n", "m", "q"), [(100, 100, 0), (10, 1000, 0.05), (50, 20, 0.01)])
@pytest.mark.claim("T33")
def test_it_is_zero_at_the_best_weight_and_has_the_sign_of_the_distance(n, m, q):
    best = float(mc.optimal_weight(n * (1 / m + q)))
    reading = []
    for w in (0.9 * best, best, 1.1 * best if 1.1 * best < 1 else 0.99):
        new = new_in_a_round(w, n, m, q, 200)
        reading.append(new[-1] @ new[-2] / (new[-1] @ new[-1]))
    assert reading[0] > 1e-4
    assert abs(reading[1]) < 1e-9
    assert reading[2] < -1e-4
    assert mc.optimal_weight(n * (1 / m + q), squared_bias=1) > best + 0.01  # a bias moves means, and is not read
    new = new_in_a_round(best, n, m, q, 200)[-1]
    assert n * (new @ new) == pytest.approx(1 / (1 - best), rel=1e-9)


@pytest.mark.parametrize("q", [0, 0.01])
@pytest.mark.claim("T33")
def test_a_correlation_added_to_the_weight_finds_the_best_one(q):
    rng, n, coordinates, loops = np.random.default_rng(33), 4, 20, 60
    model, w = np.zeros((loops, coordinates)), np.full((loops, 1), 0.25)
    for _block in range(3):
        new = []
        for _ in range(60):
            model = model + (25 * q) ** 0.5 * rng.standard_normal(model.shape)
            real = rng.standard_normal((n, *model.shape)).mean(0)  # row by row, the truth being at 0
            made = model + rng.standard_normal((n, *model.shape)).mean(0)
            new.append(real - made)
            model = w * real + (1 - w) * made
        new = np.array(new)
        w = w + ((new[1:] * new[:-1]).sum((0, 2)) / (new[:-1] ** 2).sum((0, 2)))[:, None]
    expected = float(mc.optimal_weight(n * (1 / n + 25 * q)))
    assert abs(w.mean() - expected) < 4 * w.std() / np.sqrt(loops)
    assert w.std() == pytest.approx(0.03, abs=0.01)
