"""The claims map: which test stands behind a claim, and which chapter makes it."""

import json
import re
import tomllib

from coursebook import ROOT

LABEL = re.compile(r"^\(claim-(\w+)\)=$", flags=re.MULTILINE)
MARK = re.compile(r'@pytest\.mark\.claim\("(\w+)"\)\n(?:@.*\n|    .*\n|\)\n)*def (test_\w+)')


def listed(root=ROOT):
    """Return what each claim says, by label."""
    text = (root / "book" / "claims.toml").read_text(encoding="utf-8")
    return {label: entry["says"] for label, entry in tomllib.loads(text).items()}


def _prose(path):
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".ipynb":
        return text
    cells = json.loads(text)["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def in_chapters(root=ROOT):
    """Return the claims that the chapters carry, with their files."""
    pages = [*(root / "notebooks").rglob("*.ipynb"), *(root / "book").rglob("*.md")]
    return [
        (label, path.relative_to(root).as_posix()) for path in sorted(pages) for label in LABEL.findall(_prose(path))
    ]


def in_tests(root=ROOT):
    """Return the claims that the tests carry, with file and function."""
    files = sorted((root / "tests").rglob("test_*.py"))
    return [
        (label, f"{path.relative_to(root / 'tests').as_posix()}::{name}")
        for path in files
        for label, name in MARK.findall(path.read_text(encoding="utf-8"))
    ]


def orphans(root=ROOT):
    """Return what is missing or unknown, one sentence each."""
    known, chapters, tests = listed(root), in_chapters(root), in_tests(root)
    made, tested = {label for label, _ in chapters}, {label for label, _ in tests}
    faults = [f"claim {label} is made in no chapter." for label in known if label not in made]
    faults += [f"claim {label} has no test." for label in known if label not in tested]
    faults += [
        f"{where} carries claim {label}, which is not listed."
        for label, where in chapters + tests
        if label not in known
    ]
    labels = [label for label, _ in chapters]
    return faults + [f"claim {label} is made twice." for label in sorted(set(labels)) if labels.count(label) > 1]
