"""Remake the paper's figures: simulate what is missing, store it, join it and draw it."""

import os
import platform
import tempfile
import time
from collections.abc import Callable, Sequence
from os.path import lexists
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from joblib.externals.loky import get_reusable_executor

from model_collapse._checks import MOST_REPLICATIONS, count, workers
from model_collapse.figures.figure import fonts
from model_collapse.paper import income, pictures
from model_collapse.paper.protocols import FIGURES, Row, Run, fewer, panels
from model_collapse.paper.results import Settings, alone_in, is_done, read, refuse_foreign, store, to_csv, write_whole

INCOME = "income"


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


class Reproduction(NamedTuple):
    """What is to be made of one figure, and where; all that could be refused has been looked at."""

    figure: int
    run: Run
    out: Path
    force: bool
    adult: Path | None
    wanted: list[str]

    @property
    def table(self) -> Path:
        """Return the path of the joined table."""
        return self.out / f"figure{self.figure}.csv"

    @property
    def folder(self) -> Path:
        """Return the folder of the panels."""
        return self.table.with_suffix("")

    def file(self, panel: str) -> Path:
        """Return the path of a panel."""
        return self.folder / f"{panel}.csv"

    def there(self) -> dict[str, tuple[Settings, list[Row]]]:
        """Return settings and rows of all panels of the figure that are there; refuse files that are none."""
        return {panel: read(self.file(panel)) for panel in names(self.figure) if lexists(self.file(panel))}

    def missing(self) -> list[str]:
        """Return the panels to simulate, or refuse what is in the way."""
        refuse_foreign(self.table, self.there())
        pictures.refuse_foreign(self.table.with_suffix(".svg"))
        settings = {panel: _settings(self.figure, panel, self.run) for panel in self.wanted}
        return [name for name in self.wanted if not is_done(self.file(name), settings[name], force=self.force)]


def prepare(
    figure: int,
    chosen: Sequence[str] = (),
    *,
    replications: int | None = None,
    seed: int | None = None,
    jobs: int | None = None,
    out: Path = Path("results"),
    force: bool = False,
    adult: Path | None = None,
) -> Reproduction:
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
        Worker processes, -1 for one a core.
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
        count("seed", figure if seed is None else seed, 0, None),
        workers(jobs),
    )
    fonts()
    made = Reproduction(figure, run, Path(out), force, adult, wanted)
    if INCOME in made.missing():
        income.table(adult)  # say at once if there are no rows
    for folder in (made.folder, made.out):
        _writable(folder)
    return made


def _writable(folder: Path) -> None:
    """Refuse a folder in which nothing can be written, under its own name."""
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as fault:
        raise OSError(fault.errno, fault.strerror, str(there)) from None


def carry_out(made: Reproduction, tell: Callable[[str], None] = print) -> Path:
    """Simulate what is missing, one file a panel, and join and draw what is there.

    Parameters
    ----------
    made : Reproduction
        From `prepare`.
    tell : callable
        Receives one line about each panel.

    Returns
    -------
    Path
        The joined table.
    """
    figure = made.figure
    made.folder.mkdir(parents=True, exist_ok=True)
    with alone_in(made.folder):
        missing = made.missing()  # another run may have been here since it was prepared
        for panel in made.wanted:
            if panel not in missing:
                tell(f"figure {figure} {panel}: there already")
                continue
            start = time.perf_counter(), _cpu()
            rows = rows_of(figure, panel, made.run, made.adult)
            took = {"seconds": round(time.perf_counter() - start[0], 1), "cpu_seconds": round(_cpu() - start[1], 1)}
            store(made.file(panel), {**_settings(figure, panel, made.run), **took}, rows)
            tell(f"figure {figure} {panel}: {took['seconds']} s")
        there = made.there()
        table = [(panel, row) for panel, (_settings_of, rows) in there.items() for row in rows]
        write_whole(made.table, to_csv(figure, table))
        write_whole(made.table.with_suffix(".svg"), pictures.draw(figure, table))
    made_with = {(settings["replications"], settings["seed"]) for settings, _rows in there.values()}
    if len(made_with) > 1:
        tell(f"{made.table} joins panels with different replications or seeds; each panel's file says which.")
    return made.table


def reproduce(figure: int, chosen: Sequence[str] = (), *, tell: Callable[[str], None] = print, **options: Any) -> Path:
    """Remake one figure of the paper: `prepare` it and `carry_out` what is prepared.

    Parameters
    ----------
    figure, chosen, **options
        As for `prepare`.
    tell : callable
        As for `carry_out`.

    Returns
    -------
    Path
        The joined table.
    """
    return carry_out(prepare(figure, chosen, **options), tell)


def _cpu() -> float:
    """Return processor seconds of this process and of its workers, which end for that."""
    get_reusable_executor().shutdown(wait=True)
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
