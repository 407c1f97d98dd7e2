"""Rules that a single round, or a round and its predecessors, keeps or breaks: which rounds, and the evidence."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from model_collapse._checks import MOST, MOST_ROWS, Floats
from model_collapse._language import gettext as _
from model_collapse.practice.policy import Policy
from model_collapse.practice.round_log import RoundLog
from model_collapse.theory.mean import break_even_weight

Mask = NDArray[np.bool_]
CLOSE, SLACK = 1e-3, 1e-9
"""How far a weight may lie from the one prescribed, and what the last digit of a number excuses."""


class Breach(NamedTuple):
    """A rule that was broken: its name, the places of the rounds, and what the first of them shows."""

    fault: str
    at: Mask
    evidence: Callable[[int], str]


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


def breaches(log: RoundLog, policy: Policy) -> Iterator[Breach]:
    """Hold every round against the rules that need no statistics."""
    rounds = log["round"]
    cells = possible(log)
    wrong = np.stack([~cell for cell in cells.values()])

    def impossible(i: int) -> str:
        name = list(cells)[int(np.argmax(wrong[:, i]))]
        return _("{column} is {value:g}").format(column=name, value=log[name][i])

    yield Breach("impossible_value", np.asarray(wrong.any(axis=0)), impossible)
    step = np.diff(rounds, prepend=rounds[0] - 1)
    yield Breach(
        "rounds_broken", step != 1, lambda i: _("round {before:.0f} is before it").format(before=rounds[i - 1])
    )
    yield from _validation(log)
    yield from _weights(log, policy)
    yield from _data(log, policy)
    if not isinstance(policy.error_limit, str):
        limit, error = policy.error_limit, log["error"]
        with np.errstate(invalid="ignore"):
            above = error > limit
        said = _("error {error:.4g}, limit {limit:.4g}")
        yield Breach("error_above_limit", above, lambda i: said.format(error=error[i], limit=limit))


def _repeats(cells: NDArray) -> tuple[Mask, NDArray[np.intp]]:
    """Return which texts, blanks aside, stood in an earlier row, and the first place of each."""
    first: dict[str, int] = {}
    places = np.array([first.setdefault(cell, i) for i, cell in enumerate(cells)], dtype=np.intp)
    return (places < np.arange(len(cells))) & (cells != ""), places


def _validation(log: RoundLog) -> Iterator[Breach]:
    prints = log["holdout_sha256"]
    given = np.flatnonzero(prints != "")
    changed = np.zeros(len(log), dtype=bool)
    changed[given] = prints[given] != prints[given[:1]]
    yield Breach("holdout_changed", changed, lambda i: _("fingerprint {print}").format(print=prints[i][:12]))
    names = ("error", "error_real_only")
    absent = np.stack([*(np.isnan(log[name]) for name in names), prints == ""])

    def lost(i: int) -> str:
        name = (*names, "holdout_sha256")[int(np.argmax(absent[:, i]))]
        return _("{column} is empty").format(column=name)

    yield Breach("not_validated", np.asarray(absent.any(axis=0)), lost)


def _weighed(said: str, weight: Floats, name: str, limit: Floats, i: int) -> str:
    return said.format(weight=weight[i], name=name, limit=limit[i])


def _weights(log: RoundLog, policy: Policy) -> Iterator[Breach]:
    w, (_sound, mixing, k) = log["weight"], mixed(log)
    even, floor, prescribed = break_even_weight(k), policy.floors(k), policy.prescribed(k)
    ceiling = 1 - floor if policy.ceiling is None else np.full(len(log), policy.ceiling)
    said = _("weight {weight:.4g}, {name} {limit:.4g}")
    with np.errstate(invalid="ignore"):
        for fault, name, low, limit in (
            ("below_break_even", _("break-even"), w < even - SLACK, even),
            ("below_floor", _("floor"), w < floor - SLACK, floor),
        ):
            yield Breach(fault, mixing & low, partial(_weighed, said, w, name, limit))
        above = mixing & (1 - w > ceiling + SLACK)
        apart = mixing & (np.abs(w - prescribed) > CLOSE) if prescribed is not None else np.zeros(len(log), dtype=bool)
    over = _("synthetic weight {weight:.4g}, ceiling {limit:.4g}")
    yield Breach("above_ceiling", above, lambda i: over.format(weight=1 - w[i], limit=ceiling[i]))
    wanted = w if prescribed is None else prescribed
    yield Breach("weight_not_prescribed", apart, partial(_weighed, said, w, _("prescribed"), wanted))
    at = np.flatnonzero(mixing)
    before = np.full(len(log), np.nan)
    before[at[1:]] = w[at[:-1]]
    with np.errstate(invalid="ignore"):
        changed = mixing & (np.abs(w - before) > CLOSE) & (log["reason"] == "")
    if prescribed is not None:
        changed &= apart
    yield Breach(
        "weight_unexplained",
        changed,
        lambda i: _("weight {weight:.4g} after {before:.4g}").format(weight=w[i], before=before[i]),
    )


def _data(log: RoundLog, policy: Policy) -> Iterator[Breach]:
    _sound, mixing, k = mixed(log)
    n, fresh, rare = log["n_real"], log["n_real_fresh"], log["rare_coverage"]
    learning = mixing & (log["weight"] < 1)
    share = np.divide(fresh, n, out=np.ones(len(log)), where=mixing)
    yield Breach("no_fresh_rows", learning & (fresh == 0), lambda i: _("0 of {n:.0f} real rows").format(n=n[i]))
    low = learning & (fresh > 0) & (share < policy.least_fresh_share - SLACK)
    yield Breach(
        "fresh_share_low",
        low,
        lambda i: _("{fresh:.0f} of {n:.0f} real rows").format(fresh=fresh[i], n=n[i]),
    )
    again, first = _repeats(log["data_sha256"])
    yield Breach("data_repeated", again, lambda i: _("as in round {before:.0f}").format(before=log["round"][first[i]]))
    if policy.ratio is not None:
        least, most = policy.ratio
        outside = mixing & ((k < least * (1 - SLACK)) | (k > most * (1 + SLACK)))
        yield Breach("ratio_outside", outside, lambda i: _("k = {k:.4g}").format(k=k[i]))
    if policy.least_rare_coverage is not None:
        with np.errstate(invalid="ignore"):
            lost = rare < policy.least_rare_coverage - SLACK
        yield Breach("rare_lost", lost, lambda i: _("coverage {share:.3g}").format(share=rare[i]))
