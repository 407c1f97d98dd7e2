"""Room for the eye: no words in a narrow box, a sign where something goes on at the right, pictures between texts."""

from tests.site.visiting import settle

SQUEEZED = """() => [...document.querySelectorAll('.bd-article :is(p, li)')].filter(e => {
    const box = e.getBoundingClientRect(), line = parseFloat(getComputedStyle(e).lineHeight);
    return box.width > 0 && box.width < 150 && box.height / line > 3.5 && !e.closest('table'); })
  .map(e => `${e.textContent.trim().slice(0, 30)} stands in a box of ${Math.round(e.offsetWidth)} px`)"""
LONG = """async () => {
  const drawn = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  const fades = e => getComputedStyle(e).maskImage !== 'none';
  const faults = [], name = e => `${e.tagName.toLowerCase()} ${e.textContent.trim().slice(0, 30)}`;
  for (const e of document.querySelectorAll('.bd-article :is(pre, :has(> table))')) {
    if (!e.checkVisibility()) continue;
    if (e.scrollWidth === e.clientWidth) {
      if (fades(e)) faults.push(`${name(e)} fades out`);
      continue;
    }
    if (!fades(e)) faults.push(`${name(e)} goes on at the right without a sign`);
    e.scrollLeft = e.scrollWidth;
    await drawn();
    if (fades(e)) faults.push(`${name(e)} fades out at its end`);
    e.scrollLeft = 0;
  }
  return faults;
}"""
EXAMPLES = """() => [...document.querySelectorAll('.bd-article .doctest pre')]
  .filter(e => e.scrollWidth > e.clientWidth)
  .map(e => `the example ${e.textContent.trim().slice(0, 30)} has to be scrolled`)"""
SCROLLED = """() => [...document.querySelectorAll('.bd-article pre')]
  .filter(e => e.checkVisibility() && e.scrollWidth > e.clientWidth)
  .map(e => `the code ${e.textContent.trim().slice(0, 30)} has to be scrolled`)"""
TABLES = """() => [...document.querySelectorAll('.bd-article :has(> table)')]
  .filter(e => e.checkVisibility() && e.scrollWidth > e.clientWidth)
  .map(e => `the table ${e.textContent.trim().slice(0, 30)} has to be scrolled`)"""
QUESTIONS = """() => [...document.querySelectorAll(
    '.bd-article table:has(td:nth-child(2) .py-obj):not(:has(td:nth-child(3))) td:first-child')]
  .filter(e => e.offsetWidth && e.offsetWidth < 250)
  .map(e => `the question ${e.textContent.trim().slice(0, 30)} has ${e.offsetWidth} px`)"""

TEXT = """() => {
  const page = document.querySelector('.bd-article').getBoundingClientRect();
  const seen = [...document.querySelectorAll('.bd-article :is(figure, img, table:not(.mc-goals), .mc-explorer)')]
    .map(e => e.getBoundingClientRect()).filter(box => box.height > 40).sort((a, b) => a.top - b.top);
  let end = page.top, most = 0;
  for (const box of seen) {
    most = Math.max(most, box.top - end);
    end = Math.max(end, box.bottom);
  }
  return seen.length ? most : page.height;
}"""


LOOKS = (SQUEEZED, LONG, EXAMPLES, QUESTIONS)


def paced(page, path, limit=3000):
    """No more than some pixels of text stand before the next thing to look at."""
    page.set_viewport_size({"width": 1280, "height": 800})
    settle(page)
    most = page.evaluate(TEXT)
    return [f"{path} has {most:.0f} px of text before something to look at."] if most > limit else []


def narrow(page, path, width=360):
    """No paragraph, example or question is squeezed; what is wider than its box fades out until it is scrolled."""
    page.set_viewport_size({"width": width, "height": 800})
    settle(page)
    return [f"{path} at {width} px: {fault}." for look in LOOKS for fault in page.evaluate(look)]


def wide(page, path, width=1280):
    """No line of code and no table has to be scrolled where a page has its full width."""
    page.set_viewport_size({"width": width, "height": 800})
    settle(page)
    return [f"{path} at {width} px: {fault}." for look in (SCROLLED, TABLES) for fault in page.evaluate(look)]
