"""The training log, one row a round: read from files of many dresses, and written from one's own loop.

Chapter: *From theory to rules*.
"""

import csv
import io
import json
import os
import re
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model_collapse._checks import Floats, mapping, shown, text
from model_collapse._checks import path as checked
from model_collapse._language import gettext as _
from model_collapse.practice._reading import Texts, parse_table, read_table
from model_collapse.practice._refusals import refused

_MEAN = re.compile(r"(real|synthetic)_mean\.(.+)", flags=re.DOTALL)
_SECONDS = 60


@cache
def schema() -> dict[str, Any]:
    """Return the log's Table Schema, as other tools read it. Chapter: *From theory to rules*."""
    return json.loads(Path(__file__).with_name("log.schema.json").read_text(encoding="utf-8"))


def fields() -> dict[str, dict[str, Any]]:
    """Return the fixed columns of the log by name. Chapter: *From theory to rules*."""
    return {field["name"]: field for field in schema()["fields"]}


def _known(name: str) -> bool:
    return name in fields() or bool(_MEAN.fullmatch(name))


def _twin(name: str) -> str:
    """Return the other column of a pair of averages; other columns stand alone."""
    match = _MEAN.fullmatch(name)
    return name if match is None else f"{'synthetic' if match[1] == 'real' else 'real'}_mean.{match[2]}"


def _is_number(name: str) -> bool:
    return fields()[name]["type"] in ("integer", "number") if name in fields() else True


def _numbers(log: str, name: str, cells: list[str], texts: Texts) -> Floats:
    missing = set(schema()["missingValues"])
    plain = [cell.strip() for cell in cells]
    if texts.separator not in ("", ","):
        plain = [cell.replace(",", ".") for cell in plain]
    with suppress(ValueError):
        return np.array(list(map(float, plain)))
    out = np.empty(len(plain))
    for at, cell in enumerate(plain):
        try:
            out[at] = np.nan if cell in missing else float(cell)
        except ValueError:
            raise refused("not_a_number", log=log, line=texts.lines[at], column=name, given=shown(cell)) from None
    return out


@dataclass(frozen=True)
class RoundLog:
    """A training log.

    Chapter: *From theory to rules*.

    Attributes
    ----------
    columns : dict of str to ndarray
        Numbers (nan where a cell is empty) and texts by the names of `fields()`, and pairs `real_mean.NAME`,
        `synthetic_mean.NAME`; columns with other names are left out.
    """

    columns: dict[str, NDArray]

    def __len__(self) -> int:
        return len(self.columns["round"])

    def __getitem__(self, name: str) -> NDArray:
        """Return a column; one that the log does not have is empty throughout."""
        if name in self.columns:
            return self.columns[name]
        return np.full(len(self), np.nan) if _is_number(name) else np.full(len(self), "", dtype=object)

    def quantities(self) -> list[str]:
        """Return the names of the quantities whose averages stand in the log, real and synthetic."""
        found = [match[2] for name in self.columns if (match := _MEAN.fullmatch(name)) and match[1] == "real"]
        return [name for name in found if f"synthetic_mean.{name}" in self.columns]

    @classmethod
    def read(cls, path: str | Path, columns: Mapping[str, str] | None = None) -> "RoundLog":
        """Read a log: CSV or JSON Lines, packed by gzip or not, also as spreadsheets export it.

        Parameters
        ----------
        path : str or Path
            The file, which is only read.
        columns : mapping of str to str, optional
            The file's own names of columns by the names of `fields()`, where they differ.

        Raises
        ------
        ValueError
            One sentence that says what is wrong with the file.
        """
        given = {} if columns is None else mapping("columns", columns)
        theirs = {text("a name in columns", ours): text("a name in columns", name) for ours, name in given.items()}
        file = checked("path", path)
        texts = read_table(file, lambda name: name in theirs.values() or _known(name))
        return cls._from(file.name, texts, theirs)

    @classmethod
    def _from(cls, log: str, texts: Texts, theirs: Mapping[str, str]) -> "RoundLog":
        for ours, name in theirs.items():
            if not _known(ours) or name not in texts:
                said = _("{log}: columns must map a column of the log to one of the file, got {ours}: {name}.")
                if _known(name) and ours in texts:
                    said = _("{log}: {name} is a column of the log and {ours} one of the file; swap the two.")
                raise ValueError(said.format(log=log, ours=shown(ours), name=shown(name)))
        names = {name: name for name in texts if _known(name)} | dict(theirs)
        needed = [name for name, field in fields().items() if field.get("constraints", {}).get("required")]
        if lost := [name for name in needed if name not in names]:
            raise refused("lost", log=log, needed=", ".join(needed), lost=", ".join(lost))
        if lone := next((name for name in names if _twin(name) not in names), None):
            raise refused("lone", log=log, column=shown(lone), twin=shown(_twin(lone)))
        if not texts.lines:
            raise refused("no_rounds", log=log)
        found: dict[str, NDArray] = {}
        for ours, name in names.items():
            cells = texts[name]
            found[ours] = (
                _numbers(log, ours, cells, texts)
                if _is_number(ours)
                else np.array([cell.strip() for cell in cells], dtype=object)
            )
        rounds = found["round"]
        with np.errstate(invalid="ignore"):
            odd = ~((rounds >= 0) & (rounds == np.floor(rounds)) & (rounds < 2**53))
        if odd.any():
            at = int(np.argmax(odd))
            raise refused("odd_round", log=log, line=texts.lines[at], given=shown(texts[names["round"]][at]))
        return cls(found)

    @staticmethod
    def append(path: str | Path, **values: Any) -> None:
        """Add a round to a log, which is begun if it does not exist; CSV, or JSON Lines if it ends in `.jsonl`.

        The new log replaces the old one in one step, under a lock: a crash leaves the log as it was, and two writers
        wait for each other. What cannot be read back as a log is refused; what breaks a rule is written, for the audit
        to name. The first line sets the columns: give every average there, None where there is no synthetic row yet.

        Parameters
        ----------
        path : str or Path
            The log.
        **values
            Cells by the names of `fields()`, and `real_mean.NAME` and its twin; `round` counts on and `timestamp` is
            now if they are left out.

        Raises
        ------
        ValueError
            One sentence; the log is as it was.
        """
        try:
            from filelock import FileLock, Timeout
        except ImportError:
            raise ValueError(_("To write a log, install model-collapse[practice].")) from None
        log = checked("path", path)
        try:
            with FileLock(f"{log}.lock", timeout=_SECONDS):
                _replace(log, _longer(log, values))
        except Timeout:
            raise ValueError(_("{log} is being written by another program.").format(log=log.name)) from None


def _cell(name: str, cell: Any) -> Any:
    """Return a number or a text; numbers of numpy become Python's own."""
    plain = cell.item() if isinstance(cell, np.generic) else cell
    if plain is None or isinstance(plain, str | float) or (isinstance(plain, int) and abs(plain) < 2**63):
        return plain
    raise ValueError(_("{column} must be a number or a text, got {given}.").format(column=name, given=shown(cell)))


def _longer(log: Path, values: dict[str, Any]) -> bytes:
    """Return the bytes of the log with one more round."""
    if unknown := next((name for name in values if not _known(name)), None):
        raise ValueError(_("{column} is no column of a log.").format(column=shown(unknown)))
    old = log.read_bytes() if log.exists() else b""
    try:
        old.decode()
    except UnicodeError:
        raise ValueError(_("{log} must be plain UTF-8 text to be written on.").format(log=log.name)) from None
    lines = log.suffix in (".jsonl", ".ndjson")
    texts = parse_table(log.name, old, _known) if old.strip() else None
    known = RoundLog._from(log.name, texts, {}) if texts else None
    row = {"round": int(known["round"].max()) + 1 if known else 0, "timestamp": datetime.now(UTC).isoformat()} | values
    row = {name: _cell(name, cell) for name, cell in row.items()}
    if old and not old.endswith(b"\n"):
        old += b"\n"
    if lines:
        new = old + json.dumps(row).encode() + b"\n"
    else:
        if texts is not None and texts.separator != ",":
            raise ValueError(_("{log} must be CSV with commas to be written on.").format(log=log.name))
        header = list(texts) if texts is not None else [*fields(), *(name for name in values if name not in fields())]
        if absent := next((name for name in row if name not in header and name in values), None):
            raise ValueError(_("{log} has no column {column}.").format(log=log.name, column=absent))
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerows([] if texts is not None else [header])
        writer.writerow(["" if row.get(name) is None else row[name] for name in header])
        new = old + out.getvalue().encode()
    RoundLog._from(log.name, parse_table(log.name, new, _known), {})
    return new


def _replace(log: Path, new: bytes) -> None:
    """Put a file in the place of another at once."""
    number, draft = tempfile.mkstemp(dir=log.parent, prefix=f".{log.name}.")
    try:
        with os.fdopen(number, "wb") as file:
            file.write(new)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).chmod(log.stat().st_mode if log.exists() else 0o644)
        Path(draft).replace(log)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
