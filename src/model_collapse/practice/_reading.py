"""A table from a file, as text by columns; what is damaged is refused in one sentence."""

import csv
import gzip
import io
import json
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

from model_collapse.practice._refusals import refused

MOST_BYTES = 2**30
_SEPARATORS = ",;\t|"
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
"""Marks at the beginning of a file that say its encoding."""


class Texts(dict[str, list[str]]):
    """Columns of text by their names.

    Attributes
    ----------
    separator : str
        What stands between two cells; empty for JSON Lines.
    lines : list of int
        Line of the file in which each row ends.
    """

    separator: str = ""
    lines: list[int]


def plain_bytes(name: str, raw: bytes) -> bytes:
    """Return the bytes, unpacked where they are packed by gzip."""
    if raw[:2] == b"\x1f\x8b":
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(raw)) as packed:
                raw = packed.read(MOST_BYTES + 1)
        except (OSError, EOFError, zlib.error):
            raise refused("damaged", log=name) from None
    if len(raw) > MOST_BYTES:
        raise refused("too_large", log=name, most=MOST_BYTES / 2**20)
    return raw


def _text(name: str, raw: bytes) -> str:
    if raw[:4] == b"PK\x03\x04":
        raise refused("spreadsheet", log=name)
    told = [encoding for mark, encoding in _MARKS.items() if raw.startswith(mark)]
    for encoding in told or ("utf-8", "cp932", "latin-1"):
        try:
            text = raw.decode(encoding)
        except UnicodeError:
            continue
        if "\0" not in text:
            return text
    raise refused("not_text", log=name)


def _json_lines(name: str, text: str) -> Texts:
    rows, table = [], Texts()
    table.lines = []
    for at, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line, parse_int=str, parse_float=str, parse_constant=str)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict) or any(isinstance(cell, dict | list) for cell in row.values()):
            raise refused("not_an_object", log=name, line=at)
        rows.append({key.strip(): "" if cell is None else str(cell) for key, cell in row.items()})
        table.lines.append(at)
    names = dict.fromkeys(key for row in rows for key in row)
    if len(names) * len(rows) > MOST_BYTES // 16:
        raise refused("too_wide", log=name)
    table.update({key: [row.get(key, "") for row in rows] for key in names})
    return table


def _separated(name: str, text: str, known: Callable[[str], bool]) -> Texts:
    first, _end, rest = text.partition("\n")
    if first.strip().lower().startswith("sep="):
        text = rest
        first = text.partition("\n")[0]
    best = max(_SEPARATORS, key=lambda s: sum(known(cell.strip().strip('"')) for cell in first.split(s)))
    table, rows = Texts(), []
    table.separator, table.lines = best, []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=best, strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        while header and not header[-1]:
            header.pop()
        width = len(header)
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != width:
                if len(row) < width or any(cell.strip() for cell in row[width:]):
                    raise refused("cells", log=name, line=reader.line_num, found=len(row), width=width)
                row = row[:width]
            rows.append(row)
            table.lines.append(reader.line_num)
    except csv.Error:
        raise refused("quotation", log=name, line=reader.line_num) from None
    twice = next((cell for cell in header if cell and header.count(cell) > 1 and known(cell)), None)
    if twice:
        raise refused("twice", log=name, column=twice)
    columns: Sequence[Sequence[str]] = list(zip(*rows, strict=True)) if rows else [()] * width
    table.update({head: list(column) for head, column in zip(header, columns, strict=True) if head})
    return table


def read_table(path: Path, known: Callable[[str], bool]) -> Texts:
    """Read CSV or JSON Lines, also packed by gzip, in the encodings and dresses of spreadsheets.

    Parameters
    ----------
    path : Path
        The file, which is only read.
    known : callable
        Says whether a column has a known name; the separator is the one that yields most of them.
    """
    return parse_table(path.name, path.read_bytes(), known)


def parse_table(name: str, raw: bytes, known: Callable[[str], bool]) -> Texts:
    """Read a table from the bytes of a file with that name."""
    text = _text(name, plain_bytes(name, raw))
    if not text.strip():
        raise refused("empty", log=name)
    return _json_lines(name, text) if text.lstrip().startswith("{") else _separated(name, text, known)
