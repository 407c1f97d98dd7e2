"""Write requirements.lock: one universal resolution with hashes, cut into the parts that the targets install."""

import re
import subprocess
import sys

from environment import LOCK, PARTS, ROOT

HEAD = """\
# Made by `make lock`; do not edit. One resolution for Python 3.11 to 3.14 on Linux, macOS and Windows, with hashes.
# Each part below holds what it adds to the book part.
"""


def compile_extras(*extras, upgrade=False):
    """Resolve the core dependencies with the given extras, in uv's requirement syntax."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "--universal", "--generate-hashes", "--quiet"]
    command += ["--no-annotate", "--no-header", "--no-emit-index-url", "--python-version", "3.11", "pyproject.toml"]
    command += [word for extra in extras for word in ("--extra", extra)]
    command += ["--upgrade"] if upgrade else []
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout


def entries(text):
    """Split a compiled file into one string for each requirement, hashes included."""
    return re.findall(r"^\S[^\n]*(?:\n    [^\n]*)*", text, flags=re.MULTILINE)


def main():
    """Resolve everything once, so that the parts agree, and write the lock."""
    upgrade = "--upgrade" in sys.argv[1:]
    everything = {entry.split()[0] for entry in entries(compile_extras(*PARTS, upgrade=upgrade))}
    book = entries(compile_extras("book", upgrade=upgrade))
    parts = {"book": book}
    for part in PARTS[1:]:
        parts[part] = [entry for entry in entries(compile_extras("book", part, upgrade=upgrade)) if entry not in book]
    for part, found in parts.items():
        strays = [entry.split()[0] for entry in found if entry.split()[0] not in everything]
        if strays:
            raise SystemExit(f"error: the {part} part resolves apart from the rest: {', '.join(strays)}.")
    LOCK.write_text(HEAD + "".join(f"# part: {name}\n" + "\n".join(found) + "\n" for name, found in parts.items()))
    print(f"{LOCK.name}: " + ", ".join(f"{len(found)} in {name}" for name, found in parts.items()))


if __name__ == "__main__":
    main()
