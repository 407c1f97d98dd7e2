"""Estimates from averages against a simulated loop of known bias, noise and drift; the weight that never harms."""

import numpy as np
import pytest

import model_collapse as mc
from model_collapse.practice import Policy, RoundLog, audit, estimates_from_averages, safe_weight

N, P = 100, 20


def loop(seed, *, rounds=100, m=50, bias=0.0, drift=0.0, noise=1.0):
    """Return the log of a mean of 20 quantities under weights that change at random."""
    rng = np.random.default_rng(seed)
    truth, model, rows = np.zeros(P), np.zeros(P), []
    for t in range(rounds + 1):
        truth = truth + drift**0.5 * rng.standard_normal(P)
        real = truth + rng.standard_normal(P) / N**0.5
        synthetic = model + bias / N**0.5 + rng.standard_normal(P) / (noise * m) ** 0.5
        w = rng.uniform(0.75, 0.95) if t else 1.0
        model = w * real + (1 - w) * synthetic if t else real
        rows.append([t, N, m if t else 0, N, w, 1.0, 1.0, *real, *(synthetic if t else np.full(P, np.nan))])
    fixed = ["round", "n_real", "n_synthetic", "n_real_fresh", "weight", "error", "error_real_only"]
    names = [*fixed, *(f"{part}_mean.q{i}" for part in ("real", "synthetic") for i in range(P))]
    columns = dict(zip(names, np.array(rows).T, strict=True))
    same = {name: np.full(rounds + 1, "a", dtype=object) for name in ("holdout_sha256", "reason")}
    return RoundLog(columns | same)


@pytest.mark.parametrize(
    ("given", "bias", "k"),
    [({}, 0, 2), ({"drift": 0.01}, 0, 3), ({"noise": 2, "m": 100}, 0, 0.5), ({"bias": 0.5, "m": 100}, 0.5, 1)],
)
def test_intervals_hold_the_truth_as_often_as_they_say(given, bias, k):
    truth = {
        "bias": bias,
        "noise_ratio": given.get("noise", 1),
        "drift": given.get("drift", 0),
        "m_eff": given.get("noise", 1) * given.get("m", 50),
        "k_eff": k,
        "best_weight": float(mc.optimal_weight(k, squared_bias=bias**2)),
    }
    found = [estimates_from_averages(loop(seed, **given)) for seed in range(60)]
    for name, value in truth.items():
        inside = [low - 1e-9 <= value <= high + 1e-9 for _value, low, high in (one[name] for one in found)]
        assert np.mean(inside) >= 0.85, name
    middle = np.mean([one["best_weight"][0] for one in found])
    assert middle == pytest.approx(truth["best_weight"], abs=0.02)


def test_the_audit_says_it_and_short_logs_say_nothing():
    assert audit(loop(1)).estimates["from_averages"] == estimates_from_averages(loop(1))
    assert estimates_from_averages(loop(1, rounds=15)) is None


@pytest.mark.parametrize(("bias", "alarms"), [(0, 0), (0.95, 0), (2.5, 40)])
def test_a_bias_alarm_from_averages(bias, alarms):
    faults = [
        [f.fault for f in audit(loop(seed, rounds=50, bias=bias), Policy(floor=0.1)).faults] for seed in range(40)
    ]
    assert sum("bias_high" in found for found in faults) == alarms


def settled(bias, p=10, n=20, rounds=40, loops=1500):
    """Return the error of the loop with the safe weight, that of the real rows alone being 1."""
    rng = np.random.default_rng(2)
    total = []
    for _ in range(loops // 10):
        model = rng.standard_normal(p) / n**0.5
        for t in range(rounds):
            real, made = rng.standard_normal((2, p)) / n**0.5
            made = model + made + bias / p**0.5
            w = safe_weight(real, made, 1.0, n)
            model = w * real + (1 - w) * made
            if t > 10:
                total.append(n * (model @ model) / p)
    return np.mean(total)


def test_the_safe_weight_never_harms_and_has_its_price():
    assert settled(0) == pytest.approx(0.698, abs=0.015)
    assert settled(1.0) < 1
    assert settled(10.0) == pytest.approx(1, abs=0.03)


@pytest.mark.parametrize("p", [3, 4, 7])
def test_the_safe_weight_is_that_of_james_and_stein(p):
    rng = np.random.default_rng(p)
    for apart in (0.05, 0.3, 1.0):
        x, y = rng.standard_normal(p), apart * rng.standard_normal(p)
        x += y
        shrunken = y + max(0, 1 - (p - 2) * (2.5 / 40) / np.sum((x - y) ** 2)) * (x - y)
        w = safe_weight(x, y, 2.5, 40)
        np.testing.assert_allclose(w * x + (1 - w) * y, shrunken)
    assert safe_weight(y, y + 1, 1.0, 10) == pytest.approx(1 - (p - 2) / (10 * p))


def test_what_the_safe_weight_refuses():
    for real, made, s2, n in (([1, 2], [1, 2], 1, 1), ([1, 2, 3], [1, 2], 1, 1), ([1, 2, 3], [1, 2, 4], 0, 1)):
        with pytest.raises(ValueError, match=r"\.$"):
            safe_weight(real, made, s2, n)
    assert safe_weight([1, 2, 3], [1, 2, 3], 1, 5) == 0
