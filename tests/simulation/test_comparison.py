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


def test_a_distance_that_rounds_to_zero_has_no_sign():
    one = np.array([1.0])
    rows = [Comparison.of_weights(one, one, one + gap, 0.1 * one).rows()[0] for gap in (-0.004, 0.004, -0.006)]
    assert [row[-1] for row in rows] == ["0.0", "0.0", "-0.1"]


def test_the_page_shows_the_same_cells():
    shown = table()._repr_html_()
    assert shown.count("<tr>") == 3
    assert "<td>1.020</td>" in shown


def by_round():
    theory = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    return Comparison.of_rounds(np.array([0.25, 0.5]), theory, theory + 10, theory / 100)


def test_rounds_of_a_grid_have_two_places():
    assert by_round().header() == ["weight", "round", "theory", "simulated", "standard error", "z"]
    assert by_round().rows()[1] == ["0.25", "1", "2.000", "12.000", "0.020", "+500.0"]
    assert by_round().rows()[3] == ["0.5", "0", "4.000", "14.000", "0.040", "+250.0"]
    assert len(str(by_round()).splitlines()) == 7
    assert by_round()._repr_html_().count("<th scope") == 6


def test_rounds_of_one_weight_have_one_place():
    one = Comparison.of_rounds(np.asarray(0.5), np.ones(2), np.ones(2), np.ones(2))
    assert one.header() == ["round", "theory", "simulated", "standard error", "z"]
    np.testing.assert_array_equal(one.at, [0, 1])


def test_rows_that_are_kept_keep_their_columns():
    kept = by_round().at_rows([4, 1])
    for column, expected in (
        ("weight", [0.5, 0.25]),
        ("at", [1, 1]),
        ("theory", [5, 2]),
        ("simulated", [15, 12]),
        ("stderr", [0.05, 0.02]),
        ("z", [200, 500]),
    ):
        np.testing.assert_allclose(getattr(kept, column), expected)
    assert table().noted("A note.").at_rows([1]).rows() == [["0.667", "2.000", "1.900", "0.050", "-2.0"]]
    assert table().noted("A note.").at_rows(slice(0, 1)).note == "A note."


def test_a_note_stands_below_and_is_escaped():
    noted = table().noted("weights < 1")
    assert str(noted).splitlines()[-1] == "weights < 1"
    assert noted._repr_html_().endswith('</table></div><p class="mc-note">weights &lt; 1</p>')
    assert table()._repr_html_().endswith("</table></div>")


def test_columns_stand_below_each_other():
    assert str(table()).splitlines() == [
        "weight  theory  simulated  standard error     z",
        "   0.5   1.000      1.020           0.010  +2.0",
        " 0.667   2.000      1.900           0.050  -2.0",
    ]
