"""Remake a series of tables: simulate what is missing, store it, join it and draw it."""

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
from model_collapse.paper.protocols import Row, Run
from model_collapse.paper.results import Settings, alone_in, is_done, read, refuse_foreign, store, to_csv, write_whole
from model_collapse.paper.series import Series


class Reproduction(NamedTuple):
    """What is to be made of a series, and where; all that could be refused has been looked at."""

    series: Series
    runs: dict[str, Run]
    out: Path
    force: bool
    adult: Path | None
    wanted: list[str]

    @property
    def table(self) -> Path:
        """Return the path of the joined table."""
        return self.out / f"{self.series.file_name}.csv"

    @property
    def folder(self) -> Path:
        """Return the folder of the panels."""
        return self.table.with_suffix("")

    def file(self, panel: str) -> Path:
        """Return the path of a panel."""
        return self.folder / f"{panel}.csv"

    def there(self) -> dict[str, tuple[Settings, list[Row]]]:
        """Return settings and rows of all panels of the series that are there; refuse files that are none."""
        return {panel: read(self.file(panel)) for panel in self.series.panels if lexists(self.file(panel))}

    def missing(self) -> list[str]:
        """Return the panels to simulate, or refuse what is in the way."""
        refuse_foreign(self.table, self.there())
        pictures.refuse_foreign(self.table.with_suffix(".svg"))
        settings = {panel: _settings(self.series, panel, self.runs[panel]) for panel in self.wanted}
        return [name for name in self.wanted if not is_done(self.file(name), settings[name], force=self.force)]


def prepare(
    series: Series,
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
    series : Series
        What is to be made.
    chosen : sequence of str
        Panels; all of the series if empty.
    replications, seed : int, optional
        The published number and the series' own seed if left out.
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
    wanted = list(dict.fromkeys(chosen)) or list(series.panels)
    for panel in wanted:
        if panel not in series.panels:
            raise ValueError(f"{series.title} has the panels {', '.join(series.panels)}, got {panel}.")
    start, others = count("seed", series.seed if seed is None else seed, 0, None), workers(jobs)
    runs = {}
    for panel in wanted:
        times = series.replications(panel) if replications is None else replications
        runs[panel] = Run(count("replications", times, 2, MOST_REPLICATIONS), start, others)
    fonts()
    made = Reproduction(series, runs, Path(out), force, adult, wanted)
    if set(series.adult) & set(made.missing()):
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
    series = made.series
    made.folder.mkdir(parents=True, exist_ok=True)
    with alone_in(made.folder):
        missing = made.missing()  # another run may have been here since it was prepared
        for panel in made.wanted:
            if panel not in missing:
                tell(f"{series.title} {panel}: there already")
                continue
            start = time.perf_counter(), _cpu()
            rows = series.rows(panel, made.runs[panel], made.adult)
            took = {"seconds": round(time.perf_counter() - start[0], 1), "cpu_seconds": round(_cpu() - start[1], 1)}
            store(made.file(panel), {**_settings(series, panel, made.runs[panel]), **took}, rows)
            tell(f"{series.title} {panel}: {took['seconds']} s")
        there = made.there()
        table = [(panel, row) for panel, (_settings_of, rows) in there.items() for row in rows]
        write_whole(made.table, to_csv(series.key, table))
        write_whole(made.table.with_suffix(".svg"), series.draw(table))
    made_with = {(settings["replications"], settings["seed"]) for settings, _rows in there.values()}
    if len(made_with) > 1:
        tell(f"{made.table} joins panels with different replications or seeds; each panel's file says which.")
    return made.table


def reproduce(
    series: Series, chosen: Sequence[str] = (), *, tell: Callable[[str], None] = print, **options: Any
) -> Path:
    """Remake one series: `prepare` it and `carry_out` what is prepared.

    Parameters
    ----------
    series, chosen, **options
        As for `prepare`.
    tell : callable
        As for `carry_out`.

    Returns
    -------
    Path
        The joined table.
    """
    return carry_out(prepare(series, chosen, **options), tell)


def _cpu() -> float:
    """Return processor seconds of this process and of its workers, which end for that."""
    get_reusable_executor().shutdown(wait=True)
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _settings(series: Series, panel: str, run: Run) -> dict[str, Any]:
    from model_collapse import __version__

    return {
        "figure": series.key,
        "panel": panel,
        "replications": run.replications,
        "seed": run.seed,
        **series.settings(panel, run),
        "model_collapse": __version__,
        "numpy": np.__version__,
        "python": platform.python_version(),
    }
