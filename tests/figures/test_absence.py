"""What the figure of absence says, against a branching process written out."""

import numpy as np
import pytest

from model_collapse import figures


def test_curves_and_words():
    figure = figures.absence_by_rows({"one": 1.0}, weight=0.4, rounds=(9, 3))
    x, *curves = figure.data.values()
    silent = [0.0]
    for _ in range(9):
        silent.append(np.exp(silent[-1] - 1))
    lines, total = 0.0, 1.0
    for _ in range(400):
        total += 1 - np.exp(-0.4 * (1 - lines))
        lines = np.exp(0.6 * (lines - 1))
    for found, worth in zip(curves, (1, total, 1 - silent[3], 1 - silent[9]), strict=True):
        np.testing.assert_allclose(found, np.exp(-worth * x), rtol=1e-9)
    (axes,) = figure.canvas.axes
    drawn = [line.get_ydata() for line in axes.lines]
    assert all(any(np.array_equal(line, found) for line in drawn) for found in curves)
    assert f"it is 37% for new real rows alone, {np.exp(-total):.0%} with" in figure.caption
    assert f"and {np.exp(silent[3] - 1):.0%} and {np.exp(silent[9] - 1):.0%} after 3 and 9 rounds" in figure.caption
    assert f"they stand at {np.exp(-total):.0%}, 37%, " in figure.alt
    assert list(figure.data)[1:] == [
        "new real rows alone", "new real rows at weight 0.4", "none for 3 rounds", "none for 9 rounds",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"marks": {"a": 0.01}}, r"^marks must be between 0\.1 and 100, got 0\.01\.$"),
        ({"marks": {"a": 101}}, "^marks must be between"),
        ({"marks": [1]}, "^marks must be a mapping"),
        ({"weight": 0}, r"^weight must be at least 0\.05, got 0\.$"),
        ({"rounds": (1,)}, r"^rounds must be two whole numbers, got \(1,\)\.$"),
        ({"rounds": (1, 0)}, "^rounds must be at least 1"),
    ],
)
def test_what_does_not_fit_is_refused(given, message):
    with pytest.raises(ValueError, match=message):
        figures.absence_by_rows(**given)
