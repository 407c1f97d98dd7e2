"""The trainer's run sheets: their clock, and their way onto paper."""

import pytest

from coursebook.tools import agendas
from tests.site import clocks
from tests.site.printing import flush, sheets
from tests.site.visiting import visit

HELD = agendas.listed()


@pytest.mark.parametrize("name", HELD)
@pytest.mark.parametrize("edition", ["", "ja/"])
def test_the_clock(browser, page, base, edition, name):
    path = f"{edition}book/trainer/{name}.html"
    faults, times = clocks.without_script(browser, base, path)
    assert faults == []
    blocks = HELD[name]["blocks"]
    titled = [block for block in blocks if "break" not in block]
    assert len(times) == len(blocks) + len(titled)
    assert [end - begin for begin, end in times] == [block["minutes"] for block in (*blocks, *titled)]
    assert clocks.kept(page, base, path, times) == []


@pytest.mark.parametrize("edition", ["", "ja/"])
def test_the_managers_sheet_prints_on_three_pages_at_most(page, base, edition):
    path = f"{edition}book/trainer/managers-60.html"
    assert max(sheets(page, base + path).values()) <= 3
    with visit(page, base, path):
        assert flush(page, path) == []
