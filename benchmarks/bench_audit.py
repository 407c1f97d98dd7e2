"""How often the audit cries wolf on clean logs, how often it finds planted faults, and how fast it reads.

Clean logs come from another process than the formula: logistic regressions on synthetic labels, judged by the
log-loss on a hold-out, where the size of the covariates wanders from round to round.
"""

import sys
import time

import numpy as np

from model_collapse.practice import Policy, RoundLog, audit
from model_collapse.practice._limits import CHANCE
from model_collapse.theory import optimal_weight

LOGS, ROUNDS, HOLDOUT = 500, 50, 1000
MIXES = ((100, 100, 2), (100, 100, 8), (200, 800, 4), (60, 600, 2), (400, 100, 6))
POWER = 100


def _fit(x, y, v):
    """Return logistic regressions with a small penalty, by Newton's method; axes are logs, rows, columns."""
    beta = np.zeros((len(x), x.shape[-1]))
    for _ in range(8):
        chance = 1 / (1 + np.exp(-np.einsum("lnp,lp->ln", x, beta)))
        score = np.einsum("lnp,ln->lp", x, v * (y - chance)) - 0.5 * beta
        curve = np.einsum("lnp,ln,lnq->lpq", x, v * chance * (1 - chance), x) + 0.5 * np.eye(x.shape[-1])
        beta = beta + np.linalg.solve(curve, score[..., None])[..., 0]
    return beta


def _loss(x, y, beta):
    eta = beta @ x.T
    return (np.logaddexp(0, eta) - y * eta).mean(axis=-1)


def logs(mix, number, rng):
    """Return the weight, and errors and errors of real rows alone, of shape (logs, rounds)."""
    n, m, p = mix
    w = float(optimal_weight(n / m))
    truth = np.ones(p) / p**0.5

    def rows(beta, size, count):
        x = size[:, None, None] * rng.standard_normal((number, count, p))
        return x, (rng.random((number, count)) < 1 / (1 + np.exp(-np.einsum("lnp,lp->ln", x, beta)))).astype(float)

    hold = rng.standard_normal((HOLDOUT, p))
    held = (rng.random(HOLDOUT) < 1 / (1 + np.exp(-hold @ truth))).astype(float)
    size, error, alone, model = np.zeros(number), [], [], None
    for t in range(ROUNDS + 1):
        size = 0.9 * size + 0.1 * rng.standard_normal(number)
        x, y = rows(np.tile(truth, (number, 1)), np.exp(size), n)
        real = _fit(x, y, np.ones(y.shape))
        if t:
            sx, sy = rows(model, np.exp(size), m)
            v = np.repeat([w * (n + m) / n, (1 - w) * (n + m) / m], [n, m])
            model = _fit(np.concatenate([x, sx], axis=1), np.concatenate([y, sy], axis=1), v)
        else:
            model = real
        error.append(_loss(hold, held, model))
        alone.append(_loss(hold, held, real))
    return w, np.stack(error, axis=-1), np.stack(alone, axis=-1)


def as_log(mix, w, error, alone, **more):
    """Return a log of the table's columns."""
    n, m, _p = mix
    t = np.arange(len(error))
    return RoundLog(
        {
            "round": t.astype(float),
            "n_real": np.full(len(t), float(n)),
            "n_synthetic": np.where(t > 0, float(m), 0.0),
            "n_real_fresh": np.full(len(t), float(n)),
            "weight": np.where(t > 0, w, 1.0),
            "error": error,
            "error_real_only": alone,
            "holdout_sha256": np.full(len(t), "a", dtype=object),
            **more,
        }
    )


def interval(hits, of):
    """Return Wilson's interval at 95%."""
    z, p = 1.96, hits / of
    middle, half = p + z**2 / 2 / of, z * np.sqrt(p * (1 - p) / of + z**2 / 4 / of**2)
    return (middle - half) / (1 + z**2 / of), (middle + half) / (1 + z**2 / of)


def main():
    rng = np.random.default_rng(13)  # the limits were found with 12: these logs are others
    policy, false, clean = Policy(), {}, []
    for mix in MIXES:
        w, error, alone = logs(mix, LOGS // len(MIXES), rng)
        for e, a in zip(error, alone, strict=True):
            shift = rng.standard_normal(len(e)) * 2
            log = as_log(mix, w, e, a, bias_estimate=shift + np.where(rng.random() < 0.5, 1.0, -1.0))
            clean.append(log)
            for fault in audit(log, policy).faults:
                false[fault.fault] = false.get(fault.fault, 0) + 1
    any_false = sum(bool(audit(log, policy).faults) for log in clean)
    low, high = interval(any_false, LOGS)
    print(f"false alarms: {any_false} of {LOGS} logs of {ROUNDS} rounds ({low:.2%} to {high:.2%}) {false}")

    def found(fault, change, size):
        hits = 0
        for i in range(POWER):
            log = clean[(i * 7) % LOGS]
            spread = np.std(log["error_real_only"])
            columns = {name: column.copy() for name, column in log.columns.items()}
            change(columns, spread, np.random.default_rng(i), size)
            hits += fault in [f.fault for f in audit(RoundLog(columns), policy).faults]
        return hits

    later = np.arange(ROUNDS + 1) >= 1

    def jump(c, s, _rng, size):
        c["error"][30] = c["error_real_only"].mean() + size * s

    def level(c, s, _rng, size):
        c["error"] = c["error"] + later * (np.mean(c["error_real_only"] - c["error"]) + size * s)

    def creep(c, s, _rng, size):
        c["error"] = c["error"] + size * s * np.arange(ROUNDS + 1) / ROUNDS

    def shift(c, _s, rng, size):
        c["bias_estimate"] = 1 + size + 2 * rng.standard_normal(ROUNDS + 1)

    print("size of a planted fault, in standard deviations of the baseline (of the estimates' unit for bias): found")
    for fault, change, sizes in (
        ("error_above_limit", jump, (8, 12, 16, 20, 24)),
        ("worse_than_real_only", level, (0.5, 1, 1.5, 2, 3)),
        ("error_rising", creep, (2, 3, 4, 6, 8)),
        ("bias_high", shift, (1, 1.5, 2, 3)),
    ):
        powers = ", ".join(f"{size}: {found(fault, change, size)}" for size in sizes)
        print(f"{fault} of {POWER}: {powers}")
    many = 100_000
    tile = {name: np.resize(column, many) for name, column in clean[0].columns.items()}
    tile["round"] = np.arange(many, dtype=float)
    began = time.perf_counter()
    audit(RoundLog(tile), policy)
    print(f"{many:,} rounds audited in {time.perf_counter() - began:.2f} s; chance of each alarm {CHANCE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
