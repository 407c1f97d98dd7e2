"""A series of tables that `model-collapse reproduce` makes: the panels of a figure, or other experiments."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from model_collapse.paper import income, pictures
from model_collapse.paper.protocols import FIGURES, Row, Run, fewer, panels

INCOME = "income"


@dataclass(frozen=True)
class Series:
    """What is simulated, panel by panel, and how it is drawn.

    Attributes
    ----------
    key : int or str
        The figure's number, or a word; stands in every line of the tables.
    title : str
        What messages call it; without spaces, the name of its files.
    panels : sequence of str
        Names of the panels.
    replications : callable
        Takes a panel's name and returns its published number of replications.
    rows : callable
        Takes a panel's name, a `Run` and where the rows of Adult are, and returns the rows of the panel.
    settings : callable
        Takes a panel's name and a `Run` and returns what else is recorded of it.
    draw : callable
        Takes the joined table, a sequence of (panel, Row), and returns an SVG.
    seed : int
        The seed if none is given.
    adult : collection of str
        Panels that need the rows of Adult.
    """

    key: int | str
    title: str
    panels: Sequence[str]
    replications: Callable[[str], int]
    rows: Callable[[str, Run, Path | None], list[Row]]
    settings: Callable[[str, Run], dict[str, Any]]
    draw: Callable[[Sequence[tuple[str, Row]]], str]
    seed: int
    adult: Collection[str] = ()

    @property
    def file_name(self) -> str:
        """Return the name of its files, without an ending."""
        return self.title.replace(" ", "")


def figure(number: int) -> Series:
    """Return a figure of the paper.

    Parameters
    ----------
    number : int
        7, 8, 9 or 10.

    Raises
    ------
    ValueError
        If the figure is another.
    """
    if number not in FIGURES:
        raise ValueError(f"figure must be one of 7, 8, 9 and 10, got {number}.")
    protocol, replications = FIGURES[number]
    known = panels(number)

    def rows(panel: str, run: Run, adult: Path | None) -> list[Row]:
        return income.by_weight(run, adult) if panel == INCOME else protocol(known[panel], run)

    def settings(panel: str, run: Run) -> dict[str, Any]:
        if panel == INCOME:
            return {"replications_of_other_schemes": income.replications(run), "theory": "leading order"}
        other = {"replications_of_keep_all_real": fewer(known[panel], run).replications} if number > 7 else {}
        return {**other, "theory": known[panel].standing}

    return Series(
        key=number,
        title=f"figure {number}",
        panels=[*known, *([INCOME] if number == 10 else [])],
        replications=lambda panel: replications,  # noqa: ARG005
        rows=rows,
        settings=settings,
        draw=lambda table: pictures.draw(number, table),
        seed=number,
        adult=[INCOME] if number == 10 else [],
    )
