"""One sound copy of the miniature book for each worker."""

import shutil

import pytest

from coursebook.tools import build
from tests.gates.miniature import copy_book


@pytest.fixture(scope="session")
def sound_book(tmp_path_factory):
    folder = copy_book(tmp_path_factory.mktemp("book"))
    assert build.build(folder) == 0
    return folder


@pytest.fixture(scope="session")
def sound_site(sound_book):
    return sound_book / "_build" / "html"


@pytest.fixture
def copy(sound_site, tmp_path):
    """Give a test a site of its own to break."""
    return shutil.copytree(sound_site, tmp_path / "html")
