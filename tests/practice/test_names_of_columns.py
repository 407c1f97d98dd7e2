"""Names of columns: those of a file that are mapped, and pairs of averages that go together."""

import numpy as np
import pytest

from model_collapse.practice import RoundLog
from tests.practice.logs import HASH, as_csv, clean_log, written

ROWS = clean_log(rounds=5)
TEXT = as_csv(ROWS)
ROUND = {"n_real": 5, "n_synthetic": 5, "n_real_fresh": 5, "weight": 0.6, "error": 1.0, "error_real_only": 1.1,
         "holdout_sha256": HASH}  # fmt: skip


def test_other_names_are_mapped(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text(TEXT.replace("error,", "val loss,", 1), encoding="utf-8")
    log = RoundLog.read(path, columns={"error": "val loss"})
    np.testing.assert_array_equal(log["error"], [row["error"] for row in ROWS])


@pytest.mark.parametrize(("ours", "name"), [("error", "loss"), ("mistake", "seed")])
def test_a_name_that_neither_side_has_is_refused(tmp_path, ours, name):
    path = written(tmp_path, ROWS)
    said = rf"^log\.csv: columns must map a column of the log to one of the file, got '{ours}': '{name}'\.$"
    with pytest.raises(ValueError, match=said):
        RoundLog.read(path, columns={ours: name})


SWAPPED = r"^log\.csv: '{name}' is a column of the log and '{ours}' one of the file; swap the two\.$"


@pytest.mark.parametrize(
    ("ours", "name"), [("val loss", "error"), ("error_real_only", "error"), ("val loss", "real_mean.a")]
)
def test_a_pair_of_names_the_wrong_way_round_is_named_as_such(tmp_path, ours, name):
    path = written(tmp_path, [{**{k: v for k, v in row.items() if k != "error"}, "val loss": 1.0} for row in ROWS])
    with pytest.raises(ValueError, match=SWAPPED.format(ours=ours, name=name)):
        RoundLog.read(path, columns={ours: name})


@pytest.mark.parametrize(("has", "lacks"), [("real_mean.a", "synthetic_mean.a"), ("synthetic_mean.a", "real_mean.a")])
def test_half_a_pair_of_averages_is_refused_unless_the_other_half_is_mapped_or_empty(tmp_path, has, lacks):
    path = written(tmp_path, [{**row, has: 0.5, "other": 0.25} for row in ROWS])
    said = f"log.csv has '{has}' and no '{lacks}'; the two go together."
    with pytest.raises(ValueError, match=r"\.$") as refusal:
        RoundLog.read(path)
    assert str(refusal.value) == said
    assert RoundLog.read(path, columns={lacks: "other"})[lacks].tolist() == [0.25] * len(ROWS)
    assert RoundLog.read(written(tmp_path, [{**row, has: 0.5, lacks: ""} for row in ROWS])).quantities() == ["a"]


def test_a_log_does_not_begin_with_half_a_pair_of_averages(tmp_path):
    for name in ("log.csv", "log.jsonl"):
        with pytest.raises(ValueError, match=rf"^{name} has 'real_mean\.x' and no 'synthetic_mean\.x'; the two"):
            RoundLog.append(tmp_path / name, **ROUND, **{"real_mean.x": 0.1})
        RoundLog.append(tmp_path / name, **ROUND, **{"real_mean.x": 0.1, "synthetic_mean.x": None})
