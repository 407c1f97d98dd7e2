"""The tables of one reproduction at the published scale, kept in the package."""

from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from model_collapse._checks import Floats, count, shown, text
from model_collapse.paper.protocols import Row
from model_collapse.paper.results import read

FOLDER = Path(str(resources.files("model_collapse.paper"))) / "tables"
FIGURES = 7, 10
"""First and last of the stored figures."""


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
    return read(FOLDER / f"figure{figure}" / f"{panel}.csv")


def _panels(figure: int) -> list[str]:
    return sorted(path.stem for path in (FOLDER / f"figure{figure}").glob("*.csv"))


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
    figure, panel, scheme = count("figure", figure, *FIGURES), text("panel", panel), text("scheme", scheme)
    rows = _panel(figure, panel)[1] if panel in _panels(figure) else []
    found = [row[1:] for row in rows if row.scheme == scheme]
    if not found:
        raise ValueError(f"figure {figure} has no panel {shown(panel)} with the scheme {shown(scheme)}.")
    return Curve(*np.array(found).T)


def settings(figure: int) -> dict[str, dict[str, Any]]:
    """Return the settings, versions and run time of each panel of a stored figure."""
    figure = count("figure", figure, *FIGURES)
    return {panel: _panel(figure, panel)[0] for panel in _panels(figure)}
