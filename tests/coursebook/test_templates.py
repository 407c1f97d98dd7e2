"""The templates: what is filled in follows from the package and the factory, and the files are those of the page."""

import csv
import re
from itertools import pairwise

import numpy as np
import pytest

import model_collapse as mc
from coursebook import ROOT
from coursebook.ext import templates
from model_collapse.practice import Policy, RoundLog, audit, rules
from model_collapse.practice._limits import FEWEST, error_limits
from model_collapse.practice.factory import DEFECTS, HELD_OUT, MEASURES, factory_rounds
from model_collapse.practice.round_log import fields
from tests.coursebook.filling import PAGES, filled

CHAPTER = (ROOT / "book" / "governance" / "what-to-write-down.md").read_text(encoding="utf-8")
K = 1 / 3
BEST, EVEN = float(mc.optimal_weight(K)), float(mc.break_even_weight(K))
DRILL = {"shift": 0.3, "from_round": 20}


def read(weeks, folder):
    """Return the rows of a factory as a log."""
    weeks, file = list(weeks), folder / "log.csv"
    with file.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.DictWriter(opened, weeks[0])
        writer.writeheader()
        writer.writerows(weeks)
    return RoundLog.read(file)


@pytest.fixture
def policy(tmp_path):
    file = tmp_path / "policy.toml"
    file.write_text(templates.TOML.search(PAGES["mixing-policy"])[0], encoding="utf-8")
    return Policy.read(file)


def test_the_mixing_policy_says_what_follows_from_the_amounts(policy):
    floor = float(policy.floors(np.array([K]))[0])
    week = list(factory_rounds(1))[1]
    values = {
        "real rows a round, n": week["n_real"],
        "of these, never used before": week["n_real_fresh"],
        "synthetic rows a round, m": week["n_synthetic"],
        "k = n / m": f"{week['n_real'] / week['n_synthetic']:.3f}",
        "break-even weight": f"{EVEN:.3f}",
        "at the start": f"{BEST:.3f}",
        "this many synthetic rows": f"{float(mc.per_row_ratio(BEST, K)):.2f}",
        "floor under": f"{floor:.3f}",
        "ceiling over": f"{1 - floor:.3f}",
        "warning at": f"{0.9 * (1 - floor):.3f}",
    }
    assert {label: filled("mixing-policy", label) for label in values} == {k: str(x) for k, x in values.items()}
    assert week["weight"] == pytest.approx(BEST, abs=1e-6)
    assert 0.9 * (1 - floor) > 1 - BEST
    assert filled("monitoring-plan", "| weight on").split()[:2] == [f"{floor:.3f}", f"{0.9 * (1 - floor):.3f}"]
    assert set(re.findall(r"error_\w+|worse\w+|bias\w+", filled("mixing-policy", "a new decision"))) <= set(rules())


def test_the_round_record_has_the_columns_of_the_schema_and_the_first_week_of_the_factory():
    rows = re.findall(r"^\| `([\w.]+)` \|.*\| \{fill\}`(.*)` \|$", PAGES["round-record"], flags=re.MULTILINE)
    assert [name for name, _ in rows] == [*fields(), "real_mean.NAME", "synthetic_mean.NAME"]
    week = list(factory_rounds(1))[1]
    cells = {name: str(cell) for name, cell in week.items()}
    cells |= {name: f"{cells[name][:12]}…" for name in ("holdout_sha256", "data_sha256")}
    cells |= {f"{kind}_mean.NAME": f"diameter: {cells[f'{kind}_mean.diameter']}" for kind in ("real", "synthetic")}
    said = dict(rows)
    assert {name: said[name] for name in said if name in cells} == {name: cells[name] for name in said if name in cells}
    assert set(said) - set(cells) == {"timestamp", "seed", "bias_estimate"}


def test_the_checklist_has_every_rule_with_its_clauses():
    rows = re.findall(r"^\| `(\w+)`: .*? \| (.*?) \| ", PAGES["audit-checklist"], flags=re.MULTILINE)
    assert [(name, clauses.split("; ")) for name, clauses in rows] == [(n, r["clauses"]) for n, r in rules().items()]
    assert "Eighteen rules" in PAGES["audit-checklist"]
    assert len(rules()) == 18
    reasons = [(week["round"], week["reason"], week["decided_by"]) for week in factory_rounds() if week["reason"]]
    assert reasons == [(0, "policy", "lab"), (1, "policy", "lab")]
    assert filled("audit-checklist", "Read every reason") == '"policy", by the lab, in weeks 0 and 1'
    numbers = " ".join(filled("mixing-policy", label) for label in ("k = n / m", "at the start", "floor under"))
    assert numbers.replace(" ", ", ") in filled("audit-checklist", "recompute k")


def test_the_chapter_names_every_clause_of_the_rules_and_every_template():
    table = CHAPTER.split("| advice | rule |")[1].split("\n\n")[0]
    clauses = {clause for rule in rules().values() for clause in rule["clauses"]}
    short = {re.sub(r"^(NIST AI 600-1|ISO/IEC 42001|AI Act( Art\.)?) ", "", clause) for clause in clauses}
    assert {clause for clause in short if clause not in table} == set()
    contents = re.findall(rf"file: {templates.FOLDER}/(\S+)", (ROOT / "_toc.yml").read_text(encoding="utf-8"))
    listed = CHAPTER.split("| document |")[1].split("\n\n")[0]
    assert contents == re.findall(r"\.\./templates/(\S+)\.md", listed)
    assert sorted(contents) == list(PAGES)


def test_the_monitoring_plan_says_what_the_audit_does(tmp_path, policy):
    limits = error_limits(read(factory_rounds(), tmp_path), policy)
    first = int(np.isfinite(limits).argmax())
    assert filled("monitoring-plan", "error on the hold-out").startswith(f"{first} {limits[first]:.3f} ")
    assert filled("monitoring-plan", "error beside").startswith(f"{FEWEST} ")
    assert filled("monitoring-plan", "shift of the generator").startswith(f"{policy.largest_bias} ")
    assert filled("monitoring-plan", "rare defects").startswith(f"{policy.least_rare_coverage} ")
    half = 3 * np.sqrt(0.05 * 0.95 / HELD_OUT)
    said = f"{0.05 - half:.1%} to {0.05 + half:.1%} {HELD_OUT} "
    assert filled("monitoring-plan", "tails").startswith(said)


def test_half_of_the_rare_defects_are_missed_by_chance():
    lowest = [min(week["rare_coverage"] for week in list(factory_rounds(seed=seed))[1:]) for seed in range(1, 101)]
    assert f"in {sum(low < 0.5 for low in lowest)} of 100 simulated" in filled("monitoring-plan", "Why this coverage")
    assert sum(low < 0.25 for low in lowest) <= 2


def test_the_model_card_says_what_the_log_says():
    weeks = list(factory_rounds())
    last = weeks[-1]
    assert filled("model-card", "this round").split() == [
        str(HELD_OUT),
        f"{last['error']:.3f}",
        f"{last['error_real_only']:.3f}",
    ]
    averages = [np.mean([week[name] for week in weeks[1:]]) for name in ("error", "error_real_only")]
    assert filled("model-card", "averaged over") == " ".join(f"{x:.3f}" for x in averages)
    assert filled("model-card", "worth") == f"{float(mc.effective_n_real(BEST, 80, 240)):.0f}"
    assert f"that of {filled('model-card', 'worth')} rows" in filled("model-card", "margin of error")
    assert filled("model-card", "Weight on the real rows").endswith(f" {BEST:.3f}")
    rare = filled("model-card", "Rare cases")
    assert all(f"{share:.1%}".replace(".0%", "%") in rare for share in DEFECTS)
    assert last["rare_coverage"] * len(DEFECTS) == 3


def test_the_runbook_tells_the_drill(tmp_path, policy):
    weeks = list(factory_rounds(**DRILL))
    log = read(weeks, tmp_path)
    fault = audit(log, policy).faults[0]
    t = fault.first_round
    assert filled("runbook", "What was seen") == f"week {t}: {fault.fault}, {fault.evidence}"
    alone, error = weeks[t]["error_real_only"], weeks[t]["error"]
    assert filled("runbook", "on its real rows alone and use") == f"{alone:.3f} against {error:.3f}: used"
    above = np.array([[w[f"synthetic_mean.{x}"] - w[f"real_mean.{x}"] for x in MEASURES] for w in weeks[1:]])
    since, before = above[19:t].mean(axis=0), np.abs(above[:19].mean(axis=0))
    said = filled("runbook", "Compare the averages")
    assert f"by {since.min():.2f} to {since.max():.2f} " in said
    assert f"by {before.max():.2f} at most" in said


def planted(fault):
    """Return the factory's weeks with a fault."""
    weeks = list(factory_rounds(shift=0.15 if fault == "shift" else 0, from_round=1))
    for week in weeks[25:]:
        if fault == "rare":
            week["rare_coverage"] = 0
        if fault in ("weight", "because"):
            week["weight"] = 0.5
    if fault == "data":
        weeks[25]["data_sha256"] = weeks[24]["data_sha256"]
    if fault == "because":
        weeks[25]["reason"] = "because"
    return weeks


def said(weeks, folder, policy, without="no such column"):
    """Return the first fault that an audit of a log without some columns names."""
    left = [{name: cell for name, cell in week.items() if without not in name} for week in weeks]
    faults = sorted(audit(read(left, folder), policy).faults, key=lambda fault: fault.first_round)
    return f"`{faults[0].fault}`, week {faults[0].first_round}" if faults else "clean"


def test_what_a_missing_column_costs(tmp_path, policy):
    table = CHAPTER.split("| planted |")[1].split("\n\n")[0]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines()[2:]]
    assert said(factory_rounds(), tmp_path, policy) == "clean"
    cases = [("data", "data_sha256"), ("rare", "rare_coverage"), ("shift", "_mean."), ("weight", None)]
    for (fault, column), row in zip(cases, rows, strict=True):
        assert row[1] == said(planted(fault), tmp_path, policy), fault
        after = said(planted(fault), tmp_path, policy, column) if column else said(planted("because"), tmp_path, policy)
        assert row[3] == after, fault
    early, late = (int(row.rpartition(" ")[2]) for row in (rows[2][1], rows[2][3]))
    assert f"is found {late - early} weeks later" in CHAPTER


def test_the_exercise_has_the_answer_of_the_package():
    k = 120 / 240
    even, best = float(mc.break_even_weight(k)), float(mc.optimal_weight(k))
    floor = (even + best) / 2
    answer = CHAPTER.split("{solution}")[1]
    numbers = re.findall(r"\d\.\d{3}", answer)
    assert numbers == [f"{x:.3f}" for x in (even, best, floor, 1 - floor, 0.9 * (1 - floor))]
    assert f"*Target: a floor of {floor:.2f}.*" in CHAPTER


@pytest.mark.parametrize("name", PAGES)
def test_a_file_is_the_page_without_its_markup(name):
    page = PAGES[name]
    file, blank = templates.plain(page), templates.plain(page, blank=True)
    fills, values = templates.FILL.findall(page), sum(map(len, map(str.splitlines, templates.TOML.findall(page))))
    assert fills
    assert blank.count(templates.BLANK) == len(fills) + values
    assert all(text in file for text in fills)
    assert templates.BLANK not in file
    for text in (file, blank):
        assert text.startswith("# ")
        assert not re.search(r"\{[a-z-]+\}|:::|\]\(", text)
    lengths = [len(re.findall(r"(?<!\\)\|", line)) for line in blank.splitlines()]
    assert all(a == b for a, b in pairwise(lengths) if a and b)


def test_markup_of_every_kind_is_taken_out():
    line = "{term}`Rows <row>` of [a](../b.md), [c](https://d.e): {fill}`f`"
    page = f"# A\n\n```{{template-files}}\n```\n\n:::::{{div}} x\n\n{line}\n\n:::::\n"
    assert templates.plain(page) == "# A\n\nRows of a, [c](https://d.e): f\n"
    assert templates.plain(page, blank=True) == "# A\n\nRows of a, [c](https://d.e): ________\n"


def test_a_translated_file_has_what_is_translated():
    page = "# A\n\n- b: {fill}`c`\n1. d\n\n| e | f |\n| --- | ---: |\n"
    messages = {"A": "あ", "b: {fill}`c`": "い：{fill}`う`", "d": "え", "f": "お"}
    assert templates.translated(page, messages) == "# あ\n\n- い：{fill}`う`\n1. え\n\n| e | お |\n| --- | ---: |\n"


def test_every_template_offers_its_files_and_prints_as_a_sheet():
    for text in PAGES.values():
        assert text.count("```{template-files}\n```") == 1
        assert text.count(":::::{div} mc-sheet") == 1
