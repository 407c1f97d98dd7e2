"""Counts of categories in buckets against an index of sorted numbers: CPU seconds of the runs that the course makes.

python benchmarks/bench_buckets.py
"""

import os
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

import model_collapse as mc
from model_collapse.problems._numerics import multinomial

GRID = np.append(np.linspace(0.2, 0.8, 31), 1.0)
RUNS = {
    "figure 10, 7 categories": (7, GRID, 500),
    "figure 10, 16 categories": (16, GRID, 500),
    "one weight, 100 rows": (5, 0.618, 100),
    "one weight, 500 rows": (7, 0.618, 500),
    "grid, 10,000 rows": (7, GRID, 10_000),
}


def seconds(categories: int, weight: object, n: int) -> float:
    """Return the CPU seconds of one run."""
    problem, start = mc.Categorical(np.arange(categories, 0, -1)), time.process_time()
    setting = {"n_real": n, "n_synthetic": n, "weight": weight, "rounds": 20, "replications": 200, "seed": 1}
    mc.simulate(problem, mc.fresh, **setting, jobs=1)
    return time.process_time() - start


def main() -> None:
    """Print the table; the two ways take turns."""
    buckets = multinomial._by_bucket
    ways = {"buckets": buckets, "index": lambda words, edges: multinomial._by_index(np.sort(words), edges)}
    print(f"{'run':28s}" + "".join(f"{way:>10s}" for way in ways))
    for name, run in RUNS.items():
        spent: dict[str, list[float]] = {way: [] for way in ways}
        for _ in range(5):
            for way, do in ways.items():
                multinomial._by_bucket = do
                spent[way].append(seconds(*run))
        print(f"{name:28s}" + "".join(f"{np.median(times):10.3f}" for times in spent.values()), flush=True)
    multinomial._by_bucket = buckets


if __name__ == "__main__":
    main()
