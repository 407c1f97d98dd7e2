"""What it brings that freed work arrays are kept: cost without `simulator._KEPT` over the cost with it.

Each run is a process of its own, since what a process once kept stays; the two kinds take turns. The number printed is
the middle of the ratios of CPU time, with the least and the largest, and the pages that the system had to make.

python benchmarks/bench_kept.py [pairs]
"""

import os
import resource
import statistics
import subprocess
import sys
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

import model_collapse as mc
from model_collapse.simulation import simulator

CASES = {
    "gaussian mean": (lambda: mc.GaussianMean(2), 100, 20),
    "linear": (lambda: mc.LinearRegression(2), 100, 4),
    "logistic": (lambda: mc.LogisticRegression(2), 100, 2),
    "poisson": (lambda: mc.PoissonRegression(2), 100, 2),
    "distribution": (lambda: mc.DistributionFunction(), 1000, 2),
    "categorical": (lambda: mc.Categorical([5, 3, 2]), 100, 10),
}


def once(name):
    """Print CPU seconds and pages made by one run."""
    make, n, blocks = CASES[name]
    problem = make()
    given = {"n_real": n, "n_synthetic": n, "weight": np.linspace(0.2, 0.8, 5), "seed": 8, "jobs": 1}
    began, pages = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    mc.simulate(problem, mc.fresh, rounds=50, replications=blocks * problem.block, **given)
    print(time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_minflt - pages)


def measured(name, kept):
    """Return what `once` prints in a process of its own."""
    words = [sys.executable, __file__, "--once", name, str(kept)]
    return [float(word) for word in subprocess.run(words, check=True, capture_output=True, text=True).stdout.split()]


def main():
    if sys.argv[1:2] == ["--once"]:
        simulator._KEPT = int(sys.argv[3])
        once(sys.argv[2])
        return
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    for name in CASES:
        found = [(measured(name, 0), measured(name, simulator._KEPT)) for _ in range(pairs)]
        ratios = [without[0] / kept[0] for without, kept in found]
        (cpu, pages), (cpu_kept, pages_kept) = (np.median(side, axis=0) for side in zip(*found, strict=True))
        print(
            f"{name:16s} CPU {cpu:.2f} s without, {cpu_kept:.2f} s with: ratio {statistics.median(ratios):.2f} "
            f"({min(ratios):.2f} to {max(ratios):.2f}); pages {pages:,.0f} and {pages_kept:,.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
