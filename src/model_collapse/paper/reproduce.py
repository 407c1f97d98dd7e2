"""Remake the paper's figures: simulate what is missing, store it, join it and draw it."""

import os
import platform
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from model_collapse.paper import income, pictures
from model_collapse.paper.protocols import FIGURES, Row, Run, fewer, panels
from model_collapse.paper.results import is_done, read, refuse_foreign, store, to_csv, write_whole
from model_collapse.validation import count

INCOME = "income"
MOST_REPLICATIONS, MOST_JOBS = 1_000_000, 1024


def names(figure: int) -> list[str]:
    """Return the names of a figure's panels."""
    if figure not in FIGURES:
        raise ValueError(f"figure must be one of 7, 8, 9 and 10, got {figure}.")
    return [*panels(figure), *([INCOME] if figure == 10 else [])]


def rows_of(figure: int, panel: str, run: Run, adult: Path | None = None) -> list[Row]:
    """Simulate one panel.

    Parameters
    ----------
    figure : int
        7, 8, 9 or 10.
    panel : str
        One of `names(figure)`.
    run : Run
        Replications, seed and workers.
    adult : Path, optional
        Where the rows of Adult are; only figure 10's panel `income` needs them.
    """
    if panel == INCOME:
        return income.by_weight(run, adult)
    return FIGURES[figure][0](panels(figure)[panel], run)


class Plan(NamedTuple):
    """What is to be made of one figure, and where; all that could be refused has been looked at."""

    figure: int
    run: Run
    out: Path
    adult: Path | None
    kept: list[str]
    missing: list[str]

    @property
    def table(self) -> Path:
        """Return the path of the joined table."""
        return self.out / f"figure{self.figure}.csv"

    def file(self, panel: str) -> Path:
        """Return the path of a panel."""
        return self.table.with_suffix("") / f"{panel}.csv"


def plan(
    figure: int,
    chosen: Sequence[str] = (),
    *,
    replications: int | None = None,
    seed: int | None = None,
    jobs: int | None = None,
    out: Path = Path("results"),
    force: bool = False,
    adult: Path | None = None,
) -> Plan:
    """Look at everything that may stand in the way of a reproduction before anything is simulated.

    Parameters
    ----------
    figure : int
        7, 8, 9 or 10.
    chosen : sequence of str
        Panels; all of the figure if empty.
    replications, seed : int, optional
        The published number and the figure's number if left out.
    jobs : int, optional
        Worker processes.
    out : Path
        Folder that receives `figure8.csv`, `figure8.svg`, and the panels in `figure8/`.
    force : bool
        Remake every panel asked for, also those that are there, with equal settings or others. Left out, panels that
        are there with equal settings are kept.
    adult : Path, optional
        File or folder with the rows of Adult.

    Raises
    ------
    ValueError
        If an argument is not allowed, if files are in the way that did not come from here or, without `force`, if a
        panel is there with other settings.
    OSError
        If the folder cannot be written.
    """
    known = names(figure)
    wanted = list(dict.fromkeys(chosen)) or known
    for panel in wanted:
        if panel not in known:
            raise ValueError(f"figure {figure} has the panels {', '.join(known)}, got {panel}.")
    run = Run(
        count("replications", FIGURES[figure][1] if replications is None else replications, 2, MOST_REPLICATIONS),
        count("seed", figure if seed is None else seed, least=0),
        None if jobs is None else count("jobs", jobs, 1, MOST_JOBS),
    )
    made = Plan(figure, run, Path(out), adult, [], [])
    for panel in wanted:
        there = is_done(made.file(panel), _settings(figure, panel, run), force=force)
        (made.kept if there else made.missing).append(panel)
    refuse_foreign(made.table, [panel for panel in known if made.file(panel).exists()])
    pictures.refuse_foreign(made.table.with_suffix(".svg"))
    if INCOME in made.missing:
        income.table(adult)  # say at once if there are no rows
    folder = made.table.with_suffix("")
    with tempfile.TemporaryFile(dir=next(path for path in (folder, *folder.absolute().parents) if path.exists())):
        return made


def carry_out(made: Plan, tell: Callable[[str], None] = print) -> Path:
    """Simulate what a plan misses, one file a panel, and join and draw what is there.

    Parameters
    ----------
    made : Plan
        From `plan`.
    tell : callable
        Receives one line about each panel.

    Returns
    -------
    Path
        The joined table.
    """
    figure, folder = made.figure, made.table.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    with _alone_in(folder):
        for panel in made.kept:
            tell(f"figure {figure} {panel}: there already")
        for panel in made.missing:
            start = time.perf_counter(), _cpu()
            rows = rows_of(figure, panel, made.run, made.adult)
            took = {"seconds": round(time.perf_counter() - start[0], 1), "cpu_seconds": round(_cpu() - start[1], 1)}
            store(made.file(panel), {**_settings(figure, panel, made.run), **took}, rows)
            tell(f"figure {figure} {panel}: {took['seconds']} s")
        there = {panel: read(made.file(panel)) for panel in names(figure) if made.file(panel).exists()}
        table = [(panel, row) for panel, (_settings_of, rows) in there.items() for row in rows]
        write_whole(made.table, to_csv(figure, table))
        write_whole(made.table.with_suffix(".svg"), pictures.draw(figure, table))
    made_with = {(settings["replications"], settings["seed"]) for settings, _rows in there.values()}
    if len(made_with) > 1:
        tell(f"{made.table} joins panels with different replications or seeds; each panel's file says which.")
    return made.table


def reproduce(figure: int, chosen: Sequence[str] = (), *, tell: Callable[[str], None] = print, **options: Any) -> Path:
    """Remake one figure of the paper: `plan` it and `carry_out` the plan.

    Parameters
    ----------
    figure, chosen, **options
        As for `plan`.
    tell : callable
        As for `carry_out`.

    Returns
    -------
    Path
        The joined table.
    """
    return carry_out(plan(figure, chosen, **options), tell)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Keep a second run out of a folder; where the system has no such lock, nothing does."""
    with suppress(ImportError):
        import fcntl

        lock = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(lock)
            raise ValueError(f"another run is writing to {folder}; wait for it or choose another folder.") from None
        try:
            yield
        finally:
            os.close(lock)
        return
    yield


def _cpu() -> float:
    """Return processor seconds of this process and of the workers that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _settings(figure: int, panel: str, run: Run) -> dict[str, Any]:
    from model_collapse import __version__

    other: dict[str, Any] = {}
    if panel == INCOME:
        other = {"replications_of_other_schemes": income.replications(run)}
    elif figure > 7:
        other = {"replications_of_keep_all_real": fewer(panels(figure)[panel], run).replications}
    return {
        "figure": figure,
        "panel": panel,
        "replications": run.replications,
        **other,
        "seed": run.seed,
        "theory": "leading order" if panel == INCOME else panels(figure)[panel].standing,
        "model_collapse": __version__,
        "numpy": np.__version__,
        "python": platform.python_version(),
    }
