"""A miniature book in the real book's shell, to plant defects in."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from coursebook.tools import build

ROOT = Path(__file__).resolve().parents[2]
SHELL = (
    "book/coursebook",
    "book/_static",
    "book/_templates",
    "book/references.bib",
    "pyproject.toml",
    "_config.yml",
)
SOURCES = Path(__file__).parent / "book"
PAGES = ("chapter", "live", "log", "plays", "room", "waits")
TOC = "format: jb-book\nroot: page\nchapters:\n" + "".join(f"  - file: {page}\n" for page in PAGES)


def copy_book(folder):
    """Lay the miniature book out in a folder, with the real settings, extensions and style."""
    for name in SHELL:
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    for source in SOURCES.iterdir():
        shutil.copy(source, folder)
    (folder / "_toc.yml").write_text(TOC)
    return folder


def edit(file, old, new):
    """Replace a text that must be there."""
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file.name}"
    file.write_text(text.replace(old, new), encoding="utf-8")


def edit_cell(file, number, change):
    """Change a code cell, counted from 1, with a function of its dictionary."""
    notebook = json.loads(file.read_text(encoding="utf-8"))
    change([cell for cell in notebook["cells"] if cell["cell_type"] == "code"][number - 1])
    file.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def build_book(folder, capfd):
    """Build as `make book` does; return the exit status and what was said."""
    status = build.build(folder)
    captured = capfd.readouterr()
    return status, re.sub(r"\x1b\[[\d;]*m", "", captured.out + captured.err)


def run(*command, cwd=ROOT, **environment):
    """Run a Python module as a gate does; return the exit status and what was said."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    done = subprocess.run(
        [sys.executable, *map(str, command)], cwd=cwd, env={**kept, **environment}, capture_output=True, text=True
    )
    return done.returncode, done.stdout + done.stderr
