"""The bands of shares are those of the models, and the words count what is left."""

from itertools import pairwise

import numpy as np
import pytest
from matplotlib.colors import to_hex

from model_collapse import figures
from model_collapse.figures import style

ALONE = np.array([[0.5, 0.3, 0.2], [0.75, 0.25, 0], [1, 0, 0]])
MIXED = np.array([[0.5, 0.3, 0.2], [0.6, 0, 0.4], [0.2, 0.2, 0.6]])


def test_bands_are_stacked_shares():
    figure = figures.shares_over_rounds({"alone": ALONE, "mixed": MIXED})
    for axes, shares, left in zip(figure.canvas.axes, (ALONE, MIXED), ("1 of 3 left", "3 of 3 left"), strict=True):
        assert len(axes.collections) == 3
        for j, band in enumerate(axes.collections):
            corners = band.get_paths()[0].vertices
            for t in range(3):
                here = corners[corners[:, 0] == t, 1]
                assert here.min() == pytest.approx(shares[t, :j].sum())
                assert here.max() == pytest.approx(shares[t, : j + 1].sum())
            assert to_hex(band.get_facecolor()[0]) == style.MIXTURE
        strength = [band.get_alpha() for band in axes.collections]
        assert all(a != b for a, b in pairwise(strength))
        assert axes.get_title(loc="right") == left
    assert [axes.get_title(loc="left") for axes in figure.canvas.axes] == ["alone", "mixed"]
    np.testing.assert_array_equal(figure.data["alone"], [3, 2, 1])
    np.testing.assert_array_equal(figure.data["mixed"], [3, 2, 3])
    assert figure.alt.endswith("In round 2. alone: 1 of 3 left; mixed: 3 of 3 left.")


def test_panels_have_the_same_rounds():
    for wrong in ({"a": ALONE, "b": MIXED[:2]}, {"a": ALONE[:1]}):
        with pytest.raises(ValueError, match="same rounds"):
            figures.shares_over_rounds(wrong)


def test_what_is_no_share_is_refused():
    with pytest.raises(ValueError, match=r"add up to 1 in every round, got 3 in 'a'\."):
        figures.shares_over_rounds({"a": [[0.5, 0.5], [1, 2]]})
    with pytest.raises(ValueError, match=r"two or more, got no panel\."):
        figures.shares_over_rounds({})
