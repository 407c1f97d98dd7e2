"""Write requirements.lock: one universal resolution with hashes, cut into the parts that the targets install."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from coursebook import ROOT
from coursebook.tools.environment import LOCK, PARTS

HEAD = """\
# Made by `make lock`; do not edit. One resolution for Python 3.11 to 3.14 on Linux, macOS and Windows, with hashes.
# Each part below holds what it adds to the book part.
"""


def compile_extras(*extras, known):
    """Resolve the core dependencies with the given extras; the known versions stay wherever they can."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "--universal", "--generate-hashes", "--quiet"]
    command += ["--no-annotate", "--no-header", "--no-emit-index-url", "--python-version", "3.11", "pyproject.toml"]
    command += [word for extra in extras for word in ("--extra", extra)]
    with tempfile.TemporaryDirectory() as folder:
        (result := Path(folder, "result.txt")).write_text(known)
        done = subprocess.run([*command, "--output-file", str(result)], cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(done.stderr)
        return result.read_text()


def entries(text):
    """Split a compiled file into one string for each requirement, hashes included."""
    return re.findall(r"^\S[^\n]*(?:\n    [^\n]*)*", text, flags=re.MULTILINE)


def main():
    """Resolve everything once, so that the parts agree, and write the lock."""
    known = "" if "--upgrade" in sys.argv[1:] or not LOCK.exists() else LOCK.read_text()
    whole = compile_extras(*PARTS, known=known)
    everything = {entry.split()[0] for entry in entries(whole)}
    book = entries(compile_extras("book", known=whole))
    parts = {"book": book}
    for part in PARTS[1:]:
        parts[part] = [entry for entry in entries(compile_extras("book", part, known=whole)) if entry not in book]
    for part, found in parts.items():
        strays = [entry.split()[0] for entry in found if entry.split()[0] not in everything]
        if strays:
            raise SystemExit(f"error: the {part} part resolves apart from the rest: {', '.join(strays)}.")
    LOCK.write_text(HEAD + "".join(f"# part: {name}\n" + "\n".join(found) + "\n" for name, found in parts.items()))
    print(f"{LOCK.name}: " + ", ".join(f"{len(found)} in {name}" for name, found in parts.items()))


if __name__ == "__main__":
    main()
