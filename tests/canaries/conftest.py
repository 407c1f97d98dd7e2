"""One sound copy of the miniature site, and a browser."""

import build
import pytest
from browsing import browser_path, started
from miniature import copy_book


@pytest.fixture(scope="session")
def sound_site(tmp_path_factory):
    folder = copy_book(tmp_path_factory.mktemp("book"))
    assert build.build(folder) == 0
    return folder / "_build" / "html"


@pytest.fixture(scope="session")
def browser():
    path = browser_path()
    if path is None:
        pytest.skip("there is no Chromium here (on Debian or Ubuntu: apt-get install chromium)")
    with started(path) as running:
        yield running
