"""The explorers' Python side: values, refusals, the form for pages."""

import html
import json
import re
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest

import model_collapse as mc
from coursebook.ext import explorers as directive
from model_collapse import explorers, figures, theory
from model_collapse.explorers import bundle
from model_collapse.figures import style

NAMES = [name for name in explorers.__all__ if name not in ("Explorer", "Predict")]


def predict(**changes):
    weight = np.linspace(0.05, 1, 20)
    given = {"question": "Where?", "answer": 0.618, "explanation": "There.", "label": "error"} | changes
    return explorers.Predict(**given, curve=(weight, theory.error_ratio(weight, 1)))


@pytest.mark.parametrize("name", NAMES)
def test_values_are_read_and_set_within_their_bounds(name):
    explorer = getattr(explorers, name)()
    for key, control in explorer.controls().items():
        setattr(explorer, key, control.slider["high"])
        assert explorer.values()[key] == control.slider["high"]
        with pytest.raises(ValueError, match=rf"^{key} must be a .*number from .* to .*, got .*\.$"):
            setattr(explorer, key, control.slider["high"] * 1.5)
        with pytest.raises(ValueError, match="got 'x'"):
            setattr(explorer, key, "x")
    assert repr(explorer).startswith(f"{name}(")


@pytest.mark.parametrize("name", NAMES)
def test_a_sentence_writes_a_number_in_one_way_and_large_ones_without_places(name):
    explorer = getattr(explorers, name)()
    for key, control in explorer.controls().items():
        for end in ("low", "high"):
            there = getattr(explorers, name)(**{key: control.slider[end]})
            written = re.findall(r"\d[\d,]*\.\d+(?!%)\b", there.sentence())
            ways = {float(number.replace(",", "")): set() for number in written}
            for number in written:
                ways[float(number.replace(",", ""))].add(number)
            assert [found for value, found in ways.items() if len(found) > 1 or value >= 1000] == [], key


def test_whole_numbers_stay_whole():
    with pytest.raises(ValueError, match=r"n_real must be a whole number from 10 to 100,000, got 10\.5\."):
        explorers.WeightDial(n_real=10.5)


def test_an_unknown_value_is_refused():
    with pytest.raises(ValueError, match="WeightDial has no value 'lambda_'; it has n_real, n_synthetic, weight"):
        explorers.WeightDial(lambda_=0.5)


@pytest.mark.parametrize("name", NAMES)
def test_the_form_for_pages_carries_its_settings_and_a_picture(name):
    explorer = getattr(explorers, name)()
    page = explorer.html()
    settings = json.loads(html.unescape(re.search(r'data-settings="([^"]*)"', page)[1]))
    assert settings["values"] == explorer.values()
    assert settings["explorer"] == explorer.module
    assert page.count("<figure") == 1
    assert html.escape(explorer.sentence()) in page


def test_a_notebook_gets_the_widget_and_the_form_for_pages():
    data, _ = explorers.WeightDial()._repr_mimebundle_()
    assert {"text/html", "text/plain", "application/vnd.jupyter.widget-view+json"} <= set(data)


def test_the_presets_of_the_dial_keep_500_real_rows():
    presets = explorers.WeightDial().page_settings()["presets"]
    assert [(preset["label"], *preset["values"].values()) for preset in presets] == [
        (f"1:{m}", 500, 500 * m) for m in (1, 4, 10, 100)
    ]


def test_the_still_picture_of_the_budget_has_room_for_the_costs():
    [axes] = explorers.Budget(rows_alone=200).figure().canvas.axes
    assert (axes.get_xlim()[1], axes.get_ylim()) == (200, (0, 300))


def test_the_numbers_of_the_dial():
    facts = mc.explorers.WeightDial(n_real=500, n_synthetic=500, weight=0.618).facts()
    assert round(facts["rows"]) == 809
    assert facts["per_row_ratio"] == pytest.approx(0.618 / 0.382)


@pytest.mark.parametrize(
    ("weight", "verdict"), [(0, "collapse"), (0.2, "harm"), (0.45, "gain"), (0.62, "best"), (1, "alone")]
)
def test_verdicts_of_the_dial(weight, verdict):
    assert explorers.WeightDial(weight=weight).verdict() == verdict


def test_a_dear_generator_is_not_bought():
    assert explorers.Budget(price_ratio=1).verdict() == "alone"


def test_a_guess_is_a_weight_and_the_errors_begin_at_0():
    asked = predict()
    assert [(guess.slider["low"], guess.slider["high"]) for guess in asked.controls().values()] == [(0, 1)]
    assert asked.axes().x == (0, 1)
    assert asked.axes().y[0] == 0


def test_a_prediction_hides_its_answer():
    asked = predict()
    assert "0.618" not in asked.sentence()
    assert "<details><summary>" in asked.html()
    with pytest.raises(ValueError, match="answer must be between 0 and 1, got 2"):
        predict(answer=2)


def test_the_style_sheet_has_the_colours_of_the_plots():
    for role, colour in style.ROLES.items():
        assert f"--mc-{role}: {colour};" in bundle.style()
    assert figures.INK in bundle.style()


def test_the_package_works_without_anywidget():
    hide = "import sys; sys.modules['anywidget'] = None"
    use = "import model_collapse as mc; print(mc.optimal_weight(1)); mc.explorers"
    done = subprocess.run([sys.executable, "-c", f"{hide}; {use}"], capture_output=True, text=True)
    assert done.stdout.startswith("0.618")
    assert "model_collapse.explorers needs anywidget; install it with" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("values", [{"n_real": 100, "n_synthetic": 100}, {}])
def test_a_bias_of_one_standard_error_is_break_even(values):
    assert "it is break-even" in explorers.BiasAndDrift(**values, bias=1).sentence()


def test_the_dial_at_break_even():
    assert "neither help nor harm" in explorers.WeightDial(n_real=10, n_synthetic=20, weight=0.2).sentence()


def test_texts_of_a_prediction_hold_no_braces():
    with pytest.raises(ValueError, match="question must hold no braces"):
        explorers.Predict(r"Is it $\frac{1}{2}$?", 0.5, "No.", curve=([0.0, 1.0], [1.0, 2.0]), label="error")


def test_a_prediction_leaves_out_what_cannot_be_drawn():
    weight = np.linspace(0, 1, 5)
    asked = explorers.Predict("Where?", 0.618, "There.", curve=(weight, theory.error_ratio(weight, 1)), label="error")
    assert [at for at, _ in asked.page_settings()["curve"]] == [0.25, 0.5, 0.75, 1.0]
    assert "Infinity" not in asked.html()


CURVES = [([0, 1], [1, 2, 3]), ([[0, 1]], [[1, 2]]), ([0, 1], [np.inf, np.inf]), [0, 1], 3]


@pytest.mark.parametrize("curve", CURVES, ids=str)
def test_the_curve_of_a_prediction_is_a_pair_of_one_length(curve):
    with pytest.raises(ValueError, match=r"^curve must be a pair of arrays of one length"):
        explorers.Predict("Where?", 0.6, "There.", curve=curve, label="error")


@pytest.mark.parametrize(("said", "found"), [("0.3", 0.3), ("1e3", 1000.0), ("many", "many"), ("", "")])
def test_the_directive_hands_on_numbers(said, found):
    assert directive._number(said) == found


def test_the_directive_takes_every_value_of_every_explorer(monkeypatch):
    monkeypatch.setattr(directive.ExplorerDirective, "option_spec", None)
    added = {}
    directive.add_directive(SimpleNamespace(add_directive=added.__setitem__))
    options = set(added["explorer"].option_spec)
    assert {"n_real", "n_synthetic", "weight", "seed", "price_ratio", "guess"} <= options
    values = {key for name in (*NAMES, "Predict") for key in getattr(explorers, name).controls()}
    assert options == values | {"demonstrates"}


def test_only_what_has_a_demonstration_demonstrates():
    assert " data-demonstrates " in explorers.Digits().html(demonstrates=True)
    assert "data-demonstrates" not in explorers.Digits().html()
    with pytest.raises(ValueError, match="Budget has no demonstration"):
        explorers.Budget().html(demonstrates=True)
