"""Print a page as a reader does, count the sheets and look at their edges."""

import re

from tests.site.visiting import settle

FORMATS = ("A4", "Letter")
MARGIN = dict.fromkeys(("top", "bottom", "left", "right"), "12mm")
WIDTH = 688
"""Pixels between the margins of a sheet of A4, as the page's own style sets them."""

# Formulas in a line and what is drawn have edges of their own.
EDGES = """() => {
  const width = document.documentElement.clientWidth, faults = new Set(), round = Math.round;
  const name = e => `${e.tagName.toLowerCase()} ${e.textContent.trim().split('\\n')[0].slice(0, 30)}`;
  const shown = e => e.checkVisibility() && !e.closest('svg, span.math, mjx-container');
  const first = '.bd-article > section > *, .bd-article > section > :is(section, .mc-sheet) > *';
  for (const e of document.querySelectorAll(`#jb-print-docs-body h1, ${first}`)) {
    const box = e.getBoundingClientRect();
    if (shown(e) && box.width && Math.abs(box.left) > 1) faults.add(`${name(e)} begins at ${round(box.left)} px`);
  }
  for (const e of document.querySelectorAll('.bd-article, .bd-article *')) {
    const box = e.getBoundingClientRect();
    if (!shown(e) || !box.width || getComputedStyle(e).position === 'absolute') continue;
    if (box.left < -1) faults.add(`${name(e)} begins at ${round(box.left)} px`);
    if (box.right > width + 1) faults.add(`${name(e)} ends at ${round(box.right)} px of ${width}`);
    if (e.matches('pre, div') && e.scrollWidth > e.clientWidth + 1)
      faults.add(`${name(e)} has ${e.scrollWidth} px in ${e.clientWidth}`);
  }
  const full = document.querySelector('.bd-article').getBoundingClientRect().width;
  if (full < width - 1) faults.add(`the text is ${round(full)} px wide of ${width}`);
  return [...faults];
}"""


def sheets(page, address):
    """Return how many sheets a page takes in each format, by name."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return {name: len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format=name, margin=MARGIN))) for name in FORMATS}


def flush(page, path):
    """On a sheet of A4 all begins at the left margin, and nothing is cut off or ends beyond the right one."""
    page.set_viewport_size({"width": WIDTH, "height": 1000})
    page.emulate_media(media="print")
    settle(page)
    faults = [f"{path} in print: {fault}." for fault in page.evaluate(EDGES)]
    page.emulate_media(media="screen")
    return faults
