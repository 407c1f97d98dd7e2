"""Execute the notebooks and build the site, in English and in every language of book/locale; warnings are errors."""

import hashlib
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import yaml

from coursebook import ROOT
from coursebook.catalogues import languages

STALE_WITH = {
    # Outputs depend on the package and the lock, which the execution cache does not look at.
    "outputs": (("src", "requirements.lock"), (".jupyter_cache", ".doctrees", "html")),
    # Pages depend on settings, style and extensions, which an incremental build copies only in part.
    "pages": (("_config.yml", "_toc.yml", "book"), (".doctrees", "html")),
}


def fingerprint(*paths, without=()):
    """Digest of files and folders, names in them included, but not of folders with the given names."""
    digest = hashlib.sha256()
    for path in paths:
        for file in sorted(path.rglob("*") if path.is_dir() else [path]):
            inside = file.relative_to(path.parent)
            if file.is_file() and file.suffix != ".mo" and not {"__pycache__", *without} & set(inside.parts):
                digest.update(inside.as_posix().encode() + file.read_bytes())
    return digest.hexdigest()


def home(book, language):
    """Return the folder in which an edition is built."""
    return book / "_build" if language == "en" else book / "_build" / language / "_build"


def forget_stale(root=ROOT):
    """Remove what was built from sources that have changed since; the English edition needs no catalogue."""
    for language in languages(root):
        build = home(root, language)
        build.mkdir(parents=True, exist_ok=True)
        for name, (sources, products) in STALE_WITH.items():
            stamp = build / f"{name}.stamp"
            without = ("locale",) if language == "en" else ()
            now = fingerprint(*(root / source for source in sources), without=without)
            if not stamp.exists() or stamp.read_text() != now:
                for product in products:
                    shutil.rmtree(build / product, ignore_errors=True)
                stamp.write_text(now)


def variant(book, folder, **settings):
    """Write a copy of the book's configuration with other settings for Sphinx into a folder and return its path."""
    config = yaml.safe_load((book / "_config.yml").read_text(encoding="utf-8"))
    extensions = config["sphinx"]["local_extensions"]
    config["sphinx"]["local_extensions"] = {name: str(book / path) for name, path in extensions.items()}
    config["sphinx"]["config"] |= settings
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "_config.yml"
    file.write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    return file


def jupyter_book(book, *options, language="en"):
    """Run jupyter-book's build; return its exit status, after saying what it said if it failed."""
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", str(book), *map(str, options)]
    # A label with a character that its font does not have is an error; Python's other warnings are not the book's.
    environment = {**os.environ, "PYTHONWARNINGS": "ignore,error:Glyph", "MODEL_COLLAPSE_LANGUAGE": language}
    done = subprocess.run(command, cwd=book, env=environment, capture_output=True, text=True)
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
    return done.returncode


def build_edition(book, language):
    """Build the book in one language and return the exit status."""
    options = ["-W", "-n", "--keep-going"]
    if language != "en":
        folder = book / "_build" / language
        options += ["--config", variant(book, folder, language=language), "--path-output", folder]
    return jupyter_book(book, *options, language=language)


def build(book=ROOT):
    """Build all editions of one book, the translated ones into folders of the English one; return the exit status."""
    site, others = book / "_build" / "html", languages(book)[1:]
    for language in others:
        shutil.rmtree(site / language, ignore_errors=True)
    with ThreadPoolExecutor() as workers:
        status = max(workers.map(lambda language: build_edition(book, language), languages(book)))
    for language in others if not status else []:
        shutil.copytree(home(book, language) / "html", site / language)
    return status


if __name__ == "__main__":
    forget_stale()
    raise SystemExit(build(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT))
