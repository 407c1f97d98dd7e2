"""The command: right numbers, one sentence for bad input."""

import json
import subprocess
import sys
from fractions import Fraction
from math import isqrt

import pytest

from model_collapse.cli import main

KEYS = [
    "n_real",
    "n_synthetic",
    "k",
    "optimal_weight",
    "naive_weight",
    "break_even_weight",
    "error_ratio_optimal",
    "error_ratio_naive",
    "per_row_ratio",
    "effective_n_real",
]


@pytest.mark.parametrize(("n", "m"), [(500, 500), (500, 2000), (3, 1000), (1000, 1), (10**12, 1)])
def test_weight_json_in_exact_arithmetic(capsys, n, m):
    assert main(["weight", "--real", str(n), "--synthetic", str(m), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == KEYS
    k, big = Fraction(n, m), 10**30
    root = Fraction(isqrt(int((k * k + 4 * k) * big * big)), big)
    best = (root - k) / 2
    naive = Fraction(n, n + m)
    expected = [n, m, k, best, naive, k / (k + 2), best, (1 + k) / (2 + k), best * m / ((1 - best) * n), n / best]
    assert list(found.values()) == pytest.approx([float(x) for x in expected], rel=1e-12)


def test_weight_in_words(capsys):
    assert main(["weight", "--real", "500", "--synthetic", "500"]) == 0
    said = capsys.readouterr().out
    values = [line.split()[-1] for line in said.splitlines()[:-1]]
    assert values == ["0.6180", "0.6180", "0.5000", "0.6667", "0.3333", "1.000", "1.618", "809"]


def test_weights_of_extreme_numbers_keep_their_digits(capsys):
    assert main(["weight", "--real", "1", "--synthetic", str(10**12)]) == 0
    values = [line.split()[-1] for line in capsys.readouterr().out.splitlines()[:-1]]
    assert [float(value) for value in values[0:5:2]] == pytest.approx([1e-6, 1e-12, 5e-13], rel=1e-3)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["weight", "--real", "0", "--synthetic", "5"], "real must be at least 1, got 0."),
        (["weight", "--real", "5", "--synthetic", "-5"], "synthetic must be at least 1, got -5."),
        (["weight", "--real", "many", "--synthetic", "5"], "invalid int value: 'many'"),
        (["weight", "--real", "9" * 400, "--synthetic", "5"], "rows must be at most"),
        (["weight", "--real", "5"], "required: --synthetic"),
        (["reproduce", "6"], "invalid choice: '6'"),
        (["reproduce", "8", "--panel", "wages"], "figure 8 has the panels"),
        (["reproduce", "all", "--panel", "wages"], "panel must be one of"),
        (["reproduce", "8", "--replications", "0"], "replications must be at least 2, got 0."),
        (["reproduce", "8", "--replications", "9" * 30], "replications must be at most 1,000,000"),
        (["reproduce", "8", "--jobs", "0"], "jobs must be at least 1, got 0."),
        (["reproduce", "8", "--jobs", "10000000000"], "jobs must be at most 1,024"),
        (["reproduce", "all", "--panel", "linear", "--panel", "income", "--adult", "no.csv"], "no.csv cannot be read"),
        (["reproduce", "10", "--panel", "income", "--adult", "nowhere.csv"], "nowhere.csv cannot be read"),
        ([], "required"),
    ],
)
def test_bad_input_is_one_sentence_and_status_2(words, complaint, tmp_path):
    command = [sys.executable, "-m", "model_collapse", *words]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 2
    assert complaint in done.stderr
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_reader_who_closes_the_pipe():
    command = f"{sys.executable} -um model_collapse weight --real 5 --synthetic 5 --json"
    done = subprocess.run(["bash", "-c", f"{command} | head -1"], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("{\n", "")


def test_a_folder_that_cannot_be_written(tmp_path, capsys):
    file = tmp_path / "file"
    file.write_text("mine")
    words = ["reproduce", "8", "--panel", "linear", "--replications", "2", "--out", str(file)]
    assert main(words) == 2
    assert str(file) in capsys.readouterr().err
    assert file.read_text() == "mine"


def test_reproduce(tmp_path, capsys):
    words = ["reproduce", "10", "--panel", "workclass", "--replications", "5", "--out", str(tmp_path)]
    assert main(words) == 0
    assert "figure10.csv is written." in capsys.readouterr().out
    assert (tmp_path / "figure10.csv").read_text().count("\n") == 37


def test_help_says_what_force_does(capsys):
    with pytest.raises(SystemExit):
        main(["reproduce", "--help"])
    said = " ".join(capsys.readouterr().out.split())
    assert "remake every panel asked for, also those that are there" in said
    assert "finished panels are kept" in said


def test_reproduce_all_takes_a_panel_of_some_figures(tmp_path):
    words = ["reproduce", "all", "--panel", "workclass", "--replications", "5", "--out", str(tmp_path)]
    assert main(words) == 0
    assert [path.name for path in sorted(tmp_path.glob("*.csv"))] == ["figure10.csv"]
