"""A bias subtracted as one goes: the exact error against closed forms, a plain loop, and the package's own loop."""

import numpy as np
import pytest

import model_collapse as mc
from model_collapse.beyond.learning import Learner
from model_collapse.beyond.plant import plant_rows

N, M = np.array([50, 20, 0, 80, 10, 30, 60, 40]), np.array([0, 40, 25, 30, 100, 60, 5, 30])
W = np.array([1, 0.4, 0, 0.9, 0.2, 0.5, 0.7, 0.3])
B = np.array([0, 0.1, 0.3, -0.2, 0.0, 0.4, 0.2, 0.1])
PAIRS = mc.beyond.Ngrams([[0, 2], [1, 1]])
SIZES = {"n_real": N.tolist().__getitem__, "n_synthetic": M.tolist().__getitem__, "rounds": 7}


def test_without_an_estimate_it_is_the_recursion_of_variance_and_bias():
    found = mc.beyond.corrected_error_by_round(W, N, M, bias=B, drift=0.02, seen="nothing")
    off = [0.0]
    for w, b in zip(W[1:], B[1:], strict=True):
        off.append((1 - w) * (off[-1] + b))
    expected = mc.theory.variance_by_round(W, N, M, drift=0.02) + np.square(off)
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def plain_loop(seen, kept, runs=40_000):
    """Draw the averages one after the other, and average what was seen anew in every round."""
    rng = np.random.default_rng(15)
    truth, model = np.zeros(runs), rng.standard_normal(runs) / np.sqrt(N[0])
    values, counts, errors = [], [], [(model - truth) ** 2]
    for t in range(1, len(N)):
        truth = truth + np.sqrt(0.02) * rng.standard_normal(runs)
        real = truth + rng.standard_normal(runs) / np.sqrt(max(N[t], 1))
        made = model + B[t] + rng.standard_normal(runs) / np.sqrt(M[t])
        age = kept ** np.arange(t)[::-1][1:]
        weights = age * counts if counts else np.zeros(0)
        estimate = np.average(values, axis=0, weights=weights) if weights.sum() else 0.0
        values.append(made - (model if seen == "shifts" else real))
        counts.append(M[t] if seen == "shifts" else float(N[t] > 0))
        model = W[t] * real + (1 - W[t]) * (made - estimate)
        errors.append((model - truth) ** 2)
    return np.array(errors)


@pytest.mark.parametrize(("seen", "half_life"), [("shifts", None), ("differences", None), ("shifts", 2.0)])
def test_it_is_what_a_plain_loop_finds(seen, half_life):
    found = mc.beyond.corrected_error_by_round(W, N, M, bias=B, drift=0.02, seen=seen, half_life=half_life)
    errors = plain_loop(seen, 1.0 if half_life is None else 0.5 ** (1 / half_life))
    z = (errors.mean(axis=1) - found) / (errors.std(axis=1) / np.sqrt(errors.shape[1]))
    assert np.abs(z).max() < 4


@pytest.mark.parametrize(("seen", "half_life"), [("shifts", None), ("differences", 3.0), ("nothing", None)])
def test_the_regime_is_simulated_as_computed(seen, half_life):
    problem = mc.Biased(mc.Drifting(mc.GaussianMean(p=4), 0.02), 0.2)
    regime = mc.beyond.bias_subtracted(seen, half_life)
    run = mc.simulate(problem, regime, weight=W.item, **SIZES, replications=5000, seed=15)
    found = mc.beyond.corrected_error_by_round(W, N, M, bias=0.2, drift=0.02, seen=seen, half_life=half_life)
    assert np.abs(run.compare(50 * found).z).max() < 4


@pytest.mark.claim("E51")
@pytest.mark.parametrize("w", [0.3, 0.618, 0.8])
def test_the_price_of_an_estimated_bias_falls_as_one_over_the_rounds(w):
    t, n, m = 400, 100, 250
    rows = np.full(t + 1, n), np.full(t + 1, m)
    with_it = mc.beyond.corrected_error_by_round(w, *rows)[-1]
    without = mc.beyond.corrected_error_by_round(w, *rows, seen="nothing")[-1]
    assert n * (with_it - without) * t == pytest.approx(n / m * (1 - w) ** 2 / (w * (2 - w)), rel=0.02)


@pytest.mark.claim("E51")
def test_it_pays_from_the_round_that_the_rule_says():
    w, n, m = 0.618, 100, 100
    for t in (100, 200):
        rows = np.full(t + 1, n), np.full(t + 1, m)
        border = np.sqrt(w / (2 - w) / (t * m))
        gain = [
            np.subtract(
                *(mc.beyond.corrected_error_by_round(w, *rows, bias=b, seen=s)[-1] for s in ("nothing", "shifts"))
            )
            for b in (0.9 * border, 1.1 * border)
        ]
        assert gain[0] < 0 < gain[1]


@pytest.mark.parametrize("half_life", [None, 4.0])
def test_the_learner_keeps_what_sums_over_the_whole_log_say(half_life):
    """Every quantity again, from lists of all rounds and without a recursion of sums."""
    kept = 1.0 if half_life is None else 0.5 ** (1 / half_life)
    rng, learner = np.random.default_rng(1), Learner(N[0], kept)
    settled, moved, terms, shifts, rows = 1 / N[0], 0.0, [], [], []
    for t in range(1, len(N)):
        age = kept ** np.arange(len(rows))[::-1]
        unsure = (age**2 * rows).sum() / (age * rows).sum() ** 2 if rows else 1 / N[0]
        drift = 0.0
        if terms:
            excess, g, scale = np.array(terms).T
            old = kept ** (len(terms) - 1 - np.arange(len(terms)))
            drift = max((old * excess * g / scale).sum() / (old * g**2 / scale).sum(), 0)
        due = settled + 1 / M[t] + unsure
        w = float(learner.weight(N[t], M[t])[0])
        synthetic = due + drift * (moved + 1)
        assert float(learner.drift[0]) == pytest.approx(drift, abs=1e-15)
        assert w == pytest.approx(N[t] / (N[t] + 1 / synthetic) if N[t] else 0)
        square, shift = rng.uniform(0, 0.3), rng.standard_normal()
        learner.learn(np.array([w]), N[t], M[t], np.array([shift]), np.array([square]))
        if N[t]:
            terms.append((square - due - 1 / N[t], moved + 1, (due + 1 / N[t]) ** 2))
        shifts.append(shift)
        rows.append(M[t])
        real = w**2 / N[t] if N[t] else 0.0
        settled, moved = real + (1 - w) ** 2 * due, (1 - w) ** 2 * (moved + 1)
        age = kept ** np.arange(len(rows))[::-1]
        assert float(learner.bias.value[0]) == pytest.approx(np.average(shifts, weights=age * rows))


def test_a_learner_that_sees_what_is_due_gives_the_schedule():
    """Innovations as large as a world without drift makes them leave only the doubt about the bias."""
    n, m = plant_rows()
    learner, worth = Learner(n[0], 1.0), mc.theory.equivalent_rows_by_round(n, m)
    for t in range(1, 104):
        w = learner.weight(n[t], m[t])
        due = learner.settled + 1 / m[t] + learner._unsure() + (1 / n[t] if n[t] else 0)
        learner.learn(w, n[t], m[t], np.zeros(1), due)
    assert float(w[0]) == 0  # the last week has no real rows
    assert float(learner.settled[0]) == pytest.approx(1 / worth[-1], rel=0.02)


def test_refusals():
    with pytest.raises(ValueError, match=r"^n_real must be above 0 .* got 0\.$"):
        mc.beyond.corrected_error_by_round([1, 0.5], [10, 0], [0, 10])
    with pytest.raises(ValueError, match=r"^n_synthetic must be above 0 .* got 0\.$"):
        mc.beyond.corrected_error_by_round([1, 0.5], [10, 10], [0, 0])
    with pytest.raises(ValueError, match=r"one number a round, got weight \(\), n_real \(2,\)"):
        mc.beyond.corrected_error_by_round(0.5, [10, 10], [10, 10, 10])
    with pytest.raises(ValueError, match=r"^seen must be one of nothing, shifts, differences, got 'rows'\.$"):
        mc.beyond.bias_subtracted("rows")
    with pytest.raises(ValueError, match="half_life"):
        mc.beyond.weight_learned(0)


@pytest.mark.parametrize(("problem", "said"), [(mc.GaussianCovariance(p=2), "got 4 axes"), (PAIRS, "must be")])
def test_samples_that_are_no_averages_of_vectors_are_refused(problem, said):
    sizes = {"n_real": 5, "n_synthetic": 5, "rounds": 1, "replications": 1, "seed": 1}
    with pytest.raises(ValueError, match=said):
        mc.simulate(problem, mc.beyond.weight_learned(), **sizes)
