"""Figures 7, 8 and 9 as their chapters draw them: a panel an estimator, with what the tables say of it."""

import ast
import csv

import nbformat
import numpy as np
import pytest

from coursebook import ROOT
from model_collapse import figures
from model_collapse.paper.stored import FOLDER
from tests.figures.test_layout import crossed, words

CHAPTERS = {7: "total-collapse", 8: "golden-ratio", 9: "much-synthetic"}
PICTURES = {7: "total-collapse-panels", 8: "six-panels", 9: "much-synthetic-panels"}
PANELS = ["distribution", "covariance", "mean", "linear", "logistic", "Poisson"]


def drawn(number):
    """Return the picture of a chapter, from the cells that make it out of the stored tables."""
    cells = nbformat.read(ROOT / "notebooks" / "experiments" / f"{CHAPTERS[number]}.ipynb", as_version=4).cells
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    at = next(i for i, source in enumerate(code) if f'"{PICTURES[number]}"' in source)
    scope = {}
    for source in code[:at]:
        if "import" in source or "stored" in source:
            exec(source, scope)
    *before, picture = ast.parse(code[at]).body
    exec(compile(ast.Module(before, []), PICTURES[number], "exec"), scope)
    return eval(compile(ast.Expression(picture.value), PICTURES[number], "eval"), scope)


@pytest.fixture(scope="module")
def pictures():
    return {number: drawn(number) for number in CHAPTERS}


def tables(number):
    """Return the stored numbers by panel and scheme, as columns."""
    found = {}
    columns = "x", "mean", "stderr", "theory"
    for path in (FOLDER / f"figure{number}").glob("*.csv"):
        lines = path.read_text(encoding="utf-8").splitlines()[1:]
        schemes = found.setdefault(path.stem.removeprefix("gaussian_").replace("poisson", "Poisson"), {})
        for row in csv.DictReader(lines):
            schemes.setdefault(row["scheme"], []).append([float(row[name]) for name in columns])
    return {panel: {scheme: np.array(rows).T for scheme, rows in schemes.items()} for panel, schemes in found.items()}


def by_panel(picture):
    """Return the axes by the name above them."""
    return {axes.get_title(loc="left"): axes for axes in picture.canvas.axes}


def edges(band, x):
    """Return the lower and the upper end of a band at each x."""
    corners = band.get_paths()[0].vertices
    return np.array([[side(corners[np.isclose(corners[:, 0], at), 1]) for at in x] for side in (np.min, np.max)])


@pytest.mark.parametrize("number", CHAPTERS)
def test_a_panel_an_estimator_and_nothing_lies_on_words(pictures, number):
    assert sorted(by_panel(pictures[number])) == sorted(PANELS)
    assert crossed(pictures[number].canvas) == []
    frame = pictures[number].canvas.bbox
    outside = [said for said, box in words(pictures[number].canvas) if box.x0 < frame.x0 or box.x1 > frame.x1]
    assert outside == []


@pytest.mark.parametrize("panel", PANELS)
def test_collapse_shows_nine_runs_of_ten_and_what_is_expected(pictures, panel):
    axes, stored = by_panel(pictures[7])[panel], tables(7)[panel]
    x, mean, _, theory = stored["mean"]
    lines = {line.get_label(): line.get_xydata().T for line in axes.lines}
    np.testing.assert_allclose(lines["expectation"], [x + 1, theory / mean[0]])
    there = np.isfinite(stored["quantile_0.50"][1])
    np.testing.assert_allclose(lines["median run"], [x[there] + 1, stored["quantile_0.50"][1][there] / mean[0]])
    limits = [np.minimum(stored[f"quantile_{q}"][1] / mean[0], 1e4) for q in ("0.05", "0.95")]
    np.testing.assert_allclose(edges(axes.collections[0], x + 1), limits)
    assert axes.get_ylim() == (0.1, 1e4)
    assert (axes.get_xscale(), axes.get_yscale()) == ("log", "log")


@pytest.mark.parametrize("panel", PANELS)
def test_each_estimator_has_its_band_its_theory_and_the_interval_of_its_minimum(pictures, panel):
    axes, stored = by_panel(pictures[8])[panel], tables(8)[panel]
    w, error, spread, _ = stored["fresh"]
    [unit] = stored["real_only"][1]
    lines = {line.get_label(): line.get_xydata().T for line in axes.lines}
    np.testing.assert_allclose(lines["simulated"], [w, error / unit])
    np.testing.assert_allclose(lines["theory f"], [w, (w**2 + (1 - w) ** 2) / (w * (2 - w))])
    ends = np.array([error - 2 * spread, error + 2 * spread]) / unit
    np.testing.assert_allclose(edges(axes.collections[0], w), ends)
    interval = dict(zip(*stored["best_weight"][:2], strict=True))
    np.testing.assert_allclose(lines["lowest, 95%"][0], [interval[0.025], interval[0.975]])
    assert "one point of the grid in five panels" in pictures[8].caption


def test_five_intervals_are_one_point():
    spans = [np.ptp(stored["best_weight"][1]) for stored in tables(8).values()]
    assert sorted(np.array(spans) > 0) == [False] * 5 + [True]


@pytest.mark.parametrize("panel", PANELS)
def test_naive_and_best_weight_stand_beside_theory_with_their_errors(pictures, panel):
    axes, stored = by_panel(pictures[9])[panel], tables(9)[panel]
    alone = stored["real_only"]
    theory = [line.get_xydata().T for line in axes.lines if line.get_label() == "theory"]
    looks = {"naive": figures.SYNTHETIC, "optimal": figures.MIXTURE}
    for (name, color), line, drawing in zip(looks.items(), theory, axes.containers, strict=True):
        k, error, spread, expected = stored[name]
        np.testing.assert_allclose(line, [k, expected / alone[3]])
        dots, _, [bars] = drawing
        assert (drawing.get_label(), dots.get_color()) == (name, color)
        np.testing.assert_allclose(dots.get_xydata().T, [k, error / alone[1]])
        ends = np.array([bar[:, 1] for bar in bars.get_segments()]).T
        np.testing.assert_allclose(ends, [(error - 2 * spread) / alone[1], (error + 2 * spread) / alone[1]])


def test_few_rows_lift_the_real_rows_alone_most():
    for panel in ("logistic", "Poisson"):
        stored = tables(9)[panel]
        above = {name: (stored[name][1] / stored[name][3])[0] for name in ("real_only", "naive", "optimal")}
        assert above["real_only"] > 1.15
        assert max(above["naive"], above["optimal"]) < above["real_only"]
