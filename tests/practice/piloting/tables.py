"""Tables for pilots: one whose law is known, and one as such tables come."""

import numpy as np
import pandas as pd


def normal_table(rows, seed=1, p=3):
    """Return normal rows and a target that is their sum with noise: a normal generator has no bias, a line none."""
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((rows, p)) @ rng.standard_normal((p, p))
    frame = pd.DataFrame(x, columns=[f"x{i}" for i in range(p)])
    frame["y"] = x.sum(axis=1) + rng.standard_normal(rows)
    return frame


def mixed_table(rows, seed=1):
    """Return a table with numbers, words, a date, true and false, and cells that are missing; classes as target."""
    rng = np.random.default_rng(seed)
    size = rng.gamma(2.0, 3.0, rows)
    line = rng.choice(["north", "south", "west"], rows, p=[0.6, 0.37, 0.03])
    hard = rng.random(rows) < 1 / (1 + np.exp(4 - size / 2 - (line == "south")))
    return pd.DataFrame(
        {
            "size": np.where(rng.random(rows) < 0.1, np.nan, size),
            "line": pd.Series(line, dtype=object).where(rng.random(rows) > 0.05, None),
            "day": pd.Timestamp("2026-01-05") + pd.to_timedelta(rng.integers(0, 90, rows), unit="D"),
            "checked": rng.random(rows) < 0.5,
            "number": [f"part-{i}" for i in range(rows)],
            "plant": "one",
            "defect": np.where(hard, "yes", "no"),
        }
    )
