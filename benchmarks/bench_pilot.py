"""How often a pilot's interval holds the true best weight, and how often its go or no-go is wrong.

A hundred pilots, each on a table of its own, of three known processes: a generator without bias (go is right: in the
long run the error is 0.39 of that of the real rows alone); the same with equal amounts (0.62); and a generator that
draws every column apart from the others, which teaches nothing (no go is right). How long one on a large table takes
comes last.

python -m benchmarks.bench_pilot
"""

import resource
import sys
import time

import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from sklearn.linear_model import LinearRegression

from model_collapse.practice import pilot
from model_collapse.theory import optimal_weight

PILOTS = 100
PLAN = {"n_real": 40}


def normal(seed, p=4):
    """Return normal rows and a target that is their sum with noise."""
    rng = np.random.default_rng([17, seed])
    x = rng.standard_normal((10_000, p)) @ rng.standard_normal((p, p))
    return pd.DataFrame(x).add_prefix("x").assign(y=x.sum(axis=1) + rng.standard_normal(len(x)))


class Apart:
    """Every column drawn apart from the others."""

    def fit(self, frame, sample_weight):
        """Keep the rows and their weights."""
        self.frame, self.share = frame, sample_weight / sample_weight.sum()

    def sample(self, n, random_state):
        """Draw n rows."""
        rng = np.random.default_rng(random_state)
        return pd.DataFrame(
            {name: column.to_numpy()[rng.choice(len(column), n, p=self.share)] for name, column in self.frame.items()}
        )


PROCESSES = {
    "no bias, four synthetic rows for each real one": ("gaussian", 0.25, True),
    "no bias, equal amounts": ("gaussian", 1.0, True),
    "columns drawn apart, four synthetic rows for each real one": (Apart(), 0.25, False),
}


def one(name, seed):
    """Return a pilot's interval, its go, and its settled errors by weight."""
    generator, ratio, _right = PROCESSES[name]
    given = {"generator": generator, "learner": LinearRegression(), "ratios": ratio, "seed": seed, "jobs": 1}
    found = pilot(normal(seed), "y", **given, **PLAN)
    run = found.histories[ratio]
    return found.judgements[0].best_weight, found.go, run.settled(found.last).mean(axis=-1) * run.unit, run.weight


def truth(weight, errors):
    """Return the minimum of a parabola through the smallest mean error and its neighbours."""
    mean = errors.mean(axis=0)
    at = int(np.clip(mean.argmin(), 1, len(weight) - 2))
    a, b, _c = np.polyfit(weight[at - 1 : at + 2], mean[at - 1 : at + 2], 2)
    return -b / 2 / a, mean.min() / mean[-1]


def main():
    for name, (_generator, ratio, right) in PROCESSES.items():
        found = Parallel(n_jobs=-1)(delayed(one)(name, seed) for seed in range(PILOTS))
        best, go, errors, weights = (np.array(part) for part in zip(*found, strict=True))
        true, level = truth(weights[0], errors)
        covered = {"the formula's": float(optimal_weight(ratio)), "that of all pilots together": true} if right else {}
        print(
            f"{name}: error {level:.2f} of that of the real rows alone at the best weight; go in {go.sum()} of {PILOTS}"
        )
        for which, weight in covered.items():
            held = int(((best[:, 1] <= weight) & (weight <= best[:, 2])).sum())
            length = np.diff(best[:, 1:]).mean()
            print(f"  best weight {weight:.3f} ({which}) held in {held} of {PILOTS}; mean length {length:.2f}")
        sys.stdout.flush()
    rng = np.random.default_rng(19)
    x = rng.standard_normal((50_000, 14)) @ rng.standard_normal((14, 14))
    large = pd.DataFrame(x).add_prefix("x").assign(y=x.sum(axis=1) + rng.standard_normal(50_000))
    for i in range(5):
        large[f"x{i}"] = pd.cut(large[f"x{i}"], 6, labels=False).map(lambda code: f"w{code}")
    began = time.perf_counter()
    found = pilot(large, "y", jobs=2)
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 2**20
    took = time.perf_counter() - began
    print(f"50,000 rows x 15 columns, two processes: {took:.0f} s, {most:.2f} GB in the largest; {found.verdict}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
