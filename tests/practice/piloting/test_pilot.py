"""The whole pilot: against theory, broken off and resumed, on several processes, and every odd argument."""

import contextlib
import csv
import inspect
import json
import tomllib

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression

import model_collapse as mc
from model_collapse.practice.piloting import running
from tests.arguments.odd import ODD, answer
from tests.practice.piloting.tables import mixed_table, normal_table

TABLE = normal_table(1500)
SMALL = {"ratios": [1, 0.5], "weights": [0.4, 0.7], "rounds": 4, "replications": 3, "n_real": 20}


def small(table=TABLE, target="y", **given):
    return mc.practice.pilot(table, target, **(SMALL | given))


def test_with_a_normal_generator_and_a_line_the_errors_are_those_of_theory():
    """The error of a line with p = 4 coefficients on n rows is p / (n - p - 1) rather than p / n: the ratio stands."""
    found = mc.practice.pilot(
        normal_table(26_000, seed=2),
        "y",
        generator="gaussian",
        learner=LinearRegression(),
        ratios=[0.5],
        weights=[0.3, 0.5, 0.8],
        rounds=9,
        replications=20,
        n_real=100,
        seed=5,
    )
    run = found.histories[0.5]
    settled = run.settled(4)
    stderr = settled.std(axis=-1, ddof=1) / np.sqrt(20)
    theory = mc.error_ratio([0.3, 0.5, 0.8, 1.0], 0.5)
    assert (np.abs(settled.mean(axis=-1) - theory) < 3 * stderr).all()
    assert stderr.max() < 0.1
    assert found.all_real.mean[-1] == pytest.approx(0.1, abs=0.03)
    assert found.all_real.unit == pytest.approx(4 / 95, rel=0.12)
    assert found.gap.value == pytest.approx(found.gap.squared_bias + 100 / found.rest)
    assert abs(found.gap.squared_bias) < 4 * found.gap.stderr
    biased = float(mc.optimal_weight(0.5, squared_bias=found.gap.squared_bias))
    assert found.formula(0.5) == pytest.approx((0.5, biased))
    assert found.go
    assert found.best.best_weight.low <= 0.5 <= found.best.best_weight.high


def test_a_generator_that_breaks_the_table_is_no_go():
    class Apart:
        """Columns that are drawn apart, so that nothing can be learned from synthetic rows."""

        def fit(self, frame):
            self.frame = frame

        def sample(self, n):
            rng = np.random.default_rng(len(self.frame))
            return self.frame.apply(lambda column: rng.permutation(np.resize(column.to_numpy(), n)))

    found = small(generator=Apart(), weights=[0.3, 0.6, 0.9], replications=8)
    assert not found.go
    assert found.gap.squared_bias > 3
    assert found.formula(1)[1] > 0.8 > found.formula(1)[0]
    assert found.verdict.startswith("No go: at none of the ratios are all rules kept. ")


def test_a_pilot_of_copies_is_stopped_by_its_rows():
    found = small(generator="bootstrap", replications=4)
    assert found.quality.near_copies > 0.95
    assert all("are near copies of real rows" in each.reasons[-1] for each in found.judgements)
    assert not found.go


def test_the_numbers_do_not_depend_on_processes_or_other_ratios_and_weights():
    one, two = (small(jobs=jobs) for jobs in (1, 2))
    assert one.facts() == two.facts()
    some = small(ratios=0.5, weights=[0.7])
    assert some.histories[0.5].errors[0].tolist() == one.histories[0.5].errors[1].tolist()
    assert one.facts() != small(seed=2).facts()


def rows_of(folder):
    with (folder / "results.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_a_pilot_that_was_broken_off_goes_on(tmp_path, monkeypatch):
    whole = small(folder=tmp_path / "whole")
    lines = (tmp_path / "whole" / "results.csv").read_bytes()
    assert len(rows_of(tmp_path / "whole")) == 3 * 5 * (1 + 1 + 2 * 2)
    plan = tomllib.loads((tmp_path / "whole" / "plan.toml").read_text())
    assert plan["rules"] == {"largest_error": 0.9, "least_rare_coverage": 0.8, "most_near_copies": 0.1}
    assert {name: plan[name] for name in ("target", "weights", "n_real")} == {
        "target": "y",
        "weights": [0.4, 0.7],
        "n_real": 20,
    }

    broken = tmp_path / "broken"
    small(folder=broken)
    (broken / "results.csv").write_bytes(lines[: len(lines) * 2 // 3])
    begun = []
    monkeypatch.setattr(running, "simulate", lambda *given, **more: begun.append(given) or mc.simulate(*given, **more))
    again = small(folder=broken)
    assert 0 < len(begun) < 12
    assert (broken / "results.csv").read_bytes() == lines
    assert again.facts() == whole.facts()
    begun.clear()
    assert small(folder=broken).facts() == whole.facts()
    assert not begun


def test_results_hold_the_errors_in_full(tmp_path):
    found = small(folder=tmp_path)
    rows = rows_of(tmp_path)
    cells = [row for row in rows if row["run"] == "mixed" and row["ratio"] == "0.5" and row["weight"] == "0.7"]
    alone = np.mean([float(row["error"]) for row in rows if row["run"] == "real_only"])
    own = alone * 20 / (1200 - 20)  # what the fit to all 1,200 rows errs itself
    errors = np.array([float(row["error"]) for row in cells])
    np.testing.assert_allclose(found.histories[0.5].errors[1].ravel(), errors + own)
    assert found.all_real.unit == pytest.approx(alone + own)
    assert {row["weight"] for row in rows if row["run"] != "mixed"} == {"1.0"}
    assert found.kept == found.all_real.mean[-1]
    assert 0.8 < found.reference < 1.3  # the noise of the target has variance 1
    assert {row["ratio"] for row in rows if row["run"] != "mixed"} == {""}


def test_rules_may_be_written_beforehand(tmp_path):
    (tmp_path / "plan.toml").write_text("[rules]\nlargest_error = 0.01\n")
    found = small(folder=tmp_path)
    assert found.rules == mc.practice.PilotRules(largest_error=0.01)
    assert not found.go
    assert tomllib.loads((tmp_path / "plan.toml").read_text())["rules"]["largest_error"] == 0.01


@pytest.mark.parametrize(
    ("name", "text", "given", "said"),
    [
        ("a.txt", "", {}, "holds a.txt, which is not of a pilot; take an empty folder."),
        ("results.csv", "", {}, "holds results without a plan; take an empty folder."),
        ("plan.toml", "rounds = ", {}, "plan.toml is not TOML: Invalid value (at end of document)."),
        ("plan.toml", "[rules]\nerror = 1\n", {}, "'error' is no rule of a pilot; the rules are largest_error, "),
        ("plan.toml", "[rules]\nlargest_error = 2\n", {}, "largest_error must be"),
        ("plan.toml", "rules = 3\n", {}, "'rules' is no rule of a pilot"),
        ("plan.toml", "rounds = 9\n", {}, "holds a pilot with rounds = 9, not 4; take another folder."),
        ("plan.toml", "rounds = 4\n", {}, "has a plan without version; take another folder."),
    ],
)
def test_a_folder_of_something_else_is_refused_and_left_as_it_is(tmp_path, name, text, given, said):
    (tmp_path / name).write_text(text)
    with pytest.raises(ValueError, match=r"^[^\n]*$") as refused:
        small(folder=tmp_path, **given)
    assert said in str(refused.value)
    assert [file.name for file in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == text
    with pytest.raises(ValueError, match=r"is a file; the pilot needs a folder\.$"):
        small(folder=tmp_path / name)


def test_another_table_is_another_pilot(tmp_path):
    small(folder=tmp_path)
    with pytest.raises(ValueError, match="holds a pilot with table_sha256 = "):
        small(normal_table(1500, seed=2), folder=tmp_path)


def test_rows_that_more_of_do_not_help_leave_nothing_to_gain():
    class Mean(LinearRegression):
        """A learner whose prediction is 0 whatever it sees."""

        def fit(self, x, y, sample_weight=None):
            return self

        def predict(self, x):
            return np.zeros(len(x))

    with pytest.raises(ValueError, match=r"^A round's real rows alone are as good as all of them; "):
        small(learner=Mean())


def test_a_table_of_many_kinds_goes_through_with_every_learner():
    for learner in ("linear", "boosting"):
        found = small(mixed_table(1500), "defect", learner=learner, rounds=4, weights=[0.5, 0.8], ratios=[1])
        assert 0 < found.all_real.unit < 0.5
        assert found.quality.rare_coverage == 1
        json.dumps(found.facts(), allow_nan=False)


@pytest.mark.parametrize(
    "argument", [name for name in inspect.signature(mc.practice.pilot).parameters if name != "jobs"]
)
def test_an_odd_argument_is_refused_in_one_sentence(argument, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    valid = {"table": TABLE, "target": "y", **SMALL}
    asked = []
    monkeypatch.setattr(running, "simulate", lambda *_, **__: asked.append(1) or 1 / 0)
    refused = 0
    for odd in ODD:
        with contextlib.suppress(ZeroDivisionError):  # nothing was wrong with it
            refused += answer(mc.practice.pilot, valid | {argument: odd}) is None
    assert refused > len(ODD) / 2
