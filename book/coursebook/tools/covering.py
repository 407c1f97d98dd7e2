"""Which tests run a line of the package: a mutant of that line is tried on them before it is tried on all others."""

import sys
from pathlib import Path

import coverage

SETTINGS = """[run]
dynamic_context = test_function
relative_files = true
data_file = {data}
source = src/model_collapse
"""


def command(tree, room, *arguments):
    """Return a command that runs a module as Python would and writes down, for a room, which test runs which line."""
    settings = tree / f"{room}.coveragerc"
    settings.write_text(SETTINGS.format(data=data(tree, room)), encoding="utf-8")
    return [sys.executable, "-m", "coverage", "run", f"--rcfile={settings}", "-m", *arguments]


def data(tree, room):
    """Return the file in which a room's lines and tests are written down."""
    return tree / f"{room}.coverage"


def tests(file, module, line):
    """Return the tests that run a line; those that run any line of its module where only importing runs it."""
    found = coverage.CoverageData(str(file))
    found.read()
    by_line = found.contexts_by_lineno(module)
    everywhere = {name for names in by_line.values() for name in names} - {""}
    return sorted(filter(None, map(node, set(by_line.get(line, ())) - {""} or everywhere)))


def node(name):
    """Return pytest's name of a test function; None if it is none that pytest would find."""
    place, _, function = name.rpartition(".")
    file = Path(*place.split(".")).with_suffix(".py")
    found = file.is_file() and f"\ndef {function}(" in file.read_text(encoding="utf-8")
    return f"{file.as_posix()}::{function}" if found else None
