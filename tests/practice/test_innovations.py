"""The dial for the weight reads K - w, the weight that the process asks for less the one it has."""

import numpy as np
import pytest

import model_collapse as mc
from model_collapse.practice import RoundLog, audit, averages, innovation_dial

N, P = 100, 20


def loop(seed, weight, *, rounds=60, drift=0.0, bias=0.0):
    """Return the log of a mean of 20 quantities at one weight; drift and bias in standard errors of a real average."""
    rng = np.random.default_rng(seed)
    steps, x, y = rng.standard_normal((3, rounds + 1, P)) / N**0.5
    truth = drift * np.cumsum(steps, axis=0)
    x, y = x + truth, y + bias / N**0.5
    model = x[0]
    for t in range(1, rounds + 1):
        y[t] += model
        model = weight * x[t] + (1 - weight) * y[t]
    y[0] = np.nan
    t = np.arange(rounds + 1.0)
    columns = {"round": t, "n_real": np.full(rounds + 1, float(N)), "n_synthetic": np.where(t > 0, N, 0.0)}
    columns |= {"n_real_fresh": columns["n_real"], "weight": np.where(t > 0, weight, 1.0)}
    columns |= {name: np.ones(rounds + 1) for name in ("error", "error_real_only")}
    columns |= {f"real_mean.{i}": x[:, i] for i in range(P)} | {f"synthetic_mean.{i}": y[:, i] for i in range(P)}
    return RoundLog(columns | {name: np.full(rounds + 1, "a", dtype=object) for name in ("holdout_sha256", "reason")})


def asked(weight, drift=0.0):
    """Return the gain K for equal amounts, by the error that the loop settles at."""
    before = float(mc.error_ratio(weight, 1, squared_drift=drift**2)) + 1 + drift**2
    return before / (before + 1)


CASES = [
    (0.3, 0, 0, "too_low"),
    (0.618, 0, 0, "fits"),
    (0.618, 0, 2, "fits"),
    (0.8, 0, 0, "too_high"),
    (0.618, 1, 0, "too_low"),
]


@pytest.mark.claim("G4")
@pytest.mark.parametrize(("weight", "drift", "bias", "reading"), CASES)
def test_the_dial_reads_what_the_process_asks_for(weight, drift, bias, reading):
    found = [innovation_dial(loop(seed, weight, drift=drift, bias=bias)) for seed in range(100)]
    correlations = np.array([one["correlation"] for one in found])
    truth = asked(weight, drift) - weight
    assert correlations[:, 0].mean() == pytest.approx(truth, abs=0.012)
    assert ((correlations[:, 1] <= truth) & (truth <= correlations[:, 2])).mean() > 0.88
    assert np.mean([one["reading"] == reading for one in found]) > 0.85
    assert found[0]["weight"] == pytest.approx(weight)
    assert found[0]["asked"] == pytest.approx(weight + correlations[0, 0])


def test_pairs_are_rounds_that_follow_each_other():
    log = loop(1, 0.618, rounds=100)
    kept = np.delete(np.arange(101), np.arange(3, 100, 3))  # every third round is missing
    found = innovation_dial(RoundLog({name: column[kept] for name, column in log.columns.items()}))
    x, y = (np.stack([log[f"{part}_mean.{i}"] for i in range(P)], axis=-1) for part in ("real", "synthetic"))
    pairs = [t for t in range(1, 100) if t in kept and t + 1 in kept]
    one, two = (x - y)[pairs], (x - y)[[t + 1 for t in pairs]]
    middle = (one.sum(axis=0) + two.sum(axis=0)) / (2 * len(pairs))
    raw = sum((a - middle) @ (b - middle) for a, b in zip(one, two, strict=True))
    raw /= (((one - middle) ** 2).sum() + ((two - middle) ** 2).sum()) / 2
    assert found["correlation"][0] == pytest.approx(raw + (1 + 4 * raw) / len(pairs))


def test_the_audit_reads_the_dial_and_short_logs_say_nothing():
    found = audit(loop(1, 0.3))
    assert found.estimates["innovations"] == innovation_dial(loop(1, 0.3))
    assert any("too low" in sentence for sentence in found.readings())
    assert innovation_dial(loop(1, 0.3, rounds=20)) is None
    assert innovation_dial(loop(1, 0.3, rounds=21)) is not None
    blank = loop(1, 0.3)
    columns = {name: column for name, column in blank.columns.items() if "_mean." not in name}
    assert innovation_dial(RoundLog(columns)) is None
    assert len(audit(RoundLog(columns)).readings()) == 2


@pytest.mark.parametrize(("real", "synthetic"), [(1.0, 1.0), (1e200, 0.0), (np.inf, 0.0)])
def test_averages_that_never_move_or_are_none_say_nothing(real, synthetic):
    columns = {name: column for name, column in loop(1, 0.3).columns.items() if "_mean." not in name}
    columns |= {"real_mean.x": np.full(61, real), "synthetic_mean.x": np.full(61, synthetic)}
    found = audit(RoundLog(columns))
    assert found.estimates["innovations"] is found.estimates["from_averages"] is None
    assert '"innovations": null' in found.to_json()
    assert [x.shape for x in averages(RoundLog(columns))] == [(61, 1)] * 2
    assert np.isnan(averages(RoundLog(columns))[0]).all() == (real > 1)


def test_the_standard_error_of_one_pot_is_too_small():
    found = audit(loop(1, 0.5)).estimates["standard_error_factor"]
    assert found**2 == pytest.approx(4 / 3)  # (1 + k)^2 / (k (2 + k)) at k = 1
    fewer = loop(1, 0.2).columns  # naive pooling of four synthetic rows per real one
    fewer["n_synthetic"] *= 4
    k = 0.25
    found = audit(RoundLog(fewer)).estimates["standard_error_factor"]
    assert found**2 == pytest.approx((1 + k) ** 2 / (k * (2 + k)))
    assert audit(loop(1, 0.0)).estimates["standard_error_factor"] is None
