"""The sample of mutants and the scores; `make mutants` itself makes sure of its operators and of green tests."""

import json
import os
import subprocess

import coverage

from coursebook import ROOT
from coursebook.tools import covering, scores

MUTANTS = [scores.Mutant(room, f"{room}.py", "Plus", n, n) for room in ("one", "two") for n in range(100)]
DRAWN = """
import pytest
from doubling import double, other
from hypothesis import given, strategies

@given(strategies.integers())
def test_drawn(x):
    assert double(x) == x + x

@pytest.mark.parametrize("x", [1, 2])
def test_listed(x):
    assert double(x) == x + x

def test_other():
    assert other() == 1
"""


def results(mutants, alive):
    outcomes = ["survived"] * alive + ["timeout"] + ["killed"] * (len(mutants) - alive - 1)
    return {m: {"outcome": o, "before": "a + b", "after": "a - b"} for m, o in zip(mutants, outcomes, strict=True)}


def test_a_larger_sample_holds_a_smaller_one():
    assert scores.sample(MUTANTS, 50, 1) == scores.sample(MUTANTS[::-1], 80, 1)[:50]
    assert scores.sample(MUTANTS, 50, 1) != scores.sample(MUTANTS, 50, 2)
    assert len(set(scores.sample(MUTANTS, 500, 1))) == 200


def test_a_sample_is_of_all_rooms_alike():
    drawn = [sum(m.room == "one" for m in scores.sample(MUTANTS, 50, seed)) for seed in range(400)]
    # Hypergeometric: 25 on average, with a variance of 50 / 4 * 150 / 199.
    assert abs(sum(drawn) / 400 - 25) < 4 * (50 / 4 * 150 / 199 / 400) ** 0.5


def test_other_mutants_do_not_change_who_comes_first():
    both, one = scores.sample(MUTANTS, 200, 1), scores.sample(MUTANTS[:100], 100, 1)
    assert [m for m in both if m.room == "one"] == one


def test_the_last_word_counts(tmp_path):
    file = tmp_path / "tried.jsonl"
    assert scores.tried(file) == {}
    lines = [
        {"name": "a", "outcome": "survived"},
        {"name": "b", "outcome": "killed"},
        {"name": "a", "outcome": "killed"},
    ]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert {name: result["outcome"] for name, result in scores.tried(file).items()} == {"a": "killed", "b": "killed"}


def test_a_survivor_is_tried_again_when_its_tests_have_changed():
    killed = {"outcome": "killed", "module": "m", "tests": "t"}
    survived = killed | {"outcome": "survived"}
    assert scores.holds(killed, "m", "t")
    assert scores.holds(killed, "m", "other")
    assert not scores.holds(killed, "other", "t")
    assert scores.holds(survived, "m", "t")
    assert not scores.holds(survived, "m", "other")


def test_scores_by_room_with_wilsons_interval():
    found = results(MUTANTS[:40], 4) | results(MUTANTS[100:110], 1)
    # Wilson's centre and half width for 36 of 40, by hand: (p + z^2 / 2n) / (1 + z^2 / n) and so on, z = 1.96.
    centre, half = (0.9 + 0.04802) / 1.09604, 1.96 / 1.09604 * (0.9 * 0.1 / 40 + 1.96**2 / 6400) ** 0.5
    table = scores.table(MUTANTS, found).splitlines()
    assert table[2] == f"| one | 100 | 40 | 36 | 90% | {centre - half:.0%} to {centre + half:.0%} |"
    assert table[3].startswith("| two | 100 | 10 | 9 | 90% | ")
    assert table[4].startswith("| all | 200 | 50 | 45 | 90% | ")
    assert len(table) == 5


def test_survivors_are_listed_by_file_and_line():
    found = results(MUTANTS[100:110], 1) | results(MUTANTS[2:12], 2)
    lines = scores.survivors(found).splitlines()
    assert lines[::3] == ["one.py:2 (Plus)", "one.py:3 (Plus)", "two.py:0 (Plus)"]
    assert lines[1:3] == ["    - a + b", "    + a - b"]


def test_the_tests_of_a_line_and_of_one_that_only_importing_runs(tmp_path):
    found = coverage.CoverageData(str(tmp_path / "room.coverage"))
    for context, lines in {
        "": [1, 2, 3],
        "tests/one.py::test_a": [2, 3],
        "tests/two.py::test_b": [3],
        "src/module.py::module": [2],
    }.items():
        found.set_context(context)
        found.add_lines({"module.py": lines})
    found.write()
    asked = {line: covering.tests(tmp_path / "room.coverage", "module.py", line) for line in (1, 2, 3)}
    both = ["tests/one.py::test_a", "tests/two.py::test_b"]
    assert asked == {1: both, 2: both[:1], 3: both}


def test_every_test_of_a_line_is_found_also_one_that_draws_its_examples(tmp_path):
    (tmp_path / "src" / "model_collapse").mkdir(parents=True)
    module = tmp_path / "src" / "model_collapse" / "doubling.py"
    module.write_text("def double(x):\n    return 2 * x\n\n\ndef other():\n    return 1\n")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_doubling.py").write_text(DRAWN)
    run = covering.command(tmp_path, "room", "pytest", "-q", "-p", "no:cacheprovider", "tests")
    paths = os.pathsep.join(map(str, (tmp_path / "src" / "model_collapse", ROOT / "book", ROOT / "src")))
    subprocess.run(run, cwd=tmp_path, env=os.environ | {"PYTHONPATH": paths}, check=True, capture_output=True)
    tests = covering.tests(covering.data(tmp_path, "room"), "src/model_collapse/doubling.py", 2)
    assert tests == [f"tests/test_doubling.py::test_{name}" for name in ("drawn", "listed")]
