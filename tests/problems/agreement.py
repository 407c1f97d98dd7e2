"""How simulations are compared: with exact values by z, with the oracle by the law of the error."""

import numpy as np
from scipy.stats import ks_2samp

import model_collapse as mc

SIGMA = np.array([[2.0, 0.6], [0.6, 0.5]])


def z_of(run, expected, last=None):
    """Return the z of every weight; `expected` is in the units of the error itself."""
    return run.compare(np.asarray(expected) / run.unit, last=last).z


def assert_same_law(fast, oracle, *, n, weight, seed, rounds=3, regime=mc.fresh, replications=(4000, 400)):
    """Compare the law of the last error with the oracle's, for real and synthetic samples of n rows."""
    common = {"n_real": n, "n_synthetic": n, "weight": weight, "rounds": rounds}
    one = mc.simulate(fast, regime, replications=replications[0], seed=seed, **common).errors[..., -1]
    two = mc.simulate(oracle, regime, replications=replications[1], seed=seed + 1000, **common).errors[..., -1]
    one, two = (np.where(np.isnan(errors), np.inf, errors) for errors in (one, two))
    finite = np.isfinite(one).mean(), np.isfinite(two).mean()
    spread = np.sqrt(finite[1] * (1 - finite[1]) / two.size) + 1 / two.size
    assert abs(finite[0] - finite[1]) <= 4 * spread, finite
    assert ks_2samp(one[np.isfinite(one)], two[np.isfinite(two)]).pvalue > 1e-3
