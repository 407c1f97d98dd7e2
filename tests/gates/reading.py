"""How a gate looks at a copy of the small site in a browser."""

from tests.site.browsing import serving

SCREEN = {"viewport": {"width": 1280, "height": 800}}
PATIENCE = 30_000
"""Milliseconds."""


def found(browser, site, looks, where, reader, patience=PATIENCE):
    """Return the faults that a look finds at an address of the site, for a reader with these settings."""
    context = browser.new_context(**SCREEN | reader)
    context.set_default_timeout(patience)
    with serving(site) as base:
        faults = looks(context.new_page(), base, *where)
    context.close()
    return faults
