"""The command `model-collapse plan`, and what `audit --report` does not replace."""

import json

import pytest

from model_collapse.cli import main
from model_collapse.practice import purchase

PRICES = ["plan", "--price-real", "10", "--price-synthetic", "0.1"]
KEYS = ["n_real", "n_synthetic", "weight", "cost", "saving", "error_in_real_rows", "range", "warnings"]


def test_json_of_the_closed_form(capsys):
    assert main([*PRICES, "--accuracy-of", "1e3", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == KEYS
    assert (found["n_real"], found["n_synthetic"], found["cost"]) == (100, 9000, 1900)
    assert (found["weight"], found["saving"], found["error_in_real_rows"]) == pytest.approx((0.1, 0.81, 1000))
    assert found["range"] == pytest.approx([1000 / 2.8, 1000])  # n = 100, w = 0.1: 0.1 + 2^2 / 20 / 9000 * 100 * 81
    assert ["after about 25 rounds" in sentence for sentence in found["warnings"]] == [True]


def test_every_option_reaches_the_plan(capsys):
    given = {"budget": 3000.0, "bias": 1e-4, "drift": 2e-4, "noise_ratio": 1.4}
    words = [word for name, value in given.items() for word in (f"--{name.replace('_', '-')}", str(value))]
    assert main([*PRICES, *words, "--json"]) == 0
    plan = purchase(price_real=10, price_synthetic=0.1, **given)
    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(plan.facts()))
    assert main([*PRICES, *words]) == 0
    assert f"Buy {plan.n_real} real" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "Either --budget or --accuracy-of must be given, and not both."),
        (["--budget", "5"], "budget must buy a real row, which costs 10, got 5."),
        (["--budget", "0"], "--budget must be a number above zero, got 0."),
        (["--budget", "50", "--accuracy-of", "5"], "Either --budget or --accuracy-of must be given, and not both."),
    ],
)
def test_bad_input_is_one_sentence_and_status_2(words, sentence, capsys):
    try:
        status = main([*PRICES, *words])
    except SystemExit as end:
        status = end.code
    assert status == 2
    said = capsys.readouterr().err
    assert said.endswith(f": {sentence}\n")
    assert said.count("\n") == 1


def test_a_file_that_is_no_report_is_not_replaced(tmp_path, capsys):
    log, report = tmp_path / "log.csv", tmp_path / "report.html"
    log.write_text(
        "round,n_real,n_synthetic,n_real_fresh,weight,error,error_real_only,holdout_sha256\n0,9,0,9,1,1,1,ab\n"
    )
    report.write_text("<p>mine</p>")
    assert main(["audit", str(log), "--report", str(report)]) == 2
    assert "is there and is not a report of this command" in capsys.readouterr().err
    assert report.read_text() == "<p>mine</p>"
    report.unlink()
    assert main(["audit", str(log), "--report", str(report)]) in (0, 1)
    first = report.read_text(encoding="utf-8")
    assert main(["audit", str(log), "--report", str(report)]) in (0, 1)
    assert report.read_text(encoding="utf-8") == first
