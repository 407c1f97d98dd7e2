"""Workflows and hooks are what their tools expect."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted(path.name for path in (ROOT / ".github" / "workflows").iterdir())


def run(*command):
    return subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True)


def test_there_are_workflows():
    assert {"book.yml", "newest.yml"} <= set(WORKFLOWS)


@pytest.mark.parametrize("name", WORKFLOWS)
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


def test_hooks_that_are_not_are_refused(tmp_path):
    text = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    broken = tmp_path / "hooks.yaml"
    broken.write_text(text.replace("language: system", "tongue: system"))
    assert run("pre_commit", "validate-config", str(broken)).returncode == 1


def test_hooks_come_from_here():
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [repository["repo"] for repository in config["repos"]] == ["local"]


def test_the_site_is_published_by_a_job_with_the_rights_for_it_after_the_tests():
    book = yaml.safe_load((ROOT / ".github/workflows/book.yml").read_text(encoding="utf-8"))
    assert book["permissions"] == {"contents": "read"}
    assert "concurrency" in book
    deploy = book["jobs"]["deploy"]
    assert deploy["needs"] == "test"
    assert deploy["permissions"] == {"pages": "write", "id-token": "write"}
    used = [step["uses"].split("@")[0] for job in book["jobs"].values() for step in job["steps"] if "uses" in step]
    assert {"actions/configure-pages", "actions/upload-pages-artifact", "actions/deploy-pages"} <= set(used)


def test_no_workflow_passes_without_a_browser():
    for name in WORKFLOWS:
        jobs = yaml.safe_load((ROOT / ".github/workflows" / name).read_text(encoding="utf-8"))["jobs"]
        commands = [step.get("run") for job in jobs.values() for step in job["steps"]]
        assert "command -v google-chrome && make test" in commands, name


def test_ci_runs_the_readme_command_and_nothing_else():
    commands = [
        line
        for line in (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith(("#", "set ", "export ", "apt-get "))
    ]
    assert commands == ["make test"]
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")
