"""The table of theory beside simulation."""

import numpy as np
import pytest

from model_collapse.simulation.comparison import Comparison, decimals


def table():
    return Comparison.of_weights(
        np.array([0.5, 2 / 3]), np.array([1.0, 2.0]), np.array([1.02, 1.9]), np.array([0.01, 0.05])
    )


@pytest.mark.parametrize(("stderr", "expected"), [(0.2, 2), (0.012, 3), (0.0095, 4), (3.0, 1), (25.0, 0), (0.0, 6)])
def test_a_standard_error_is_shown_with_two_digits(stderr, expected):
    assert decimals(stderr) == expected


def test_z_is_the_distance_in_standard_errors():
    assert table().z == pytest.approx([2.0, -2.0])


def test_printed_no_finer_than_the_standard_error():
    assert table().rows() == [
        ["0.5", "1.000", "1.020", "0.010", "+2.0"],
        ["0.667", "2.000", "1.900", "0.050", "-2.0"],
    ]


def test_the_page_shows_the_same_cells():
    shown = table()._repr_html_()
    assert shown.count("<tr>") == 3
    assert "<td>1.020</td>" in shown


def test_rounds_of_a_grid_are_refused():
    with pytest.raises(ValueError, match="single weight"):
        Comparison.of_rounds(np.ones((2, 3)), np.ones((2, 3)), np.ones((2, 3)))
