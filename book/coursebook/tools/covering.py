"""Which tests run a line of the package: a mutant of that line is tried on them before it is tried on all others.

As a plugin of pytest (`-p coursebook.tools.covering`) it tells the measurement which test is running: left to itself,
that takes every test that draws its examples for one and the same.
"""

import sys
from pathlib import Path

import coverage
import pytest

SETTINGS = """[run]
relative_files = true
data_file = {data}
source = src/model_collapse
"""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """Write lines down under a test's name, whatever its parameters are; its fixtures count as its own."""
    if measuring := coverage.Coverage.current():
        measuring.switch_context(item.nodeid.partition("[")[0])
    return (yield)


def command(tree, room, *arguments):
    """Return a command that runs pytest and writes down, for a room, which test runs which line."""
    settings = tree / f"{room}.coveragerc"
    settings.write_text(SETTINGS.format(data=data(tree, room)), encoding="utf-8")
    measured = [sys.executable, "-m", "coverage", "run", f"--rcfile={settings}", "-m", *arguments]
    return [*measured, "-p", "coursebook.tools.covering"]


def data(tree, room):
    """Return the file in which a room's lines and tests are written down."""
    return tree / f"{room}.coverage"


def tests(file, module, line):
    """Return the tests that run a line; those that run any line of its module where only importing runs it."""
    found = coverage.CoverageData(str(file))
    found.read()
    by_line = {at: _tests(names) for at, names in found.contexts_by_lineno(module).items()}
    return sorted(by_line.get(line) or set().union(*by_line.values()))


def _tests(names):
    """Return those that are tests, not examples of docstrings, which are run anyway."""
    return {name for name in names if Path(name.partition("::")[0]).parts[:1] == ("tests",)}
