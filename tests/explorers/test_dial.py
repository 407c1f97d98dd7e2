"""What the dial reaches by slider and field, and what unlike noise and drift do to it."""

import pytest

from model_collapse import explorers, theory
from tests.explorers.javascript import ask


def test_what_is_typed_is_the_nearest_allowed_value():
    rows = {"low": 10, "high": 100_000, "whole": True}
    share = {"low": 0, "high": 1, "whole": False}
    counts, shares = ask(
        ["allowed", rows, ["809", "1,234", "12.6", "3", "1e9", "", "many"]],
        ["allowed", share, ["0.618", " .5 ", "-1", "2", "NaN", "Infinity"]],
    )
    assert counts == [809, 1234, 13, 10, 100_000, None, None]
    assert shares == [0.618, 0.5, 0, 1, None, None]


def test_values_near_a_mark_meet_it_exactly():
    marks = [1 / 3, 0.5, theory.GOLDEN_WEIGHT, 1]
    [found] = ask(["snapped", marks, 0.0005, [0.333, 0.334, 0.5, 0.618, 0.617, 0.9998]])
    assert found == [1 / 3, 0.334, 0.5, theory.GOLDEN_WEIGHT, 0.617, 0.9998]


def test_the_dial_reaches_the_golden_weight_and_break_even_by_its_slider():
    dial = explorers.WeightDial()
    assert dial.controls()["weight"].slider["step"] == 0.001
    assert explorers.WeightDial(weight=1 / 3).verdict() == "even"
    assert dial.page_settings()["least"] == dial.controls()["weight"].slider["step"]


def test_unlike_noise_and_drift_move_the_dial():
    values = {"n_real": 200, "n_synthetic": 100, "weight": 0.7}
    noise, both = explorers.WeightDial(**values, noise_ratio=2), explorers.WeightDial(**values, noise_ratio=2, drift=1)
    assert noise.facts()["optimal_weight"] == pytest.approx(float(theory.optimal_weight(1)))
    assert both.facts()["error_ratio"] == pytest.approx((0.49 + 2 * 0.09) / (0.7 * 1.3))
    assert both.facts()["rows"] == pytest.approx(200 / both.facts()["error_ratio"])
