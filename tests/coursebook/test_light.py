"""What a page loads: the scripts and style sheets of its parts stay, those of parts that it lacks go."""

import pytest
from bs4 import BeautifulSoup

from coursebook.ext.light import lighten

LOADED = """<link rel="stylesheet" href="../../_static/{0}?digest=1"><script src="../../_static/{0}"></script>"""


def left(name, body):
    page = BeautifulSoup(f"<html>{LOADED.format(name)}<body>{body}</body></html>", "html.parser")
    return len(lighten(page).select("script, link"))


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("copybutton.js", '<div class="highlight"><pre>x</pre></div>'),
        ("clipboard.min.js", '<div class="highlight"><pre>x</pre></div>'),
        ("togglebutton.js", '<div class="admonition dropdown">x</div>'),
        ("togglebutton.css", '<div class="toggle">x</div>'),
        ("design-tabs.js", '<div class="sd-tab-set">x</div>'),
        ("sphinx-design.min.css", '<div class="wide sd-card">x</div>'),
        ("mystnb.1a2b.css", '<div class="cell">x</div>'),
        ("proof.css", '<div class="proof">x</div>'),
        ("exercise.css", '<div class="solution">x</div>'),
        ("searchtools.js", '<div id="search-results"></div>'),
    ],
)
def test_what_is_shown_is_loaded_and_what_is_not_is_not(name, part):
    assert left(name, part) == 2
    assert left(name, "<p>x</p>") == 0


def test_all_else_stays():
    assert left("course.css", "<p>x</p>") == 2
