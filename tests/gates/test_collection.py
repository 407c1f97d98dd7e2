"""What the suite consists of depends on its code alone: not on clock, chance, hash order, language, place, machine."""

import os
import subprocess
import sys
from difflib import ndiff

import pytest

from coursebook.tools import checkout
from tests.gates.miniature import ROOT

# What `make test` collects in its two steps: the unit tests with the docstrings' examples, the slow ones, the chapters.
WHOLE = ("tests", "src", "notebooks", "--doctest-modules", "--nbval")
TRAVEL = "import time_machine\n\ntime_machine.travel('2031-02-03 04:05', tick=True).start()\n"
GIVEN = {"PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
OTHER = {"PYTHONHASHSEED": "2", "LC_ALL": "POSIX", "TZ": "Asia/Tokyo", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
# Another machine: no home, no program on the path.
OTHER |= {"HOME": "/nowhere", "USER": "somebody", "PATH": "/nowhere"}


def collecting(folder, plugins, environment, *arguments):
    """Start to collect the tests of a folder."""
    known = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "MODEL_COLLAPSE"))}
    paths = os.pathsep.join(map(str, (folder / "src", folder / "book", *plugins)))
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:xdist", *arguments]
    for plugin in plugins:
        command += ["-p", next(plugin.glob("*.py")).stem]
    return subprocess.Popen(
        command,
        cwd=folder,
        env=known | {"PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )


def collected(process):
    """Return what was collected, one name a line."""
    said, _ = process.communicate()
    assert process.returncode == 0, said
    return [line for line in said.splitlines() if "::" in line]


def differences(here, there, elsewhen, *arguments):
    """Collect both folders, the second under other circumstances; return their number of names and what differs."""
    first, second = (
        collecting(here, [], GIVEN, *arguments),
        collecting(there, [elsewhen], OTHER, *arguments),
    )
    names = collected(first)
    return len(names), [line for line in ndiff(names, collected(second)) if line[0] in "+-"]


@pytest.fixture
def elsewhen(tmp_path):
    """Give a plugin for pytest that travels to another year."""
    (folder := tmp_path / "plugin").mkdir()
    (folder / "elsewhen.py").write_text(TRAVEL)
    return folder


def test_the_suite_is_the_same_everywhere(tmp_path, elsewhen):
    names, found = differences(ROOT, checkout.copy(tmp_path / "another folder"), elsewhen, *WHOLE)
    assert found == []
    assert names > 2000


DEFECTS = {
    "clock": "time.gmtime().tm_year",
    "clock_in_a_compressed_file": "gzip.compress(b'rows')",
    "hours": "time.localtime(0).tm_hour",
    "chance": "random.random()",
    "order_of_hashes": "list({'real', 'synthetic', 'fresh', 'reuse', 'keep'})",
    "language": "locale.getpreferredencoding()",
    "folder": "__file__",
    "what_was_built": "Path(__file__).with_name('_build').exists()",
    "program_on_the_path": "shutil.which('git')",
    "nothing": "'重み', b'rows', 0.618",
}
SUITE = "import gzip, locale, random, shutil, time\nfrom pathlib import Path\n\nimport pytest\n"
TEST = """

@pytest.mark.parametrize("parameter", [{}], ids=str)
def test_{}(parameter):
    pass
"""


def test_defects(tmp_path, elsewhen):
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "pytest.ini").touch()
        tests = [TEST.format(expression, defect) for defect, expression in DEFECTS.items()]
        (tmp_path / name / "test_it.py").write_text(SUITE + "".join(tests), encoding="utf-8")
    (tmp_path / "here" / "_build").mkdir()
    names, found = differences(tmp_path / "here", tmp_path / "there", elsewhen)
    assert names == len(DEFECTS) + 2
    said = "\n".join(found)
    assert [defect for defect in DEFECTS if f"::test_{defect}[" not in said] == ["nothing"]
