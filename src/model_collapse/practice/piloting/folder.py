"""A pilot's folder: the plan is written before anything is run, and what was run is kept.

Chapter: *A pilot on your own data*.
"""

import csv
import json
import math
import tomllib
from collections.abc import Callable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from model_collapse._checks import Floats, shown
from model_collapse._checks import path as checked
from model_collapse._language import gettext as _
from model_collapse.practice.piloting.judging import PilotRules

PLAN, RESULTS, REPORTS = "plan.toml", "results.csv", ("report.html", "report.md")
COLUMNS = ("run", "ratio", "replication", "weight", "round", "error")


class Job(NamedTuple):
    """One part of a pilot: `mixed` at a ratio, or real rows without synthetic ones, for one replication."""

    run: str
    ratio: float
    replication: int


class Folder:
    """Where a pilot keeps its plan and its results.

    Parameters
    ----------
    path : str or Path
        A folder that is empty, new, or this pilot's own. It may hold a `plan.toml` with a table `[rules]` that was
        written beforehand; once there are results, neither plan nor rules can be changed.

    Raises
    ------
    ValueError
        If something else is in it.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = checked("out", path)
        if self.path.exists() and not self.path.is_dir():
            raise ValueError(_("{name} is a file; the pilot needs a folder.").format(name=self.path))
        there = {file.name for file in self.path.iterdir()} if self.path.exists() else set()
        if strange := sorted(there - {PLAN, f".{PLAN}", RESULTS, f".{RESULTS}", *REPORTS}):
            said = _("{name} holds {file}, which is not of a pilot; take an empty folder.")
            raise ValueError(said.format(name=self.path, file=strange[0]))
        self._plan = self._read_plan()

    def _read_plan(self) -> dict[str, Any]:
        file = self.path / PLAN
        if not file.exists():
            if (self.path / RESULTS).exists():
                said = _("{name} holds results without a plan; take an empty folder.")
                raise ValueError(said.format(name=self.path))
            return {}
        try:
            return tomllib.loads(file.read_text(encoding="utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeError) as fault:
            where = " ".join(str(fault).split())
            raise ValueError(_("{name} is not TOML: {where}.").format(name=file, where=where)) from None

    def rules(self) -> PilotRules:
        """Return the rules of the plan, or the default ones."""
        given = self._plan.get("rules", {})
        known = [field.name for field in fields(PilotRules)]
        for key in given if isinstance(given, dict) else ["rules"]:
            if key not in known:
                said = _("{name}: {key} is no rule of a pilot; the rules are {known}.")
                raise ValueError(said.format(name=self.path / PLAN, key=shown(key), known=", ".join(known)))
        return PilotRules(**given)

    def begin(self, plan: dict[str, Any], rules: PilotRules) -> None:
        """Write the plan, or refuse if the folder holds another one."""
        there = {key: value for key, value in self._plan.items() if key != "rules"}
        begun = (self.path / RESULTS).exists()
        if begun and not there:
            raise ValueError(_("{name} holds results without a plan; take an empty folder.").format(name=self.path))
        if begun and rules != self.rules():
            said = _("{name} holds results for other rules; rules are set before, so take another folder.")
            raise ValueError(said.format(name=self.path))
        for key, value in there.items():
            if plan.get(key) != value:
                said = _("{name} holds a pilot with {key} = {there}, not {asked}; take another folder.")
                asked = json.dumps(plan.get(key))
                raise ValueError(said.format(name=self.path, key=key, there=json.dumps(value), asked=asked))
        if there and (missing := [key for key in plan if key not in there]):
            said = _("{name} has a plan without {key}; take another folder.")
            raise ValueError(said.format(name=self.path, key=missing[0]))
        self.path.mkdir(parents=True, exist_ok=True)
        lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in plan.items()]
        ruled = [f"{key} = {json.dumps(value)}" for key, value in asdict(rules).items()]
        text = "\n".join([*lines, "", "[rules]", *ruled, ""])
        part = self.path / f".{PLAN}"
        part.write_text(text, encoding="utf-8")
        part.replace(self.path / PLAN)

    def done(self, shapes: dict[Job, tuple[int, int]]) -> dict[Job, Floats]:
        """Return the errors of the jobs that are complete; one that was broken off counts as not begun."""
        file, found = self.path / RESULTS, dict[Job, list[float]]()
        if not file.exists():
            return {}
        try:
            whole = file.read_text(encoding="utf-8").rpartition("\n")[0]  # a line without an end may be cut off
            for row in csv.DictReader(whole.splitlines()):
                job = Job(row["run"], float(row["ratio"] or "inf"), int(row["replication"]))
                found.setdefault(job, []).append(float(row["error"]))
        except (KeyError, TypeError, ValueError, csv.Error):
            pass  # what cannot be read is run again
        complete = {job: found[job] for job, shape in shapes.items() if math.prod(shape) == len(found.get(job, ()))}
        return {job: np.reshape(errors, shapes[job]) for job, errors in complete.items()}

    def write(self, done: dict[Job, Floats], weights_of: Callable[[str], list[float]]) -> None:
        """Write the errors of all jobs that are done, shape (weights, rounds + 1) each."""
        part = self.path / f".{RESULTS}"
        with part.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for job, errors in done.items():
                ratio = "" if math.isinf(job.ratio) else job.ratio
                for weight, of_rounds in zip(weights_of(job.run), errors, strict=True):
                    for at, error in enumerate(of_rounds):
                        writer.writerow([job.run, ratio, job.replication, weight, at, repr(float(error))])
        part.replace(self.path / RESULTS)
