"""A browser, a server and the built site."""

from pathlib import Path

import pytest
from browsing import browser_path, serving, started

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def site():
    built = ROOT / "_build" / "html"
    if not (built / "index.html").exists():
        pytest.fail("the site is not built; run `make book` first")
    return built


@pytest.fixture(scope="session")
def base(site):
    with serving(site) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    path = browser_path()
    if path is None:
        pytest.skip("there is no Chromium here (on Debian or Ubuntu: apt-get install chromium)")
    with started(path) as running:
        yield running


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    yield context.new_page()
    context.close()
