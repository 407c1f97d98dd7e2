"""One sound copy of the miniature site, and a browser."""

import build
import pytest
from miniature import copy_book


@pytest.fixture(scope="session")
def sound_site(tmp_path_factory):
    folder = copy_book(tmp_path_factory.mktemp("book"))
    assert build.build(folder) == 0
    return folder / "_build" / "html"
