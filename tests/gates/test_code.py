"""Defects of the package turn the code gates red."""

import re
import shutil
import zipfile

import pytest

from tests.gates.miniature import ROOT, edit, run


@pytest.fixture
def package(tmp_path):
    """Copy what the gates read."""
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "LICENSE", "README.md"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def add(file, text):
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def lint_imports(package):
    code = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    return run("-c", code, cwd=package, PYTHONPATH=str(package / "src"))


def ruff(package):
    return run("-m", "ruff", "check", "--no-cache", "src", cwd=package)


def ruff_format(package):
    return run("-m", "ruff", "format", "--check", "--no-cache", "src", cwd=package)


def mypy(package):
    return run("-m", "mypy", "--cache-dir", package / "cache", "src/model_collapse/_checks/numbers.py", cwd=package)


GATES = {
    "import against the direction": (
        lint_imports,
        "\nimport model_collapse.simulation.simulator  # noqa\n",
        "not allowed to import",
    ),
    "lint": (ruff, "\nimport os\n", "F401"),
    "format": (ruff_format, "\n\nx = ( 1 )\n", "would be reformatted"),
    "type": (
        mypy,
        '\n\ndef wrong() -> int:\n    """Return a word."""\n    return "one"\n',
        "Incompatible return value",
    ),
}


@pytest.mark.parametrize("gate", GATES)
def test_gate(package, gate):
    check, defect, complaint = GATES[gate]
    status, said = check(package)
    assert status == 0, said
    add(package / "src" / "model_collapse" / "_checks" / "numbers.py", defect)
    status, said = check(package)
    assert status != 0
    assert complaint in said
    assert "_checks" in said


def test_a_skipped_test_where_skips_are_forbidden(tmp_path):
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
    test = tmp_path / "test_it.py"
    test.write_text(
        "import pytest\n\n\ndef test_it():\n    pytest.skip('no browser')\n\n\ndef test_other():\n    pass\n"
    )
    (tmp_path / "test_none.py").write_text("import pytest\n\npytest.importorskip('no_such_module')\n")
    command = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "xdist", "-n", "2", tmp_path)
    # Plugins that are loaded by themselves take seconds and play no part here.
    assert run(*command, cwd=tmp_path, FORBID_SKIPS="", PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")[0] == 0
    status, said = run(*command, cwd=tmp_path, FORBID_SKIPS="1", PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")
    assert status == 1
    assert "test_it.py::test_it was skipped" in said
    assert "test_none.py was skipped" in said


def test_a_file_that_is_too_long(package):
    from tests.test_rooms import too_long

    assert too_long(package / "src") == []
    add(package / "src" / "model_collapse" / "_language.py", "\n" * 250)
    assert re.search(r"_language.py has \d+ lines, more than 250", too_long(package / "src")[0])


def test_a_docstring_whose_example_is_wrong(package):
    command = (
        "-m",
        "pytest",
        "--doctest-modules",
        "-q",
        "-p",
        "no:cacheprovider",
        "src/model_collapse/theory/mean.py",
    )
    edit(package / "src" / "model_collapse" / "theory" / "mean.py", "    0.667\n", "    0.668\n")
    status, said = run(*command, cwd=package, PYTHONPATH=str(package / "src"))
    assert status == 1
    assert "0.668" in said


def test_a_wheel_without_its_data_or_with_too_much(package, tmp_path):
    from tests.street import wheels

    wheel = wheels.build(package, tmp_path / "dist")
    assert wheels.faults(wheel, package / "src") == []
    (package / "src" / "model_collapse" / "data.csv").write_text("added,later\n")
    assert wheels.faults(wheel, package / "src") == ["the wheel lacks model_collapse/data.csv."]
    with zipfile.ZipFile(wheel, "a") as opened:
        opened.writestr("model_collapse/data.csv", "added,later\n")
        opened.writestr("tests/test_it.py", "")
    assert wheels.faults(wheel, package / "src") == ["the wheel holds tests/test_it.py, which is not the package's."]
