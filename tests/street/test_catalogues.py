"""The catalogues of the pages are in line with the pages."""

from coursebook.tools import translate


def test_catalogues_are_in_line_with_the_pages():
    faults = translate.refresh(check=True)
    assert not faults, "\n".join(faults)
