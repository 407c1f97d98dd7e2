"""Every page of the translated editions, in a real browser; a module of its own, so that another worker takes it."""

import pytest

from tests.site import checks
from tests.site.published import TRANSLATED

# Colours and widths are those of the English pages: each theme and each width is looked at once.
VIEWS = {True: {360: ("light",)}, False: {1280: ("light",), 360: ("dark",)}}


@pytest.mark.parametrize("path", TRANSLATED)
def test_page(page, base, path):
    faults = checks.examine(page, base, path, VIEWS["/api/" in path])
    assert not faults, "\n".join(faults)


def test_there_are_translated_pages():
    assert len(TRANSLATED) > 20
