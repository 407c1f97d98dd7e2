"""Report, chart and command: the same numbers everywhere, exit statuses, and no row of the table anywhere."""

import json
import re

import numpy as np
import pytest

import model_collapse as mc
from model_collapse import cli
from model_collapse.practice.piloting.judging import Judgement
from model_collapse.simulation.history import BestWeight
from tests.practice.piloting.tables import mixed_table, normal_table

SMALL = ["--ratios", "1,0.5", "--weights", "0.4,0.7", "--rounds", "4", "--replications", "3", "--jobs", "1"]


@pytest.fixture(scope="module")
def found():
    return mc.practice.pilot(
        normal_table(1500), "y", ratios=[1, 0.5], weights=[0.4, 0.7], rounds=4, replications=3, n_real=20
    )


def test_the_reports_say_what_the_pilot_found(found):
    page, text = mc.practice.pilot_html(found), mc.practice.pilot_markdown(found)
    for report in (page, text):
        assert found.verdict in report
        for row in (*found.table().rows(), *found.quality_table().rows()):
            assert all(cell in report for cell in row)
        assert "300 rows were held out and seen by no fit. The other 1,200 were dealt without replacement: 20" in report
        assert "Weights 0.4 to 0.7 on the real rows were tried at each ratio" in report
        best = found.all_real.unit * found.best.error[0]
        assert f"have {found.all_real.unit:.2g} more, and with synthetic rows" in report
        assert f"ratio and weight, it is {best:.2g} more." in report
        assert f"a fit to all 1,200 rows is {found.reference:.3g}." in report
        assert "errors averaged over the last 2 rounds." in report
        assert f"is a squared bias of {found.gap.squared_bias:.2f} a generation" in report
        assert f"loses {found.gap.value:.2f} (standard error {found.gap.stderr:.2f})" in report
        assert f"sees no synthetic ones has {found.kept:.2f} times" in report
    assert page.count("<table") == page.count('scope="col">ratio') + page.count('scope="col">measure') == 2
    assert "http" not in page.replace("http://www.w3.org/", "")
    assert text.startswith("# Report of a pilot\n\n")
    assert "\n\n\n" not in text


def test_the_table_shows_formula_and_measurement_side_by_side(found):
    table, each = found.table(), found.judgements
    assert table.columns["ratio"] == [0.5, 1]
    assert table.columns["formula"] == pytest.approx([0.5, (5**0.5 - 1) / 2])
    assert table.columns["error"] == [one.error[0] for one in each]
    assert table.columns["error from"] == [one.error[1] for one in each]
    assert table.columns["error to"] == [one.error[2] for one in each]
    assert table.columns["to"] == [one.best_weight.high for one in each]
    biased = mc.optimal_weight(np.array([0.5, 1]), squared_bias=found.gap.squared_bias)
    assert table.columns["with bias"] == pytest.approx(biased)


def judgement(ratio, error, *reasons):
    return Judgement(ratio, BestWeight(0.5, 0.4, 0.6), (error, error - 0.1, error + 0.1), list(reasons))


def test_the_verdict_is_that_of_the_smallest_error_that_keeps_the_rules(found):
    vars(found)["judgements"][:], kept = (
        [judgement(1, 0.8), judgement(0.5, 0.6), judgement(0.1, 0.4, "No.")],
        list(found.judgements),
    )
    try:
        assert found.go
        assert found.verdict == (
            "Go: with 40 synthetic rows beside 20 new real ones in a round, and a total weight of 0.50 (0.40 to "
            "0.60) on the real rows, the avoidable error, what is beyond a fit to all 1,200 rows, is 60% (50% to "
            "70%) of that of the real rows alone."
        )
        found.judgements[:] = [judgement(1, 0.8, "No."), judgement(0.1, 0.7, "No.")]
        assert not found.go
        assert found.verdict == (
            "No go: at none of the ratios are all rules kept. The smallest avoidable error, what is beyond a fit to "
            "all 1,200 rows, with 200 synthetic rows beside 20 real ones, is 70% (60% to 80%) of that of the real "
            "rows alone."
        )
        assert found.reasons == ["Ratio 1: No.", "Ratio 0.1: No."]
        for shown in (mc.practice.pilot_markdown(found), str(found), found._repr_html_()):
            assert "Ratio 0.1: No." in shown
    finally:
        found.judgements[:] = kept


def test_the_chart_draws_what_was_measured(found):
    figure = mc.practice.pilot_chart(found)
    axes = [each for each in figure.canvas.axes if each.get_title(loc="left")]
    assert [each.get_title(loc="left") for each in axes] == ["ratio 0.5", "ratio 1"]
    for ratio, each in zip((0.5, 1), axes, strict=True):
        measured, formula, _alone, rule = each.get_lines()
        best = [one.best_weight.weight for one in found.judgements if one.ratio == ratio]
        assert list(rule.get_xdata()) == best * 2
        np.testing.assert_allclose(measured.get_xdata(), [0.4, 0.7, 1.0])
        np.testing.assert_allclose(measured.get_ydata(), found.histories[ratio].settled(2).mean(axis=-1))
        np.testing.assert_allclose(formula.get_ydata(), mc.error_ratio([0.4, 0.7, 1.0], ratio))
        assert each.get_ylim() == (0, 3)
        assert not each.yaxis_inverted()
        band = each.collections[0].get_paths()[0].vertices
        settled = found.histories[ratio].settled(2)
        high = settled.mean(axis=-1) + 2 * settled.std(axis=-1, ddof=1) / 3**0.5
        assert band[:, 1].max() == pytest.approx(high.max())
    assert len(figure.data["weight"]) == len(figure.data["stderr"]) == 6
    assert f"At ratio 0.5 the error is smallest at weight {found.judgements[0].best_weight.weight:.2f}" in figure.alt


def run(*given):
    try:
        return cli.main(["pilot", *map(str, given)])
    except SystemExit as stopped:
        return stopped.code


def test_the_command_writes_four_files_and_its_status_is_the_verdict(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("LANGUAGE", "en")
    normal_table(1500).to_csv(tmp_path / "a.csv", index=False)
    given = [tmp_path / "a.csv", "--target", "y", *SMALL, "--rows-per-round", 20, "--out", tmp_path / "out"]
    status = run(*given, "--json")
    facts = json.loads(capsys.readouterr().out)
    known = mc.practice.pilot(
        normal_table(1500), "y", ratios=[1, 0.5], weights=[0.4, 0.7], rounds=4, replications=3, n_real=20
    )
    assert facts == json.loads(json.dumps(known.facts()))
    assert status == int(not known.go) == int(facts["verdict"] == "no-go")
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == [
        "plan.toml",
        "report.html",
        "report.md",
        "results.csv",
    ]
    assert run(*given) == status
    assert capsys.readouterr().out.startswith(f"{known.verdict}\nratio")
    (tmp_path / "strict").mkdir()
    (tmp_path / "strict" / "plan.toml").write_text("[rules]\nlargest_error = 0.001\n")
    assert run(*given[:-1], tmp_path / "strict") == 1


def test_no_row_of_the_table_is_in_any_file(tmp_path, capsys):
    frame = mixed_table(1500)
    frame["line"] = frame["line"].replace({"north": "Zanzibar", "south": "Quux"})
    frame["size"] = frame["size"] + 77000.5
    frame.to_parquet(tmp_path / "a.parquet")
    assert run(tmp_path / "a.parquet", "--target", "defect", *SMALL, "--out", tmp_path / "out") in (0, 1)
    said = capsys.readouterr().out
    said += "".join(file.read_text() for file in (tmp_path / "out").iterdir())
    assert "Zanzibar" not in said
    assert "Quux" not in said
    assert not re.search(r"\b770\d\d\.\d", said)
    assert "part-" not in said


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--ratios", "1,x"], "--ratios must be numbers separated by commas, got 1,x."),
        (["--weights", "0.5,1"], "weights must be above 0 and below 1, got [0.5, 1.0]."),
        (["--rounds", "3"], "--rounds must be a whole number from 4 to 1,000, got 3."),
        (["--replications", "2"], "--replications must be a whole number from 3 to 1,000, got 2."),
        (["--generator", "nowhere:Thing"], "--generator nowhere:Thing cannot be loaded: No module named 'nowhere'."),
        (["--learner", "json:Thing"], "--learner json:Thing cannot be loaded: module 'json' has no attribute 'Thing'."),
        (["--target", "z"], "--target must be given once."),
    ],
)
def test_a_wrong_command_line_is_one_sentence_and_status_2(more, said, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("LANGUAGE", "en")
    normal_table(200).to_csv(tmp_path / "a.csv", index=False)
    assert run(tmp_path / "a.csv", "--target", "y", "--out", tmp_path / "out", *more) == 2
    out, err = capsys.readouterr()
    assert (out, err.splitlines()[-1].partition(": ")[2]) == ("", said)
    assert not (tmp_path / "out").exists()


def test_a_missing_extra_is_named(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name in ("narwhals", "sklearn") else name)
    assert run(tmp_path / "a.csv", "--target", "y", "--out", tmp_path / "out") == 2
    said = 'The pilot needs narwhals, sklearn: pip install "model-collapse[practice]".'
    assert capsys.readouterr().err == f"model-collapse: {said}\n"


def test_a_missing_file_is_one_sentence(tmp_path, capsys):
    assert run(tmp_path / "none.csv", "--target", "y", "--out", tmp_path / "out") == 2
    assert "none.csv: No such file or directory." in capsys.readouterr().err


def test_a_generator_of_ones_own_is_named_by_its_module(tmp_path, capsys, monkeypatch):
    (tmp_path / "my_rows.py").write_text(
        "class Copies:\n"
        "    def fit(self, frame, sample_weight):\n"
        "        self.frame = frame\n"
        "    def sample(self, n):\n"
        "        return self.frame.sample(n, replace=True, random_state=1)\n"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.path", list(__import__("sys").path))
    normal_table(1500).to_csv("a.csv", index=False)
    status = run("a.csv", "--target", "y", *SMALL, "--generator", "my_rows:Copies", "--out", "out", "--json")
    assert status == 1
    assert json.loads(capsys.readouterr().out)["quality"]["near_copies"] > 0.9


OWN = """
class Broken:
    def fit(self, frame): pass
    def sample(self, n): raise TypeError("Zanzibar")
class Asks:
    def __init__(self, more): pass
class Loud:
    def fit(self, frame):
        print("hello")
        self.frame = frame
    def sample(self, n): return self.frame.sample(n, replace=True)
"""


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            ["--generator", "own_rows:Broken"],
            "The generator fails on this table with TypeError; try it on a few rows first.",
        ),
        (["--generator", "own_rows:Asks"], "--generator own_rows:Asks cannot be loaded: "),
        (["--learner", ":x"], "--learner :x cannot be loaded: Empty module name."),
    ],
)
def test_what_breaks_in_a_readers_own_code_is_status_2_and_not_no_go(more, said, tmp_path, capsys, monkeypatch):
    (tmp_path / "own_rows.py").write_text(OWN)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.path", list(__import__("sys").path))
    normal_table(1500).to_csv("a.csv", index=False)
    assert run("a.csv", "--target", "y", *SMALL, "--out", "out", *more) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert "Zanzibar" not in err


def test_json_stands_alone_on_standard_output(tmp_path, capsys, monkeypatch):
    (tmp_path / "own_loud.py").write_text(OWN)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.path", list(__import__("sys").path))
    normal_table(1500).to_csv("a.csv", index=False)
    run("a.csv", "--target", "y", *SMALL, "--out", "out", "--json", "--generator", "own_loud:Loud")
    assert "verdict" in json.loads(capsys.readouterr().out)
