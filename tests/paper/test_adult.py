"""The embedded counts of UCI Adult."""

import pytest

from model_collapse.paper import adult


@pytest.mark.parametrize(("column", "categories"), [("workclass", 9), ("education", 16), ("marital_status", 7)])
def test_every_row_of_the_table_is_counted(column, categories):
    counts = adult.COUNTS[column]
    assert len(counts) == categories
    assert sum(counts.values()) == 48_842
    assert list(counts.values()) == sorted(counts.values(), reverse=True)
