"""Tables of a reproduction on disk: written whole or not at all, each panel beside its settings."""

import csv
import io
import json
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from model_collapse.paper.protocols import Row

COLUMNS = ("figure", "panel", "scheme", "x", "mean", "stderr", "theory")
COMPARED = ("figure", "panel", "replications", "seed")
"""Settings that decide the numbers; versions and times are recorded, not compared."""


def write_whole(path: Path, text: str) -> None:
    """Write a file under a temporary name and move it into place, so that no reader ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def to_csv(figure: int, panel: str, rows: Iterable[Row]) -> str:
    """Return one panel's table with a header; numbers have six significant digits."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([figure, panel, row.scheme, *(f"{float(number):.6g}" for number in row[1:])])
    return out.getvalue()


def read_csv(path: Path) -> list[tuple[str, Row]]:
    """Return the panels' names and rows of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            (line["panel"], Row(line["scheme"], *(float(line[name]) for name in COLUMNS[3:])))
            for line in csv.DictReader(file)
        ]


def settings_of(path: Path) -> dict[str, Any] | None:
    """Return the settings that were written beside a panel's table, or None where there is no such panel."""
    beside = path.with_suffix(".json")
    if not (path.exists() and beside.exists()):
        return None
    return json.loads(beside.read_text(encoding="utf-8"))


def is_done(path: Path, settings: dict[str, Any]) -> bool:
    """Say whether a panel is there with equal settings.

    Raises
    ------
    ValueError
        If it is there with other settings, or a file is there that did not come from here.
    """
    there = settings_of(path)
    if there is None:
        refuse_foreign(path)
        return False
    for name in COMPARED:
        if there.get(name) != settings[name]:
            raise ValueError(
                f"{path} was made with {name} {there.get(name)}, not {settings[name]}; choose another folder or "
                "replace it with --force."
            )
    return True


def refuse_foreign(path: Path) -> None:
    """Refuse to replace a file that does not begin like a table of ours.

    Raises
    ------
    ValueError
        If there is such a file.
    """
    if path.exists():
        with path.open(encoding="utf-8", errors="replace") as file:
            if file.readline().strip() != ",".join(COLUMNS):
                raise ValueError(f"{path} is there and is not a table of this command; choose another folder.")


def store(path: Path, settings: dict[str, Any], table: str) -> None:
    """Store one panel: the settings last, so that a panel with settings is complete."""
    path.with_suffix(".json").unlink(missing_ok=True)
    write_whole(path, table)
    write_whole(path.with_suffix(".json"), json.dumps(settings, indent=2) + "\n")


def join(paths: Iterable[Path], target: Path) -> None:
    """Write the panels' tables as one, under one header."""
    header, lines = ",".join(COLUMNS), []
    for path in paths:
        lines += path.read_text(encoding="utf-8").splitlines()[1:]
    write_whole(target, "\n".join([header, *lines]) + "\n")
