"""The tasks fail loudly, with one sentence and status 2."""

import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from coursebook.tools import environment

ROOT = Path(__file__).resolve().parents[2]


def refused(capsys, action, *arguments, **options):
    with pytest.raises(SystemExit) as stopped:
        action(*arguments, **options)
    assert stopped.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith("error: ")
    assert said.count("\n") == 1
    return said


@pytest.mark.parametrize("version", [(3, 10, 1), (3, 15, 0)])
def test_a_python_that_the_lock_does_not_serve(capsys, version):
    assert f"Python {version[0]}.{version[1]}" in refused(capsys, environment.check_python, version)


def test_no_venv_module(capsys):
    assert "python3-venv" in refused(capsys, environment.check_python, (3, 12), has_ensurepip=False)


def test_no_lock(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(environment, "LOCK", tmp_path / "requirements.lock")
    assert "make lock" in refused(capsys, environment.ensure)


def test_pip_that_fails(capsys, monkeypatch):
    monkeypatch.setattr(environment, "PYTHON", "false")
    assert "pip could not install" in refused(capsys, environment._pip, "install", "nothing")


def test_the_lock_is_cut_into_parts():
    text = "# head\n# part: book\na==1 \\\n    --hash=x\n# part: test\nb==2\n"
    assert environment.lock_sections(text) == {"book": "a==1 \\\n    --hash=x\n", "test": "b==2\n"}


def test_the_lock_names_a_hash_for_everything_and_no_host():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert set(environment.lock_sections(text)) == set(environment.PARTS)
    assert "://" not in text
    requirements = re.findall(r"^[a-z0-9][^\n]*(?:\n    [^\n]*)*", text, flags=re.MULTILINE)
    assert len(requirements) > 150
    assert all("--hash=sha256:" in requirement for requirement in requirements)
    assert "jupyter-book==1.0.4.post1" in text


def serve(port):
    command = [sys.executable, "book/run.py", "serve"]
    return subprocess.run(command, cwd=ROOT, env={"PORT": str(port)}, capture_output=True, text=True, timeout=600)


def test_a_port_that_is_in_use():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = serve(taken.getsockname()[1])
    assert done.returncode == 2
    assert "is in use" in done.stderr


@pytest.mark.parametrize("port", ["eighty", "0", "70000"])
def test_a_port_that_is_none(port):
    done = serve(port)
    assert done.returncode == 2
    assert f"got {port}" in done.stderr


def test_an_unknown_task():
    done = subprocess.run([sys.executable, "book/run.py", "bok"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2
    assert "invalid choice: 'bok'" in done.stderr
