"""What a page of the site must be; each check returns its faults, one sentence a fault.

The browser tests run these checks over the real site, the gates over pages with a planted defect.
"""

import csv
import io
import re
from pathlib import Path
from urllib.parse import unquote

import axe_playwright_python

from tests.site.loading import needless
from tests.site.room import narrow, wide
from tests.site.typeset import stumbles
from tests.site.visiting import settle, visit

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
# axe fetches style sheets a second time, for experimental rules only, which are off; that would count as requests.
AXE_OPTIONS = "{resultTypes: ['violations'], preload: {assets: ['media']}}"
HEAVIEST = 700_000
VIEWS = {1280: ("light", "dark"), 360: ("light", "dark")}
FORBIDDEN = ("require", "embed-amd", "html-manager", "thebe", "fontawesome.js")
FILE_NAME = re.compile(r"\S*[/\\]\S*|\S+\.[a-z]{3,4}")

# A picture without words is an ornament only beside words, inside one link or button.
IMAGES = """() => [...document.querySelectorAll('img')].map(i => [
    i.getAttribute('alt'), i.src.slice(0, 80), Boolean(i.closest('a, button')?.innerText.trim())])"""
IDS = """() => { const seen = new Set(); return [...document.querySelectorAll('[id]')].map(e => e.id)
    .filter(id => seen.size === seen.add(id).size); }"""
FIGURES = """() => [...document.querySelectorAll('figure.mc-figure')].map(
    f => f.querySelector('a[download][href^="data:text/csv"]')?.href ?? null)"""
MATHEMATICS = """() => [
  ...[...document.querySelectorAll('.bd-article .math')].filter(m => !m.querySelector('mjx-container'))
    .map(m => `the equation ${m.textContent.trim().slice(0, 40)} is not set`),
  ...[...document.querySelectorAll('mjx-merror')]
    .map(m => `an equation has the error ${m.dataset.mjxError ?? m.textContent}`),
  ...[...document.querySelectorAll('mjx-container mjx-mtext[style*="color: red"]')]
    .map(m => `an equation has an unknown command: ${m.closest('mjx-container').textContent.slice(0, 60)}`)]"""
LETTERING = """() => {
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
  const paper = e => { for (; e; e = e.parentElement) {
    const c = numbers(getComputedStyle(e).backgroundColor); if (c.length === 3 || c[3] === 1) return c; }
    return [255, 255, 255]; };
  const words = [...document.querySelectorAll('.mc-figure .mc-text > g')];
  return words.filter(g => g.getBoundingClientRect().width).map(g => {
    const m = g.getScreenCTM(), [a, b] = [light(numbers(getComputedStyle(g).fill)), light(paper(g.closest('figure')))];
    return [100 * Math.sqrt(Math.abs(m.a * m.d - m.b * m.c)), (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)]; });
}"""
HIDDEN = "details, .toggle-hidden"
OPEN = """() => {
  for (const e of document.querySelectorAll('details')) { e.open = true; e.dataset.opened = ''; }
  for (const e of document.querySelectorAll('.toggle-hidden')) {
    e.classList.remove('toggle-hidden'); e.dataset.opened = ''; }
}"""
WIDE = """() => {
  const width = document.documentElement.clientWidth, wide = [];
  const right = e => e.getBoundingClientRect().right, round = Math.round;
  if (document.documentElement.scrollWidth > width)
    wide.push(`the page is ${document.documentElement.scrollWidth} px wide`);
  for (const m of document.querySelectorAll('.bd-article mjx-container')) {
    const name = `the equation ${m.textContent.slice(0, 40)}`;
    if (right(m) > width) wide.push(`${name} ends at ${round(right(m))} px`);
    if (!m.hasAttribute('display') || !m.checkVisibility()) continue;
    const drawn = m.querySelector('mjx-math').getBoundingClientRect();
    const room = Math.min(m.clientWidth, m.parentElement.clientWidth);
    if (drawn.width > room + 1) wide.push(`${name} is ${round(drawn.width)} px wide, its box ${round(room)}`);
  }
  return wide;
}"""


def examine(page, base, path, views=VIEWS):
    """Open a page, look at it in every way, by width and theme, and return all faults."""
    with visit(page, base, path) as seen:
        found = (
            needless(page, seen)
            + pictures(page, path)
            + ids(page, path)
            + formulas(page, path)
            + mathematics(page, path)
        )
        found += looks(page, path, views) + lettering(page, path) + wide(page, path) + narrow(page, path)
        found += stumbles(page, path)
    return seen.faults + heavy(seen) + found


def heavy(seen, limit=HEAVIEST):
    """A page is light, and loads no script of features that it does not use."""
    weights = seen.weight()
    total = sum(weights.values())
    faults = [f"{seen.path} loads {url}." for url in weights if any(word in url.split("/")[-1] for word in FORBIDDEN)]
    if total > limit:
        top = sorted(weights.items(), key=lambda item: -item[1])[:3]
        largest = ", ".join(f"{url.split('/')[-1]} {size / 1000:.0f} kB" for url, size in top)
        faults.append(f"{seen.path} weighs {total / 1000:.0f} kB compressed, above {limit / 1000:.0f}: {largest}.")
    return faults


def pictures(page, path):
    """Every image has an alternative text, and every figure the numbers behind it."""
    faults = []
    for alt, source, beside_words in page.evaluate(IMAGES):
        if alt is None or (not alt.strip() and not beside_words) or FILE_NAME.fullmatch(alt.strip()):
            faults.append(f"{path}: the image {source} has no alternative text.")
    for number, link in enumerate(page.evaluate(FIGURES), 1):
        if link is None:
            faults.append(f"{path}: figure {number} has no link to its data.")
            continue
        rows = list(csv.reader(io.StringIO(unquote(link.split(",", 1)[1]))))
        if len(rows) < 2 or len({len(row) for row in rows}) != 1:
            faults.append(f"{path}: the data of figure {number} are not a table.")
    return faults


def ids(page, path):
    """No id stands twice, so that every link into the page leads to one place."""
    return [f"{path}: the id {name} stands more than once." for name in page.evaluate(IDS)]


def mathematics(page, path):
    """Every equation is set, and MathJax found no error in it."""
    return [f"{path}: {fault}." for fault in page.evaluate(MATHEMATICS)]


def lettering(page, path, width=390):
    """Words in figures are at least 12 px high on a phone and stand out from both papers."""
    page.set_viewport_size({"width": width, "height": 800})
    faults = []
    for theme in ("light", "dark"):
        set_theme(page, theme)
        for size, contrast in page.evaluate(LETTERING):
            if size < 12:
                faults.append(f"{path}: words in a figure are {size:.1f} px high at {width} px.")
            if contrast < 4.5:
                faults.append(f"{path}: words in a figure have a contrast of {contrast:.2f} ({theme}).")
    return list(dict.fromkeys(faults))


def formulas(page, path):
    """MathJax is loaded by pages with a formula, and by no other."""
    needed = page.locator(".math").count() > 0
    loaded = page.locator("script[src*=mathjax]").count() > 0
    if needed == loaded:
        return []
    return [f"{path} has formulas without MathJax." if needed else f"{path} loads MathJax and has no formula."]


def set_theme(page, theme):
    """Show the page in light or dark."""
    page.evaluate("t => { for (const k of ['theme', 'mode']) document.documentElement.dataset[k] = t; }", theme)
    settle(page)


def accessible(page, path, within="document"):
    """Run axe-core on the page as it is shown now, or on a part of it, and return its violations."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate(f"() => axe.run({within}, {AXE_OPTIONS})")
    return [
        f"{path}: {broken['id']} at {node['target']}: {node['any'][0]['message'] if node['any'] else broken['help']}"
        for broken in found["violations"]
        for node in broken["nodes"]
    ]


def looks(page, path, views=VIEWS):
    """Check the page in light and dark, wide and narrow, as it opens and with all that is folded unfolded."""
    faults = []
    folded = page.locator(HIDDEN).count() > 0
    for within in ("document", "'[data-opened]'") if folded else ("document",):
        if within != "document":
            page.evaluate(OPEN)
            settle(page)
        for width, themes in views.items():
            page.set_viewport_size({"width": width, "height": 800})
            for theme in themes:
                set_theme(page, theme)
                faults += [f"{fault} ({theme}, {width} px)" for fault in accessible(page, path, within)]
            faults += [f"{path} at {width} px: {wide}." for wide in page.evaluate(WIDE)]
    return list(dict.fromkeys(faults))
