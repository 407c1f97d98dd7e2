"""Mutants, the random sample of them, and what was found: scores by room and the list of survivors."""

import hashlib
import json
from typing import NamedTuple

from statsmodels.stats.proportion import proportion_confint


class Mutant(NamedTuple):
    """One small change of one module."""

    room: str
    file: str
    operator: str
    occurrence: int
    line: int

    @property
    def name(self):
        """What tells it from all others."""
        return f"{self.file} {self.operator} {self.occurrence}"


def sample(everything, size, seed):
    """Return a random sample; it depends on the seed and the mutants' names alone, and a larger one holds a smaller."""
    return sorted(everything, key=lambda mutant: hashlib.sha256(f"{seed} {mutant.name}".encode()).digest())[:size]


def tried(file):
    """Read what has been tried; the last word on a mutant counts."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return {result["name"]: result for result in map(json.loads, lines)}


def holds(result, module, tests):
    """Say whether an earlier result still tells something, given the state of the module and of the tests."""
    return result["module"] == module and (result["outcome"] != "survived" or result["tests"] == tests)


def table(everything, results):
    """Return scores by room as a Markdown table; the interval is Wilson's, at 95%."""
    lines = ["| room | mutants | tried | killed | score | 95% interval |", "| --- | --: | --: | --: | --: | --- |"]
    for room in [*sorted({mutant.room for mutant in results}), "all"]:
        outcomes = [result["outcome"] for mutant, result in results.items() if room in (mutant.room, "all")]
        total = sum(room in (mutant.room, "all") for mutant in everything)
        killed = len(outcomes) - outcomes.count("survived")
        low, high = proportion_confint(killed, len(outcomes), method="wilson")
        score = f"{killed / len(outcomes):.0%} | {low:.0%} to {high:.0%}"
        lines.append(f"| {room} | {total} | {len(outcomes)} | {killed} | {score} |")
    return "\n".join(lines)


def survivors(results):
    """Return the survivors by file and line, each with the line as it was and as it became."""
    alive = sorted((mutant.file, mutant.line, mutant.operator, mutant) for mutant in results)
    return "\n".join(
        f"{file}:{line} ({operator})\n    - {results[mutant]['before']}\n    + {results[mutant]['after']}"
        for file, line, operator, mutant in alive
        if results[mutant]["outcome"] == "survived"
    )
