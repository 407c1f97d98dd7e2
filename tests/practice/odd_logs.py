"""Logs in which some things went wrong, and policies to hold them against: drawn at random, the same for each seed."""

import numpy as np

from tests.practice.logs import as_csv, clean_log

CHANGES = {
    "n_real": [0, -1, 101, 2.5, 1e16],
    "n_synthetic": [0, 300, "", 1e5],
    "n_real_fresh": [0, 30, 49, 101],
    "weight": [0, 0.3, 0.33, 0.47, 0.62, 1, 1.2, "nan"],
    "error": ["", -0.5, 9.0, "inf", 1e200],
    "error_real_only": ["", "NA", 0.2, 1e101],
    "holdout_sha256": ["", "b" * 64],
    "data_sha256": [f"{3:064x}", ""],
    "rare_coverage": [0.8, 0.95, 1.5],
    "round": [3, 1000],
    "reason": ["pilot"],
}
POLICIES = {
    "floor": ["suggested", 0.1, 0.6],
    "ceiling": [0.3, 0.5],
    "least_fresh_share": [0.3, 1.0],
    "ratio": [(0.5, 2), (1, 1)],
    "largest_bias": [0.2, 3],
    "prescribed_weight": ["best", "naive", 0.618],
    "error_limit": [1.2, "theory"],
    "least_rare_coverage": [0.9],
}
DRESSES = [(",", "."), (";", ","), (";", "."), ("\t", ".")]


def _averages(rows, rng):
    """Add the averages of some quantities and of a generator with or without a shift."""
    real, made = rng.standard_normal((2, len(rows), 3)) / 10
    match rng.integers(8):
        case 0:  # nothing is ever new
            real[:], made[:] = 1, 1
        case 1:  # what no average can be
            real[rng.integers(len(rows))] = [1e200, np.inf, -1e99]
    shift = rng.choice([0, 0.05, 0.5]) * rng.standard_normal(3)
    for row, x, y in zip(rows, real, made, strict=True):
        row |= {f"real_mean.{i}": value for i, value in enumerate(x)}
        row |= {f"synthetic_mean.{i}": value for i, value in enumerate(y + shift)}


def odd_log(seed):
    """Return the bytes of a log and the keys of a policy."""
    rng = np.random.default_rng([20261127, seed])
    rounds = int(rng.choice([1, 8, 15, 30, 60]))
    n, m = (int(rows) for rows in rng.choice([50, 100, 300], 2))
    weight = (1 + 4 * m / n) ** 0.5
    rows = clean_log(rounds, seed, n, m, weight=round(2 / (1 + weight), 6))
    columns = {name: "" for name in CHANGES if name not in rows[0]}
    rows = [{**row, **columns} for row in rows]
    match rng.integers(4):
        case 0:
            _averages(rows, rng)
        case 1:
            for row, shift in zip(rows, rng.choice([0, 1, 2]) + rng.standard_normal(len(rows)), strict=True):
                row["bias_estimate"] = shift
        case 2:
            start, rise = rng.integers(len(rows)), rng.choice([0.05, 0.3])
            for row in rows[start:]:
                row["error"] += rise * (1 + 0.1 * (row["round"] - start))
    for _ in range(rng.integers(4)):
        name = str(rng.choice(list(CHANGES)))
        for at in rng.choice(len(rows), rng.choice([1, 2])):
            rows[at][name] = CHANGES[name][rng.integers(len(CHANGES[name]))]
    separator, decimal = DRESSES[rng.integers(len(DRESSES))]
    policy = {name: values[rng.integers(len(values))] for name, values in POLICIES.items() if rng.uniform() < 0.2}
    return as_csv(rows, separator, decimal).encode(), policy
