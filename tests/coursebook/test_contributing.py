"""What CONTRIBUTING names is there: every room, file and task."""

import re

from coursebook import ROOT
from coursebook.tools.tasks import TASKS

TEXT = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
PLACE = re.compile(r"`((?:notebooks|book|src|tests|benchmarks)/[\w./-]*)`")


def missing(text):
    """Return the places and tasks that a text names and that are not there."""
    places = [place for place in PLACE.findall(text) if not (ROOT / place).exists()]
    return places + [task for task in re.findall(r"`make ([a-z]+)", text) if task not in TASKS]


def test_places_and_tasks_are_there():
    assert len(PLACE.findall(TEXT)) > 30
    assert missing(TEXT) == []


def test_what_is_not_there_is_seen():
    assert missing("`src/model_collapse/regimes.py` and `make mutant`") == ["src/model_collapse/regimes.py", "mutant"]


def test_the_map_shows_every_room():
    rooms = {path.parent.relative_to(ROOT).as_posix() for path in ROOT.glob("src/model_collapse/*/__init__.py")}
    assert len(rooms) > 5
    assert rooms - {place.rstrip("/") for place in PLACE.findall(TEXT)} == set()
