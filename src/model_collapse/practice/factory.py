"""The running example: a factory that measures few parts and generates many, week after week, and writes a log.

Chapter: *Monitoring and audit*.
"""

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from model_collapse._checks import Floats, count, finite, last_round, scalar, share
from model_collapse.theory.mean import optimal_weight

if TYPE_CHECKING:
    import pandas as pd

MEASURES = ("diameter", "length", "roughness", "hardness")
DEFECTS = np.array([0.03, 0.02, 0.015, 0.01])
"""Shares of four rare defects among the parts."""
HELD_OUT, DRIFT, MOST_PARTS = 500, 0.02, 1_000_000
"""Parts of the hold-out, what the process moves in a week, in standard deviations of a part, and parts in a table."""


def _fingerprint(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _counted(rng: np.random.Generator, rows: int, shares: Floats) -> Floats:
    """Draw parts and return the share of each defect among them."""
    return rng.multinomial(rows, [*shares, 1 - shares.sum()])[:-1] / rows


def factory_rounds(
    rounds: int = 40,
    *,
    n_real: int = 80,
    n_synthetic: int = 240,
    weight: float | None = None,
    shift: float = 0.0,
    from_round: int = 0,
    seed: int = 1,
) -> Iterator[dict[str, Any]]:
    """Run the factory and yield the row that each week writes into its log.

    A part has four measures, in standard deviations from where they stood at first. Each week the lab measures new
    parts, the process having moved a little; the model, a weighted average, generates parts; some show rare defects.
    The error is the mean squared distance of a part of the frozen hold-out from the model, in one measure.
    Chapter: *Monitoring and audit*.

    Parameters
    ----------
    rounds : int
        Last week; week 0 has measured parts only.
    n_real, n_synthetic : int
        Parts that are measured and generated in a week.
    weight : float, optional
        Total weight on the measured parts; the best one for an unbiased generator if left out.
    shift : float
        What the generator adds to each measure, in standard deviations, from some week on.
    from_round : int
        That week.
    seed : int
        The same seed gives the same parts.

    Yields
    ------
    dict
        Cells of a row, by the names of `fields()`.

    Examples
    --------
    >>> weeks = list(factory_rounds(3))
    >>> [(week["round"], round(week["weight"], 3)) for week in weeks]
    [(0, 1.0), (1, 0.434), (2, 0.434), (3, 0.434)]
    """
    last, n, m = last_round(rounds), count("n_real", n_real), count("n_synthetic", n_synthetic)
    w = float(optimal_weight(n / m)) if weight is None else scalar("weight", share("weight", weight))
    added, start = scalar("shift", finite("shift", shift)), count("from_round", from_round, 0)
    rng = np.random.default_rng(count("seed", seed, 0))
    p, truth = len(MEASURES), np.zeros(len(MEASURES))
    held = rng.standard_normal(p) / np.sqrt(HELD_OUT)
    spread = float(rng.chisquare(p * (HELD_OUT - 1)) / HELD_OUT)
    defects = DEFECTS
    model = truth
    for t in range(last + 1):
        truth = truth + DRIFT * rng.standard_normal(p)
        real = truth + rng.standard_normal(p) / np.sqrt(n)
        made = model + (added if t >= start else 0) + rng.standard_normal(p) / np.sqrt(m)
        found, copied = (_counted(rng, rows, shares) for rows, shares in ((n, DEFECTS), (m, defects)))
        mixes, used = t > 0, w if t else 1.0
        model, defects = used * real + (1 - used) * made, used * found + (1 - used) * copied
        error, alone = (round(float((spread + (at - held) @ (at - held)) / p), 6) for at in (model, real))
        yield {
            "round": t,
            "n_real": n,
            "n_synthetic": m if mixes else 0,
            "n_real_fresh": n,
            "weight": round(used, 6),
            "error": error,
            "error_real_only": alone,
            "holdout_sha256": _fingerprint(seed, HELD_OUT),
            "data_sha256": _fingerprint(seed, t, real.tolist()),
            "rare_coverage": float((copied > 0).mean()) if mixes else None,
            "decided_by": "lab",
            "reason": "policy" if t <= 1 else "",
            **{f"real_mean.{name}": round(float(x), 6) for name, x in zip(MEASURES, real, strict=True)},
            **{
                f"synthetic_mean.{name}": round(float(y), 6) if mixes else None
                for name, y in zip(MEASURES, made, strict=True)
            },
        }


def factory_parts(rows: int = 5000, *, seed: int = 1) -> "pd.DataFrame":
    """Return single parts of the factory, a row each, as its database holds them.

    Four measures hang together as hard parts are rough and large ones long; a furnace in three makes stronger parts.
    The breaking load is a weighted sum of the measures, plus the furnace's share, plus noise of variance 1.
    Chapter: *A pilot on your own data*.

    Parameters
    ----------
    rows : int
        Parts, at most a million.
    seed : int
        The same seed gives the same parts.

    Returns
    -------
    pandas.DataFrame
        The four measures, in standard deviations from their mean; `furnace`, one of three words; `load`.

    Examples
    --------
    >>> factory_parts(3).columns.tolist()
    ['diameter', 'length', 'roughness', 'hardness', 'furnace', 'load']
    """
    import pandas as pd

    n = count("rows", rows, 1, MOST_PARTS)
    rng = np.random.default_rng(count("seed", seed, 0))
    common = rng.standard_normal((n, 2))
    own = rng.standard_normal((n, len(MEASURES)))
    measures = np.sqrt(0.5) * (np.repeat(common, 2, axis=1) + own)
    furnace = rng.choice(["east", "west", "south"], n, p=[0.5, 0.3, 0.2])
    load = measures @ [0.3, 0.2, -0.4, 0.8] + (furnace == "south") + rng.standard_normal(n)
    return pd.DataFrame(measures, columns=list(MEASURES)).assign(furnace=furnace, load=load)
