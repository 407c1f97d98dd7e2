"""Make or refresh `.venv` from the lock: standard library only, so that a bare Python can run it."""

import hashlib
import importlib.util
import os
import subprocess
import sys
import venv

from coursebook import ROOT

VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
PARTS = ("book", "lab", "test", "mutants")
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
SUPPORTED = ((3, 11), (3, 15))


def stop(sentence):
    """Say one sentence on standard error and end with status 2."""
    print(f"error: {sentence}", file=sys.stderr)
    raise SystemExit(2)


def check_python(version=sys.version_info, has_ensurepip=None):
    """Refuse a Python that the lock does not serve, or one that cannot make an environment."""
    low, high = SUPPORTED
    if not low <= tuple(version[:2]) < high:
        stop(
            f"this is Python {version[0]}.{version[1]}; the course needs {low[0]}.{low[1]} or newer and older than "
            f"{high[0]}.{high[1]} (name one with `make book PYTHON=python3.12`)."
        )
    if has_ensurepip is None:
        has_ensurepip = importlib.util.find_spec("ensurepip") is not None
    if not has_ensurepip:
        stop("this Python cannot make a virtual environment (on Debian or Ubuntu: apt-get install python3-venv).")


def lock_sections(text):
    """Split the lock at its `# part: NAME` lines into a dictionary of requirement texts."""
    sections, name = {}, None
    for line in text.splitlines():
        if line.startswith("# part: "):
            name = line.removeprefix("# part: ").strip()
            sections[name] = []
        elif name:
            sections[name].append(line)
    return {name: "\n".join(lines) + "\n" for name, lines in sections.items()}


def _pip(*arguments):
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments]
    if subprocess.run(command, cwd=ROOT).returncode:
        stop("pip could not install what the lock names; its own message stands above.")


def _install(part, text):
    """Install one section of the lock unless the stamp says that it is there already."""
    stamp = VENV / f"{part}.stamp"
    digest = hashlib.sha256(text.encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    print(f"installing the {part} part of {LOCK.name} into {VENV.name} ...", flush=True)
    requirements = VENV / f"{part}.txt"
    requirements.write_text(text)
    _pip("install", "--require-hashes", "--no-deps", "-r", str(requirements))
    stamp.write_text(digest)


def ensure(*parts):
    """Make the environment hold the book part of the lock, the package itself and the named parts."""
    check_python()
    if not LOCK.exists():
        stop(f"{LOCK.name} is missing; `make lock` writes it.")
    if not PYTHON.exists():
        print(f"making {VENV.name} ...", flush=True)
        venv.create(VENV, with_pip=True, clear=VENV.exists())
    sections = lock_sections(LOCK.read_text())
    for part in dict.fromkeys(("book", *parts)):
        _install(part, sections[part])
    stamp = VENV / "package.stamp"
    digest = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != digest:
        _pip("install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
        stamp.write_text(digest)
