"""The tables of one reproduction at the published scale, kept in the package."""

from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from model_collapse._checks import Floats
from model_collapse.paper.protocols import Row
from model_collapse.paper.results import read

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


@lru_cache(maxsize=64)
def _panel(figure: int, panel: str) -> tuple[dict[str, Any], list[Row]]:
    file = FOLDER / f"figure{figure}" / f"{panel}.csv"
    return read(file) if file.exists() else ({}, [])


def curve(figure: int, panel: str, scheme: str) -> Curve:
    """Return one scheme of one panel of a stored figure.

    Raises
    ------
    ValueError
        If there is no such panel, or it has no such scheme.

    Examples
    --------
    >>> round(float(curve(8, "linear", "real_only").mean[0]), 4)
    0.0205
    """
    found = [row[1:] for row in _panel(figure, panel)[1] if row.scheme == scheme]
    if not found:
        raise ValueError(f"figure {figure} has no panel {panel} with the scheme {scheme}.")
    return Curve(*np.array(found).T)


def settings(figure: int) -> dict[str, dict[str, Any]]:
    """Return the settings, versions and run time of each panel of a stored figure."""
    return {path.stem: _panel(figure, path.stem)[0] for path in sorted((FOLDER / f"figure{figure}").glob("*.csv"))}
