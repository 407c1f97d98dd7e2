"""The obvious code, a loop that draws all rows and calls scikit-learn, beside ours: milliseconds of CPU a fit.

The loop runs 3 weights x 20 replications x 20 rounds; what it would take for Figure 8 (31 x 2000 x 200) is
extrapolated from the time of one fit and printed as such.

    python benchmarks/bench_obvious.py
"""

import os
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")  # else waiting threads count as CPU time of scikit-learn

import numpy as np
from sklearn.linear_model import LinearRegression, LogisticRegression, PoissonRegressor

import model_collapse as mc

N, P, ROUNDS, REPLICATIONS, WEIGHTS = 100, 2, 20, 20, (0.3, 0.5, 0.618)
FIGURE = 31 * 2000 * 200


def gaussian(eta, rng):
    """Respond with a normal error."""
    return eta + rng.standard_normal(len(eta))


def bernoulli(eta, rng):
    """Respond with 0 or 1."""
    return (rng.random(len(eta)) < 1 / (1 + np.exp(-eta))).astype(float)


def poisson(eta, rng):
    """Respond with counts."""
    return rng.poisson(np.exp(eta)).astype(float)


def obvious(make_model, respond):
    """Recursive training as one would write it first."""
    row_weights = {w: np.repeat([w / N, (1 - w) / N], N) * 2 * N for w in WEIGHTS}
    for w in WEIGHTS:
        for replication in range(REPLICATIONS):
            rng = np.random.default_rng([8, replication])
            beta = np.ones(P)
            for _ in range(ROUNDS):
                x = rng.standard_normal((2 * N, P))
                y = np.concatenate([respond(x[:N] @ np.ones(P), rng), respond(x[N:] @ beta, rng)])
                beta = make_model().fit(x, y, sample_weight=row_weights[w]).coef_.ravel()


def ours(problem):
    """Run the same recursion here and return the number of fits."""
    # Figure 8's grid, so that what the weights share is shared as in the figure; fewer replications.
    replications = 2 * problem.block
    mc.simulate(
        problem,
        mc.fresh,
        n_real=N,
        n_synthetic=N,
        weight=np.linspace(0.2, 0.8, 31),
        rounds=ROUNDS,
        replications=replications,
        seed=8,
        jobs=1,
    )
    return 31 * replications * (ROUNDS + 1)


PANELS = {
    "linear": (lambda: LinearRegression(fit_intercept=False), gaussian, mc.LinearRegression(P)),
    "logistic": (lambda: LogisticRegression(C=np.inf, fit_intercept=False), bernoulli, mc.LogisticRegression(P)),
    "poisson": (lambda: PoissonRegressor(alpha=0, fit_intercept=False), poisson, mc.PoissonRegression(P)),
}


def main() -> None:
    """Print the table."""
    fits = len(WEIGHTS) * REPLICATIONS * ROUNDS
    print(f"obvious code measured on {fits} fits a row, n = m = {N}, p = {P}; hours for Figure 8 are extrapolated")
    print(f"{'panel':10s}{'obvious ms/fit':>16s}{'ours us/fit':>13s}{'ratio':>8s}{'obvious h':>11s}{'ours s':>8s}")
    for name, (make_model, respond, problem) in PANELS.items():
        start = time.process_time()
        obvious(make_model, respond)
        slow = (time.process_time() - start) / fits
        start = time.process_time()
        done = ours(problem)
        fast = (time.process_time() - start) / done
        print(
            f"{name:10s}{slow * 1e3:16.3f}{fast * 1e6:13.3f}{slow / fast:8.0f}"
            f"{slow * FIGURE / 3600:11.2f}{fast * FIGURE:8.1f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
