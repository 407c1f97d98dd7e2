"""The lines of fixed weights are drawn, and the concave curve below them that each touches."""

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from model_collapse import figures
from model_collapse.figures import style


def error(w, k, d):
    return (w**2 + k * (1 - w) ** 2) / (w * (2 - w)) + d * ((1 - w) / w) ** 2


@pytest.mark.claim("T38")
@pytest.mark.parametrize(("k", "bound"), [(1.0, 1.0), (0.2, 2.0)])
def test_what_is_drawn_is_the_error_of_three_weights_and_the_least_one(k, bound):
    figure = figures.error_by_bias(k, bound)
    [axes] = figure.canvas.axes
    least, without, regret, minimax, alone, rule = axes.lines
    assert [line.get_color() for line in (least, without, alone)] == [style.THEORY, style.MIXTURE, style.REAL]
    assert list(alone.get_ydata()) == [1, 1]
    assert list(rule.get_xdata()) == [bound, bound]
    for i in (0, 60, 100, 150):
        d = least.get_xdata()[i]
        assert d == pytest.approx(bound * i / 100)
        found = minimize_scalar(lambda w, d=d: error(w, k, d), bounds=(0.01, 1), method="bounded")
        assert least.get_ydata()[i] == pytest.approx(found.fun, rel=1e-6)
    lines = [line.get_ydata() for line in (without, regret, minimax)]
    gaps = [line - least.get_ydata() for line in lines]
    assert [gap.argmin() for gap in gaps][::2] == [0, 100]
    assert 0 < gaps[1].argmin() < 100
    for line, gap in zip(lines, gaps, strict=True):
        assert np.ptp(np.diff(line)) < 1e-12
        assert -1e-12 < gap.min() < 1e-3
    losses = lines[1] / least.get_ydata()
    assert losses[0] == pytest.approx(losses[100], rel=1e-9)
    assert list(figure.data) == ["squared_bias", "least", "without", "regret", "minimax"]


def test_the_words_say_the_numbers_of_the_chapter():
    figure = figures.error_by_bias()
    assert "weight 0.715: 0.645 without bias, 0.803 at the bound" in figure.alt
    assert "best without bias, weight 0.618: 0.618 without bias, 1.000 at the bound" in figure.alt
