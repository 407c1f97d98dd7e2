"""Remake the paper's figures: simulate what is missing, store it, join it and draw it."""

import platform
import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from model_collapse.paper import income, pictures
from model_collapse.paper.protocols import FIGURES, Row, Run, fewer, panels
from model_collapse.paper.results import is_done, join, read_csv, refuse_foreign, store, to_csv, write_whole
from model_collapse.validation import count

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


def reproduce(
    figure: int,
    chosen: Sequence[str] = (),
    *,
    replications: int | None = None,
    seed: int | None = None,
    jobs: int | None = None,
    out: Path = Path("results"),
    force: bool = False,
    adult: Path | None = None,
    tell: Callable[[str], None] = print,
) -> Path:
    """Remake one figure of the paper.

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
    tell : callable
        Receives one line about each panel.

    Returns
    -------
    Path
        The joined table.

    Raises
    ------
    ValueError
        If an argument is not allowed or, without `force`, a panel is there with other settings.
    """
    known = names(figure)
    wanted = list(dict.fromkeys(chosen)) or known
    for panel in wanted:
        if panel not in known:
            raise ValueError(f"figure {figure} has the panels {', '.join(known)}, got {panel}.")
    published = FIGURES[figure][1]
    run = Run(
        count("replications", published if replications is None else replications, least=2),
        count("seed", figure if seed is None else seed, least=0),
        jobs,
    )
    folder = Path(out) / f"figure{figure}"
    files = {panel: folder / f"{panel}.csv" for panel in wanted}
    settings = {panel: _settings(figure, panel, run) for panel in wanted}
    missing = [panel for panel in wanted if force or not is_done(files[panel], settings[panel])]
    refuse_foreign(Path(out) / f"figure{figure}.csv")
    if INCOME in missing:
        income.table(adult)  # say at once if there are no rows
    for panel in wanted:
        if panel not in missing:
            tell(f"figure {figure} {panel}: there already")
            continue
        start = time.perf_counter(), _cpu()
        table = to_csv(figure, panel, rows_of(figure, panel, run, adult))
        took = {"seconds": round(time.perf_counter() - start[0], 1), "cpu_seconds": round(_cpu() - start[1], 1)}
        store(files[panel], {**settings[panel], **took}, table)
        tell(f"figure {figure} {panel}: {took['seconds']} s")
    target = Path(out) / f"figure{figure}.csv"
    join([folder / f"{panel}.csv" for panel in known if (folder / f"{panel}.csv").exists()], target)
    write_whole(target.with_suffix(".svg"), pictures.draw(figure, read_csv(target)))
    return target


def _cpu() -> float:
    """Return processor seconds of this process and of the workers that have ended."""
    return time.process_time() + resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime


def _settings(figure: int, panel: str, run: Run) -> dict[str, Any]:
    from model_collapse import __version__

    other: dict[str, Any] = {}
    if panel == INCOME:
        other = {"replications_of_other_schemes": income.fewer(run).replications}
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
