"""What a page of the site must be; each check returns its faults, one sentence a fault.

The browser tests run these checks over the real site, the canaries over pages with a planted defect.
"""

import csv
import gzip
import io
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlparse

import axe_playwright_python

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
HEAVIEST = 700_000
FORBIDDEN = ("require", "embed-amd", "html-manager", "thebe", "fontawesome.js")
COMPRESSED = (".woff", ".woff2", ".png", ".jpg", ".zip")

IMAGES = """() => [...document.querySelectorAll('img')].map(i => [i.getAttribute('alt'), i.src.slice(0, 80)])"""
FIGURES = """() => [...document.querySelectorAll('figure.mc-figure')].map(
    f => f.querySelector('a[download][href^="data:text/csv"]')?.href ?? null)"""
WIDE = """() => {
  const width = document.documentElement.clientWidth, wide = [];
  if (document.documentElement.scrollWidth > width)
    wide.push(`the page is ${document.documentElement.scrollWidth} px wide`);
  for (const m of document.querySelectorAll('.bd-article mjx-container')) {
    if (m.closest('details:not([open]), .toggle-hidden')) continue;
    const box = m.parentElement.getBoundingClientRect(), own = m.getBoundingClientRect();
    const right = Math.max(own.right, ...[...m.querySelectorAll('mjx-math')].map(e => e.getBoundingClientRect().right));
    if (right > Math.max(box.right, own.right) + 2 || right > width)
      wide.push(`the equation ${m.textContent.slice(0, 40)} ends at ${Math.round(right)} px`);
  }
  return wide;
}"""


@dataclass
class Visit:
    """What happened while a page loaded."""

    path: str
    faults: list[str] = field(default_factory=list)
    loaded: dict[str, bytes] = field(default_factory=dict)

    def weight(self):
        """Return the bytes of each resource as they travel: text compressed, the rest as it is."""
        return {
            url: len(body if urlparse(url).path.endswith(COMPRESSED) else gzip.compress(body))
            for url, body in self.loaded.items()
        }


def visit(page, base, path):
    """Open a page with all other hosts blocked and note everything that goes wrong."""
    seen = Visit(path)

    def route(route):
        if route.request.url.startswith((base, "data:", "file:")):
            return route.continue_()
        seen.faults.append(f"{path} asks another host for {route.request.url}.")
        return route.abort()

    def response(answer):
        if answer.url.startswith(base) and answer.ok:
            seen.loaded[answer.url.split("?")[0]] = answer.body()
        elif answer.status >= 400:
            seen.faults.append(f"{path} asks for {answer.url}, which answers {answer.status}.")

    listeners = {
        "response": response,
        "console": lambda m: m.type == "error" and seen.faults.append(f"{path} logs the error: {m.text}"),
        "pageerror": lambda error: seen.faults.append(f"{path} raises: {error}"),
        "requestfailed": lambda r: seen.faults.append(f"{path} fails to load {r.url}."),
    }
    page.route("**/*", route)
    for event, listener in listeners.items():
        page.on(event, listener)
    page.goto(urljoin(base, path))
    page.wait_for_load_state("networkidle")
    settle(page)
    for event, listener in listeners.items():
        page.remove_listener(event, listener)
    page.unroute("**/*")
    return seen


def settle(page):
    """Wait until equations are set and two frames have been drawn."""
    page.evaluate("() => window.MathJax?.startup?.promise")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


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
    for alt, source in page.evaluate(IMAGES):
        if alt is None or re.search(r"\.(svg|png|jpe?g)$", alt):
            faults.append(f"{path}: the image {source} has no alternative text.")
    for number, link in enumerate(page.evaluate(FIGURES), 1):
        if link is None:
            faults.append(f"{path}: figure {number} has no link to its data.")
            continue
        rows = list(csv.reader(io.StringIO(unquote(link.split(",", 1)[1]))))
        if len(rows) < 2 or len({len(row) for row in rows}) != 1:
            faults.append(f"{path}: the data of figure {number} are not a table.")
    return faults


def set_theme(page, theme):
    """Show the page in light or dark."""
    page.evaluate("t => { for (const k of ['theme', 'mode']) document.documentElement.dataset[k] = t; }", theme)
    settle(page)


def accessible(page, path):
    """Run axe-core on the page as it is shown now and return its violations."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{path}: {broken['id']} at {node['target']}: {node['any'][0]['message'] if node['any'] else broken['help']}"
        for broken in found["violations"]
        for node in broken["nodes"]
    ]


def looks(page, path):
    """Check the page in light and dark, wide and narrow."""
    faults = []
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        for theme in ("light", "dark"):
            set_theme(page, theme)
            faults += [f"{fault} ({theme}, {width} px)" for fault in accessible(page, path)]
        faults += [f"{path} at {width} px: {wide}." for wide in page.evaluate(WIDE)]
    return faults


class _Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.targets, self.names = [], set()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.names |= {given[key] for key in ("id", "name") if given.get(key)}
        if tag == "a" and given.get("href"):
            self.targets.append(given["href"])


def links(site):
    """Every internal link of a built site leads to a file and an anchor that exist."""
    pages = {}
    for file in sorted(site.rglob("*.html")):
        pages[file.resolve()] = parser = _Links()
        parser.feed(file.read_text(encoding="utf-8"))
    faults = []
    for file, parser in pages.items():
        for href in parser.targets:
            address, anchor = urldefrag(href)
            if urlparse(address).scheme:
                continue
            target = (file.parent / unquote(address)).resolve() if address else file
            where = f"{file.relative_to(site.resolve())} links to {href}"
            if not target.exists():
                faults.append(f"{where}, which does not exist.")
            elif anchor and target in pages and unquote(anchor) not in pages[target].names:
                faults.append(f"{where}, where there is no such anchor.")
    return faults
