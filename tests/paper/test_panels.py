"""What the panels say of theory, against the recursions written out."""

import numpy as np
import pytest

from model_collapse.paper import adult
from model_collapse.paper.panels import canonical, categories

N, M, ROUNDS, WEIGHT = 7, 9, 12, 0.35


def shares_by_round(unit):
    """Return the error of shares: fresh rows add w^2 unit / n, copies what the last model's own spread is worth."""
    error, left, found = unit / N, unit * (1 - 1 / N), []
    for _ in range(ROUNDS + 1):
        found.append(error)
        u = 1 - WEIGHT
        # The model's spread p (1 - p) is on average that of the truth less the error of the model itself.
        error = WEIGHT**2 * unit / N + u**2 * (error + left / M)
        left = unit - error
    return found


def test_distribution_functions_lose_spread_as_they_err():
    panel = canonical(2, alone=False)["distribution"]
    unit = panel.problem.unit(N) * N
    assert panel.standing == "exact"
    assert panel.expected(WEIGHT, N, M, ROUNDS) == pytest.approx(shares_by_round(unit), rel=1e-12)


@pytest.mark.parametrize("column", ["workclass", "education"])
def test_shares_of_categories_are_per_category(column):
    panel, counts = categories()[column], np.array(list(adult.COUNTS[column].values()))
    shares = counts / counts.sum()
    unit = shares @ (1 - shares) / len(shares)
    assert panel.expected(WEIGHT, N, M, ROUNDS) == pytest.approx(shares_by_round(unit), rel=1e-12)
