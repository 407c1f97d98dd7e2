"""Curves of a regression with other covariates: the dots lie at the minima, and all curves cross at break-even."""

import numpy as np
import pytest

from model_collapse import figures


@pytest.mark.parametrize("k", [0.25, 1.0])
def test_dots_lie_at_the_minima_and_curves_cross_at_break_even(k):
    figure = figures.covariate_curves(k)
    axes = figure.canvas.axes[0]
    curves = [line.get_xydata().T for line in axes.lines if len(line.get_xdata()) > 2]
    dots = [line.get_xydata()[0] for line in axes.lines if line.get_marker() == "o"]
    assert len(curves) == len(dots) == 3
    for (weight, error), dot in zip(curves, dots, strict=True):
        assert dot[0] == pytest.approx(weight[error.argmin()], abs=0.006)
        assert dot[1] == pytest.approx(error.min(), abs=1e-3)
        assert np.interp(k / (k + 2), weight, error) == pytest.approx(1, abs=2e-3)
    lowest = [curve[1].min() for curve in curves]
    assert lowest == sorted(lowest, reverse=True)
    for dot in dots:
        assert f"{dot[0]:.3f}" in figure.alt
        assert f"{dot[1]:.3f}" in figure.alt
        assert f"{dot[0]:.3f}" in figure.caption
    np.testing.assert_allclose([list(column) for column in list(figure.data.values())[1:]], [c[1] for c in curves])
