"""The log: one table in many dresses, one sentence for damaged ones, and writing that loses nothing."""

import gzip
import multiprocessing
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from model_collapse.practice import RoundLog, _reading
from model_collapse.practice.round_log import fields, schema
from tests.practice.logs import HASH, as_csv, as_json_lines, clean_log, written

ROWS = [{**row, "reason": 'said "yes", ü'} for row in clean_log(rounds=5)]
TEXT = as_csv(ROWS)
DRESSES = {
    "plain": TEXT.encode(),
    "byte order mark": TEXT.encode("utf-8-sig"),
    "utf-16": TEXT.encode("utf-16"),
    "latin": TEXT.encode("latin-1"),
    "windows lines": TEXT.replace("\n", "\r\n").encode(),
    "old mac lines": TEXT.replace("\n", "\r").encode(),
    "blank lines": TEXT.replace("\n", "\n\n").encode(),
    "blank rows of a spreadsheet": TEXT.replace("\n", "\n" + "," * TEXT.splitlines()[0].count(",") + "\n").encode(),
    "packed": gzip.compress(TEXT.encode()),
    "semicolons": as_csv(ROWS, ";", ",").encode(),
    "semicolons and points": as_csv(ROWS, ";").encode(),
    "sep line": b"sep=;\n" + as_csv(ROWS, ";", ",").encode(),
    "tabs": as_csv(ROWS, "\t").encode(),
    "trailing separators": TEXT.replace("\n", ",,\n").encode(),
    "JSON Lines": as_json_lines(ROWS).encode(),
}


@pytest.mark.parametrize("dress", DRESSES)
def test_every_dress_is_the_same_log(tmp_path, dress):
    path = tmp_path / "log"
    path.write_bytes(DRESSES[dress])
    log = RoundLog.read(path)
    for name in ("round", "n_real", "weight", "error", "error_real_only"):
        np.testing.assert_array_equal(log[name], [row[name] for row in ROWS])
    assert set(log["holdout_sha256"]) == {HASH}
    assert np.isnan(log["rare_coverage"]).all()
    assert path.read_bytes() == DRESSES[dress]


def test_rounds_up_to_two_to_the_53_are_told_apart(tmp_path):
    rows = [{**ROWS[0], "round": 2**53 - 1}]
    assert RoundLog.read(written(tmp_path, rows))["round"] == [2**53 - 1]
    with pytest.raises(ValueError, match=r"line 2: round must be a whole number of at least 0, got '9007199254740992'"):
        RoundLog.read(written(tmp_path, [{**ROWS[0], "round": 2**53}]))


@pytest.mark.parametrize(("rows", "refused"), [(4, False), (5, True)])
def test_a_table_of_too_many_cells_is_refused(tmp_path, monkeypatch, rows, refused):
    path = tmp_path / "log"
    path.write_text("".join(f'{{"a{row}": 1}}\n' for row in range(rows)), encoding="utf-8")
    monkeypatch.setattr(_reading, "MOST_BYTES", 16 * 16)
    with pytest.raises(ValueError, match="more columns than a log can have" if refused else "must have the columns"):
        RoundLog.read(path)


def test_the_schema_is_a_table_schema_of_the_code_s_columns():
    frictionless = {"integer", "number", "string", "datetime"}
    assert schema()["primaryKey"] == "round"
    assert {field["type"] for field in schema()["fields"]} <= frictionless
    assert set(ROWS[0]) <= set(fields())
    assert [n for n, f in fields().items() if f.get("constraints", {}).get("required")] == [
        "round", "n_real", "n_synthetic", "n_real_fresh", "weight", "error", "error_real_only", "holdout_sha256",
    ]  # fmt: skip


DAMAGED = [
    (b"", "log is empty."),
    (b"\n \n", "log is empty."),
    (b"\0\0\1", "log is not text."),
    (b"PK\x03\x04rest", "log is a spreadsheet or an archive; export it as CSV."),
    (gzip.compress(TEXT.encode())[:-20], "log is a damaged gzip file."),
    (TEXT.encode()[:-60], "log, line 7: 10 cells where the header has 13."),
    (TEXT.splitlines()[0].encode(), "log has no rounds."),
    (TEXT.replace("0.618", "heavy", 1).encode(), "log, line 3: weight must be a number, got 'heavy'."),
    (TEXT.replace("\n2,", "\n2.5,", 1).encode(), "log, line 4: round must be a whole number of at least 0, got '2.5'."),
    (TEXT.replace("seed,", "weight,", 1).encode(), "log has the column weight twice."),
    (
        TEXT.replace("start", '"start', 1).replace("said", "x" * 200_000, 1).encode(),
        "log, line 2: a cell that is too long, or a quotation mark that does not close.",
    ),
    (as_json_lines(ROWS)[:-9].encode(), "log, line 6: not a JSON object of plain values."),
    (b'{"a": [1]}', "log, line 1: not a JSON object of plain values."),
    (b'{"a": ' + b"[" * 10**5, "log, line 1: not a JSON object of plain values."),
    (
        b"round,n_real\n1,2\n",
        "log must have the columns round, n_real, n_synthetic, n_real_fresh, weight, error, error_real_only, "
        "holdout_sha256; missing: n_synthetic, n_real_fresh, weight, error, error_real_only, holdout_sha256.",
    ),
    (
        TEXT.replace("seed,", "real_mean.a b,", 1).encode(),
        "log has 'real_mean.a b' and no 'synthetic_mean.a b'; the two go together.",
    ),
    (
        as_json_lines([{**row, "synthetic_mean.x'y": 1} for row in ROWS]).encode(),
        """log has "synthetic_mean.x'y" and no "real_mean.x'y"; the two go together.""",
    ),
    (
        TEXT.replace("seed,", '"real_mean.a\nb\tc",', 1).encode(),
        r"log has 'real_mean.a\nb\tc' and no 'synthetic_mean.a\nb\tc'; the two go together.",
    ),
    (
        (TEXT.splitlines()[0] + ",real_mean.a").encode(),
        "log has 'real_mean.a' and no 'synthetic_mean.a'; the two go together.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "said"), DAMAGED, ids=range(len(DAMAGED)))
def test_damage_is_named_in_one_sentence(tmp_path, raw, said):
    path = tmp_path / "log"
    path.write_bytes(raw)
    with pytest.raises(ValueError, match=r"\.$") as refusal:
        RoundLog.read(path)
    assert str(refusal.value) == said
    assert path.read_bytes() == raw


@settings(max_examples=400, derandomize=True, deadline=None, database=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(st.sampled_from(list(DRESSES)), st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=4)), max_size=6),
       st.floats(0, 1))  # fmt: skip
@example("plain", [(0.9, b'"')], 1.0)
@example("JSON Lines", [(0.5, b"9" * 5000)], 1.0)
def test_whatever_happens_to_the_bytes_the_answer_is_a_log_or_one_sentence(tmp_path, dress, changes, kept):
    raw = DRESSES[dress]
    for where, new in changes:
        at = int(where * len(raw))
        raw = raw[:at] + new + raw[at + len(new) :]
    path = tmp_path / "log"
    path.write_bytes(raw[: int(kept * len(raw)) + 1])
    try:
        assert len(RoundLog.read(path)) > 0
    except ValueError as refusal:
        said = str(refusal)
        assert said.startswith("log")
        assert said.endswith(".")
        assert "\n" not in said


def test_thousands_of_columns_are_read(tmp_path):
    path = tmp_path / "log.csv"
    more = ",".join(f"c{i}" for i in range(5000))
    lines = [line + "," + (more if i == 0 else "," * 4999) for i, line in enumerate(TEXT.splitlines())]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert len(RoundLog.read(path)) == len(ROWS)


ROUND = {"n_real": 5, "n_synthetic": 5, "n_real_fresh": 5, "weight": 0.6, "error": 1.0, "error_real_only": 1.1,
         "holdout_sha256": HASH}  # fmt: skip


@pytest.mark.parametrize("name", ["log.csv", "log.jsonl"])
def test_rounds_are_appended_and_count_on(tmp_path, name):
    path = tmp_path / name
    for error in (0.25, 1 / 3):
        RoundLog.append(path, **{**ROUND, "error": np.float64(error), "real_mean.x": 0.1, "synthetic_mean.x": 0.2})
    log = RoundLog.read(path)
    assert log["round"].tolist() == [0, 1]
    assert log["error"].tolist() == [0.25, 1 / 3]
    assert log.quantities() == ["x"]
    assert all(log["timestamp"])


@pytest.mark.parametrize(
    ("odd", "said"),
    [
        ({"eror": 1}, "'eror' is no column of a log."),
        ({"weight": "much"}, "log.csv, line 3: weight must be a number, got 'much'."),
        ({"real_mean.y": 1}, "log.csv has no column real_mean.y."),
    ],
)
def test_a_round_that_is_refused_leaves_the_log_as_it_was(tmp_path, odd, said):
    path = tmp_path / "log.csv"
    RoundLog.append(path, **ROUND)
    before = path.read_bytes()
    with pytest.raises(ValueError, match=r"\.$") as refusal:
        RoundLog.append(path, **{**ROUND, **odd})
    assert str(refusal.value) == said
    assert path.read_bytes() == before


def _write(path, rounds):
    for _ in range(rounds):
        RoundLog.append(path, **ROUND)


def test_two_writers_lose_nothing(tmp_path):
    path = tmp_path / "log.csv"
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write, args=(path, 15)) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert RoundLog.read(path)["round"].tolist() == list(range(30))


FOREVER = """
import sys
from model_collapse.practice import RoundLog
while True:
    RoundLog.append(sys.argv[1], **{row})
    print("written", flush=True)
"""


def test_a_writer_that_is_killed_loses_nothing_that_it_wrote(tmp_path):
    path = tmp_path / "log.csv"
    done = 0
    for after in (3, 7, 12):
        code = FOREVER.replace("{row}", repr(ROUND))
        with subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True) as writer:
            for _ in range(after):
                writer.stdout.readline()
            writer.kill()
            done += after + writer.stdout.read().count("written")
        rounds = RoundLog.read(path)["round"].tolist()
        assert rounds == list(range(len(rounds)))
        assert done <= len(rounds)
    RoundLog.append(path, **ROUND)


def test_reading_is_all_that_reading_does(tmp_path):
    path = written(tmp_path, ROWS)
    RoundLog.read(path)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
