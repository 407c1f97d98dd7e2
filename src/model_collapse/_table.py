"""A result that readers see as a table: aligned text for a terminal and for tests, HTML for pages."""

import csv
import html
import io
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import columns, mapping, shown, text

_NUMBER = re.compile(r"[-+−]?(?:[\d,.]+(?:e[-+]?\d+)?[%x]?|inf)|-|")
"""A cell that is read as a number; a column with any other cell is one of words."""


def _writes(form: str) -> bool:
    """Return whether a format writes numbers."""
    for number in (1, 0.5):
        with suppress(ValueError):
            format(number, form)
            return True
    return False


def written(number: float, form: str) -> str:
    """Return a number as a cell shows it: one that is missing is a dash, and what rounds to zero has no sign."""
    cell = "" if np.isnan(number) else format(number, form)
    return (cell if re.search("[1-9]|inf", cell) else cell.lstrip("-+")) or "-"


@dataclass(frozen=True)
class Table:
    """Columns of numbers or words, written once for all who read them.

    Parameters
    ----------
    columns : mapping of str to array_like, shape (rows,)
        Columns by their names, all of one length.
    formats : mapping of str to str, optional
        How the numbers of a column are written, as in `".2f"`; whole numbers are written as they are and others with
        three decimals if a column is not named. A number that is missing (nan) is a dash.
    note : str
        Sentence below the table.

    Raises
    ------
    ValueError
        If the columns differ in length, or a format names no column or writes no number.

    Examples
    --------
    >>> Table({"rows": [10, 200], "weight": [0.5, 2 / 3]})
    rows  weight
      10   0.500
     200   0.667
    """

    columns: Mapping[str, ArrayLike]
    formats: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    def __post_init__(self) -> None:
        names = columns("columns", self.columns)
        for name, form in mapping("formats", self.formats).items():
            if name not in names:
                raise ValueError(f"formats must name columns ({', '.join(names)}), got {shown(name)}.")
            if not _writes(text(f"formats[{name!r}]", form)):
                raise ValueError(f"formats must be such as '.2f' or ',d', got {shown(form)}.")
        text("note", self.note)

    def rows(self) -> list[list[str]]:
        """Return the table as text, a list of cells for each row."""
        written = [self._written(name, np.atleast_1d(column)) for name, column in self.columns.items()]
        return [list(row) for row in zip(*written, strict=True)]

    def _written(self, name: str, column: np.ndarray) -> list[str]:
        if column.dtype.kind not in "iuf":
            return [str(cell) for cell in column]
        form = self.formats.get(name, ".3f" if column.dtype.kind == "f" else "")
        return [written(number, form) for number in column]

    def csv(self) -> str:
        """Return the numbers in full as comma-separated values with a header."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(zip(*(np.atleast_1d(column).tolist() for column in self.columns.values()), strict=True))
        return out.getvalue()

    def __str__(self) -> str:
        lines = [list(self.columns), *self.rows()]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        table = ["  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)) for line in lines]
        return "\n".join([*table, self.note] if self.note else table)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        cells = self.rows()
        words = [not all(_NUMBER.fullmatch(cell) for cell in column) for column in zip(*cells, strict=True)]
        looks = [' class="mc-words"' if word else "" for word in words or self.columns]
        head = "".join(
            f'<th scope="col"{look}>{html.escape(name)}</th>' for name, look in zip(self.columns, looks, strict=True)
        )
        rows = [[f"<td{look}>{html.escape(cell)}</td>" for cell, look in zip(row, looks, strict=True)] for row in cells]
        body = "".join(f"<tr>{''.join(row)}</tr>" for row in rows)
        note = f'<p class="mc-note">{html.escape(self.note)}</p>' if self.note else ""
        table = f'<table class="mc-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
        return f'<div class="mc-wide">{table}</div>{note}'
