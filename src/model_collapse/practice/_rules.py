"""What the rules of `rules.json` speak of, round by round: cells, weights and limits, and which rounds mix."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from model_collapse._checks import MOST, MOST_ROWS, Floats
from model_collapse.practice.policy import Policy
from model_collapse.practice.round_log import RoundLog
from model_collapse.theory.mean import break_even_weight

Mask = NDArray[np.bool_]
Columns = dict[str, NDArray[Any]]
RELATIONS: dict[str, Callable[[Floats, Floats, float], Mask]] = {
    "below": lambda value, limit, slack: value < limit - slack,
    "above": lambda value, limit, slack: value > limit + slack,
    "apart": lambda value, limit, slack: np.abs(value - limit) > slack,
}


class Mixed(NamedTuple):
    """What the rules need to know of every round.

    Attributes
    ----------
    sound : ndarray of bool
        No value is impossible.
    mixing : ndarray of bool
        Sound, with real and synthetic rows, the latter not of weight 0.
    k : ndarray
        Real rows per synthetic row; 1 where the round does not mix.
    """

    sound: Mask
    mixing: Mask
    k: Floats


@cache
def stored() -> dict[str, dict[str, Any]]:
    """Return the rules by the names of their faults, as Python and the page read them."""
    return json.loads(Path(__file__).with_name("rules.json").read_text(encoding="utf-8"))


def broken(rule: dict[str, Any], found: Columns) -> Mask:
    """Return which rounds break a rule; where value or limit is not there (nan), none does."""
    value, limit = (found[x] if isinstance(x, str) else x for x in (rule["value"], rule["limit"]))
    with np.errstate(invalid="ignore"):
        return found[rule.get("where", "every")] & RELATIONS[rule["is"]](value, limit, rule.get("slack", 0))


def possible(log: RoundLog) -> dict[str, Mask]:
    """Return which cells are possible, by column."""
    n, m, fresh, w = (log[name] for name in ("n_real", "n_synthetic", "n_real_fresh", "weight"))
    with np.errstate(invalid="ignore"):
        found = {
            name: (x >= 0) & (x == np.floor(x)) & (x <= MOST_ROWS)
            for name, x in (("n_real", n), ("n_synthetic", m), ("n_real_fresh", fresh))
        }
        found["n_real_fresh"] &= ~(fresh > n)
        found["n_synthetic"] &= ~(n + m == 0)
        found["weight"] = (w >= 0) & (w <= 1) & ~((m == 0) & (w < 1)) & ~((n == 0) & (w > 0))
        for name in ("error", "error_real_only"):
            found[name] = ~((log[name] < 0) | (log[name] > MOST))
        rare = log["rare_coverage"]
        found["rare_coverage"] = ~((rare < 0) | (rare > 1))
    return found


def mixed(log: RoundLog) -> Mixed:
    """Return which rounds mix, and at which ratio."""
    sound = np.all(list(possible(log).values()), axis=0)
    n, m = log["n_real"], log["n_synthetic"]
    with np.errstate(invalid="ignore"):
        mixing = sound & (m > 0) & (n > 0)
    return Mixed(sound, mixing, np.divide(n, m, out=np.ones(len(log)), where=mixing))


def of_rounds(log: RoundLog, policy: Policy) -> Columns:
    """Return what can be said of every round without statistics."""
    rounds = log["round"]
    return (
        {"every": np.ones(len(log), dtype=bool), "error": log["error"]}
        | {"step": np.diff(rounds, prepend=rounds[0] - 1), "round_before": np.roll(rounds, 1)}
        | _cells(log)
        | _validation(log)
        | _weights(log, policy)
        | _data(log, policy)
    )


def _first(names: list[str], faults: Mask) -> NDArray[np.object_]:
    """Return the name of the first fault of each round, whatever stands where there is none."""
    return np.array(names, dtype=object)[faults.argmax(axis=0)]


def _cells(log: RoundLog) -> Columns:
    wrong = {name: ~fine for name, fine in possible(log).items()}
    faults = np.stack(list(wrong.values()))
    column = _first(list(wrong), faults)
    cell = np.choose(faults.argmax(axis=0), [log[name] for name in wrong])
    return {"impossible": faults.sum(axis=0), "column": column, "cell": cell}


def _validation(log: RoundLog) -> Columns:
    prints = log["holdout_sha256"]
    given = np.flatnonzero(prints != "")
    changed = np.zeros(len(log), dtype=bool)
    changed[given] = prints[given] != prints[given[:1]]
    names = ["error", "error_real_only"]
    missing = np.stack([*(np.isnan(log[name]) for name in names), prints == ""])
    return {
        "print_changed": changed.astype(int),
        "print": np.array([text[:12] for text in prints], dtype=object),
        "missing": missing.sum(axis=0),
        "missing_column": _first([*names, "holdout_sha256"], missing),
    }


def _weights(log: RoundLog, policy: Policy) -> Columns:
    w, (_sound, mixing, k) = log["weight"], mixed(log)
    floor, prescribed = policy.floors(k), policy.prescribed(k)
    at = np.flatnonzero(mixing)
    before = np.full(len(log), np.nan)
    before[at[1:]] = w[at[:-1]]
    found = {
        "mixing": mixing,
        "k": k,
        "weight": w,
        "weight_before": before,
        "synthetic_weight": 1 - w,
        "break_even": break_even_weight(k),
        "floor": floor,
        "ceiling": 1 - floor if policy.ceiling is None else np.full(len(log), policy.ceiling),
        "prescribed": np.full(len(log), np.nan) if prescribed is None else prescribed,
        "unexplained": mixing & (log["reason"] == ""),
    }
    if prescribed is not None:
        found["unexplained"] = found["unexplained"] & broken(stored()["weight_not_prescribed"], found)
    return found


def _data(log: RoundLog, policy: Policy) -> Columns:
    _sound, mixing, k = mixed(log)
    n, fresh = log["n_real"], log["n_real_fresh"]
    learning = mixing & (log["weight"] < 1)
    repeated, first = _repeats(log["data_sha256"])
    least, most = (np.nan, np.nan) if policy.ratio is None else policy.ratio
    with np.errstate(divide="ignore"):
        beyond = np.maximum(least / k, k / np.float64(most))
    rare = policy.least_rare_coverage
    return {
        "learning": learning,
        "learning_from_fresh": learning & (fresh > 0),
        "n_real": n,
        "n_real_fresh": fresh,
        "fresh_share": np.divide(fresh, n, out=np.ones(len(log)), where=mixing),
        "least_fresh_share": np.full(len(log), policy.least_fresh_share),
        "repeated": repeated.astype(int),
        "same_as": log["round"][first],
        "k_beyond": beyond,
        "rare_coverage": log["rare_coverage"],
        "least_rare_coverage": np.full(len(log), np.nan if rare is None else rare),
    }


def _repeats(cells: NDArray) -> tuple[Mask, NDArray[np.intp]]:
    """Return which texts, blanks aside, stood in an earlier row, and the first place of each."""
    first: dict[str, int] = {}
    places = np.array([first.setdefault(cell, i) for i, cell in enumerate(cells)], dtype=np.intp)
    return (places < np.arange(len(cells))) & (cells != ""), places
