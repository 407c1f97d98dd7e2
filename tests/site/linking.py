"""Links inside a built site, read from its files."""

from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urlparse

SOURCES = {"a": "href", "link": "href", "img": "src", "script": "src", "source": "src"}


class _Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.targets, self.names = [], set()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.names |= {given[key] for key in ("id", "name") if given.get(key)}
        target = given.get(SOURCES.get(tag))
        if tag == "meta" and (given.get("http-equiv") or "").lower() == "refresh":
            target = given.get("content", "").partition("url=")[2]
        if target:
            self.targets.append(target)


def links(site):
    """Every internal address of a built site leads to a file in it and an anchor that exists."""
    site = site.resolve()
    pages = {}
    for file in sorted(site.rglob("*.html")):
        pages[file] = parser = _Links()
        parser.feed(file.read_text(encoding="utf-8"))
    faults = []
    for file, parser in pages.items():
        for href in parser.targets:
            address, anchor = urldefrag(href)
            parts = urlparse(address)
            if parts.scheme or parts.netloc:
                continue
            target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            where = f"{file.relative_to(site)} links to {href}"
            if not target.is_relative_to(site):
                faults.append(f"{where}, which is not in the site.")
            elif not target.is_file():
                faults.append(f"{where}, which does not exist.")
            elif anchor and target in pages and unquote(anchor) not in pages[target].names:
                faults.append(f"{where}, where there is no such anchor.")
    return faults
