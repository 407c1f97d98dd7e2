"""Change one character's worth of the explorers' JavaScript at a time; the Node tests must turn red.

Run `python benchmarks/mutants_js.py [--sample 150] [--seed 1]`. It goes on where it stopped: results stand in
`_build/mutants/js.json`, under the text of the file that was changed.
"""

import argparse
import hashlib
import json
import multiprocessing
import os
import random
import re
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "src" / "model_collapse" / "explorers" / "js"
STORE = ROOT / "_build" / "mutants" / "js.json"
TESTS = ["test_drawing.py", "test_parity.py"]
LIMIT = 300  # seconds; a loop without end is red too

SWAPS = {
    " + ": " - ", " - ": " + ", " * ": " / ", " / ": " * ", " ** ": " * ", " < ": " >= ", " > ": " <= ", " <= ": " < ",
    " >= ": " > ", " === ": " !== ", " && ": " || ", " || ": " && ", " += ": " -= ", " -= ": " += ", "floor": "ceil",
    "ceil": "floor", "Math.min": "Math.max", "Math.max": "Math.min", "true": "false", "false": "true", " -": " +",
    " ^ ": " | ", " ^= ": " |= ", ">>>": "<<", " << ": " >>> ",
}  # fmt: skip
SITE = re.compile(
    "|".join([*map(re.escape, sorted(SWAPS, key=len, reverse=True)), r"(?<![\w.#$-])\d+(?:\.\d+)?(?![\w.])"])
)
SILENT = re.compile(r"//.*|/\\.*?/g|\"[^\"\n]*\"|^import .*")


def mutants(name):
    """Yield (file, offset, old, new) for every place of a file that is code."""
    text = (SOURCES / name).read_text(encoding="utf-8")
    code = SILENT.sub(lambda found: "\0" * len(found[0]), text)
    for found in SITE.finditer(code):
        old = found[0]
        another = f"{int(old) + 1}" if old.isdigit() else f"{old}1"
        yield name, found.start(), old, SWAPS.get(old, another)


def _run(folder):
    import pytest

    from model_collapse.explorers import bundle

    bundle.FOLDER = Path(folder)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    tests = [str(ROOT / "tests" / "explorers" / test) for test in TESTS]
    code = pytest.main(["-x", "-q", *tests])
    os._exit(int(code))


def killed(mutant):
    """Return whether a test turns red."""
    name, offset, old, new = mutant
    with tempfile.TemporaryDirectory() as scratch:
        folder = shutil.copytree(SOURCES, Path(scratch) / "js")
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(text[:offset] + new + text[offset + len(old) :], encoding="utf-8")
        child = multiprocessing.get_context("fork").Process(target=_run, args=(folder,))
        child.start()
        child.join(LIMIT)
        if child.is_alive():
            child.kill()
            child.join()
        return child.exitcode != 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()

    # Loaded once for all children.
    import playwright  # noqa: F401
    import pytest  # noqa: F401
    import scipy.special
    import scipy.stats  # noqa: F401

    import model_collapse as mc

    _ = mc.explorers.Budget
    found = [mutant for path in sorted(SOURCES.glob("*.js")) for mutant in mutants(path.name)]
    chosen = random.Random(given.seed).sample(found, min(given.sample, len(found)))
    STORE.parent.mkdir(parents=True, exist_ok=True)
    known = json.loads(STORE.read_text()) if STORE.exists() else {}
    red, all_, survivors = Counter(), Counter(), []
    if killed((chosen[0][0], 0, "", "")):
        sys.exit("The tests are red without a defect.")
    for mutant in chosen:
        name, offset, old, new = mutant
        text = (SOURCES / name).read_text(encoding="utf-8")
        key = f"{hashlib.sha256(text.encode()).hexdigest()[:12]} {name} {offset} {old!r} {new!r}"
        if key not in known:
            known[key] = killed(mutant)
            STORE.write_text(json.dumps(known, indent=1))
        all_[name] += 1
        red[name] += known[key]
        if not known[key]:
            line = text.count("\n", 0, offset) + 1
            survivors.append(f"{name}:{line}: {old!r} -> {new!r}: {text.splitlines()[line - 1].strip()[:110]}")
            print(survivors[-1], flush=True)
    for name in sorted(all_):
        print(f"{name:24} {red[name]:4} of {all_[name]:4}")
    total = sum(red.values())
    print(f"{total} of {len(chosen)} killed ({total / len(chosen):.0%}); {len(found)} mutants in all.")


if __name__ == "__main__":
    main()
