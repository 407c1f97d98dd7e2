"""The audit in the page finds what the package finds, and refuses what it refuses, in the same words."""

import base64
import gzip
import re
import subprocess
import tomllib

import numpy as np
import pytest

from model_collapse.explorers import bundle, check_log
from model_collapse.practice import Policy, RoundLog, audit
from model_collapse.practice._limits import error_limits
from model_collapse.practice.policy import default_policy
from tests.explorers.drawing import Drawing
from tests.explorers.javascript import NODE, ask
from tests.explorers.test_drawing import PIXEL
from tests.practice.logs import as_csv, clean_log, read
from tests.practice.odd_logs import odd_log
from tests.practice.test_round_log import DAMAGED, DRESSES

LOGS = 500


@pytest.fixture(scope="module")
def settings():
    return check_log.settings()


def toml(policy):
    """Return a policy as it is typed."""
    words = {str: lambda x: f'"{x}"', tuple: lambda x: f"[{x[0]}, {x[1]}]"}
    return "\n".join(f"{key} = {words.get(type(value), str)(value)}" for key, value in policy.items())


def in_page(settings, given):
    """Return what the page says of files and policies: faults with rounds and evidence, or a sentence."""
    sent = [[name, base64.b64encode(raw).decode(), toml(policy)] for name, raw, policy in given]
    return ask(["checked", settings, sent])[0]


def in_python(folder, given):
    """Return what the package says of the same."""
    found = []
    for name, raw, policy in given:
        path = folder / name
        path.write_bytes(raw)
        try:
            faults = audit(RoundLog.read(path), Policy(**policy)).faults
            found.append([[fault.fault, fault.rounds, fault.evidence] for fault in faults])
        except ValueError as refusal:
            found.append(str(refusal))
    return found


def test_both_give_the_same_verdict_on_500_logs(settings, tmp_path):
    given = [("log.csv", *odd_log(seed)) for seed in range(LOGS)]
    expected = in_python(tmp_path, given)
    assert in_page(settings, given) == expected
    named = {fault for faults in expected for fault, _, _ in faults}
    assert named == set(settings["rules"])
    assert sum(not faults for faults in expected) > 50


def test_a_model_whose_synthetic_average_is_missing_says_nothing_of_the_next_shift(settings, tmp_path):
    rng, rows = np.random.default_rng(7), clean_log(60)
    for t, row in enumerate(rows):
        row |= {"real_mean.a": 50 + rng.normal(), "synthetic_mean.a": 50 + rng.normal() if t % 2 else ""}
    given = [("log.csv", as_csv(rows).encode(), {})]
    assert in_python(tmp_path, given) == in_page(settings, given) == [[]]


@pytest.mark.parametrize("files", [DRESSES, dict(enumerate(raw for raw, _ in DAMAGED))], ids=["dresses", "damaged"])
def test_both_read_the_same_files(settings, tmp_path, files):
    given = [("log", raw, {}) for raw in files.values()]
    assert in_page(settings, given) == in_python(tmp_path, given)


def test_both_answer_changed_bytes_alike(settings, tmp_path):
    rng, given = np.random.default_rng(11), []
    raws = list(DRESSES.values())
    for _ in range(600):
        raw = bytearray(raws[rng.integers(len(raws))])
        for _ in range(rng.integers(1, 4)):
            at = rng.integers(len(raw))
            raw[at : at + rng.integers(3)] = bytes(rng.choice(list(b'",;\n\r. 0x-e'), rng.integers(3)).tolist())
        given.append(("log", bytes(raw[: rng.integers(1, len(raw) + 1)] if rng.uniform() < 0.2 else raw), {}))
    both = zip(in_page(settings, given), in_python(tmp_path, given), strict=True)
    assert [pair for pair in both if pair[0] != pair[1]] == []


def test_the_policy_of_the_page_is_the_default_one(settings):
    assert Policy(**tomllib.loads(settings["policy"])) == Policy()
    [[read]] = [ask(["policies", settings, [settings["policy"]]])[0]]
    assert read == settings["defaults"]
    every = re.sub("^# (?=[a-z_]+ = )", "", default_policy(), flags=re.MULTILINE)
    [[read]] = [ask(["policies", settings, [every]])[0]]
    assert read == {**tomllib.loads(every)}


ONE_A_LINE = "The policy must have one key a line, as in floor = 0.5, each key once, got {}."
POLICIES = {
    "floor = 2": "The policy's floor cannot be 2.",
    'floor = "low"': 'The policy\'s floor cannot be "low".',
    "ratio = [2, 1]": "The policy's ratio cannot be [2, 1].",
    "floors = 0.5": "floors is no key of a policy; there are floor, ceiling, least_fresh_share, ratio, largest_bias, "
    "prescribed_weight, error_limit, least_rare_coverage.",
    "floor": ONE_A_LINE.format("floor"),
    "floor = 0.1\nfloor = 0.2": ONE_A_LINE.format("floor = 0.2"),
}


@pytest.mark.parametrize("text", POLICIES)
def test_a_policy_that_cannot_be_is_refused_in_one_sentence(settings, text):
    assert ask(["policies", settings, [text]]) == [[POLICIES[text]]]


NUMBERS = [0.1, 1 / 3, 0.125, 100.25, 123450, 1e5, 1e6, 1e16, 1.5e-5, 12345678.9, 0.0001, 2.5, -0.5, 1e200, 99999.5]


@pytest.mark.parametrize("form", ["g", ".4g", ".3g", ".1f", ".0f"])
def test_numbers_are_written_as_python_writes_them(form):
    values = [x for x in NUMBERS if form.endswith("g") or abs(x) < 1e15] + [float("inf"), float("-inf"), float("nan")]
    sent = [["{x:" + form + "}", {"x": x if np.isfinite(x) else str(x)}] for x in values]
    assert ask(["written", sent])[0] == [format(x, form) for x in values]


def test_the_examples_are_a_clean_log_and_one_with_faults(settings, tmp_path):
    given = [("log.csv", example["text"].encode(), {}) for example in settings["examples"]]
    clean, wrong = in_python(tmp_path, given)
    assert clean == []
    assert [fault for fault, *_ in wrong] == ["error_above_limit", "error_rising"]
    assert in_page(settings, given) == [clean, wrong]


def test_the_charts_draw_the_log_and_its_faults(settings, tmp_path):
    rows = clean_log(rounds=40)
    rows[20]["error"] = 3.0
    rows[25] |= {"weight": 0.4, "reason": "pilot"}
    rows[26]["reason"] = "back"
    sent = base64.b64encode(as_csv(rows).encode()).decode()
    errors, weights = (Drawing(text) for text in ask(["logCharts", settings, sent, 500])[0])
    log = read(tmp_path, rows)
    drawn = {"error": log["error"], "real rows alone": log["error_real_only"]}
    for chart, curves in ((errors, drawn), (weights, {"weight on the real rows": log["weight"]})):
        for label, values in curves.items():
            expected = np.transpose([chart.at("x", log["round"]), chart.at("y", values)])
            assert chart.points(label) == pytest.approx(expected, abs=PIXEL)
    limit = error_limits(log, Policy())
    late = np.isfinite(limit)
    expected = np.transpose([errors.at("x", log["round"][late]), errors.at("y", limit[late])])
    assert errors.points("limit") == pytest.approx(expected, abs=PIXEL)
    floor = (1 / 3 + 0.618034) / 2
    assert weights.points("floor")[:, 1] == pytest.approx(np.full(40, weights.at("y", floor)), abs=PIXEL)
    assert errors.dots()[:, :2] == pytest.approx(np.array([[errors.at("x", 20), errors.at("y", 3.0)]]), abs=PIXEL)
    assert weights.dots()[:, :2] == pytest.approx(np.array([[weights.at("x", 25), weights.at("y", 0.4)]]), abs=PIXEL)
    low, high = errors.ends("y")
    least = min(log["error"].min(), log["error_real_only"].min())
    assert (low, high) == pytest.approx((least - 0.1 * (3 - least), 3 + 0.1 * (3 - least)), abs=0.02)
    assert errors.key == {
        "error": "mc-line mc-real",
        "real rows alone": "mc-line mc-theory mc-dashed",
        "limit": "mc-line mc-synthetic mc-dashed",
    }


def test_the_script_is_one_that_runs_and_a_light_one(tmp_path):
    (tmp_path / "check.js").write_text(bundle.check_script(), encoding="utf-8")
    subprocess.run([str(NODE), "--check", str(tmp_path / "check.js")], check=True)
    assert len(gzip.compress(bundle.check_script().encode())) < 20_000
    assert len(gzip.compress(check_log.html().encode())) < 20_000
