"""Training logs of loops in which nothing is wrong, each from another process than the formula that judges them.

Every process gives, for one mix (real rows, synthetic rows, coordinates), the weight, and the errors of the mixture and
of the real rows alone, of shape (logs, rounds).
"""

import numpy as np

import model_collapse as mc
from model_collapse.paper import income
from model_collapse.practice import RoundLog

ROUNDS, HOLDOUT = 50, 1000


def _volatile(number, rng):
    """Yield the scale of the rows of each log, round by round: its logarithm is drawn back to 0 and wanders."""
    scale = np.zeros(number)
    for _ in range(ROUNDS + 1):
        scale = 0.9 * scale + 0.1 * rng.standard_normal(number)
        yield np.exp(scale)


def _fit(x, y, v):
    """Return logistic regressions with a small penalty, by Newton's method; axes are logs, rows, columns."""
    beta = np.zeros((len(x), x.shape[-1]))
    for _ in range(8):
        chance = 1 / (1 + np.exp(-np.einsum("lnp,lp->ln", x, beta)))
        score = np.einsum("lnp,ln->lp", x, v * (y - chance)) - 0.5 * beta
        curve = np.einsum("lnp,ln,lnq->lpq", x, v * chance * (1 - chance), x) + 0.5 * np.eye(x.shape[-1])
        beta = beta + np.linalg.solve(curve, score[..., None])[..., 0]
    return beta


def logistic(mix, number, rng):
    """Logistic regressions on synthetic labels, judged by the log-loss; the size of the covariates wanders."""
    n, m, p = mix
    w = float(mc.optimal_weight(n / m))
    truth = np.ones(p) / p**0.5

    def rows(beta, size, count):
        x = size[:, None, None] * rng.standard_normal((number, count, p))
        return x, (rng.random((number, count)) < 1 / (1 + np.exp(-np.einsum("lnp,lp->ln", x, beta)))).astype(float)

    hold = rng.standard_normal((HOLDOUT, p))
    held = (rng.random(HOLDOUT) < 1 / (1 + np.exp(-hold @ truth))).astype(float)

    def loss(beta):
        eta = beta @ hold.T
        return (np.logaddexp(0, eta) - held * eta).mean(axis=-1)

    error, alone, model = [], [], None
    for size in _volatile(number, rng):
        x, y = rows(np.tile(truth, (number, 1)), size, n)
        real = _fit(x, y, np.ones(y.shape))
        if model is None:
            model = real
        else:
            sx, sy = rows(model, size, m)
            v = np.repeat(mc.row_weights(n, m, w)[[0, -1]], [n, m])
            model = _fit(np.concatenate([x, sx], axis=1), np.concatenate([y, sy], axis=1), v)
        error.append(loss(model))
        alone.append(loss(real))
    return w, np.stack(error, axis=-1), np.stack(alone, axis=-1)


def averages(mix, number, rng):
    """Averages of rows with heavy tails whose scale wanders, judged by the mean squared error on held-out rows."""
    n, m, p = mix
    w = float(mc.optimal_weight(n / m))
    hold = rng.standard_t(5, (HOLDOUT, p))
    mean, floor = hold.mean(axis=0), hold.var(axis=0).sum()
    error, alone, model = [], [], None
    for scale in _volatile(number, rng):
        real = scale[:, None] * rng.standard_t(5, (number, n, p)).mean(axis=1)
        made = None if model is None else model + scale[:, None] * rng.standard_t(5, (number, m, p)).mean(axis=1)
        model = real if made is None else w * real + (1 - w) * made
        error.append(((model - mean) ** 2).sum(axis=-1) + floor)
        alone.append(((real - mean) ** 2).sum(axis=-1) + floor)
    return w, np.stack(error, axis=-1), np.stack(alone, axis=-1)


def adult(mix, number, rng):
    """Income by five columns of UCI Adult: no person twice in a log, judged by the log-loss on the other half."""
    n, m, _p = mix
    w = float(mc.optimal_weight(n / m))
    problem = income.Unseen(*income.halves(income.table(), seed=13))
    rows = {"n_real": n, "n_synthetic": m, "weight": [w, 1.0], "rounds": ROUNDS, "replications": number}
    seed = int(rng.integers(2**31))
    history = mc.simulate(problem, income.once, **rows, seed=seed, keep_models=ROUNDS + 1)
    loss = [problem.held.measure(model)["log_loss"] for model in history.models]
    error, alone = np.stack(loss, axis=-1)
    return w, error, alone


PROCESSES = {
    logistic: ((100, 100, 2), (100, 100, 8), (200, 800, 4), (60, 600, 2), (400, 100, 6)),
    averages: ((100, 100, 2), (100, 100, 8), (200, 800, 4), (60, 600, 2), (400, 100, 6)),
    adult: ((300, 3000, 6), (400, 400, 6), (400, 1600, 6), (400, 100, 6), (450, 900, 6)),
}


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


def drawn(process, number, rng):
    """Return clean logs of all the mixes of a process."""
    logs = []
    for mix in PROCESSES[process]:
        w, error, alone = process(mix, number // len(PROCESSES[process]), rng)
        for e, a in zip(error, alone, strict=True):
            shift = rng.standard_normal(len(e)) * 2 + np.where(rng.random() < 0.5, 1.0, -1.0)
            logs.append(as_log(mix, w, e, a, bias_estimate=shift))
    return logs
