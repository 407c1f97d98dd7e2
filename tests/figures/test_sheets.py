"""Sheets of images: where each pixel goes, and what is refused."""

import numpy as np
import pytest

from model_collapse import figures
from model_collapse.figures.sheets import tiled

SHADES = np.random.default_rng(1).uniform(size=(2, 3, 7, 9))


def test_every_pixel_stands_where_it_belongs():
    sheet = tiled(SHADES[0, 0])
    assert sheet.shape == (10, 25)
    for image in range(7):
        for pixel in range(9):
            place = 5 * (image // 5) + pixel // 3, 5 * (image % 5) + pixel % 3
            assert sheet[place] == SHADES[0, 0, image, pixel]
    assert (sheet[5:, 10:] == 0).all()
    assert (sheet[3:5] == 0).all()
    assert (sheet[:, 3:5] == 0).all()


def test_a_sheet_for_each_line_and_column_and_its_spread():
    figure = figures.image_sheets(SHADES, ["a", "b"], ["x", "y", "z"])
    assert len(figure.canvas.axes) == 6
    np.testing.assert_allclose(figure.canvas.axes[4].images[0].get_array()[..., 3], tiled(SHADES[1, 1]))
    spread = [[np.sqrt(np.mean([np.var(sheet[:, p]) for p in range(9)])) for sheet in line] for line in SHADES]
    np.testing.assert_allclose(figure.data["spread"], np.ravel(spread))
    np.testing.assert_allclose(figure.data["average shade"], [s.mean() for line in SHADES for s in line])
    assert figure.alt.startswith("Sheets of small images in a table of 2 lines and 3 columns. a: the spread goes")
    assert figure.caption == "Images that models draw, 7 on a sheet."
    assert figure.data["line"].tolist() == ["a", "a", "a", "b", "b", "b"]
    assert figure.data["column"].tolist() == ["x", "y", "z"] * 2
    assert [axes.get_title() for axes in figure.canvas.axes] == ["x", "y", "z", "", "", ""]
    assert [axes.get_ylabel() for axes in figure.canvas.axes] == ["a", "", "", "b", "", ""]
    assert f"b: the spread goes from {spread[1][0]:.2f} (x) to {spread[1][2]:.2f} (z)" in figure.alt


@pytest.mark.parametrize(
    ("images", "lines", "columns", "said"),
    [
        (SHADES, ["a"], ["x", "y", "z"], r"^images must have the shape \(lines, columns, images, pixels\) of 1 and 3"),
        (SHADES[0], ["a", "b"], ["x", "y", "z"], "^images must have the shape"),
        (SHADES[..., :8], ["a", "b"], ["x", "y", "z"], r"^images must be square, such as 64 pixels, got 8\.$"),
        (SHADES, [], ["x"], r"^lines must be a list of one text or more, got \[\]\.$"),
        (SHADES, ["a", "b"], "xyz", r"^columns must be a list"),
        (SHADES + 1, ["a", "b"], ["x", "y", "z"], "^images must"),
    ],
)
def test_refused(images, lines, columns, said):
    with pytest.raises(ValueError, match=said):
        figures.image_sheets(images, lines, columns)
