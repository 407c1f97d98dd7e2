"""How many small changes of the code do the tests notice? Tries a random sample of mutants and prints scores by room.

Each mutant is tried in a copy of the checkout: by the tests that run its line, and if it survives by all tests of their
files; a line that none runs by all tests of its room. What has been tried is kept in `_build/mutants/tried.jsonl`, so
that a run that was broken off goes on, and a larger sample adds to a smaller one. A result counts as long as its module
stands as it was; a survivor is tried again when its tests have changed.
Name the rows of UCI Adult in MODEL_COLLAPSE_ADULT: without them some tests are left out, and what they see survives.
"""

import argparse
import json
import multiprocessing
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import cache
from pathlib import Path

from cosmic_ray.mutating import use_mutation
from cosmic_ray.testing import TestOutcome, run_tests
from tqdm import tqdm

from coursebook import ROOT
from coursebook.tools import checkout, covering, mutation, scores
from coursebook.tools.build import fingerprint

FOLDER = ROOT / "_build" / "mutants"
PACKAGE = ROOT / "src" / "model_collapse"
# A room's tests are those in the folder of its name, unless they are named here.
TESTS = {
    "_checks": ("tests/arguments", "tests/theory", "tests/problems", "tests/simulation"),
    "_command_line": ("tests/paper/test_cli.py",),
    "_language": ("tests/coursebook/test_translation.py",),
    "_table": ("tests/test_table.py",),
    "commands": (
        "tests/paper/test_cli.py",
        "tests/practice/test_audit.py",
        "tests/practice/test_plan_command.py",
        "tests/practice/piloting/test_report.py",
    ),
    "cli": ("tests/paper/test_cli.py",),
    "theory": ("tests/theory", "tests/coursebook/test_rules.py"),
    "practice": ("tests/practice", "tests/problems/test_dataset.py"),
    "problems": ("tests/problems", "tests/simulation"),
    "simulation": ("tests/simulation", "tests/problems"),
}


def rooms():
    """Return the modules of each room."""
    found = defaultdict(list)
    for file in sorted(PACKAGE.rglob("*.py")):
        found[file.relative_to(PACKAGE).parts[0].removesuffix(".py")].append(file)
    return {room: files for room, files in found.items() if not room.startswith("__")}


def mutants(room):
    """Return all mutants of a room."""
    return [
        scores.Mutant(room, file.relative_to(ROOT).as_posix(), *where)
        for file in rooms()[room]
        for where in mutation.mutations(file.read_text(encoding="utf-8"))
    ]


def files_of_tests(room, module=""):
    """Return a room's test files, those first that bear the module's name."""
    paths = [ROOT / path for path in TESTS.get(room, (f"tests/{room}",))]
    files = [file for path in paths for file in (sorted(path.rglob("test_*.py")) if path.is_dir() else [path])]
    return sorted(files, key=lambda file: module.strip("_") not in file.stem)


def arguments(mutant, tests=()):
    """Return what pytest is given to try a mutant: tests, or all of its room, and the examples of its module."""
    files = [file.relative_to(ROOT).as_posix() for file in files_of_tests(mutant.room, Path(mutant.file).stem)]
    options = "-x -q --tb=no --no-header --doctest-modules -p no:cacheprovider -p no:xdist"
    return ["pytest", *options.split(), *(tests or files), mutant.file]


def commands(mutant):
    """Return the commands that try a mutant, the quick one first."""
    tests = covering.tests(covering.data(FOLDER, mutant.room), mutant.file, mutant.line)
    # What a fixture makes once is known to have run in the first of a file's tests only.
    files = list(dict.fromkeys(test.partition("::")[0] for test in tests))
    for chosen in (tests, files) if tests else ((),):
        yield shlex.join([sys.executable, "-m", *arguments(mutant, chosen)])


@cache
def stamp(*files):
    """Return the state of files as it was when it was first asked for."""
    return fingerprint(*files)[:12]


def stamps(mutant):
    """Return the state of the mutated module and of the tests."""
    return stamp(ROOT / mutant.file), stamp(*files_of_tests(mutant.room))


def path_of(tree):
    """Return the search path of a copy of the checkout."""
    return os.pathsep.join(str(tree / part) for part in ("src", "book"))


def prepare(rooms_first, workers):
    """Copy the checkout for each worker and return the time that each room's tests take; all of them are green.

    What a room's tests run is asked anew only when they or the package have changed.
    """
    shutil.rmtree(FOLDER / "trees", ignore_errors=True)
    trees = [FOLDER / "trees" / str(number) for number in range(workers)]
    checkout.copy(trees[0])
    # A stored module is recognised by its text: a mutant is often as long as the module and as old.
    compiling = [sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "checked-hash", "src"]
    subprocess.run(compiling, cwd=trees[0], check=True)
    options = {"cwd": trees[0], "env": os.environ | {"PYTHONPATH": path_of(trees[0])}, "capture_output": True}
    seconds = {}
    for room, mutant in rooms_first.items():
        now, green = stamp(PACKAGE, *files_of_tests(room)), FOLDER / f"{room}.green"
        state, _, took = (green.read_text() if green.exists() else "").partition(" ")
        if state == now:
            seconds[room] = float(took)
            continue
        start = time.monotonic()
        done = subprocess.run(covering.command(FOLDER, room, *arguments(mutant)), text=True, **options)
        if done.returncode:
            raise SystemExit(f"error: the tests of {room} are not green without a mutant.\n{done.stdout}")
        seconds[room] = time.monotonic() - start
        green.write_text(f"{now} {seconds[room]}")
        print(f"the tests of {room} take {seconds[room]:.0f} s")
    for tree in trees[1:]:
        shutil.copytree(trees[0], tree)
    return trees, seconds


def enter(trees):
    """Work in a copy of the checkout that is this process's own."""
    os.chdir(tree := trees.get())
    os.environ["PYTHONPATH"] = path_of(tree)


def attempt(mutant, limit):
    """Try one mutant and return the result."""
    start = time.monotonic()
    with use_mutation(Path(mutant.file), mutation.OPERATORS[mutant.operator], mutant.occurrence) as (old, new):
        for command in commands(mutant):
            outcome, said = run_tests(command, limit)
            if outcome is not TestOutcome.SURVIVED:
                break
    if outcome is TestOutcome.INCOMPETENT:
        raise RuntimeError(said)
    lines = zip(old.splitlines(), new.splitlines(), strict=False)
    before, after = next((pair for pair in lines if pair[0] != pair[1]), ("", ""))
    return {
        "name": mutant.name,
        "outcome": "timeout" if said == "timeout" else outcome.value,
        "seconds": round(time.monotonic() - start, 1),
        "before": before.strip(),
        "after": after.strip(),
    }


def run(todo, file, workers):
    """Try mutants and write down each result as it comes."""
    trees, seconds = prepare({mutant.room: mutant for mutant in todo}, workers)
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    for tree in trees:
        queue.put(tree)
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=enter, initargs=(queue,))
    with pool, file.open("a", encoding="utf-8") as written:
        futures = {pool.submit(attempt, mutant, 5 * seconds[mutant.room] + 20): mutant for mutant in todo}
        try:
            for future in tqdm(as_completed(futures), total=len(futures), unit="mutant"):
                module, tests = stamps(futures[future])
                result = future.result() | {"module": module, "tests": tests}
                written.write(json.dumps(result, ensure_ascii=False) + "\n")
                written.flush()
        finally:
            pool.shutdown(cancel_futures=True)
    shutil.rmtree(FOLDER / "trees")


def main():
    """Read the command line, try what has not been tried, and print survivors and scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--room", action="append", choices=list(rooms()), help="only this room; may be repeated")
    parser.add_argument("--sample", type=int, default=600, help="number of mutants (600)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the sample (1)")
    parser.add_argument("--workers", type=int, default=os.cpu_count(), help="mutants tried at once (one a processor)")
    parser.add_argument("--anew", action="store_true", help="forget what has been tried")
    arguments = parser.parse_args()
    mutation.check()
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = FOLDER / "tried.jsonl"
    if arguments.anew:
        file.unlink(missing_ok=True)
    everything = [mutant for room in arguments.room or rooms() for mutant in mutants(room)]
    chosen, known = scores.sample(everything, arguments.sample, arguments.seed), scores.tried(file)
    todo = [
        mutant for mutant in chosen if mutant.name not in known or not scores.holds(known[mutant.name], *stamps(mutant))
    ]
    print(f"{len(everything)} mutants, {len(chosen)} in the sample, {len(todo)} to try", flush=True)
    if todo:
        run(todo, file, arguments.workers)
    known = scores.tried(file)
    results = {mutant: known[mutant.name] for mutant in chosen}
    print(scores.survivors(results), scores.table(everything, results), sep="\n\n")


if __name__ == "__main__":
    main()
