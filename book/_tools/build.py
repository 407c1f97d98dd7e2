"""Execute the notebooks and build the site; every warning is an error."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

STALE_WITH = {
    # Outputs depend on the package and the lock, which the execution cache does not look at.
    "outputs": (("src", "requirements.lock"), (".jupyter_cache", ".doctrees", "html")),
    # Pages depend on settings, style and extensions, which an incremental build copies only in part.
    "pages": (("_config.yml", "_toc.yml", "book"), (".doctrees", "html")),
}


def fingerprint(*paths):
    """Digest of files and folders, names included."""
    digest = hashlib.sha256()
    for file in sorted(file for path in paths for file in (path.rglob("*") if path.is_dir() else [path])):
        if file.is_file() and "__pycache__" not in file.parts:
            digest.update(file.as_posix().encode() + file.read_bytes())
    return digest.hexdigest()


def forget_stale(root=ROOT):
    """Remove what was built from sources that have changed since."""
    build = root / "_build"
    build.mkdir(exist_ok=True)
    for name, (sources, products) in STALE_WITH.items():
        stamp = build / f"{name}.stamp"
        now = fingerprint(*(root / source for source in sources))
        if not stamp.exists() or stamp.read_text() != now:
            for product in products:
                shutil.rmtree(build / product, ignore_errors=True)
            stamp.write_text(now)


def build(book=ROOT):
    """Build one book and return the exit status of the build itself."""
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", str(book), "-W", "-n", "--keep-going"]
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(command, cwd=book, env=environment, capture_output=True, text=True)
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
    return done.returncode


if __name__ == "__main__":
    forget_stale()
    raise SystemExit(build(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT))
