"""Every task of the course in one place."""

import argparse
import os
import shutil
import socket
import subprocess

from coursebook import ROOT
from coursebook.tools.environment import PYTHON, ensure, stop

SITE = ROOT / "_build" / "html"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
SLOW = ("street", "gates", "paper", "site")
"""Tests that need the site, a clone, or more than a minute; those that take longest begin."""

TASKS = {}


def task(*parts):
    """Register a function as a task that needs the named parts of the lock."""

    def register(function):
        TASKS[function.__name__.removesuffix("_")] = (function, parts)
        return function

    return register


def call(*command, **options):
    """Run a command in the repository's root; end with its exit status if it fails."""
    status = subprocess.run([str(word) for word in command], cwd=ROOT, **options).returncode
    if status:
        raise SystemExit(status)


def module(*words, **options):
    """Run `python -m ...` in the environment."""
    call(PYTHON, "-m", *words, **options)


def tool(name, *words):
    """Run one of the book's tools in the environment."""
    module(f"coursebook.tools.{name}", *words, env={**os.environ, "PYTHONPATH": str(ROOT / "book")})


@task()
def book(_):
    """Execute the notebooks, build the site and say where it is."""
    tool("build")
    print(f"The site is at {(SITE / 'index.html').as_uri()}")


@task()
def zip_(_):
    """Build the site and pack it into one folder to hand out."""
    book(_)
    target = shutil.make_archive(str(ROOT / "_build" / "model-collapse-course"), "zip", SITE.parent, "html")
    print(f"Unzip {target} anywhere and open html/index.html")


@task()
def serve(_):
    """Build the site and serve it on 127.0.0.1 (PORT=8000)."""
    given = os.environ.get("PORT") or "8000"
    if not given.isdecimal() or not 0 < int(given) < 65536:
        stop(f"PORT must be a whole number from 1 to 65535, got {given}.")
    port = int(given)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            stop(f"port {port} on 127.0.0.1 is in use; choose another with `make serve PORT=8001`.")
    book(_)
    print(f"Serving http://127.0.0.1:{port}/ (end with Ctrl-C)", flush=True)
    try:
        module("http.server", port, "--bind", "127.0.0.1", "--directory", SITE)
    except KeyboardInterrupt:
        print()


@task("lab")
def lab(arguments):
    """Open the notebooks in JupyterLab."""
    module("jupyterlab", "--notebook-dir", ROOT, *(arguments or ["notebooks"]))


@task("test")
def check(_):
    """lint, types, import directions, notebooks' form and unit tests, in two or three minutes."""
    module("ruff", "check", ".")
    module("ruff", "format", "--check", ".")
    module("mypy")
    call(PYTHON.parent / "lint-imports", "--no-logo")
    tool("notebooks", "--check")
    slow = [f"--ignore=tests/{folder}" for folder in SLOW]
    module("pytest", "tests", *slow, "src", "--doctest-modules", "-q", "-n", "2", "--dist", "loadfile")


@task("test")
def test(arguments):
    """Everything that CI runs: check, book, notebooks, site, planted defects, packaging (STAGES=check: the first)."""
    check(arguments)
    if os.environ.get("STAGES") == "check":
        return
    book(arguments)
    if not any(map(shutil.which, BROWSERS)):
        print("No Chromium here, so the browser tests are skipped (on Debian or Ubuntu: apt-get install chromium).")
    slow = [f"tests/{folder}" for folder in SLOW]
    spread = ("-n", "2", "--dist", "loadscope", "--no-loadscope-reorder")
    module("pytest", *slow, "notebooks", "--nbval", *spread, *arguments)


@task("test")
def wheel(_):
    """Build the package as one file to install elsewhere."""
    module("build", "--wheel", "--no-isolation", "--outdir", "dist")


@task()
def notebooks(arguments):
    """Execute the chapters and store the outputs that tests compare."""
    tool("notebooks", *arguments)


@task()
def translate(arguments):
    """Bring the catalogues of the translations in line with their sources."""
    tool("translate", *arguments)


@task("test")
def bench(_):
    """Print the benchmarks' ratios and floors."""
    for path in sorted((ROOT / "benchmarks").glob("bench_*.py")):
        module(f"benchmarks.{path.stem}")


@task("test")
def lock(arguments):
    """Resolve the dependencies and write requirements.lock (ARGS=--upgrade: to their newest versions)."""
    tool("lock", *arguments)


@task("test", "mutants")
def mutants(arguments):
    """Try a sample of small changes of the code and print how many the tests notice (ARGS="--room theory")."""
    tool("mutants", *arguments)


@task("test")
def seeds(arguments):
    """Test the laws of the simulators with fresh seeds, which are printed."""
    module("benchmarks.fresh_seeds", *arguments)


def clean():
    """Remove the environment and everything that was built."""
    for name in ("_build", ".venv", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".import_linter_cache", "dist"):
        shutil.rmtree(ROOT / name, ignore_errors=True)


def main():
    """Read the task's name, make its environment ready and run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="name", required=True, metavar="TASK")
    for name, (function, _) in TASKS.items():
        commands.add_parser(name, help=function.__doc__)
    commands.add_parser("clean", help=clean.__doc__)
    chosen, rest = parser.parse_known_args()
    if chosen.name == "clean":
        return clean()
    function, parts = TASKS[chosen.name]
    ensure(*parts)
    return function(rest)
