"""What the figure of harm says of fixed weights, against the sums that the theory writes out."""

import numpy as np
import pytest

from model_collapse import figures

D, FOUND, BARS = [0.0, 1.0, 4.0], [0.7, 0.82, 0.91], [0.002, 0.002, 0.002]


def drawn(k=1.0):
    return figures.harm_by_bias(D, FOUND, BARS, k=k)


@pytest.mark.parametrize("k", [0.25, 1.0])
def test_the_fixed_weight_is_a_straight_line_that_passes_one_at_k(k):
    data = drawn(k).data
    w = (np.sqrt(k**2 + 4 * k) - k) / 2
    np.testing.assert_allclose(data["fixed"], w + (1 - w) ** 2 / w**2 * np.array(D), rtol=1e-12)
    assert figures.harm_by_bias([0, k], [1, 1], [0, 0], k=k).data["fixed"][1] == pytest.approx(1, rel=1e-12)
    assert f"above {k:g};" in drawn(k).caption


def test_the_best_weight_for_a_known_bias_is_the_lowest_on_a_fine_grid():
    w = np.linspace(0.3, 0.999, 4000)
    for d, known in zip(D, drawn().data["bias_known"], strict=True):
        least = ((w**2 + (1 - w) ** 2) / (w * (2 - w)) + (1 - w) ** 2 / w**2 * d).min()
        assert known == pytest.approx(least, abs=1e-6)


def test_the_lines_drawn_and_the_words():
    figure = drawn()
    (axes,) = figure.canvas.axes
    drawn_lines = [line.get_ydata() for line in axes.lines]
    assert any(np.array_equal(line, FOUND) for line in drawn_lines)
    assert "largest simulated value is 0.91" in figure.caption
    assert "from 0.62 to 2.15" in figure.alt
    assert "from 0.70 to 0.91" in figure.alt
    (bars,) = axes.containers[0].lines[2]
    np.testing.assert_allclose([part[:, 1] for part in bars.get_segments()], np.add.outer(FOUND, [-0.004, 0.004]))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ((D[::-1], FOUND, BARS), "numbers that grow"),
        (([1.0], [0.7], [0.1]), "numbers that grow"),
        (([1.0, 1.0], [0.7, 0.7], [0.1, 0.1]), "numbers that grow"),
        ((D, FOUND[1:], BARS), "one length"),
        ((D, FOUND, 0.1), "one length"),
        ((D, FOUND, BARS, 0), "k must be"),
    ],
)
def test_what_does_not_fit_is_refused(given, message):
    with pytest.raises(ValueError, match=message):
        figures.harm_by_bias(*given)
