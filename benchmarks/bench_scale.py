"""Cost and error as rows, columns and categories grow: exponents beside predictions, errors beside closed forms.

    python -m benchmarks.bench_scale          small sizes, two minutes
    python -m benchmarks.bench_scale store    all sizes, and the tables of the chapter *Scale*

Costs are CPU seconds, the least of several repeats, because other work on the same cores disturbs the time of day more.
"""

import json
import os
import platform
import resource
import sys
import time
import tracemalloc
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")  # else waiting threads count as CPU time

import numpy as np
from joblib.externals.loky import get_reusable_executor

import model_collapse as mc
from benchmarks.scale_cases import AFTERWARDS, AGAIN, COSTS, ERRORS, ByRows
from model_collapse.beyond.experiment import lowest
from model_collapse.beyond.scale import growths
from model_collapse.paper.results import write_whole
from model_collapse.problems.stream import Stream
from model_collapse.simulation.settings import settings

WEIGHTS = np.linspace(0.2, 0.8, 5)
GRID = np.linspace(0.4, 0.8, 9)
SEED = 15
TABLES = Path(__file__).parents[1] / "src" / "model_collapse" / "beyond" / "tables"


def rounds_of(problem, n, rounds):
    """Return the models of one block, round after round, as `simulate` makes them."""
    np.empty(31 * 2**20, dtype=np.uint8)  # memory is kept for the next array, as in a simulation
    each = settings(n, n, WEIGHTS, rounds)
    return mc.fresh(problem.begin(), each, Stream(np.random.SeedSequence(SEED), problem.block))


def seconds(problem, n):
    """Return the CPU seconds of one round of one block: the least of five repeats, of two if they take long."""
    best, rounds, spent = np.inf, 1, 0.0
    for repeat in range(7):
        models = rounds_of(problem, n, rounds)
        next(models)
        start = time.process_time()
        for model in models:
            problem.error(model)
        took = time.process_time() - start
        spent += took
        if repeat == 0 and took < 0.1:  # a first look, to find how many rounds take a fifth of a second
            rounds = int(np.clip(0.2 / max(took, 1e-5), 1, 500))
            continue
        best = min(best, took / rounds)
        if spent > 20:
            break
    return best


def memory(problem, n):
    """Return the bytes of arrays of one block at their highest, in its first round after the start."""
    models = rounds_of(problem, n, 1)
    tracemalloc.start()
    for model in models:
        problem.error(model)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def spent():
    """Return the CPU seconds of this process and of the children that have ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def around(blocks, jobs):
    """Return the CPU seconds of a run of blocks that do next to nothing, its workers started and ended."""
    start = spent()
    run = {"n_real": 1, "n_synthetic": 1, "rounds": 0, "seed": SEED}
    mc.simulate(mc.GaussianMean(), mc.fresh, replications=blocks * mc.GaussianMean.block, jobs=jobs, **run)
    get_reusable_executor().shutdown(wait=True)
    return spent() - start


def overheads():
    """Return CPU seconds of a block beside its work, here and sent to a worker, and of a worker's start."""
    few_, many_ = 200, 2000
    here, sent = ([min(around(blocks, jobs) for _ in range(3)) for blocks in (few_, many_)] for jobs in (1, 2))
    each = [(high - low) / (many_ - few_) for low, high in (here, sent)]
    return {"block": each[0], "sent_block": each[1], "start": (sent[0] - few_ * each[1]) / 2}


def machine():
    """Return what the numbers depend on, without names."""
    said = Path("/proc/cpuinfo")
    lines = said.read_text(encoding="utf-8").splitlines() if said.exists() else []
    model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())
    versions = {"numpy": np.__version__, "python": platform.python_version(), "model_collapse": mc.__version__}
    return {"processor": model, "cores": os.cpu_count(), **versions}


def costs(small):
    """Print and return a line for each problem and size: seconds of a replication and round, bytes of a block."""
    lines = []
    for name, (sizes, problem_of, rows_of) in (COSTS | AFTERWARDS).items():
        for size in sizes[:3] if small else sizes:
            problem, n = problem_of(size), rows_of(size)
            took, held = seconds(problem, n), memory(problem, n)
            lines.append((name, size, problem.block, took / problem.block, held))
            print(f"{name:20s}{size:22,d}{took / problem.block * 1e6:14.2f} us{held / 2**20:12.2f} MB", flush=True)
        (_, a, _, *first), (_, b, _, *last) = lines[-2:]
        grown = np.log(np.divide(last, first)) / np.log(b / a)
        said = growths().get(name)
        predicted = f", predicted {said.seconds:g} and {said.memory:g}" if said else ""
        print(f"{name:20s}exponents {grown.round(2)}{predicted}", flush=True)
    return lines


def best_weight(settled, predicted):
    """Return the predicted weight, the one with the least error between those of the grid, and its 95% interval."""
    runs = settled.shape[1]
    times = np.random.default_rng(SEED).multinomial(runs, np.full(runs, 1 / runs), 2000)
    low, high = np.quantile(lowest(GRID, times @ settled.T), [0.025, 0.975])
    return predicted, float(lowest(GRID, settled.mean(axis=1)[None])[0]), low, high


def errors(small):
    """Print and return errors at each size and weight beside the closed form, and the best weights."""
    ratios, best = [], []
    fine = np.linspace(GRID[0], GRID[-1], 4001)
    for name, (problem_of, theory, cases) in (ERRORS | AGAIN).items():
        for n, p, replications, rounds, last in cases[:1] if small else cases:
            problem = problem_of(p)
            few = problem_of is ByRows and n > 10**5
            weights = np.array([0.4, mc.GOLDEN_WEIGHT, 0.8]) if few else np.union1d(GRID, mc.GOLDEN_WEIGHT)
            sizes = {"n_real": n, "n_synthetic": n, "rounds": rounds, "replications": replications}
            run = mc.simulate(problem, mc.fresh, weight=weights, seed=SEED + (name in AGAIN), jobs=1, **sizes)
            exact = p / (n - p - 1) if problem_of in (ByRows, mc.LinearRegression) else run.unit
            settled = run.settled(last) * run.unit / exact
            found, stderr = settled.mean(axis=-1), settled.std(axis=-1, ddof=1) / np.sqrt(replications)
            said = theory(weights, n, p)
            ratios += [(name, n, p, replications, *row) for row in zip(weights, said, found, stderr, strict=True)]
            at, z = int(np.argmin(abs(weights - mc.GOLDEN_WEIGHT))), abs(found - said) / stderr
            print(f"{name:20s}{n:22,d}{p:6d}{found[at]:9.4f} +- {stderr[at]:.4f}, theory {said[at]:.4f}", end=", ")
            print(f"|z| at most {z.max():.1f}", flush=True)
            if not few:
                predicted = float(fine[np.argmin(theory(fine, n, p))])
                best.append((name, n, p, *best_weight(settled[np.isin(weights, GRID)], predicted)))
                print(
                    "{:20s}best weight, predicted {:.4f}, measured {:.4f}, {:.4f} to {:.4f}".format("", *best[-1][3:])
                )
    return ratios, best


def store(name, header, lines, first):
    """Write one table with its settings in the first line; numbers have six significant digits."""
    rows = [",".join(f"{cell:.6g}" if isinstance(cell, float) else str(cell) for cell in line) for line in lines]
    text = "\n".join([f"# {json.dumps(first)}", header, *rows]) + "\n"
    write_whole(TABLES / f"{name}.csv", text)


def main(keep):
    """Print all, and keep the tables if asked."""
    first = machine() | overheads() | {"seed": SEED, "weights": len(WEIGHTS)}
    print(first)
    cost = costs(not keep)
    if keep:
        cost += [(name, 1, 1, first[name], 0) for name in ("block", "sent_block", "start")]
        store("scale_costs", "name,size,block,seconds,bytes", cost, first)
    ratios, best = errors(not keep)
    if keep:
        store("scale_errors", "name,n,p,replications,weight,theory,ratio,stderr", ratios, first)
        store("scale_weights", "name,n,p,predicted,best,low,high", best, first)
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"CPU seconds in all: {spent():.0f}; largest memory: {held:.2f} GB")


if __name__ == "__main__":
    main("store" in sys.argv[1:])
