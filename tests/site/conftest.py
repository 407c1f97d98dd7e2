"""A browser, a server and the built site."""

from pathlib import Path

import pytest

from tests.site.browsing import serving

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
