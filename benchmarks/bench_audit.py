"""How often the audit cries wolf on clean logs, how often it finds planted faults, and how fast it reads.

Clean logs come from three other processes than the formula: see `clean_logs`.

python -m benchmarks.bench_audit
"""

import sys
import time

import numpy as np

from benchmarks.clean_logs import PROCESSES, ROUNDS, drawn, logistic
from model_collapse.practice import Policy, RoundLog, audit
from model_collapse.practice._limits import CHANCE

LOGS, POWER = 600, 100


def interval(hits, of):
    """Return Wilson's interval at 95%."""
    z, p = 1.96, hits / of
    middle, half = p + z**2 / 2 / of, z * np.sqrt(p * (1 - p) / of + z**2 / 4 / of**2)
    return (middle - half) / (1 + z**2 / of), (middle + half) / (1 + z**2 / of)


def false_alarms(logs):
    """Return how many of the logs have a fault, and how often each fault is named."""
    named = [[fault.fault for fault in audit(log, Policy()).faults] for log in logs]
    faults = [fault for found in named for fault in found]
    return sum(map(bool, named)), {fault: faults.count(fault) for fault in sorted(set(faults))}


def main():
    rng = np.random.default_rng(13)  # the limits were found with 12: these logs are others
    policy, clean = Policy(), []
    for process in PROCESSES:
        try:
            logs = drawn(process, LOGS, rng)
        except ValueError as reason:
            print(f"{process.__name__}: not measured. {reason}")
            continue
        if process is logistic:
            clean = logs
        whole = [log for log in logs if np.isfinite(log["error"] + log["error_real_only"]).all()]
        false, faults = false_alarms(whole)
        low, high = interval(false, len(whole))
        print(
            f"{process.__name__}: false alarms in {false} of {len(whole)} complete logs of {ROUNDS} rounds "
            f"({low:.2%} to {high:.2%}) {faults}",
            flush=True,
        )

    def found(fault, change, size):
        hits = 0
        for i in range(POWER):
            log = clean[(i * 7) % LOGS]
            spread = np.std(log["error_real_only"])
            columns = {name: column.copy() for name, column in log.columns.items()}
            change(columns, spread, np.random.default_rng(i), size)
            hits += fault in [f.fault for f in audit(RoundLog(columns), policy).faults]
        return hits

    later = np.arange(ROUNDS + 1) >= 1

    def jump(c, s, _rng, size):
        c["error"][30] = c["error_real_only"].mean() + size * s

    def level(c, s, _rng, size):
        c["error"] = c["error"] + later * (np.mean(c["error_real_only"] - c["error"]) + size * s)

    def creep(c, s, _rng, size):
        c["error"] = c["error"] + size * s * np.arange(ROUNDS + 1) / ROUNDS

    def shift(c, _s, rng, size):
        c["bias_estimate"] = 1 + size + 2 * rng.standard_normal(ROUNDS + 1)

    print("size of a planted fault, in standard deviations of the baseline (of the estimates' unit for bias): found")
    for fault, change, sizes in (
        ("error_above_limit", jump, (8, 12, 16, 20, 24)),
        ("worse_than_real_only", level, (0.5, 1, 1.5, 2, 3)),
        ("error_rising", creep, (2, 3, 4, 6, 8)),
        ("bias_high", shift, (1, 1.5, 2, 3)),
    ):
        powers = ", ".join(f"{size}: {found(fault, change, size)}" for size in sizes)
        print(f"{fault} of {POWER}: {powers}")
    many = 100_000
    tile = {name: np.resize(column, many) for name, column in clean[0].columns.items()}
    tile["round"] = np.arange(many, dtype=float)
    began = time.perf_counter()
    audit(RoundLog(tile), policy)
    print(f"{many:,} rounds audited in {time.perf_counter() - began:.2f} s; chance of each alarm {CHANCE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
