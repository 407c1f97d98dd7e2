"""Histograms over rounds: what is drawn, said and stored comes from the rows."""

import csv
import io

import numpy as np
import pytest

from model_collapse.figures.histograms import histogram_over_rounds


def normal(x):
    return np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)


@pytest.fixture(scope="module")
def samples():
    rng = np.random.default_rng(4)
    return {
        "alone": {0: rng.normal(0, 1, 4000), 50: rng.normal(0.5, 0.1, 4000)},
        "mixed": {0: rng.normal(0, 1, 4000), 50: rng.normal(0, 3, 4000)},
    }


@pytest.fixture(scope="module")
def figure(samples):
    return histogram_over_rounds(samples, normal, bins=40)


def test_the_data_are_shares_of_the_rows(figure, samples):
    rows = list(csv.DictReader(io.StringIO(figure.csv())))
    assert len(rows) == 40
    for name, by_round in samples.items():
        for t, drawn in by_round.items():
            share = np.array([float(row[f"{name}, round {t}"]) for row in rows])
            left, right = float(rows[7]["from"]), float(rows[7]["to"])
            assert share[7] == pytest.approx(((drawn >= left) & (drawn < right)).mean())
            assert share.sum() == pytest.approx((np.abs(drawn) <= 4).mean())
    middle = [(float(row["from"]) + float(row["to"])) / 2 for row in rows]
    np.testing.assert_allclose([float(row["true density"]) for row in rows], normal(np.array(middle)))


def test_the_words_say_what_is_drawn(figure, samples):
    for name, by_round in samples.items():
        spreads = ", ".join(f"{rows.std(ddof=1):.2f} at round {t}" for t, rows in by_round.items())
        assert f"{name}: {spreads}" in figure.alt
    outside = (np.abs(samples["mixed"][50]) > 4).mean()
    assert f"At most {outside:.1%} of the rows" in figure.alt
    assert "columns: 2, rounds shown: 2" in figure.alt


def test_one_frame_for_each_round_and_run(figure):
    assert len(figure.canvas.axes) == 4
    for axes in figure.canvas.axes:
        drawn = axes.patches[0].get_data().values
        assert drawn.max() == pytest.approx(1)
        assert axes.lines[0].get_ydata().max() == pytest.approx(1, abs=1e-3)


def test_one_run_is_enough(samples):
    assert len(histogram_over_rounds({"alone": samples["alone"]}, normal).canvas.axes) == 2


@pytest.mark.parametrize(
    ("names", "message"),
    [([], "1 or 2 runs, got 0"), (["a", "b", "c"], "1 or 2 runs, got 3")],
)
def test_no_runs_and_three_are_refused(names, message, samples):
    with pytest.raises(ValueError, match=message):
        histogram_over_rounds(dict.fromkeys(names, samples["alone"]), normal)


def test_runs_with_different_rounds_are_refused(samples):
    with pytest.raises(ValueError, match=r"same rounds, one or more, got \[\[0, 50\], \[0\]\]"):
        histogram_over_rounds({"a": samples["alone"], "b": {0: samples["alone"][0]}}, normal)
    with pytest.raises(ValueError, match=r"one or more, got \[\[\]\]"):
        histogram_over_rounds({"a": {}}, normal)


@pytest.mark.parametrize("bins", [0, -1, 2.5, 10_001, 10**18])
def test_bars_are_a_number_that_can_be_drawn(samples, bins):
    with pytest.raises(ValueError, match=r"^bins must be [^\n]*, got [^\n]*\.$"):
        histogram_over_rounds(samples, normal, bins=bins)


@pytest.mark.parametrize("rows", [[0.5], [], [[0.0, 1.0], [2.0, 3.0]]])
def test_rows_that_make_no_histogram_are_refused(rows):
    with pytest.raises(ValueError, match="samples must be two rows or more in each round, got shape"):
        histogram_over_rounds({"a": {0: rows}}, normal)


@pytest.mark.parametrize("span", [(1.0, 1.0), (1.0, 0.0), (0.0, 1.0, 2.0)])
def test_a_span_without_width_is_refused(samples, span):
    with pytest.raises(ValueError, match="span must be two numbers, the smaller one first, got"):
        histogram_over_rounds(samples, normal, span=span)


def test_names_side_by_side_do_not_meet():
    rows = np.random.default_rng(4).normal(size=500)
    runs = {"without real rows": {0: rows, 1000: rows}, "weight 0.618 on real rows": {0: rows, 1000: rows}}
    drawn = histogram_over_rounds(runs, normal)
    drawn.svg()  # lays it out
    boxes = [axes.title.get_window_extent() for axes in drawn.canvas.axes if axes.get_title()]
    assert len(boxes) == 2
    left, right = (box.expanded(1.4, 1) for box in boxes)  # a page's own font may be that much wider
    assert left.x1 < right.x0
    assert right.x1 <= drawn.canvas.bbox.x1
