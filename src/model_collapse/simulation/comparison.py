"""A table of theory beside simulation, printed no finer than the standard error allows."""

from dataclasses import dataclass, replace

import numpy as np

from model_collapse._checks import Floats, places, text
from model_collapse._language import gettext as _
from model_collapse._table import Table, written


def decimals(stderr: float) -> int:
    """Return the decimals that show a standard error with two significant digits."""
    if not np.isfinite(stderr) or stderr <= 0:
        return 6
    return int(np.clip(1 - np.floor(np.log10(stderr)), 0, 12))


def _place(at: float) -> str:
    return "-" if np.isnan(at) else f"{at:.0f}" if at == round(at) else f"{at:.3g}"


@dataclass(frozen=True)
class Comparison:
    """Theory beside simulation.

    Chapter: *One mean, one recursion*.

    Attributes
    ----------
    label : str
        What a row stands for: "weight" or "round".
    at : ndarray, shape (rows,)
        The row's weight or round.
    theory, simulated, stderr : ndarray, shape (rows,)
        Expected value, simulated value and standard error of the simulated value; nan where it means nothing.
    note : str
        Sentence printed below the table.
    weight : ndarray, shape (rows,), optional
        The row's weight, where rows are the rounds of several weights.
    """

    label: str
    at: Floats
    theory: Floats
    simulated: Floats
    stderr: Floats
    note: str = ""
    weight: Floats | None = None

    @classmethod
    def of_weights(cls, weight: Floats | None, theory: Floats, simulated: Floats, stderr: Floats) -> "Comparison":
        """Compare settled errors, one row a weight."""
        at = np.atleast_1d(np.nan if weight is None else weight)
        return cls(_("weight"), at, np.atleast_1d(theory), np.atleast_1d(simulated), np.atleast_1d(stderr))

    @classmethod
    def of_rounds(cls, weight: Floats | None, theory: Floats, simulated: Floats, stderr: Floats) -> "Comparison":
        """Compare the errors of every round, one row a round or, with a grid of weights, one a weight and round."""
        at = np.broadcast_to(np.arange(theory.shape[-1], dtype=float), theory.shape).ravel()
        weights = None if weight is None or theory.ndim == 1 else np.repeat(weight, theory.shape[-1])
        return cls(_("round"), at, theory.ravel(), simulated.ravel(), stderr.ravel(), weight=weights)

    @property
    def z(self) -> Floats:
        """(simulated - theory) / standard error; within -2 and 2 in about 95 of 100 cases if the theory is right."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return (self.simulated - self.theory) / self.stderr

    def at_rows(self, rows: slice | list[int]) -> "Comparison":
        """Keep some rows."""
        rows = places("rows", rows, len(self.at))
        return replace(
            self,
            at=self.at[rows],
            theory=self.theory[rows],
            simulated=self.simulated[rows],
            stderr=self.stderr[rows],
            weight=None if self.weight is None else self.weight[rows],
        )

    def noted(self, note: str) -> "Comparison":
        """Return the same table with a note."""
        return replace(self, note=text("note", note))

    def rows(self) -> list[list[str]]:
        """Return the table as text, a list of cells for each row."""
        table = []
        for theory, simulated, stderr, z in zip(self.theory, self.simulated, self.stderr, self.z, strict=True):
            if np.isnan(stderr):
                table.append([f"{theory:.3g}", f"{simulated:.3g}", "-", "-"])
            else:
                d = decimals(stderr)
                table.append([*(f"{x:.{d}f}" for x in (theory, simulated, stderr)), written(z, "+.1f")])
        places = [self.at] if self.weight is None else [self.weight, self.at]
        return [[*map(_place, row), *cells] for *row, cells in zip(*places, table, strict=True)]

    def header(self) -> list[str]:
        """Return the names of the columns."""
        places = [self.label] if self.weight is None else [_("weight"), self.label]
        return [*places, _("theory"), _("simulated"), _("standard error"), _("z")]

    def table(self) -> Table:
        """Return what is printed."""
        rows = self.rows()
        return Table({name: [row[i] for row in rows] for i, name in enumerate(self.header())}, note=self.note)

    def __str__(self) -> str:
        return str(self.table())

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return self.table()._repr_html_()
