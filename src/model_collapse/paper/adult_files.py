"""The files in which UCI Adult circulates, read as tables; what differs from the known rows is said in one sentence."""

import gzip
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from model_collapse._language import gettext as _

NUMBERS = ("age", "education_num", "capital_gain", "capital_loss", "hours_per_week")
COLUMNS = (*NUMBERS, "workclass", "education", "marital_status", "income")
OFFICIAL: tuple[str, ...] = (
    "age",
    "workclass",
    "fnlwgt",
    "education",
    "education_num",
    "marital_status",
    "occupation",
    "relationship",
)
OFFICIAL += ("race", "sex", "capital_gain", "capital_loss", "hours_per_week", "native_country", "income")
"""The columns of adult.data and adult.test, which have no header."""

PARTS = {"adult.data": 32_561, "adult.test": 16_281}
ALL = sum(PARTS.values())
DIGEST = "a599ab5c5c3272f93ae793af07ee70bd1a119c582e51a2e48ea6800aa0a0ea92"
"""SHA-256 of the table's text: the nine columns, the rows of adult.data and then those of adult.test."""

SORTED_DIGEST = "146509a63688ca81652837aeaf6f697959144c7d2a6daa2c89020f9738a69a25"
"""SHA-256 of the same with its rows sorted."""

LARGEST = 64 * 2**20
"""Bytes of text that are read; the official files have six million."""

_SAME = {"class": "income", "salary": "income", "educationalnum": "educationnum"}
_NONE = ["", "nan", "NaN", "NA", "None", "null"]
_WHOLE = ("adult.csv.gz", "adult.csv", "adult.zip")


class Lines(NamedTuple):
    """A table as text, and for each row the file and the line where it stands."""

    frame: Any
    file: NDArray[np.object_]
    line: NDArray[np.int_]

    def taken(self, order: Any) -> "Lines":
        """Return some rows, or the same ones in another order."""
        return Lines(self.frame.iloc[order], self.file[order], self.line[order])


def _unpacked(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Return the names and texts of the tables in a file, packed or not."""
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            held = {Path(member).name: member for member in archive.namelist()}
            for chosen in _chosen(list(held)):
                with archive.open(held[chosen]) as file:
                    yield from _unpacked(chosen, file.read(LARGEST + 1))
        return
    if data[:2] == b"\x1f\x8b":
        with gzip.open(io.BytesIO(data)) as file:
            data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValueError(_("{where} is larger than UCI Adult can be.").format(where=name))
    yield name, data.decode("utf-8-sig")


def _chosen(names: list[str]) -> list[str]:
    """Return the names of the files that hold the rows: one with all of them, or both official ones, or any table."""
    whole = [name for name in _WHOLE if name in names]
    parts = [found for part in PARTS for end in ("", ".gz") if (found := part + end) in names]
    single = {found.removesuffix(".gz"): found for found in reversed(parts)}
    tables = [name for name in sorted(names) if re.search(r"\.(csv|zip|data|test)(\.gz)?$", name)]
    return whole[:1] or [single[part] for part in PARTS if part in single] or tables[:1]


def read(path: Path) -> Lines:
    """Read a file or a folder, whatever its form.

    Raises
    ------
    ValueError
        If it holds no such table; one sentence says why.
    OSError, EOFError, UnicodeDecodeError, zlib.error, zipfile.BadZipFile
        If it cannot be read at all.
    """
    import pandas as pd

    files = [path / name for name in _chosen([file.name for file in path.iterdir()])] if path.is_dir() else [path]
    if path.is_dir() and not files:
        raise ValueError(_("{where} holds no file of UCI Adult, such as adult.data.").format(where=path))
    tables = [_table(*text, str(path)) for file in files for text in _unpacked(file.name, file.read_bytes())]
    if not tables:
        raise ValueError(_("{where} holds no file of UCI Adult, such as adult.data.").format(where=path))
    frames, names, lines = zip(*tables, strict=True)
    return Lines(pd.concat(frames, ignore_index=True), np.concatenate(names), np.concatenate(lines))


def _plain(name: str) -> str:
    letters = re.sub(r"[^a-z]", "", str(name).lower())
    return _SAME.get(letters, letters)


def _table(name: str, text: str, where: str) -> Lines:
    """Read one text with pandas."""
    import pandas as pd

    kept = [
        (number, line)
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip() and not line.startswith("|")
    ]
    if not kept:
        raise ValueError(_("{where} has no rows.").format(where=where))
    first = kept[0][1]
    mark = max(",;\t", key=first.count)
    cells = [_plain(cell) for cell in first.split(mark)]
    headed = "age" in cells or "income" in cells
    width = len(cells)
    for number, line in kept:
        if line.count(mark) + 1 != width:
            raise ValueError(
                _("{where} has {given} columns in line {line} of {name}, not {width}.").format(
                    where=where, given=line.count(mark) + 1, line=number, name=name, width=width
                )
            )
    known = {len(names): names for names in (OFFICIAL, COLUMNS)}
    if not headed and width not in known:
        raise ValueError(
            _("{where} has {width} columns and no header; without one, the official files have 15.").format(
                where=where, width=width
            )
        )
    frame = pd.read_csv(
        io.StringIO("\n".join(line for _number, line in kept[headed:])),
        header=None,
        names=range(width),
        sep=mark,
        dtype=str,
        keep_default_na=False,
        skipinitialspace=True,
    )
    frame.columns = pd.Index(cells if headed else [_plain(column) for column in known[width]])
    numbers = np.array([number for number, _line in kept[headed:]], dtype=int)
    return Lines(undressed(frame, where), np.full(len(frame), name, dtype=object), numbers)


def undressed(frame: Any, where: str) -> Any:
    """Return the nine columns of a table as the text that the digest knows.

    Raises
    ------
    ValueError
        If a column is missing.
    """
    import pandas as pd

    frame = frame.rename(columns=_plain)
    frame = frame.loc[:, ~frame.columns.duplicated()]
    missing = [column for column in COLUMNS if _plain(column) not in frame.columns]
    if missing:
        raise ValueError(_("In {where} columns are missing: {names}.").format(where=where, names=", ".join(missing)))

    def cleaned(column: str) -> Any:
        cells = frame[_plain(column)].astype(object).where(frame[_plain(column)].notna(), "?").astype(str)
        cells = cells.str.strip(" '\"\t").str.rstrip(".")
        return cells.str.replace(r"\.0+$", "", regex=True) if column in NUMBERS else cells.replace(_NONE, "?")

    return pd.DataFrame({column: cleaned(column) for column in COLUMNS})


def digest(frame: Any) -> str:
    """Return the SHA-256 of a table's text."""
    return hashlib.sha256(frame.to_csv(index=False, lineterminator="\n").encode()).hexdigest()


def marks(frame: Any) -> NDArray[np.uint8]:
    """Return a byte for each row, the last of its CRC-32, by which a row that differs is found."""
    text = frame.to_csv(index=False, header=False, lineterminator="\n").splitlines()
    return np.array([zlib.crc32(line.encode()) & 255 for line in text], dtype=np.uint8)


def known(lines: Lines, where: str) -> Any:
    """Return the table in the order that the course knows, or say what differs.

    Raises
    ------
    ValueError
        If the rows are others; one sentence says how many are missing and which line is the first that is unlike.
    """
    turned = lines.taken(np.roll(np.arange(len(lines.line)), -PARTS["adult.test"]))
    for order in (lines, turned):  # some copies have the test rows first
        if digest(order.frame) == DIGEST:
            return order.frame.reset_index(drop=True)
    right = np.frombuffer((resources.files("model_collapse.paper") / "adult.crc").read_bytes(), dtype=np.uint8)
    found = marks(lines.frame)
    first, second = np.split(right, [PARTS["adult.data"]])
    for name, other in (("adult.test", first), ("adult.data", second)):
        if np.array_equal(found, other):
            raise ValueError(
                _("In {where} {count:,} rows are missing: those of {name}.").format(
                    where=where, count=PARTS[name], name=name
                )
            )
    if len(found) == ALL and digest(lines.frame.sort_values(list(COLUMNS))) == SORTED_DIGEST:
        raise ValueError(
            _("In {where} the rows are in another order than in adult.data and then adult.test.").format(where=where)
        )
    raise ValueError(_unlike(lines, turned, found, right, where))


def _unlike(lines: Lines, turned: Lines, found: NDArray[np.uint8], right: NDArray[np.uint8], where: str) -> str:
    """Return the sentence about the first line that differs, and about the number of rows."""
    size = min(len(found), ALL)
    orders = [(order, marks(order.frame)[:size] != right[:size]) for order in (lines, turned)]
    order, differs = min(orders, key=lambda pair: pair[1].sum())
    count = len(found) - ALL
    at = int(differs.argmax()) if differs.any() else size
    parts = []
    if count < 0:
        parts.append(_("{count:,} rows are missing").format(count=-count))
    if count > 0:
        parts.append(_("there are {count:,} rows too many").format(count=count))
    if at < len(found):
        line = ",".join(order.frame.iloc[at])
        said = _("the first line unlike UCI Adult is line {line} of {name} ({content})")
        parts.append(said.format(line=order.line[at], name=order.file[at], content=line[:80]))
    if not parts:
        parts.append(_("a line is unlike UCI Adult, it is not known which"))
    return _("In {where} {faults}.").format(where=where, faults=_(" and ").join(parts))
