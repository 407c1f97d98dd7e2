"""The picture of cost, read from the drawing, and the tables beside it."""

import numpy as np

import model_collapse as mc
from model_collapse.beyond.scale import growths


def test_dots_are_measured_and_lines_have_the_predicted_slope():
    figure = mc.beyond.cost_curves()
    problems = ["mean", "regression", "categories", "by_rows"]
    assert [axes.get_title(loc="left") for axes in figure.canvas.axes] == [
        "mean",
        "regression",
        "categories",
        "row by row",
    ]
    for problem, axes in zip(problems, figure.canvas.axes, strict=True):
        assert axes.get_xscale() == axes.get_yscale() == "log"
        for grows, label in (("rows", "more rows"), ("columns", "more columns")):
            costs = mc.beyond.stored_costs(f"{problem}_{grows}")
            [dots] = [line for line in axes.lines if line.get_label() == label]
            assert list(dots.get_xdata()) == list(costs.size)
            assert list(dots.get_ydata()) == list(costs.seconds)
            bottom, top = axes.get_ylim()
            assert bottom < costs.seconds.min() < costs.seconds.max() < top
            line = axes.lines[axes.lines.index(dots) - 1]
            (x0, x1), (y0, y1) = line.get_xdata()[-2:], line.get_ydata()[-2:]
            slope = np.log(y1 / y0) / np.log(x1 / x0)
            assert abs(slope - growths()[f"{problem}_{grows}"].seconds) < 1e-9
            assert y1 == costs.seconds[-1]
    assert "mean, rows: from 3e-07 seconds at size 10 to 4e-07 at 1e15" in figure.alt
    assert len(figure.data["size"]) == sum(mc.beyond.stored_costs(name).size.size for name in growths())
    for name, said in growths().items():
        assert f"{said.label}: from {mc.beyond.stored_costs(name).seconds[0]:.1g} seconds" in figure.alt


def test_tables_have_a_line_a_case():
    errors, weights = mc.beyond.errors_by_size(), mc.beyond.weights_by_size()
    assert len(errors.rows()) == 17
    assert len(weights.rows()) == 16
    assert weights.rows()[4][1] == "1,000"
    assert weights.rows()[5][1] == "1e6"
    assert errors.rows()[2][:4] == ["mean", "1e15", "1,000", "0.6180"]
    for row in errors.rows():
        z = (float(row[4]) - float(row[3])) / float(row[5])
        assert abs(float(row[6]) - z) < 0.4
    assert weights.rows()[0][:4] == ["mean", "10", "1", "0.618"]
