"""Print a page as a reader does, and count the sheets."""

import re

FORMATS = ("A4", "Letter")
MARGIN = dict.fromkeys(("top", "bottom", "left", "right"), "12mm")


def sheets(page, address):
    """Return how many sheets a page takes in each format, by name."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return {name: len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format=name, margin=MARGIN))) for name in FORMATS}
