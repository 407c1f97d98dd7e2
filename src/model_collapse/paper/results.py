"""Tables of a reproduction on disk: a panel is one file, settings in its first line, written whole or not at all."""

import csv
import io
import json
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from model_collapse.paper.protocols import Row

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

COLUMNS = ("figure", "panel", "scheme", "x", "mean", "stderr", "theory")
KEYS = ("figure", "panel", "replications", "seed")
"""Settings that every table has."""
RECORDED = ("theory", "model_collapse", "numpy", "python")
"""Settings that are recorded, not compared; all others decide the numbers."""

Settings = dict[str, Any]
Panels = Sequence[tuple[str, Row]]


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


def to_csv(figure: int | str, table: Panels) -> str:
    """Return a table with its header; numbers have six significant digits."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for panel, row in table:
        writer.writerow([figure, panel, row.scheme, *(f"{float(number):.6g}" for number in row[1:])])
    return out.getvalue()


def from_csv(text: str) -> list[tuple[str, Row]]:
    """Return the panels' names and rows of a table.

    Raises
    ------
    ValueError
        If the text is not such a table.
    """
    header, *lines = csv.reader(io.StringIO(text))
    if tuple(header) != COLUMNS or any(len(line) != len(COLUMNS) for line in lines):
        raise ValueError("these are not the columns.")
    return [(panel, Row(scheme, *map(float, numbers))) for _figure, panel, scheme, *numbers in lines]


def store(path: Path, settings: Settings, rows: Sequence[Row]) -> None:
    """Store one panel: its settings and the number of its rows in the first line, then the table."""
    first = json.dumps({**settings, "rows": len(rows)})
    table = to_csv(settings["figure"], [(settings["panel"], row) for row in rows])
    write_whole(path, f"# {first}\n{table}")


def read(path: Path) -> tuple[Settings, list[Row]]:
    """Return the settings and the rows of a stored panel.

    Raises
    ------
    ValueError
        If the file did not come from here, or not all of it is there.
    """
    try:
        first, _, table = path.read_text(encoding="utf-8").partition("\n")
        settings = json.loads(first.removeprefix("# "))
        rows = [row for _panel, row in from_csv(table)]
        whole = first.startswith("# ") and len(rows) == settings["rows"] and table.endswith("\n")
        whole = whole and bool(rows) and set(KEYS) <= set(settings)
    except (ValueError, KeyError, TypeError, RecursionError, csv.Error):
        whole = False
    if not whole:
        raise ValueError(f"{path} is there and is not a whole table of this command; choose another folder.")
    return settings, rows


def is_done(path: Path, settings: Settings, *, force: bool = False) -> bool:
    """Say whether a panel is there with equal settings and is not to be remade.

    Raises
    ------
    ValueError
        If a file is there that did not come from here or, without `force`, one with other settings.
    """
    if not os.path.lexists(path):
        return False
    there, _rows = read(path)
    for name in settings:
        if name not in RECORDED and there.get(name) != settings[name] and not force:
            raise ValueError(
                f"{path} was made with {name} {there.get(name)}, not {settings[name]}; choose another folder or "
                "replace it with --force."
            )
    return not force


def refuse_foreign(table: Path, panels: Mapping[str, tuple[Settings, list[Row]]]) -> None:
    """Refuse to replace a joined table that did not come from here, or that holds what no panel's file holds.

    Raises
    ------
    ValueError
        If there is such a file.
    """
    if not os.path.lexists(table):
        return
    kept = {(name, row.scheme) for name, (_settings, rows) in panels.items() for row in rows}
    try:
        lost = {(name, row.scheme) for name, row in from_csv(table.read_text(encoding="utf-8"))} - kept
    except (ValueError, IndexError, csv.Error):
        raise ValueError(f"{table} is there and is not a table of this command; choose another folder.") from None
    if lost:
        raise ValueError(
            f"{table} holds {' '.join(min(lost))}, which {table.with_suffix('')} does not; choose another folder."
        )


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Keep a second run out of a folder; where the system has no such lock, nothing does."""
    if fcntl is None:
        yield
        return
    lock = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ValueError(f"another run is writing to {folder}; wait for it or choose another folder.") from None
        except OSError:
            pass  # a file system without locks
        yield
    finally:
        os.close(lock)
