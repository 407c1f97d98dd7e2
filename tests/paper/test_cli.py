"""The command: right numbers, one sentence for bad input."""

import json
import os
import subprocess
import sys
from concurrent.futures import BrokenExecutor
from fractions import Fraction
from math import isqrt

import numpy as np
import pytest

import model_collapse
from model_collapse.beyond.experiments import EXPERIMENTS
from model_collapse.cli import main
from model_collapse.commands import weight

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


def test_without_synthetic_rows_all_weight_is_on_the_real_ones(capsys):
    assert main(["weight", "--real", "1e3", "--synthetic", "0", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found.values()) == [1000, 0, None, 1.0, 1.0, 1.0, 1.0, 1.0, None, 1000.0]
    assert main(["weight", "--real", "1_000", "--synthetic", "0"]) == 0
    values = [line.split()[-1] for line in capsys.readouterr().out.splitlines()[:-1]]
    assert values == ["1.000"] * 6 + ["-", "1,000"]


@pytest.mark.parametrize(("s", "d", "q"), [(2.0, 0.0, 0.0), (0.5, 0.0, 0.001), (1.0, 0.002, 0.0), (2.0, 0.001, 0.0005)])
def test_noise_bias_and_drift_against_the_rounds_themselves(capsys, s, d, q):
    """Iterate error and bias of a mean over a fine grid of weights, without any formula of the limit."""
    n, m = 500, 2000
    options = ["--noise-ratio", str(s), "--bias", str(d), "--drift", str(q), "--json"]
    assert main(["weight", "--real", str(n), "--synthetic", str(m), *options]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["k"] == pytest.approx(n / (s * m) + n * q)

    def settled(w):
        variance, shift = 1 / n, 0.0
        for _ in range(2000):
            variance, shift = w**2 / n + (1 - w) ** 2 * (variance + q + 1 / (s * m)), (1 - w) * (shift + d**0.5)
        return n * (variance + shift**2)

    grid = np.linspace(0.01, 1, 9901)
    errors = settled(grid)
    assert found["optimal_weight"] == pytest.approx(grid[errors.argmin()], abs=2e-4)
    assert found["error_ratio_optimal"] == pytest.approx(errors.min(), rel=1e-6)
    assert found["error_ratio_naive"] == pytest.approx(settled(n / (n + m)), rel=1e-9)
    assert settled(found["break_even_weight"]) == pytest.approx(1, rel=1e-9)
    w = found["optimal_weight"]
    assert found["per_row_ratio"] == pytest.approx(w / n / ((1 - w) / m), rel=1e-9)
    assert found["effective_n_real"] == pytest.approx(n / errors.min(), rel=1e-6)


TRILLION = "1,000,000,000,000"
REFUSALS = {
    "weight --real 0 --synthetic 5": f"weight: --real must be a whole number from 1 to {TRILLION}, got 0.",
    "weight --real 5 --synthetic -5": f"weight: --synthetic must be a whole number from 0 to {TRILLION}, got -5.",
    "weight --real many --synthetic 5": f"weight: --real must be a whole number from 1 to {TRILLION}, got many.",
    "weight --real 1.5 --synthetic 5": f"weight: --real must be a whole number from 1 to {TRILLION}, got 1.5.",
    "weight --real nan --synthetic 5": f"weight: --real must be a whole number from 1 to {TRILLION}, got nan.",
    "weight --real 1e999999999 --synthetic 5": f"weight: --real must be a whole number from 1 to {TRILLION}, got "
    "1e999999999.",
    f"weight --real {'9' * 400} --synthetic 5": f"weight: --real must be a whole number from 1 to {TRILLION}, got "
    f"{'9' * 60}....",
    "weight --real 500 --real 7 --synthetic 5": "weight: --real must be given once.",
    "weight --real 5": "weight: --synthetic must be given.",
    "weight --real 5 --synthetic": "weight: --synthetic needs a value.",
    "weight --real 5 --synthetic 5 more": "more is not known here.",
    "weight --real 5 --synthetic 5 --json=yes": "weight: --json takes no value, got yes.",
    "weight --real 5 --synthetic 5 --noise-ratio 0": "weight: --noise-ratio must be a number above zero, got 0.",
    "weight --real 5 --synthetic 5 --bias -1": "weight: --bias must be a number of zero or more, got -1.",
    "weight --real 5 --synthetic 5 --drift nan": "weight: --drift must be a number of zero or more, got nan.",
    "reproduce 6": "reproduce: figure must be one of 7, 8, 9, 10, all, beyond, got 6.",
    "reproduce 8 --panel wages": "figure 8 has the panels gaussian_mean, gaussian_covariance, linear, logistic, "
    "poisson, distribution, got wages.",
    "reproduce beyond --panel wages": f"beyond has the panels {', '.join(EXPERIMENTS)}, got wages.",
    "reproduce 8 --replications 0": "reproduce: --replications must be a whole number from 2 to 1,000,000, got 0.",
    "reproduce 8 --seed -1": "reproduce: --seed must be a whole number of at least 0, got -1.",
    "reproduce 8 --jobs 0": "reproduce: --jobs must be -1 or a whole number from 1 to 1,024, got 0.",
    "reproduce 8 --jobs all": "reproduce: --jobs must be -1 or a whole number from 1 to 1,024, got all.",
    "reproduce all --panel linear --panel income --adult no.csv": "no.csv cannot be read as the rows of UCI Adult.",
    "reproduce 10 --panel income --adult nowhere.csv": "nowhere.csv cannot be read as the rows of UCI Adult.",
    "": "COMMAND must be given.",
}


def run(words, folder, **more):
    command = [sys.executable, "-m", "model_collapse", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env={**os.environ, **more})


@pytest.mark.parametrize("words", REFUSALS, ids=lambda words: words[:40])
def test_bad_input_is_one_sentence_and_status_2(words, tmp_path):
    done = run(words.split(), tmp_path, MODEL_COLLAPSE_LANGUAGE="en")
    assert done.returncode == 2
    sentence = REFUSALS[words]
    ours = sentence.startswith(("weight: ", "reproduce: "))
    assert done.stderr == f"model-collapse{' ' if ours else ': '}{sentence}\n"
    assert not list(tmp_path.iterdir())


def test_a_refusal_in_japanese_has_no_english_words(tmp_path):
    for words in ("weight --real many --synthetic 5", "weight --real 5", "reproduce 6", "weight --real", "--no"):
        done = run(words.split(), tmp_path, MODEL_COLLAPSE_LANGUAGE="ja", LANGUAGE="ja", LC_ALL="C.UTF-8")
        assert done.returncode == 2
        said = done.stderr.partition(": ")[2]
        assert said.endswith("。\n")
        assert not {"must", "argument", "invalid", "required", "expected"} & set(said.split())


def test_version(capsys):
    with pytest.raises(SystemExit) as end:
        main(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out == f"model-collapse {model_collapse.__version__}\n"


def test_all_cores(tmp_path):
    assert (
        main(["reproduce", "10", "--panel", "workclass", "--replications", "2", "--jobs", "-1", "--out", str(tmp_path)])
        == 0
    )


def test_a_reader_who_closes_the_pipe():
    command = f"{sys.executable} -um model_collapse weight --real 5 --synthetic 5 --json"
    done = subprocess.run(["bash", "-c", f"{command} | head -1"], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("{\n", "")


def test_a_folder_that_cannot_be_written(tmp_path, capsys):
    file = tmp_path / "file"
    file.write_text("mine")
    words = ["reproduce", "8", "--panel", "linear", "--replications", "2", "--out", str(file)]
    assert main(words) == 2
    assert capsys.readouterr().err == f"model-collapse: {file}: Not a directory.\n"
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


@pytest.mark.parametrize(
    ("stops", "status", "said"),
    [
        (MemoryError(), 2, "There is not enough memory; take fewer replications or fewer jobs."),
        (BrokenExecutor(), 2, "There is not enough memory; take fewer replications or fewer jobs."),
        (KeyboardInterrupt(), 130, "Stopped; what is finished is kept."),
    ],
    ids=["memory", "workers", "keyboard"],
)
def test_what_ends_a_command_ends_it_with_a_sentence_and_a_status(monkeypatch, capsys, stops, status, said):
    def stop(_arguments):
        raise stops

    monkeypatch.setattr(weight, "_run", stop)
    assert main(["weight", "--real", "1", "--synthetic", "1"]) == status
    assert capsys.readouterr().err == f"{said}\n"
