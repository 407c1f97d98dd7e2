"""Every command and every line of Python of the README, in a fresh clone with an empty home."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from coursebook.catalogues import languages
from coursebook.tools import checkout
from coursebook.tools.build import home
from tests.street import lab_driver

ROOT = Path(__file__).resolve().parents[2]
# What never ends by itself: arguments for a machine without a display, and what it prints when it is ready.
ENDLESS = {
    "make lab": ("ARGS=--no-browser --allow-root --port={port}", "http://localhost:"),
    "make serve": ("PORT={port}", "Serving http://127.0.0.1:"),
}
COMMAND = re.compile(r"(?:make|python3 book/run\.py) [a-z]+")


def commands():
    """Return the commands that the README shows, in blocks and in sentences."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = "\n".join(re.findall(r"```(?:sh|console)\n(.*?)```", text, flags=re.DOTALL)).splitlines()
    blocks = [line.removeprefix("$ ").strip() for line in blocks if line.strip() and not line.startswith("#")]
    words = [word for word in re.findall(r"`([^`\n]+)`", text) if COMMAND.fullmatch(word)]
    return list(dict.fromkeys([*blocks, *words]))


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """Commit what git knows or would add, and clone it."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("clone") / "course"
    checkout.copy(source)
    git = ["git", "-c", "user.name=test", "-c", "user.email=test@example.org"]
    subprocess.run([*git, "init", "-q"], cwd=source, check=True)
    subprocess.run([*git, "add", "-A"], cwd=source, check=True)
    subprocess.run([*git, "commit", "-qm", "all"], cwd=source, check=True)
    subprocess.run([*git, "clone", "-q", source, target], check=True)
    take_outputs(target)
    return target


def take_outputs(clone):
    """Give the clone the outputs of this tree's notebooks, which its build takes if they belong to the same sources."""
    for language in languages(ROOT):
        for name in ("outputs.stamp", ".jupyter_cache"):
            old, new = home(ROOT, language) / name, home(clone, language) / name
            new.parent.mkdir(parents=True, exist_ok=True)
            if old.is_dir():
                shutil.copytree(old, new)
            elif old.exists():
                shutil.copy(old, new)


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
    assert {"make book", "make test", "python3 book/run.py book"} <= set(commands())


@pytest.mark.parametrize("command", [command for command in commands() if command not in ENDLESS])
def test_command(clone, bare, command):
    done = subprocess.run(command.split(), cwd=clone, env=bare, capture_output=True, text=True, timeout=3600)
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]


@contextmanager
def running(command, clone, bare):
    """Start what never ends, wait until it is ready, and end it with everything that it started."""
    arguments, ready = ENDLESS[command]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [*command.split(), arguments.format(port=port)]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    with subprocess.Popen(words, cwd=clone, env=bare, start_new_session=True, **streams) as started:
        said = []
        try:
            for line in started.stdout:
                said.append(line)
                if ready in line:
                    break
            assert said, f"{command} says nothing."
            assert ready in said[-1], "".join(said[-20:])
            yield re.search(r"http://\S+", said[-1])[0]
        finally:
            with suppress(ProcessLookupError):
                os.killpg(started.pid, signal.SIGTERM)


@pytest.mark.parametrize("command", ENDLESS)
def test_command_that_never_ends(clone, bare, command):
    with running(command, clone, bare) as address:
        for _ in range(600):
            try:
                with urllib.request.urlopen(address, timeout=10) as answer:
                    assert answer.status == 200
                return
            except OSError:
                time.sleep(0.2)
    raise AssertionError(f"{address} does not answer.")


def test_an_explorer_in_jupyterlab(clone, bare, browser):
    lab_driver.write_notebook(clone / "notebooks")
    with running("make lab", clone, bare) as address:
        said, shown = lab_driver.drive(browser.new_page(), address)
    (clone / "notebooks" / lab_driver.NAME).unlink()
    assert said == "Python reads 0.504."
    assert shown.startswith("At weight 0.250 the generated rows do harm")


def test_the_numbers_in_python():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    compared = []
    for block in blocks:
        names = {}
        exec(block, names)
        for name, value in re.findall(r"^(\w+) = [^#\n]*#\s*(\d+\.\d+)\b", block, flags=re.MULTILINE):
            assert f"{names[name]:.{len(value.partition('.')[2])}f}" == value, name
            compared.append(name)
    assert compared


def test_the_site_is_there_and_a_second_build_needs_no_network(clone, bare):
    assert (clone / "_build" / "html" / "book" / "welcome.html").exists()
    offline = {**bare, "PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_NO_INDEX": "1"}
    done = subprocess.run(["make", "book"], cwd=clone, env=offline, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
