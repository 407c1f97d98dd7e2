"""A reader's table as the pilot works with it: numbers, and categories that are known from the start.

A number that is missing stays missing; a category that is missing is one more category. Dates become days.
Chapter: *A pilot on your own data*.
"""

import difflib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from model_collapse._checks import path as checked
from model_collapse._checks import shown, text
from model_collapse._language import gettext as _

if TYPE_CHECKING:
    import pandas as pd

MOST_CATEGORIES, FEW_VALUES = 50, 10
"""Categories that a column keeps, and different whole numbers up to which a target is one of classes."""
MISSING, OTHER = "(missing)", "(other)"


@dataclass(frozen=True)
class Observations:
    """A table that a pilot can be run on, and what was done to it.

    Chapter: *A pilot on your own data*.

    Attributes
    ----------
    frame : pandas.DataFrame
        Columns of numbers (float) and of categories (their words), without the rows whose target is missing.
    target : str
        Column that the learner predicts; classes if it is one of categories, else a number.
    notes : list of str
        A sentence for each change.
    """

    frame: "pd.DataFrame"
    target: str
    notes: list[str]

    @property
    def classes(self) -> bool:
        """Whether the target is one of classes."""
        return str(self.frame.dtypes[self.target]) == "category"


def read_table(path: str | Path) -> "pd.DataFrame":
    """Read a CSV file, packed or not, or a Parquet file. Chapter: *A pilot on your own data*.

    Raises
    ------
    ValueError
        If the file is neither, or damaged.
    """
    import pandas as pd

    file = checked("path", path)
    name = " ".join(file.name.split())
    suffixes = [suffix.lower() for suffix in file.suffixes]
    if not {".csv", ".parquet"} & set(suffixes):
        raise ValueError(_("{name} must end in .csv, .csv.gz or .parquet.").format(name=name))
    try:
        frame = pd.read_parquet(file) if suffixes[-1] == ".parquet" else pd.read_csv(file, low_memory=False)
    except ImportError:
        raise ValueError(_("A Parquet file needs pyarrow: pip install pyarrow.")) from None
    except (FileNotFoundError, IsADirectoryError, PermissionError):
        raise
    except (ValueError, OSError, EOFError) as fault:
        said = _("{name} cannot be read as a table: {why}")
        why = " ".join(str(fault).split())[:200].rstrip(".") + "."
        raise ValueError(said.format(name=name, why=why)) from None
    return frame


def _column(series: Any) -> "pd.Series":
    """Return a column of a narwhals frame as numbers with nan, or as words with `MISSING`."""
    import pandas as pd

    lost = series.is_null().to_list()
    kind, values = series.dtype, series.to_list()
    if kind.is_temporal():
        return pd.Series(
            [np.nan if none else _days(value) for value, none in zip(values, lost, strict=True)], dtype=float
        )
    if not kind.is_numeric():
        there = [value for value, none in zip(values, lost, strict=True) if not none]
        if not there or not all(isinstance(value, date | timedelta | Decimal) for value in there):
            words = [MISSING if none else str(value) for value, none in zip(values, lost, strict=True)]
            return pd.Series(words, dtype=object)
    return pd.Series([np.nan if none else _days(value) for value, none in zip(values, lost, strict=True)], dtype=float)


def _days(value: Any) -> float:
    """Return a number as it is, and dates and times in days."""
    if isinstance(value, datetime):
        since = value - datetime(1970, 1, 1, tzinfo=value.tzinfo)
        return since / timedelta(days=1)
    if isinstance(value, date):
        return float((value - date(1970, 1, 1)).days)
    if isinstance(value, time):
        return (datetime.combine(date.min, value.replace(tzinfo=None)) - datetime.min) / timedelta(days=1)
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    return float(value)


def _dated(column: "pd.Series", name: str, notes: list[str]) -> "pd.Series":
    """Return words that are all dates, as they come from a CSV file, as days."""
    import pandas as pd

    there = column[column != MISSING]
    if column.dtype.kind == "f" or not len(there) or not there.str.match(r"\d{4}-\d\d-\d\d").all():
        return column
    dates = pd.to_datetime(there, format="ISO8601", errors="coerce", utc=True)
    if dates.isna().any():
        return column
    notes.append(_("Column {name} is read as dates.").format(name=name))
    days = (dates - pd.Timestamp("1970-01-01", tz="UTC")) / pd.Timedelta(1, "D")
    return days.reindex(column.index).astype(float)


def _grouped(words: "pd.Series") -> "pd.Series":
    """Return words as categories, the rarer ones beyond `MOST_CATEGORIES` as one."""
    counts = words.value_counts()
    kept = sorted(counts.index[:MOST_CATEGORIES])
    if len(kept) < len(counts):
        words, kept = words.where(words.isin(kept), OTHER), sorted({*kept, OTHER})
    return words.astype("category").cat.set_categories(kept)


def observations(table: Any, target: str) -> Observations:
    """Return a table with columns of numbers and of categories. Chapter: *A pilot on your own data*.

    Parameters
    ----------
    table : data frame
        Of pandas, polars or another library that narwhals knows.
    target : str
        Column that the learner predicts.

    Returns
    -------
    Observations
        Words, true and false, and targets of at most ten different whole numbers become categories, dates days since
        1970, and times and lengths of time days. Columns that say nothing (one value only, or a different word in most
        rows) are left out, and rows without a target.

    Raises
    ------
    ValueError
        If the table is no data frame, has no such column, or nothing is left of it.
    """
    import narwhals.stable.v2 as nw
    import pandas as pd

    try:
        given = nw.from_native(table, eager_only=True)
    except TypeError:
        said = _("table must be a data frame of pandas or polars, got {given}.")
        raise ValueError(said.format(given=type(table).__name__)) from None
    except Exception as fault:  # narwhals has its own error for columns of one name
        said = _("table cannot be read: {why}.")
        raise ValueError(said.format(why=" ".join(str(fault).split()).rstrip("."))) from None
    if odd := [name for name in given.columns if not isinstance(name, str) or name != " ".join(name.split())]:
        said = _("Names of columns must be text on one line, got {given}.")
        raise ValueError(said.format(given=shown(odd[0])))
    if text("target", target) not in given.columns:
        near = difflib.get_close_matches(str(target), given.columns, 1, cutoff=0)
        said = _("The table has no column {target}; the nearest is {near}.")
        raise ValueError(said.format(target=shown(target), near=near[0] if near else "-"))
    notes: list[str] = []
    frame = pd.DataFrame({name: _dated(_column(given[name]), name, notes) for name in given.columns})
    there = frame[target].notna() if frame[target].dtype.kind == "f" else frame[target] != MISSING
    if not there.all():
        notes.append(_("{rows:,} rows without a target are left out.").format(rows=int((~there).sum())))
        frame = frame[there].reset_index(drop=True)
    values = frame[target].unique()
    if frame[target].dtype.kind == "f" and len(values) <= FEW_VALUES and not np.any(values % 1):
        frame[target] = frame[target].map(lambda value: str(int(value)))
    kept = {name: found for name in frame if (found := _useful(frame[name], name, target, notes)) is not None}
    if len(kept) < 2:
        raise ValueError(_("The table must have a target and at least one other column that varies."))
    return Observations(pd.DataFrame(kept), target, notes)


def _useful(column: "pd.Series", name: str, target: str, notes: list[str]) -> "pd.Series | None":
    """Return a column as the pilot uses it, or None if it says nothing."""
    if column.dtype.kind == "f" and np.isinf(column).any():
        raise ValueError(_("Column {name} has infinite numbers; leave them empty.").format(name=name))
    different = column.nunique(dropna=False)
    if different < 2:
        if name == target:
            raise ValueError(_("The target {name} has a single value.").format(name=name))
        notes.append(_("Column {name} is left out: it has one value only.").format(name=name))
        return None
    if column.dtype.kind == "f":
        return column
    if different > MOST_CATEGORIES and different > len(column) / 2:
        if name == target:
            raise ValueError(_("The target {name} has a different word in most rows.").format(name=name))
        notes.append(_("Column {name} is left out: most of its rows have a word of their own.").format(name=name))
        return None
    if different > MOST_CATEGORIES:
        said = _("Column {name} has {different:,} categories; all but the {most} most frequent count as one.")
        notes.append(said.format(name=name, different=different, most=MOST_CATEGORIES))
    return _grouped(column)
