"""Workflows and hooks are what their tools expect."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(*command):
    return subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True)


@pytest.mark.parametrize("name", ["book.yml", "newest.yml"])
def test_workflow_follows_its_schema(name):
    done = run("check_jsonschema", "--builtin-schema", "vendor.github-workflows", f".github/workflows/{name}")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_workflow_that_does_not_is_refused(tmp_path):
    text = (ROOT / ".github/workflows/book.yml").read_text(encoding="utf-8")
    broken = tmp_path / "book.yml"
    broken.write_text(text.replace("runs-on: ubuntu-latest", "runs-at: ubuntu-latest"))
    assert run("check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(broken)).returncode == 1


def test_hooks_are_valid():
    done = run("pre_commit", "validate-config", ".pre-commit-config.yaml")
    assert done.returncode == 0, done.stdout + done.stderr


def test_ci_runs_the_readme_command_and_nothing_else():
    commands = [
        line
        for line in (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith(("#", "set ", "export ", "apt-get "))
    ]
    assert commands == ["make test"]
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")
