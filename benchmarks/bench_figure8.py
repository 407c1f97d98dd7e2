"""Figure 8 of the paper at full scale: CPU seconds of each panel, beside a floor.

The floor is the time to draw the panel's random numbers and to take its exponentials, each in one call on arrays that
fit the cache, for the number of Newton steps that is used. It leaves out all arithmetic on models, so the panels that
have no exponentials lie far above it: there 31 models a replication share a few random numbers.

    python benchmarks/bench_figure8.py [replications]
"""

import os
import sys
import time
from collections.abc import Callable

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")  # else waiting threads count as CPU time of scikit-learn

import numpy as np

import model_collapse as mc
from model_collapse.problems._numerics.links import BERNOULLI, POISSON

WEIGHTS = np.linspace(0.20, 0.80, 31)
N, P, ROUNDS, CHUNK = 100, 2, 199, 100


def seconds(do: Callable[[], object]) -> float:
    """Return the CPU seconds that a call takes."""
    start = time.process_time()
    do()
    return time.process_time() - start


def per_item(do: Callable[[], object], items: int, repeat: int = 200) -> float:
    """Return the CPU seconds for one item of a call that handles many."""
    do()
    return seconds(lambda: [do() for _ in range(repeat)]) / repeat / items


def unit_costs() -> dict[str, float]:
    """Seconds for one random number or one exponential."""
    rng, size = np.random.default_rng(8), CHUNK * N
    plane = rng.standard_normal((CHUNK, 8, N), dtype=np.float32)
    table, places = np.zeros(2**20, dtype=np.int16), rng.integers(2**20, size=size)
    out, line, double = np.empty_like(plane), np.empty(size, dtype=np.float32), np.empty(CHUNK * P)
    positive = 1 - rng.random(size, dtype=np.float32)
    return {
        "normal64": per_item(lambda: rng.standard_normal(out=double), CHUNK * P),
        "normal32": per_item(lambda: rng.standard_normal(dtype=np.float32, out=line), size),
        "uniform32": per_item(lambda: rng.random(dtype=np.float32, out=line), size),
        "log32": per_item(lambda: np.log(positive, out=line), size),
        "word": per_item(lambda: rng.integers(2**32, size=(CHUNK, N), dtype=np.uint32), size),
        "sorted word": per_item(lambda: rng.integers(2**32, size=(CHUNK, N), dtype=np.uint32).sort(axis=-1), size),
        "lookup": per_item(lambda: table.take(places), size),
        "chisquare": per_item(lambda: rng.chisquare(99, CHUNK * P), CHUNK * P),
        "exp32": per_item(lambda: np.exp(plane, out=out), plane.size),
    }


def panels() -> dict[str, tuple[object, dict[str, float]]]:
    """Each panel's problem and what one round of one replication needs at least."""
    rows, fits = 2 * N, 2 * N * len(WEIGHTS)
    return {
        "gaussian mean": (mc.GaussianMean(P), {"normal64": 2 * P}),
        "gaussian covariance": (mc.GaussianCovariance(P), {"normal64": P * (P - 1), "chisquare": 2 * P}),
        "linear": (mc.LinearRegression(P), {"normal64": P * (P - 1) + 2 * P, "chisquare": 2 * P}),
        "logistic": (
            mc.LogisticRegression(P),
            {"normal32": rows * P, "uniform32": rows, "log32": 2 * rows, "exp32": BERNOULLI.steps * fits},
        ),
        "poisson": (
            mc.PoissonRegression(P),
            {
                "normal32": rows * P,
                "word": rows,
                "lookup": N * (1 + len(WEIGHTS)),
                "exp32": POISSON.steps * fits,
            },
        ),
        "distribution": (mc.DistributionFunction(), {"sorted word": rows}),
    }


def main(replications: int) -> None:
    """Print the table."""
    costs = unit_costs()
    print("one number, ns: " + ", ".join(f"{name} {cost * 1e9:.2f}" for name, cost in costs.items()))
    print(f"{len(WEIGHTS)} weights, {replications} replications, {ROUNDS} rounds, n = m = {N}, p = {P}")
    print(f"{'panel':22s}{'CPU s':>8s}{'floor s':>9s}{'ratio':>8s}")
    totals = np.zeros(2)
    for name, (problem, needs) in panels().items():
        spent = seconds(
            lambda problem=problem: mc.simulate(
                problem,
                mc.fresh,
                n_real=N,
                n_synthetic=N,
                weight=WEIGHTS,
                rounds=ROUNDS,
                replications=replications,
                seed=8,
                jobs=1,
            )
        )
        floor = sum(costs[kind] * number for kind, number in needs.items()) * replications * (ROUNDS + 1)
        totals += spent, floor
        print(f"{name:22s}{spent:8.2f}{floor:9.2f}{spent / floor:8.1f}", flush=True)
    print(f"{'all':22s}{totals[0]:8.2f}{totals[1]:9.2f}{totals[0] / totals[1]:8.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
