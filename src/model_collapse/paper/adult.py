"""UCI Adult: the counts of its categories, and its rows, found on this machine or fetched and checked by content.

Source: Becker and Kohavi (1996), doi 10.24432/C5XW20, CC BY 4.0; all 48,842 rows, "?" kept as a category.
"""

import gzip
import os
import warnings
import zipfile
import zlib
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from model_collapse._checks import path as checked
from model_collapse._language import gettext as _
from model_collapse.paper.adult_files import NUMBERS, Lines, known, read, undressed

COUNTS: dict[str, dict[str, int]] = {
    "workclass": {
        "Private": 33906,
        "Self-emp-not-inc": 3862,
        "Local-gov": 3136,
        "?": 2799,
        "State-gov": 1981,
        "Self-emp-inc": 1695,
        "Federal-gov": 1432,
        "Without-pay": 21,
        "Never-worked": 10,
    },
    "education": {
        "HS-grad": 15784,
        "Some-college": 10878,
        "Bachelors": 8025,
        "Masters": 2657,
        "Assoc-voc": 2061,
        "11th": 1812,
        "Assoc-acdm": 1601,
        "10th": 1389,
        "7th-8th": 955,
        "Prof-school": 834,
        "9th": 756,
        "12th": 657,
        "Doctorate": 594,
        "5th-6th": 509,
        "1st-4th": 247,
        "Preschool": 83,
    },
    "marital_status": {
        "Married-civ-spouse": 22379,
        "Never-married": 16117,
        "Divorced": 6633,
        "Separated": 1530,
        "Widowed": 1518,
        "Married-spouse-absent": 628,
        "Married-AF-spouse": 37,
    },
}
"""Counts of each category, by column, the most frequent first: all that the recursion of shares can see."""

VARIABLE = "MODEL_COLLAPSE_ADULT"
UNREADABLE = (OSError, EOFError, UnicodeDecodeError, zlib.error, zipfile.BadZipFile)


def _fetch() -> Any:
    """Fetch the table through scikit-learn."""
    from sklearn.datasets import fetch_openml

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of each failed try; one sentence will do
        frame = fetch_openml("adult", version=2, as_frame=True, parser="liac-arff").frame
    rows = np.arange(len(frame))
    return known(
        Lines(undressed(frame, "openml.org"), np.full(len(frame), "openml.org", dtype=object), rows + 1), "openml.org"
    )


def cache() -> Path:
    """Return the user's cached copy, which need not be there."""
    home = os.environ.get("XDG_CACHE_HOME")
    if not home:
        home = os.path.expanduser("~/.cache")  # noqa: PTH111 (Path.home raises where there is none)
    return Path(home) / "model-collapse" / "adult.csv.gz"


def _cached() -> Any:
    """Return the cached copy, or None where there is none that is whole."""
    try:
        return known(read(cache()), str(cache()))
    except (*UNREADABLE, ValueError):
        return None


def _kept(table: Any) -> Any:
    """Write a table to the cache; a cache that cannot be written does not keep the rows from those who have them."""
    with suppress(OSError):
        part = cache().with_suffix(".part")
        part.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(gzip.compress(table.to_csv(index=False, lineterminator="\n").encode(), mtime=0))
        part.replace(cache())
    return table


def load(path: Path | None = None) -> Any:
    """Return the 48,842 rows of UCI Adult.

    Looked for in this order: the given file or folder, the one that MODEL_COLLAPSE_ADULT names, the user's cache, the
    official source. The table is known by its content: it may be one file or two, packed by zip or gzip or not, with
    a header or none, with more columns, and with the rows of adult.test first.

    Parameters
    ----------
    path : Path, optional
        A file with all rows, a zip archive, or a folder with one of them or with adult.data and adult.test.

    Returns
    -------
    pandas.DataFrame
        The nine columns, those of `NUMBERS` as whole numbers, the others as text; "?" where a value is unknown.

    Raises
    ------
    ValueError
        If the rows are not to be had, or are not the known ones; one sentence says what differs or what to do.
    """
    if find_spec("pandas") is None:
        raise ValueError(_("The rows of UCI Adult are read with pandas: install model-collapse[practice]."))
    named = os.environ.get(VARIABLE) or None if path is None else checked("path", path)
    if named is not None:
        try:
            table = known(read(Path(named)), str(named))
        except UNREADABLE:
            raise ValueError(
                _("{where} cannot be read as the rows of UCI Adult.").format(where=" ".join(str(named).split()))
            ) from None
    elif (table := _cached()) is None:
        try:
            table = _kept(_fetch())
        except Exception:
            raise ValueError(
                _(
                    "The rows of UCI Adult are needed and could not be fetched; name a file or folder that holds "
                    "adult.data and adult.test with --adult or in {variable}."
                ).format(variable=VARIABLE)
            ) from None
    return table.astype(dict.fromkeys(NUMBERS, int))
