"""Test the laws of the simulators with fresh seeds.

Each claim is simulated with several seeds that nobody has seen. Where theory is exact, z is standard normal: the z
values of a claim, and of all claims together, are compared with that law by Kolmogorov and Smirnov's test. Ends with
status 1 where p < 1e-4.
"""

import argparse
import secrets
import sys

import numpy as np
from scipy.stats import kstest

import model_collapse as mc
from model_collapse import theory

W, N, M, T = 0.45, 40, 25, 12
ROWS = {"n_real": N, "n_synthetic": M, "rounds": T}
COV = np.array([[2.0, 0.6], [0.6, 1.0]])


def last(errors):
    """Keep the last round."""
    return float(np.asarray(errors)[-1])


CLAIMS = {
    "mean, fresh": (mc.GaussianMean(p=3), mc.fresh, W, last(mc.error_ratio_by_round(W, N, M, T))),
    "mean, replace": (mc.GaussianMean(p=3), mc.replace, None, last(mc.error_ratio_by_round(0, N, M, T))),
    "mean, reuse": (mc.GaussianMean(p=3), mc.reuse, W, last(mc.error_ratio_by_round(W, N, M, T, fresh_share=0))),
    "mean, accumulate": (
        mc.GaussianMean(p=3),
        mc.accumulate,
        None,
        last(theory.accumulate_error_ratio_by_round(N, M, T)),
    ),
    "mean, keep_real": (mc.GaussianMean(p=3), mc.keep_real, W, last(theory.keep_real_error_ratio_by_round(W, N, M, T))),
    "covariance, fresh": (
        mc.GaussianCovariance(p=2, covariance=COV),
        mc.fresh,
        W,
        last(theory.covariance_error_ratio_by_round(W, N, M, T, COV)),
    ),
    "categories, fresh": (
        mc.Categorical([5, 3, 1]),
        mc.fresh,
        W,
        last(mc.error_ratio_by_round(W, N, M, T, curvature=-1)),
    ),
    "distribution, fresh": (
        mc.DistributionFunction(cells=100),
        mc.fresh,
        W,
        last(mc.error_ratio_by_round(W, N, M, T, curvature=-1)) * (1 + 1 / (2 * 100**2)),
    ),
    "mean, biased": (
        mc.Biased(mc.GaussianMean(), 0.2),
        mc.fresh,
        W,
        last(mc.error_ratio_by_round(W, N, M, T, squared_bias=N * 0.2**2)),
    ),
    "mean, drifting": (
        mc.Drifting(mc.GaussianMean(), 0.02),
        mc.fresh,
        W,
        last(mc.error_ratio_by_round(W, N, M, T, squared_drift=N * 0.02)),
    ),
}


def z_values(claim, seeds, replications):
    """Simulate a claim with each seed and return how far the last round is from theory, in standard errors."""
    problem, regime, weight, expected = CLAIMS[claim]
    found = []
    for seed in seeds:
        run = mc.simulate(problem, regime, weight=weight, replications=replications, seed=seed, **ROWS)
        found.append((run.mean[-1] - expected) / run.stderr[-1])
    return found


def main():
    """Run all claims and print one line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=20, help="fresh seeds for each claim")
    parser.add_argument("--root", type=int, default=secrets.randbits(32), help="number from which the seeds follow")
    parser.add_argument("--replications", type=int, default=10_000, help="replications for each seed")
    arguments = parser.parse_args()
    print(f"root {arguments.root}")
    rng = np.random.default_rng(arguments.root)
    every, bad = [], False
    for claim in CLAIMS:
        z = z_values(claim, rng.integers(2**32, size=arguments.seeds), arguments.replications)
        every.append(z)
        p = kstest(z, "norm").pvalue
        bad |= p < 1e-4
        print(f"{claim:20} mean z {np.mean(z):+.2f}  sd {np.std(z):.2f}  p {p:.3f}")
    p = kstest(np.concatenate(every), "norm").pvalue
    print(f"{'all':20} p {p:.3f}")
    return 1 if bad or p < 1e-4 else 0


if __name__ == "__main__":
    sys.exit(main())
