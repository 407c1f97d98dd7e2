"""Where the rows of UCI Adult are: the user's, or those that lie beside the repository where it is developed."""

import os
from pathlib import Path

import pytest

from model_collapse.paper import adult

BESIDE = Path(__file__).resolve().parents[3] / "shared" / "data" / "adult.csv.gz"


def adult_path():
    """Return the path of the rows, or skip the test."""
    given = os.environ.get(adult.VARIABLE)
    found = Path(given) if given else BESIDE
    if not found.exists():
        pytest.skip(f"the rows of UCI Adult are not here; name them in {adult.VARIABLE}")
    return found
