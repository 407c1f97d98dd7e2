"""The command `model-collapse check`: what is missing is named in one sentence, with what to type."""

import importlib.metadata
import json
import sys

import pytest

from model_collapse.cli import main
from model_collapse.commands import _machine

VERSIONS = {"numpy": "2.4.6", "matplotlib": "3.11.2", "joblib": "1.5", "lazy-loader": "0.5", "tqdm": "4.70"}
PRACTICE = {
    "filelock": "3.20",
    "jinja2": "3.1",
    "narwhals": "2.9",
    "pandas": "3.0",
    "pyarrow": "22",
    "scikit-learn": "1.8",
}


@pytest.fixture
def machine(monkeypatch, tmp_path):
    """Return a machine whose packages are those of a dictionary, for a test to change."""
    there = VERSIONS | PRACTICE | {"jax": "0.7"}

    def version(name):
        if name not in there:
            raise importlib.metadata.PackageNotFoundError(name)
        return there[name]

    monkeypatch.setattr(importlib.metadata, "version", version)
    monkeypatch.setattr(_machine, "kernel", lambda: _machine.Finding("The kernel starts."))
    monkeypatch.setattr(_machine, "memory_bytes", lambda: 8_000_000_000)
    monkeypatch.setenv("MODEL_COLLAPSE_LANGUAGE", "en")
    monkeypatch.chdir(tmp_path)
    return there


def checked(capsys, *words):
    """Return the status and the lines that the command prints."""
    status = main(["check", *words])
    printed = capsys.readouterr()
    assert printed.err == ""
    return status, printed.out.splitlines()


def test_nothing_is_missing(machine, capsys, tmp_path):
    status, lines = checked(capsys, "--for", "pilot", "--for", "follow")
    here = ".".join(map(str, sys.version_info[:3]))
    assert (status, lines) == (
        0,
        [
            f"+ Python {here} is supported.",
            "+ To follow the course: all 5 packages are there.",
            "+ To run a pilot: all 11 packages are there.",
            "+ There are 8.0 GB of memory.",
            f"+ The folder {tmp_path} can be written into.",
            "Nothing is missing to follow the course, run a pilot.",
        ],
    )


def test_a_missing_and_an_old_package_are_named_with_what_to_type(machine, capsys):
    del machine["pandas"]
    machine["pyarrow"] = "20.0"
    status, lines = checked(capsys, "--for", "pilot")
    assert status == 1
    named = "pandas 2.2 or newer; pyarrow 21 or newer instead of 20.0"
    assert lines[1:3] == [
        f"- To run a pilot, this is missing: {named}.",
        f'  Type: {sys.executable} -m pip install "model-collapse[practice]"',
    ]
    assert lines[-1] == "Something is missing; it stands in the lines that begin with a minus."


def test_the_packages_are_those_of_the_extras(machine):
    needed = {}
    for name, extras in _machine.EXTRAS.items():
        machine.clear()
        (finding,) = _machine.packages(name)
        named = finding.said.partition(": ")[2].rstrip(".").split("; ")
        needed[name] = {each.split()[0] for each in named}
        assert all(f"[{','.join(extras)}]" in finding.command for _ in extras)
    assert needed["follow"] == set(VERSIONS)
    assert needed["pilot"] == set(VERSIONS) | set(PRACTICE)
    assert needed["neural"] == {*VERSIONS, "jax"}
    assert {"ipykernel", "jupyterlab", "anywidget", "jupyter-book", "matplotlib-fontja"} <= needed["notebooks"]
    assert not {"pytest", "ruff", "uv"} & set().union(*needed.values())


def test_what_is_looked_at_if_nothing_is_asked_for(machine, capsys):
    machine |= {"jax": "0.1"}
    lines = checked(capsys)[1]
    asked = ("follow the course", "run the notebooks", "run a pilot")
    assert [any(words in line for line in lines) for words in asked] == [True] * 3
    assert "+ The kernel starts." in lines
    assert not any("small nets" in line for line in lines)
    assert "+ The kernel starts." not in checked(capsys, "--for", "follow")[1]


def test_a_package_that_this_machine_cannot_have(machine, capsys, monkeypatch):
    elsewhere = 'jax>=0.7 ; (sys_platform == "a toaster") and extra == "neural"'
    monkeypatch.setattr(importlib.metadata, "requires", lambda _: [elsewhere])
    status, lines = checked(capsys, "--for", "neural")
    assert status == 1
    assert "- To train the small nets anew, jax would be needed, which is not made for this machine" in lines[1]
    assert len(lines) == 5


def test_japanese_needs_its_font(machine, capsys, monkeypatch):
    monkeypatch.setenv("MODEL_COLLAPSE_LANGUAGE", "ja")
    status, lines = checked(capsys, "--for", "pilot")
    assert status == 1
    assert "matplotlib-fontja 1.1" in lines[1]
    assert lines[2].endswith(' -m pip install "model-collapse[practice]" "matplotlib-fontja"')
    english = {"missing", "needed", "There", "Type", "Nothing", "Something", "folder"}
    assert not english & set(" ".join(lines).split())
    machine["matplotlib-fontja"] = "1.1.0"
    assert checked(capsys, "--for", "pilot")[0] == 0


@pytest.mark.parametrize(("size", "status"), [(1.99e9, 1), (2e9, 0), (None, 0)])
def test_memory(machine, capsys, monkeypatch, size, status):
    monkeypatch.setattr(_machine, "memory_bytes", lambda: size)
    found, lines = checked(capsys, "--for", "pilot")
    assert found == status
    said = {1.99e9: "- There are 2.0 GB", 2e9: "+ There are 2.0 GB", None: "+ How much memory there is cannot be seen"}
    assert any(line.startswith(said[size]) for line in lines)


def test_the_memory_of_a_container_counts(tmp_path):
    whole = _machine.memory_bytes(tmp_path / "no container")
    limit = tmp_path / "memory.max"
    limit.write_text("max\n")
    assert whole is None or _machine.memory_bytes(limit) == whole > 10**8
    limit.write_text("1000\n")
    assert _machine.memory_bytes(limit) == (None if whole is None else 1000)


def test_a_folder_that_cannot_be_written(machine, capsys, monkeypatch):
    def refuse(dir):
        raise PermissionError(13, "no", str(dir))

    monkeypatch.setattr(_machine.tempfile, "TemporaryFile", refuse)
    status, lines = checked(capsys, "--for", "follow")
    assert status == 1
    assert "cannot be written into" in lines[-3]
    assert lines[-2].startswith('  Type: cd "')


@pytest.mark.parametrize(("version", "status"), [((3, 10, 9), 1), ((3, 11, 0), 0), ((3, 14, 2), 0), ((3, 15, 0), 1)])
def test_the_python(machine, capsys, monkeypatch, version, status):
    monkeypatch.setattr(sys, "version_info", version)
    found, lines = checked(capsys, "--for", "follow")
    assert found == status
    if status:
        here = ".".join(map(str, version))
        needed = "3.11 or newer, older than 3.15"
        assert lines[0].startswith(f"- This is Python {here}; the course needs {needed}.")


def test_a_package_that_is_not_installed(machine, capsys, monkeypatch):
    def missing(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "metadata", missing)
    status, lines = checked(capsys)
    assert status == 1
    assert lines[0] == "- The package is not installed in this Python; install it and ask again."


def test_json(machine, capsys):
    del machine["jax"]
    assert main(["check", "--for", "neural", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [each["lacks"] for each in found] == [False, True, False, False]
    assert found[1]["command"].endswith('-m pip install "model-collapse[neural]"')


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--for", "fun"], "--for must be one of follow, notebooks, pilot, neural, got fun."),
        (["--folder", "nowhere"], "--folder must be a folder that exists, got nowhere."),
    ],
)
def test_bad_input_is_one_sentence_and_status_2(machine, words, sentence, capsys):
    try:
        status = main(["check", *words])
    except SystemExit as end:
        status = end.code
    assert status == 2
    said = capsys.readouterr().err
    assert said.endswith(f": {sentence}\n")
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("specifier", "words"),
    [(">=4.4", "4.4 or newer"), ("<4,>=3.11", "3.11 or newer, older than 4"), ("==1.0.4.post1", "1.0.4.post1")],
)
def test_versions_in_words(specifier, words):
    assert _machine.plainly(specifier) == words
