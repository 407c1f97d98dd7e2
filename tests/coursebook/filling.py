"""The templates, and what is filled in on them."""

from coursebook import ROOT
from coursebook.ext import templates

PAGES = {page.stem: page.read_text(encoding="utf-8") for page in sorted((ROOT / templates.FOLDER).glob("*.md"))}


def filled(page, label):
    """Return what is filled in on the one line of a template that has this label."""
    (line,) = [line for line in PAGES[page].splitlines() if label in line]
    return " ".join(templates.FILL.findall(line))
