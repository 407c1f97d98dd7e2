"""Cost against the number of rows: flat where sufficient statistics are drawn, growing where every row is.

python benchmarks/bench_rows.py
"""

import os
import resource
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")  # else waiting threads count as CPU time of scikit-learn

import numpy as np

import model_collapse as mc

WEIGHTS, ROUNDS = np.linspace(0.2, 0.8, 5), 20
FLAT = {
    "gaussian mean": mc.GaussianMean(2),
    "gaussian covariance": mc.GaussianCovariance(2),
    "mean, estimated cov.": mc.GaussianMeanEstimatedCovariance(2),
    "linear": mc.LinearRegression(2),
}
GROWING = {
    "logistic": mc.LogisticRegression(2),
    "poisson": mc.PoissonRegression(2),
    "distribution": mc.DistributionFunction(),
    "categorical": mc.Categorical([5, 3, 2]),
}


def spent(problem, n, blocks):
    """CPU microseconds for one replication of one round."""
    start = time.process_time()
    mc.simulate(
        problem,
        mc.fresh,
        n_real=n,
        n_synthetic=n,
        weight=WEIGHTS,
        rounds=ROUNDS,
        replications=blocks * problem.block,
        seed=8,
        jobs=1,
    )
    return (time.process_time() - start) / (blocks * problem.block * (ROUNDS + 1)) * 1e6


def table(problems, sizes, blocks):
    """Print one line for each problem."""
    print(f"{'CPU us a replication and round':32s}" + "".join(f"n = {n:<10,d}" for n in sizes) + "ratio last/first")
    for name, problem in problems.items():
        spent(problem, sizes[0], 1)
        costs = [spent(problem, n, blocks) for n in sizes]
        print(f"{name:32s}" + "".join(f"{c:<14.2f}" for c in costs) + f"{costs[-1] / costs[0]:.2f}", flush=True)


def main() -> None:
    """Print both tables."""
    print(f"{len(WEIGHTS)} weights, {ROUNDS} rounds, p = 2")
    table(FLAT, (100, 10_000, 1_000_000), 5)
    table(GROWING, (100, 1000, 10_000), 1)
    print(f"largest memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GB")


if __name__ == "__main__":
    main()
