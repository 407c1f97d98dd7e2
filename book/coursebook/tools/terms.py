"""On the manager's path, the first use of each glossary word on a page is a link to the glossary."""

import re

from coursebook import ROOT
from coursebook.tools import prose

PAGES = (
    "book/welcome.md",
    "book/paths/manager.md",
    "notebooks/concepts/five-minutes.ipynb",
    "notebooks/concepts/what-it-saves.ipynb",
    "notebooks/governance/rules.ipynb",
    "notebooks/governance/phrases.ipynb",
    "book/one-page.md",
    "book/self-check.md",
)
TERM = r"\{term\}`(?P<shown>[^`<]*?)(?:\s*<(?P<target>[^>]+)>)?`"
ELSEWHERE = r"\{[\w:-]+\}`[^`]*`|`[^`]*`|\$[^$]*\$|\[[^\]]*\]\([^)]*\)"
"""Other roles, code, formulas and links: what stands in them is not counted as a use."""

HEADING = re.compile(r"#|\*[^*]+\*$")
"""Headings, and the claim in italics under the first of them."""


def listed(root=ROOT):
    """Return the words that the glossary explains."""
    text = (root / "book" / "glossary.md").read_text(encoding="utf-8")
    block = re.search(r"```\{glossary\}\n(.*?)```", text, flags=re.DOTALL)[1]
    return re.findall(r"^(\S.*)$", block, flags=re.MULTILINE)


def uses(line, terms):
    """Yield each use of a term in a line: the match, the term, and whether it is a link."""
    longest_first = "|".join(map(re.escape, sorted(terms, key=len, reverse=True)))
    for found in re.finditer(rf"{TERM}|{ELSEWHERE}|\b(?P<bare>{longest_first})(?:s?)\b", line, flags=re.IGNORECASE):
        if found["shown"]:
            yield found, (found["target"] or found["shown"]).lower(), True
        elif found["bare"]:
            yield found, found["bare"].lower(), False


def unlinked(root=ROOT):
    """Return the first uses that are not links, one sentence each."""
    terms, faults = listed(root), []
    for name in PAGES:
        seen = set()
        for line in prose.lines(prose.markdown(root / name)[0], titles=False):
            if HEADING.match(line):
                continue
            for _, term, linked in uses(line, terms):
                if term not in seen and not linked:
                    faults.append(f"{name} uses the word {term} first without a link: {line.strip()[:80]}")
                seen.add(term)
    return faults
