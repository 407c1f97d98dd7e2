"""The audit: each fault that is planted is named with its round, its evidence and its clauses, and no other."""

import json

import numpy as np
import pytest

from model_collapse.cli import main
from model_collapse.practice import Policy, RoundLog, audit, rules
from tests.practice.logs import clean_log, read, written

PLANTED = {
    "impossible_value": ({"n_real_fresh": 101}, {}, "n_real_fresh is 101"),
    "holdout_changed": ({"holdout_sha256": "b" * 64}, {}, "fingerprint bbbbbbbbbbbb"),
    "not_validated": ({"error_real_only": ""}, {}, "error_real_only is empty"),
    "below_break_even": ({"weight": 0.33}, {"floor": 0.1}, "weight 0.33, break-even 0.3333"),
    "below_floor": ({"weight": 0.47}, {"ceiling": 0.6}, "weight 0.47, floor 0.4757"),
    "above_ceiling": ({"weight": 0.55}, {"ceiling": 0.44}, "synthetic weight 0.45, ceiling 0.44"),
    "weight_not_prescribed": (
        {"weight": 0.62}, {"prescribed_weight": "best"}, "weight 0.62, prescribed 0.618",
    ),
    "no_fresh_rows": ({"n_real_fresh": 0}, {}, "0 of 100 real rows"),
    "fresh_share_low": ({"n_real_fresh": 49}, {}, "49 of 100 real rows"),
    "data_repeated": ({"data_sha256": f"{3:064x}"}, {}, "as in round 3"),
    "ratio_outside": (
        {"n_synthetic": 101}, {"ratio": (1, 2)}, "k = 0.9901",
    ),
    "rare_lost": ({"rare_coverage": 0.8}, {"least_rare_coverage": 0.9}, "coverage 0.8"),
    "error_above_limit": ({"error": 9.0}, {"error_limit": 5}, "error 9, limit 5"),
}  # fmt: skip
ROUND = 20


def planted(change):
    """Return the rows of a clean log with one round changed."""
    rows = clean_log(rounds=30)
    return [{**row, "rare_coverage": 1, "reason": "pilot", **(change if row["round"] == ROUND else {})} for row in rows]


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_and_no_other_is_named(tmp_path, fault):
    change, policy, evidence = PLANTED[fault]
    found = audit(read(tmp_path, planted(change)), Policy(**policy))
    assert [(f.fault, f.first_round, f.rounds, f.evidence) for f in found.faults] == [(fault, ROUND, [ROUND], evidence)]
    assert found.verdict == "faults"
    assert found.faults[0].clauses == rules()[fault]["clauses"] != []
    assert audit(read(tmp_path, planted({})), Policy(**policy)).faults == []


EDGES = [
    ("below_break_even", "weight", 1 / 3, -1e-6, {"floor": 0.1}),  # break-even of equal amounts
    ("below_floor", "weight", 0.6, -1e-6, {"floor": 0.6}),
    ("above_ceiling", "weight", 0.6, -1e-6, {"floor": 0.1, "ceiling": 0.4}),
    ("fresh_share_low", "n_real_fresh", 60, -1, {"least_fresh_share": 0.6}),
    ("ratio_outside", "n_real", 100, 1, {"ratio": (0.1, 1)}),
    ("ratio_outside", "n_synthetic", 100, 1, {"ratio": (1, 10)}),
    ("rare_lost", "rare_coverage", 0.7, -1e-6, {"least_rare_coverage": 0.7}),
]


@pytest.mark.parametrize(("fault", "column", "edge", "beyond", "policy"), EDGES)
def test_a_limit_is_allowed_and_what_lies_beyond_is_not(tmp_path, fault, column, edge, beyond, policy):
    at, off = (audit(read(tmp_path, planted({column: value})), Policy(**policy)) for value in (edge, edge + beyond))
    assert fault not in [found.fault for found in at.faults]
    assert fault in [found.fault for found in off.faults]


@pytest.mark.parametrize("column", ["n_real", "n_synthetic", "n_real_fresh", "weight", "error", "error_real_only"])
@pytest.mark.parametrize("value", ["-1", "inf", "1e200"])
def test_impossible_values_are_named_and_spoil_nothing_else(tmp_path, column, value):
    found = audit(read(tmp_path, planted({column: value})))
    assert [f.fault for f in found.faults if f.fault != "below_floor"] == ["impossible_value"]


def test_a_weight_that_changes_without_a_reason(tmp_path):
    rows = [{**row, "weight": 0.7 if row["round"] >= ROUND else row["weight"]} for row in clean_log(rounds=30)]
    found = audit(read(tmp_path, rows)).faults
    assert [(f.fault, f.rounds, f.evidence) for f in found] == [
        ("weight_unexplained", [ROUND], "weight 0.7 after 0.618")
    ]
    rows[ROUND]["reason"] = "pilot"
    assert audit(read(tmp_path, rows)).faults == []


@pytest.mark.parametrize("broken", [lambda rows: rows[:5] + rows[6:], lambda rows: rows[:6] + rows[5:]])
def test_gaps_and_repeats(tmp_path, broken):
    rows = [{**row, "data_sha256": ""} for row in clean_log(rounds=30)]
    [fault] = audit(read(tmp_path, broken(rows))).faults
    assert (fault.fault, len(fault.rounds)) == ("rounds_broken", 1)


def test_the_error_is_held_against_real_rows_alone(tmp_path):
    rows = clean_log(rounds=50, seed=3)
    for row in rows[1:]:
        row["error"] = row["error_real_only"] + 0.05 + 0.01 * (row["round"] % 2)
    assert [f.fault for f in audit(read(tmp_path, rows)).faults] == ["worse_than_real_only"]


def test_an_error_that_creeps_up(tmp_path):
    rows = clean_log(rounds=50, seed=4)
    for row in rows[1:]:
        row["error"] += 0.02 * row["round"]
    assert "error_rising" in [f.fault for f in audit(read(tmp_path, rows)).faults]


def test_an_error_that_jumps(tmp_path):
    rows = clean_log(rounds=50, seed=4)
    rows[30]["error"] *= 3
    assert [(f.fault, f.rounds) for f in audit(read(tmp_path, rows)).faults] == [("error_above_limit", [30])]


def test_a_shift_that_is_too_large(tmp_path):
    rng = np.random.default_rng(1)
    rows = [{**row, "bias_estimate": 2 + rng.standard_normal()} for row in clean_log(rounds=50)]
    assert [f.fault for f in audit(read(tmp_path, rows)).faults] == ["bias_high"]
    assert audit(read(tmp_path, rows), Policy(largest_bias=2)).faults == []


def test_every_fault_has_a_rule():
    assert set(rules()) == set(PLANTED) | {
        "rounds_broken", "weight_unexplained", "error_rising", "worse_than_real_only", "bias_high",
    }  # fmt: skip


@pytest.mark.parametrize(("change", "status"), [({}, 0), ({"weight": 0.3}, 1)])
def test_the_command_says_the_same(tmp_path, capsys, change, status):
    path = written(tmp_path, planted(change))
    assert main(["audit", str(path), "--json"]) == status
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["rounds", "verdict", "faults", "estimates"]
    assert found["verdict"] == ["clean", "faults"][status]
    for fault in found["faults"]:
        assert list(fault) == ["fault", "first_round", "rounds", "evidence", "rule", "clauses"]
    assert found == json.loads(audit(RoundLog.read(path)).to_json())
    assert main(["audit", str(path)]) == status
    again = audit(RoundLog.read(path))
    assert capsys.readouterr().out.splitlines() == [*str(again).splitlines(), *again.readings()]
    assert len(str(again).splitlines()) == 1 + len(found["faults"])


def test_the_command_takes_a_policy_and_other_names(tmp_path, capsys):
    path = written(tmp_path, planted({}))
    path.write_text(path.read_text(encoding="utf-8").replace("error,", "loss,", 1), encoding="utf-8")
    assert main(["audit", str(path)]) == 2
    assert capsys.readouterr().err.endswith("missing: error.\n")
    assert main(["audit", str(path), "--column", "error=loss"]) == 0
    assert main(["policy"]) == 0
    (policy := tmp_path / "policy.toml").write_text("floor = 0.9", encoding="utf-8")
    assert main(["audit", str(path), "--column", "error=loss", "--policy", str(policy)]) == 1
    assert main(["audit", str(path), "--column", "loss"]) == 2
    assert main(["audit", str(tmp_path / "none.csv")]) == 2


def test_a_log_of_one_round(tmp_path):
    found = audit(read(tmp_path, clean_log(rounds=0)))
    assert (found.rounds, found.faults, found.estimates["k"]) == (1, [], None)


def test_one_fault_is_said_as_one_with_all_its_rounds(tmp_path):
    log = RoundLog.read(written(tmp_path, planted({})))
    low = log["weight"].copy()
    low[[4, 6]] = 0.01
    found = audit(RoundLog({**log.columns, "weight": low}), Policy(floor=0.2, ceiling=1))
    assert [fault.rounds for fault in found.faults if fault.fault == "below_floor"] == [[4, 6]]
    assert str(found).startswith(f"{len(low)} rounds, {len(found.faults)} faults.\n")
    assert len(found.faults) > 1
    assert "below_floor, from round 4 (2 in all): " in str(found)
    alone = audit(RoundLog({**log.columns, "round": np.where(np.arange(len(low)) > 8, 1.0, 0) + log["round"]}))
    assert str(alone).startswith(f"{len(low)} rounds, one fault.\n")
