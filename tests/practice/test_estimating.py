"""Estimates from averages against a simulated loop of known bias, noise and drift."""

import numpy as np
import pytest

import model_collapse as mc
from model_collapse.practice import Policy, RoundLog, audit, averages, estimates_from_averages, generator_shifts

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
@pytest.mark.claim("T34")
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


def test_what_the_generator_adds_is_its_average_less_the_model_before():
    log = loop(3, rounds=12)
    x, y = averages(log)
    found, model = generator_shifts(log), x[0]
    assert np.isnan(found[0]).all()
    for t in range(1, 12):
        np.testing.assert_allclose(found[t], y[t] - model, rtol=1e-12)
        model = log["weight"][t] * x[t] + (1 - log["weight"][t]) * y[t]
    torn = RoundLog({**log.columns, "round": np.where(np.arange(len(x)) > 5, 1.0, 0) + log["round"]})
    assert np.isnan(generator_shifts(torn)).all(axis=1).nonzero()[0].tolist() == [0, 6]


def test_a_missing_synthetic_average_is_no_shift_of_the_next_round():
    log = loop(4, rounds=30)
    far = {name: cells + 50.0 for name, cells in log.columns.items() if "_mean." in name}
    whole = RoundLog({**log.columns, **far})
    torn = {name: np.where(log["round"] == 9, np.nan, cells) for name, cells in far.items() if "synthetic" in name}
    found = generator_shifts(RoundLog({**whole.columns, **torn}))
    assert np.isnan(found).all(axis=1).nonzero()[0].tolist() == [0, 9, 10]
    kept = np.delete(np.arange(31), [0, 9, 10])
    np.testing.assert_allclose(found[kept], generator_shifts(whole)[kept])
    alone = {"weight": np.where(log["round"] == 9, 1.0, log["weight"])}
    assert np.isfinite(generator_shifts(RoundLog({**whole.columns, **torn, **alone}))[10]).all()
