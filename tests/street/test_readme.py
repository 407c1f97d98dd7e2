"""Every command of the README, in a fresh clone with an empty home."""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENDLESS = {"make lab": "http://"}
COMMAND = re.compile(r"(?:make|python3 book/_tools/run\.py) [a-z]+")


def commands():
    """Return the commands that the README shows, in blocks and in sentences."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = "\n".join(re.findall(r"```sh\n(.*?)```", text, flags=re.DOTALL)).splitlines()
    words = [word for word in re.findall(r"`([^`\n]+)`", text) if COMMAND.fullmatch(word)]
    return list(dict.fromkeys([*blocks, *words]))


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """Commit what git knows or would add, and clone it."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("clone") / "course"
    listed = subprocess.check_output(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, text=True)
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).exists():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, source / name)
    git = ["git", "-c", "user.name=test", "-c", "user.email=test@example.org"]
    subprocess.run([*git, "init", "-q"], cwd=source, check=True)
    subprocess.run([*git, "add", "-A"], cwd=source, check=True)
    subprocess.run([*git, "commit", "-qm", "all"], cwd=source, check=True)
    subprocess.run([*git, "clone", "-q", source, target], check=True)
    return target


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """Return the environment of a new user: a path, an empty home, and how this machine reaches the registry."""
    reach = {
        name: value
        for name, value in os.environ.items()
        if name.startswith(("PIP_", "SSL_")) or "proxy" in name.lower()
    }
    path = os.pathsep.join([str(Path(sys.base_prefix) / "bin"), "/usr/local/bin", "/usr/bin", "/bin"])
    return {**reach, "PATH": path, "HOME": str(tmp_path_factory.mktemp("home")), "LANG": "C.UTF-8", "STAGES": "check"}


def test_the_readme_shows_its_commands():
    assert {"make book", "make test", "python3 book/_tools/run.py book"} <= set(commands())


@pytest.mark.parametrize("command", commands())
def test_command(clone, bare, command):
    if command not in ENDLESS:
        done = subprocess.run(command.split(), cwd=clone, env=bare, capture_output=True, text=True, timeout=900)
        assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
        return
    words = [*command.split(), "ARGS=--no-browser --allow-root --port=0"]
    with subprocess.Popen(
        words, cwd=clone, env=bare, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    ) as running:
        said = []
        for line in running.stdout:
            said.append(line)
            if ENDLESS[command] in line:
                break
        os.killpg(running.pid, signal.SIGTERM)
    assert ENDLESS[command] in said[-1], "".join(said[-20:])


def test_the_site_is_there_and_a_second_build_needs_no_network(clone, bare):
    assert (clone / "_build" / "html" / "book" / "welcome.html").exists()
    offline = {**bare, "PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_NO_INDEX": "1"}
    done = subprocess.run(["make", "book"], cwd=clone, env=offline, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
