"""Rooms are small: no module is longer than 250 lines."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MOST = 250


def too_long(folder):
    """Return the modules below a folder that are too long, one sentence each."""
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in sorted(folder.rglob("*.py"))}
    return [f"{path} has {lines} lines, more than {MOST}." for path, lines in lengths.items() if lines > MOST]


def test_no_module_is_too_long():
    assert [fault for part in ("src", "book", "tests", "benchmarks") for fault in too_long(ROOT / part)] == []
