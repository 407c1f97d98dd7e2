"""The audit of a training log: every fault with its first round, the evidence, the rule and the clauses it serves.

Chapter: *From theory to rules*.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from html import escape
from typing import Any

import numpy as np

from model_collapse._checks import instance
from model_collapse._language import gettext
from model_collapse._language import gettext as _
from model_collapse._table import Table
from model_collapse.practice._limits import columns
from model_collapse.practice._rules import broken, mixed, stored
from model_collapse.practice.estimating import estimates_from_averages
from model_collapse.practice.innovations import innovation_dial
from model_collapse.practice.policy import Policy
from model_collapse.practice.round_log import RoundLog
from model_collapse.theory.mean import error_ratio, optimal_weight


def rules() -> dict[str, dict[str, Any]]:
    """Return the rules of the audit by the names of their faults. Chapter: *From theory to rules*.

    Returns
    -------
    dict
        For each fault its `rule` and `clauses`, what is held (`value`) against what (`limit`) and how (`is`), in which
        rounds (`where`, all if left out), what the last digit of a number excuses (`slack`), and the `evidence`.
    """
    return stored()


@dataclass(frozen=True)
class Fault:
    """A rule that a log breaks.

    Chapter: *From theory to rules*.

    Attributes
    ----------
    fault : str
        Name of the fault, one of `rules()`.
    first_round : int
        First round that breaks the rule.
    rounds : list of int
        All of them.
    evidence : str
        What the first of them shows.
    rule : str
        The rule.
    clauses : list of str
        Clauses of frameworks that a check of this rule supports; it does not prove conformity.
    """

    fault: str
    first_round: int
    rounds: list[int]
    evidence: str
    rule: str
    clauses: list[str]


def fault_columns(faults: Sequence[Fault] = ()) -> dict[str, list[str]]:
    """Return what is told of faults, as columns of a table by their translated names. Chapter: *Monitoring and audit*.

    Parameters
    ----------
    faults : sequence of Fault
        The faults; without any, the names are left.
    """
    return {
        _("fault"): [fault.fault for fault in faults],
        _("first round"): [str(fault.first_round) for fault in faults],
        _("rounds with it"): [str(len(fault.rounds)) for fault in faults],
        _("evidence"): [fault.evidence for fault in faults],
        _("rule"): [fault.rule for fault in faults],
        _("clauses that the check supports"): [", ".join(fault.clauses) for fault in faults],
    }


@dataclass(frozen=True, repr=False)
class Audit:
    """What an audit found.

    Chapter: *From theory to rules*.

    Attributes
    ----------
    rounds : int
        Rounds of the log.
    verdict : str
        "clean" or "faults".
    faults : list of Fault
        In the order of `rules()`.
    estimates : dict
        What the log says about the mix; None where it says nothing. `standard_error_factor` is what the standard error
        of the last round's fit must be multiplied with if it was made as if all its rows were new and real, in the long
        run at that round's weight and amounts, without bias and drift.
    """

    rounds: int
    verdict: str
    faults: list[Fault]
    estimates: dict[str, Any]

    def to_json(self) -> str:
        """Return the audit as JSON."""
        return json.dumps(asdict(self), indent=2, ensure_ascii=False, allow_nan=False)

    def readings(self) -> list[str]:
        """Return what the estimates mean, a sentence each. Chapter: *Monitoring and audit*."""
        said, dial = [], self.estimates["innovations"]
        if (best := self.estimates["best_weight"]) is not None:
            told = _(
                "Best weight in the long run for the last round's amounts, all real rows new, no bias, no drift: "
                "{weight:.3f}."
            )
            said.append(told.format(weight=best))
        if (factor := self.estimates["standard_error_factor"]) is not None:
            told = _(
                "A standard error that counts all rows of the last round alike must be multiplied by {factor:.2f}, in "
                "the long run at its weight and amounts, all real rows new, no bias, no drift."
            )
            said.append(told.format(factor=factor))
        if dial:
            told = {
                "too_low": _(
                    "The averages say that the weight is too low: {weight:.3f}, and they ask for {asked:.3f}."
                ),
                "too_high": _("The averages say that the weight is too high: {weight:.3f}; they ask for {asked:.3f}."),
                "fits": _("The averages do not contradict the weight: {weight:.3f}, and they ask for {asked:.3f}."),
            }[dial["reading"]]
            said.append(told.format(**dial))
        return said

    def __str__(self) -> str:
        heads = [
            _("{rounds} rounds, no fault."),
            _("{rounds} rounds, one fault."),
            _("{rounds} rounds, {count} faults."),
        ]
        head = heads[min(len(self.faults), 2)].format(rounds=self.rounds, count=len(self.faults))
        line = _("{fault}, from round {first} ({count} in all): {evidence}. Rule: {rule}")
        said = [
            line.format(fault=f.fault, first=f.first_round, count=len(f.rounds), evidence=f.evidence, rule=f.rule)
            for f in self.faults
        ]
        return "\n".join([head, *said])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        """Return the first line, and the faults as a table."""
        head = f"<p>{escape(str(self).partition(chr(10))[0])}</p>"
        told = fault_columns(self.faults)
        told.pop(_("rounds with it"))
        told.pop(_("clauses that the check supports"))
        return head + (Table(told)._repr_html_() if self.faults else "")


def audit(log: RoundLog, policy: Policy | None = None) -> Audit:
    """Hold a training log against the rules of the course and a policy.

    Rules about single rounds are exact. Alarms about errors and shifts allow for chance: of 1,785 simulated logs of 50
    rounds that keep every rule, from three processes, 2 gave an alarm (1 in 600, 0 in 600, 1 in 585;
    `benchmarks/bench_audit.py`, with other draws than those that the limits were found with). In 95 of 100 logs with
    logistic regressions they find, in standard deviations of the real-only error, a jump of 16, an average that is
    higher by 2 and a rise of 6, or a shift of 2 standard errors above the policy whose estimates scatter by 2. Chapter:
    *From theory to rules*.

    Parameters
    ----------
    log : RoundLog
        The log.
    policy : Policy, optional
        The default policy if left out.
    """
    instance("log", log, RoundLog, "RoundLog.read(path)")
    policy = Policy() if policy is None else instance("policy", policy, Policy, "Policy()")
    found = columns(log, policy)
    faults = []
    for name, rule in rules().items():
        places = np.flatnonzero(broken(rule, found))
        if len(places):
            rounds = log["round"][places].astype(int).tolist()
            evidence = gettext(rule["evidence"]).format(**{column: cells[places[0]] for column, cells in found.items()})
            faults.append(Fault(name, rounds[0], rounds, evidence, gettext(rule["rule"]), rule["clauses"]))
    return Audit(len(log), "faults" if faults else "clean", faults, _estimates(log))


def _estimates(log: RoundLog) -> dict[str, Any]:
    _sound, mixing, k = mixed(log)
    error, alone = log["error"], log["error_real_only"]
    used = mixing & np.isfinite(error) & np.isfinite(alone)
    last = np.flatnonzero(mixing)
    return {
        "k": float(k[last[-1]]) if len(last) else None,
        "best_weight": float(optimal_weight(k[last[-1]])) if len(last) else None,
        "mean_error": float(error[used].mean()) if used.any() else None,
        "mean_error_real_only": float(alone[used].mean()) if used.any() else None,
        "standard_error_factor": _standard_error_factor(log["weight"][last[-1]], k[last[-1]]) if len(last) else None,
        "from_averages": estimates_from_averages(log),
        "innovations": innovation_dial(log),
    }


def _standard_error_factor(weight: float, k: float) -> float | None:
    """Return the right standard error over the one that counts all rows of a round alike; None where it is infinite."""
    return float(np.sqrt(error_ratio(weight, k) * (1 + 1 / k))) if weight > 0 else None
