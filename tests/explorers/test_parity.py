"""The page's formulas, sentences and runs agree with Python and with theory."""

import re
import shutil
import subprocess

import numpy as np
import pytest
from scipy import stats
from scipy.special import digamma

from model_collapse import explorers, theory
from model_collapse.explorers import bundle, words
from tests.explorers.javascript import NODE, ask

POINTS = 500


def points():
    """Draw settings at random: a weight, counts of rows, rounds, a squared bias, a price."""
    rng = np.random.default_rng(5)
    rows = np.round(10 ** rng.uniform(1, 5, (2, POINTS))).astype(int)
    return {
        "w": rng.uniform(0, 1, POINTS).tolist(),
        "k": (10 ** rng.uniform(-4, 4, POINTS)).tolist(),
        "n": rows[0].tolist(),
        "m": rows[1].tolist(),
        "rounds": rng.integers(0, 101, POINTS).tolist(),
        "d": np.where(rng.uniform(size=POINTS) < 0.1, 0, 10 ** rng.uniform(-3, 2, POINTS)).tolist(),
        "alone": np.round(10 ** rng.uniform(1, 4, POINTS)).astype(int).tolist(),
        "price": (10 ** rng.uniform(-4, 0.1, POINTS)).tolist(),
        "zero": [0] * POINTS,
    }


FORMS = {
    "errorRatio": (theory.error_ratio, "w k"),
    "optimalWeight": (theory.optimal_weight, "k"),
    "naiveWeight": (theory.naive_weight, "k"),
    "breakEvenWeight": (theory.break_even_weight, "k"),
    "perRowRatio": (theory.per_row_ratio, "w k"),
    "effectiveK": (lambda n, m, q, s: n / (s * m) + n * q, "n m d price"),
    "replaceErrorRatioByRound": (theory.replace_error_ratio_by_round, "n m rounds"),
    "pooledRealErrorRatioByRound": (lambda n, rounds: theory.pooled_real_error_ratio_by_round(rounds), "n rounds"),
    "accumulateErrorRatioByRound": (theory.accumulate_error_ratio_by_round, "n m rounds"),
    "errorRatioByRound": (theory.error_ratio_by_round, "w n m rounds"),
    "kalmanWeightByRound": (theory.kalman_weight_by_round, "k rounds"),
    "biasedErrorRatio": (lambda w, k, d: theory.error_ratio(w, k, squared_bias=d), "w k d"),
    "biasedBreakEvenWeight": (lambda k, d: theory.break_even_weight(k, squared_bias=d), "k d"),
    "biasedOptimalWeight": (lambda k, d: theory.optimal_weight(k, squared_bias=d), "k d"),
    "logVarianceLoss": (theory.log_variance_loss, "m"),
    "priceSaving": (theory.price_saving, "price"),
    "syntheticRowsNeeded": (theory.synthetic_rows_needed, "n alone"),
    "cheapestWholePlan": (lambda alone, price: list(theory.cheapest_whole_plan(alone, price)), "alone price"),
}


def disagreements(folder=None):
    """Return the names of the forms that differ from Python by more than 1e-12 at one of the points."""
    drawn = points()
    given = {name: list(zip(*(drawn[key] for key in keys.split()), strict=True)) for name, (_, keys) in FORMS.items()}
    reuse = [(*point, 0) for point in given["errorRatioByRound"]]
    answers = ask(
        *(["forms", name, list(rows)] for name, rows in given.items()),
        ["forms", "errorRatioByRound", reuse],
        folder=folder,
    )
    expected = [[form(*point) for point in given[name]] for name, (form, _) in FORMS.items()]
    expected.append([theory.error_ratio_by_round(*point[:4], fresh_share=0) for point in reuse])
    wrong = []
    for name, found, right in zip([*FORMS, "errorRatioByRound with reuse"], answers, expected, strict=True):
        if name == "cheapestWholePlan":
            found = [list(plan.values()) for plan in found]
        flat, sure = (np.concatenate([np.ravel(x) for x in side]) for side in (found, right))
        if flat.shape != sure.shape or not np.allclose(flat, sure, rtol=1e-12, atol=0):
            wrong.append(name)
    return wrong


def test_every_form_is_compared():
    source = (bundle.FOLDER / "forms.js").read_text()
    assert set(re.findall(r"^export (?:const|function) (\w+)", source, re.MULTILINE)) == set(FORMS)


def test_forms_agree_with_python():
    assert disagreements() == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("w * (2 - w)", "w * (2 - w * 1.0000001)"),
        ("4 / k)", "4.0001 / k)"),
        ("gain + (1", "gain + (1.000001"),
        ("(alone - n)) / n", "(alone - n)) / (n + 1)"),
    ],
)
def test_a_changed_formula_is_found(tmp_path, old, new):
    folder = shutil.copytree(bundle.FOLDER, tmp_path / "js")
    source = (folder / "forms.js").read_text()
    assert old in source
    (folder / "forms.js").write_text(source.replace(old, new))
    assert disagreements(folder)


def drawn(explorer, count=60):
    """Draw values of an explorer within its bounds, ends included."""
    rng, names = np.random.default_rng(5), explorer.controls()
    lists = []
    for control in names.values():
        low, high = control.slider["low"], control.slider["high"]
        values = (
            10 ** rng.uniform(*np.log10([low, high]), count) if control.slider["log"] else rng.uniform(low, high, count)
        )
        values[:2] = low, high
        lists.append([round(v) if control.slider["whole"] else float(v) for v in values])
    return [dict(zip(names, values, strict=True)) for values in zip(*lists, strict=True)]


ALIKE = ("WeightDial", "FourRegimes", "AdaptiveWeights", "BiasAndDrift", "Budget")


@pytest.mark.parametrize("name", ALIKE)
def test_facts_and_sentences_agree_with_python(name):
    made = getattr(explorers, name)()
    rows = drawn(made)
    facts, sentences = ask(["facts", made.page_settings(), rows], ["sentences", made.page_settings(), rows])
    for values, found, said in zip(rows, facts, sentences, strict=True):
        there = type(made)(**values)
        right = there.facts()
        assert set(found) == set(right)
        for key, number in right.items():
            assert float(found[key]) == pytest.approx(number, rel=1e-11), key
        assert said == there.sentence().replace("inf", "∞")


def predict():
    weight = np.linspace(0.05, 1, 20)
    return explorers.Predict("Where?", 0.618, "There.", curve=(weight, theory.error_ratio(weight, 1)), label="error")


@pytest.mark.parametrize("name", [*ALIKE, "Digits", "WatchItCollapse", "Predict"])
@pytest.mark.parametrize("width", [260, 576])
def test_charts_hold_only_numbers(name, width):
    made = predict() if name == "Predict" else getattr(explorers, name)()
    [drawings] = ask(["charts", made.page_settings(), drawn(made), width])
    assert drawings
    for drawing in drawings:
        assert not re.search("NaN|undefined|Infinity|null", drawing)


def test_sliders_keep_what_python_sets():
    for name in ALIKE:
        for control in getattr(explorers, name).controls().values():
            values = [control.slider["low"], control.slider["high"], control.default_value]
            [kept] = ask(["slider", control.slider, values])
            assert kept == pytest.approx(values, rel=1e-12)


def test_sliders_stop_at_numbers_of_two_digits_within_their_bounds():
    rows = {"low": 10, "high": 100_000, "log": True, "whole": True}
    price = {"low": 0.0001, "high": 1, "log": True, "whole": False}
    share = {"low": 0, "high": 1, "log": False, "whole": False}
    counts, prices, shares = ask(
        ["positions", rows, [0.9, 1, 1.05, 2.35, 5, 5.05]],
        ["positions", price, [-4.05, -4, -2.35, 0, 0.05]],
        ["positions", share, ["0.1", 0.30000000000000004]],
    )
    assert counts == [10, 10, 11, 220, 100_000, 100_000]
    assert prices == [0.0001, 0.0001, 0.0045, 1, 1]
    assert shares == [0.1, 0.3]


@pytest.mark.parametrize("template", ["{x:.0f}", "{x:.3f}", "{x:,.2f}", "{x:.1%}", "{x:#}"])
def test_numbers_are_written_as_python_writes_them(template):
    rng = np.random.default_rng(5)
    numbers = [*(10 ** rng.uniform(-4, 6, 200)), 0, 1, -2.75, 1234.56, 2.5, 3.5, 5.25, 0.125, 0.0125, 0.0625]
    [written] = ask(["fill", template, [{"x": float(x)} for x in numbers]])
    assert written == [words.fill(template, {"x": x}) for x in numbers]


def test_both_bundles_are_sound(tmp_path):
    for name, text in {"module.mjs": bundle.module(), "page.js": bundle.page_script()}.items():
        (tmp_path / name).write_text(text)
        subprocess.run([NODE, "--check", tmp_path / name], check=True)
    # In a module a name that two files share would be an error.
    (tmp_path / "page.mjs").write_text(bundle.script())
    subprocess.run([NODE, "--check", tmp_path / "page.mjs"], check=True)


def test_ticks_are_round_numbers():
    lines, powers = ask(["ticks", {"low": 0, "high": 1}], ["ticks", {"low": 0.001, "high": 1000, "log": True}])
    assert lines == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1])
    assert powers == pytest.approx([10.0**p for p in range(-3, 4)])


def test_random_numbers_have_their_laws():
    uniforms, normals, others, again = ask(
        ["uniforms", 1, 50_000], ["normals", 1, 50_000], ["normals", 2, 50_000], ["normals", 1, 5]
    )
    assert stats.kstest(uniforms, "uniform").pvalue > 1e-3
    assert stats.kstest(normals, "norm").pvalue > 1e-3
    assert again == normals[:5] != others[:5]
    assert abs(np.corrcoef(normals, others)[0, 1]) < 4 / np.sqrt(50_000)
    assert abs(np.corrcoef(normals[1:], normals[:-1])[0, 1]) < 4 / np.sqrt(50_000)


@pytest.mark.claim("T1")
@pytest.mark.parametrize("weight", [0.3, 0.618])
def test_the_runs_in_the_page_agree_with_theory(weight):
    rows, rounds, seeds = 50, 20, list(range(1, 2001))
    [errors] = ask(["errors", seeds, {"rows": rows, "weight": weight}, rounds])
    errors = np.array(errors)
    z = (errors.mean(0) - theory.error_ratio_by_round(weight, rows, rows, rounds)) / (
        errors.std(0, ddof=1) / np.sqrt(len(seeds))
    )
    assert abs(z[[0, 1, 5, 20]]).max() < 4


@pytest.mark.claim("T15")
def test_the_spread_in_the_page_shrinks_as_theory_says():
    rows, rounds, seeds = 50, 20, list(range(1, 2001))
    [logs] = ask(["spreads", seeds, {"rows": rows, "weight": 0}, rounds])
    loss = np.log((rows - 1) / 2) - digamma((rows - 1) / 2)  # of the expected logarithm of the variance, each round
    z = (np.mean(logs) + rounds * loss) / (np.std(logs, ddof=1) / np.sqrt(len(seeds)))
    assert abs(z) < 4
