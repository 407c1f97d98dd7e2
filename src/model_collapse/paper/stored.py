"""The tables of one reproduction at the published scale, kept in the package."""

import json
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from model_collapse.paper.results import read_csv
from model_collapse.validation import Floats

FOLDER = Path(str(resources.files("model_collapse.paper"))) / "tables"


class Curve(NamedTuple):
    """One scheme of one panel."""

    x: Floats
    mean: Floats
    stderr: Floats
    theory: Floats

    @property
    def lowest(self) -> float:
        """Return the x with the smallest mean."""
        return float(self.x[np.argmin(self.mean)])


@lru_cache(maxsize=4)
def _table(figure: int) -> list[Any]:
    return read_csv(FOLDER / f"figure{figure}.csv")


def curve(figure: int, panel: str, scheme: str) -> Curve:
    """Return one scheme of one panel of a stored figure.

    Raises
    ------
    ValueError
        If the table has no such scheme.

    Examples
    --------
    >>> round(float(curve(8, "linear", "real_only").mean[0]), 4)
    0.0205
    """
    found = [row[1:] for name, row in _table(figure) if name == panel and row.scheme == scheme]
    if not found:
        raise ValueError(f"figure {figure} has no panel {panel} with the scheme {scheme}.")
    return Curve(*np.array(found).T)


def settings(figure: int) -> dict[str, dict[str, Any]]:
    """Return the settings, versions and run time of each panel of a stored figure."""
    files = sorted((FOLDER / f"figure{figure}").glob("*.json"))
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in files}
