"""Change one character's worth of the explorers' JavaScript at a time; the Node tests must turn red.

Run `python benchmarks/mutants_js.py [--sample 150] [--seed 1]`. What was killed is not tried again: it
stands in `_build/mutants/javascript.json`, under the text of the file that was changed. A mutant whose tests do not end
is tried once more and, if they do not end again, counted by itself: a loop without end, or a machine that was busy.
"""

import argparse
import hashlib
import json
import multiprocessing
import os
import random
import re
import shutil
import signal
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "src" / "model_collapse" / "explorers" / "js"
STORE = ROOT / "_build" / "mutants" / "javascript.json"
TESTS = [
    f"test_{name}.py"
    for name in ("dial", "drawing", "parity", "dots", "axes", "digits", "watch", "check_log", "random")
]
UNFIT = "not changed_formula"  # tests that change the files themselves are red where a mutant stands in their place
LIMIT = 300  # seconds
RESULTS = ("killed", "survived", "timeout")

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
    code = pytest.main(["-x", "-q", "-k", UNFIT, *tests])
    os._exit(int(code))


def _grouped(run, folder):
    os.setsid()  # a group of its own, which the Node processes of the tests belong to
    run(folder)


def _ended(run, folder, seconds):
    """Return the exit code of the tests, run in a process group of their own; None where it had to be ended."""
    child = multiprocessing.get_context("fork").Process(target=_grouped, args=(run, folder))
    child.start()
    child.join(seconds)
    if not child.is_alive():
        return child.exitcode
    os.killpg(child.pid, signal.SIGKILL)
    child.join()
    return None


def tried(mutant, run=_run, seconds=LIMIT):
    """Return "killed" where a test turns red, "survived" where none does, "timeout" where twice they do not end."""
    name, offset, old, new = mutant
    with tempfile.TemporaryDirectory() as scratch:
        folder = shutil.copytree(SOURCES, Path(scratch) / "js")
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(text[:offset] + new + text[offset + len(old) :], encoding="utf-8")
        for _ in range(2):
            code = _ended(run, folder, seconds)
            if code is not None:
                return "killed" if code else "survived"
    return "timeout"


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
    counts = Counter()
    if (clean := tried((chosen[0][0], 0, "", ""))) != "survived":
        sys.exit(f"Without a defect the tests end as {clean}.")
    for mutant in chosen:
        name, offset, old, new = mutant
        text = (SOURCES / name).read_text(encoding="utf-8")
        key = f"{hashlib.sha256(text.encode()).hexdigest()[:12]} {name} {offset} {old!r} {new!r}"
        if known.get(key) != "killed":
            known[key] = tried(mutant)
            STORE.write_text(json.dumps(known, indent=1))
        counts[name, known[key]] += 1
        if known[key] != "killed":
            line = text.count("\n", 0, offset) + 1
            shown = text.splitlines()[line - 1].strip()[:110]
            print(f"{known[key]} {name}:{line}: {old!r} -> {new!r}: {shown}", flush=True)
    for name in sorted({name for name, _result in counts}):
        print(f"{name:24} " + ", ".join(f"{result} {counts[name, result]:3}" for result in RESULTS))
    total = [sum(counts[pair] for pair in counts if pair[1] == result) for result in RESULTS]
    said = ", ".join(f"{result} {count}" for result, count in zip(RESULTS, total, strict=True))
    print(f"{said}, of {len(chosen)} tried; {len(found)} mutants in all.")


if __name__ == "__main__":
    main()
