"""Every page of the built site, in a real browser."""

from pathlib import Path

import checks
import pytest

HTML = Path(__file__).resolve().parents[2] / "_build" / "html"
PAGES = sorted(path.relative_to(HTML).as_posix() for path in HTML.rglob("*.html")) or ["index.html"]


@pytest.mark.parametrize("path", PAGES)
def test_page(page, base, path):
    seen = checks.visit(page, base, path)
    faults = seen.faults + checks.heavy(seen) + checks.pictures(page, path) + checks.looks(page, path)
    assert not faults, "\n".join(faults)


def test_there_are_pages(site):
    assert len(list(site.rglob("*.html"))) > 5


def test_links(site):
    faults = checks.links(site)
    assert not faults, "\n".join(faults)
