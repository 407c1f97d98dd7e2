"""The house: no module is long, little is loaded, chapters use one door, and no name hides a library's."""

import ast
import importlib.metadata
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import model_collapse as mc

ROOT = Path(__file__).resolve().parents[1]
MOST = 250
LOADED = 2500
DOOR = "import model_collapse as mc"
CHAPTERS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "notebooks").glob("*/*.ipynb"))
PAGES = sorted(path.relative_to(ROOT).as_posix() for path in [ROOT / "README.md", *(ROOT / "book").rglob("*.md")])
COUNT = """
import sys
from pathlib import Path
modules = [module for name, module in sys.modules.items() if name.split(".")[0] == "model_collapse"]
print(sum(len(Path(module.__file__).read_text(encoding="utf-8").splitlines()) for module in modules))
"""
ONE_MEAN = f"""
{DOOR}
rows = dict(n_real=20, n_synthetic=20, rounds=3, replications=50, seed=1)
weights = [0.2, 0.5, 0.8]
run = mc.simulate(mc.GaussianMean(), mc.fresh, weight=weights, **rows)
run.compare(mc.error_ratio(weights, k=1))
mc.figures.error_by_weight(run, mc.error_ratio(weights, k=1))
"""


def too_long(folder):
    """Return the modules below a folder that are too long, one sentence each."""
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in sorted(folder.rglob("*.py"))}
    return [f"{path} has {lines} lines, more than {MOST}." for path, lines in lengths.items() if lines > MOST]


def test_no_module_is_too_long():
    assert [fault for part in ("src", "book", "tests", "benchmarks") for fault in too_long(ROOT / part)] == []


@pytest.mark.parametrize("code", [DOOR, ONE_MEAN], ids=["import", "one mean"])
def test_little_is_loaded(code):
    done = subprocess.run([sys.executable, "-c", code + COUNT], capture_output=True, text=True, check=True)
    assert 0 < int(done.stdout) <= LOADED


def code_of(chapter):
    """Return the code of a chapter."""
    cells = json.loads((ROOT / chapter).read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


def other_doors(code):
    """Return how code imports the package, if not by the one door."""
    imports = [ast.unparse(node) for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Import | ast.ImportFrom)]
    return [line for line in imports if "model_collapse" in line and line != DOOR]


def absent(code):
    """Return the names that code takes from the package and that are not there."""
    names = {ast.unparse(node) for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Attribute)}
    found = []
    for name in sorted(name for name in names if re.fullmatch(r"mc(\.\w+)+", name)):
        thing = mc
        for part in name.split(".")[1:]:
            thing = getattr(thing, part, found)
        if thing is found:
            found.append(name)
    return found


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_uses_one_door_and_finds_everything_behind_it(chapter):
    code = code_of(chapter)
    assert DOOR in code
    assert other_doors(code) == []
    assert absent(code) == []


def test_pages_show_one_door():
    texts = [(ROOT / page).read_text(encoding="utf-8") for page in PAGES]
    shown = [line for text in texts for line in re.findall(r"(?:import|from) model_collapse[^\n`]*", text)]
    assert len(shown) >= 2
    assert set(shown) == {DOOR}


def test_other_doors_and_absent_names_are_seen():
    for line in ("from model_collapse import theory", "import model_collapse.theory", "import model_collapse"):
        assert other_doors(f"import numpy as np\n{DOOR}\n{line}") == [line]
    assert absent("mc.simulate(mc.fresh, mc.nothing.more)\nmc.figures.nothing()") == [
        "mc.figures.nothing",
        "mc.nothing",
        "mc.nothing.more",
    ]


def test_no_name_hides_a_librarys():
    """Folders on the path are the checkout, `book` and `src`."""
    paths = [path for folder in (ROOT, ROOT / "book", ROOT / "src") for path in folder.glob("[!._]*")]
    ours = {path.stem for path in paths if path.suffix == ".py" or any(path.rglob("*.py"))} - {"model_collapse"}
    installed = set(importlib.metadata.packages_distributions())
    assert {"coursebook", "tests", "benchmarks"} <= ours
    assert ours & (installed | set(sys.stdlib_module_names)) == set()


def test_no_tool_changes_the_path():
    files = [path for part in ("src", "book", "tests", "benchmarks") for path in sorted((ROOT / part).rglob("*.py"))]
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in files}
    assert len(texts) > 100
    found = [name for name, text in texts.items() if re.search(r"^ *sys\.path\b", text, flags=re.MULTILINE)]
    assert found == ["src/model_collapse/commands/pilot.py"]  # a reader's own generator is looked for where they stand
