"""UCI Adult: the counts of its categories, and its rows, found on this machine or fetched and checked by content.

Source: Becker and Kohavi (1996), doi 10.24432/C5XW20, CC BY 4.0; all 48,842 rows, "?" kept as a category.
"""

import csv
import gzip
import hashlib
import io
import os
import warnings
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

from model_collapse._language import gettext as _

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

DIGEST = "a599ab5c5c3272f93ae793af07ee70bd1a119c582e51a2e48ea6800aa0a0ea92"
"""SHA-256 of the table's text: the nine columns below, the 32,561 rows of adult.data and then those of adult.test."""

COLUMNS = (
    "age",
    "education_num",
    "capital_gain",
    "capital_loss",
    "hours_per_week",
    "workclass",
    "education",
    "marital_status",
    "income",
)
_PLACES = (0, 4, 10, 11, 12, 1, 3, 5, 14)  # where the official files have them
VARIABLE = "MODEL_COLLAPSE_ADULT"
TEST_ROWS = 16_281
UNREADABLE = (OSError, EOFError, UnicodeDecodeError, IndexError, zlib.error)


def _text(rows: Any) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return out.getvalue()


def _official(folder: Path) -> str:
    """Return the table from the official files adult.data and adult.test."""
    rows = []
    for name in ("adult.data", "adult.test"):
        lines = (folder / name).read_text(encoding="utf-8").splitlines()
        cells = [[cell.strip().rstrip(".") for cell in line.split(",")] for line in lines]
        rows += [[line[place] for place in _PLACES] for line in cells if len(line) == 15]
    return _text(rows)


def _read(path: Path) -> str:
    if path.is_dir():
        for name in ("adult.csv.gz", "adult.csv"):
            if (path / name).exists():
                return _read(path / name)
        return _official(path)
    data = path.read_bytes()
    text = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8-sig")
    return text.replace("\r\n", "\n")


def _checked(text: str, where: str) -> str:
    if hashlib.sha256(text.encode()).hexdigest() != DIGEST:
        raise ValueError(_("{where} does not hold the rows of UCI Adult that the course knows.").format(where=where))
    return text


def _fetch() -> str:
    """Fetch the table through scikit-learn."""
    from sklearn.datasets import fetch_openml

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of each failed try; one sentence will do
        frame = fetch_openml("adult", version=2, as_frame=True, parser="liac-arff").frame
    given = ["education-num", "capital-gain", "capital-loss", "hours-per-week"]
    for name in ("age", *given, "fnlwgt"):
        frame[name] = frame[name].astype(int)
    columns = ["age", *given, "workclass", "education", "marital-status", "class"]
    rows = list(frame[columns].astype(object).where(frame[columns].notna(), "?").itertuples(index=False))
    orders = (_text(rows), _text(rows[TEST_ROWS:] + rows[:TEST_ROWS]))  # some copies have the test rows first
    return next((text for text in orders if hashlib.sha256(text.encode()).hexdigest() == DIGEST), orders[0])


def cache() -> Path:
    """Return the user's cached copy, which need not be there."""
    home = os.environ.get("XDG_CACHE_HOME")
    if not home:
        home = os.path.expanduser("~/.cache")  # noqa: PTH111 (Path.home raises where there is none)
    return Path(home) / "model-collapse" / "adult.csv.gz"


def _cached() -> str | None:
    """Return the cached copy, or None where there is none that is whole."""
    try:
        return _checked(_read(cache()), str(cache()))
    except (*UNREADABLE, ValueError):
        return None


def load(path: Path | None = None) -> list[dict[str, str]]:
    """Return the 48,842 rows of UCI Adult.

    Looked for in this order: the given file or folder, the one that MODEL_COLLAPSE_ADULT names, the user's cache, the
    official source.

    Parameters
    ----------
    path : Path, optional
        A file with the nine columns, plain or gzipped, or a folder with it or with adult.data and adult.test.

    Returns
    -------
    list of dict
        One dictionary for each row, all values as text.

    Raises
    ------
    ValueError
        If the rows are not to be had, or are not the known ones; one sentence says what to do.
    """
    named = path or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
    if named is not None:
        try:
            text = _checked(_read(Path(named)), str(named))
        except UNREADABLE:
            raise ValueError(_("{where} cannot be read as the rows of UCI Adult.").format(where=named)) from None
    elif (cached := _cached()) is not None:
        text = cached
    else:
        try:
            text = _checked(_fetch(), "openml.org")
        except Exception:
            raise ValueError(
                _(
                    "The rows of UCI Adult are needed and could not be fetched; name a file or folder that holds "
                    "adult.data and adult.test with --adult or in {variable}."
                ).format(variable=VARIABLE)
            ) from None
        with suppress(OSError):  # a cache that cannot be written does not keep the rows from those who have them
            part = cache().with_suffix(".part")
            part.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(gzip.compress(text.encode(), mtime=0))
            part.replace(cache())
    return list(csv.DictReader(io.StringIO(text)))
