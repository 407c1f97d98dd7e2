"""Open a page with every other host blocked, and note what goes wrong while it is open."""

import gzip
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlparse

# No wait is without an end: a browser that draws no frame must not stop the tests.
FRAMES = """() => Promise.race([
  new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))),
  new Promise(done => setTimeout(done, 2000))])"""
EQUATIONS = """() => Promise.race([
  window.MathJax?.startup?.promise.then(() => null),
  new Promise(done => setTimeout(done, 30000))])"""
STILL = """() => Promise.race([
  Promise.all(document.getAnimations()
    .filter(moving => Number.isFinite(moving.effect.getComputedTiming().endTime))
    .map(moving => moving.finished.catch(() => null))),
  new Promise(done => setTimeout(done, 5000))])"""
COMPRESSED = (".woff", ".woff2", ".png", ".jpg", ".zip")


@dataclass
class Visit:
    """What happened while a page was open."""

    path: str
    faults: list[str] = field(default_factory=list)
    loaded: dict[str, bytes] = field(default_factory=dict)

    def weight(self):
        """Return the bytes of each resource as they travel: text compressed, the rest as it is."""
        return {
            url: len(body if urlparse(url).path.endswith(COMPRESSED) else gzip.compress(body))
            for url, body in self.loaded.items()
        }


@contextmanager
def visit(page, base, path):
    """Open a page and listen until the end of the block; a local folder's base is a file: address."""
    seen = Visit(path)

    def route(route):
        if route.request.url.startswith((base, "data:", "blob:")):
            return route.continue_()
        seen.faults.append(f"{path} asks for {route.request.url}, which is not part of the site.")
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
    yield seen
    for event, listener in listeners.items():
        page.remove_listener(event, listener)
    page.unroute("**/*")


def settle(page):
    """Wait until equations are set, two frames have been drawn and nothing moves or fades any more."""
    page.evaluate(EQUATIONS)
    page.evaluate(FRAMES)
    page.evaluate(STILL)
