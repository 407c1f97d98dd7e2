"""Defects of a built page turn the checks of pages red."""

import random

import pytest

from tests.gates.miniature import edit
from tests.site import checks, linking
from tests.site.browsing import serving
from tests.site.loading import needless
from tests.site.printing import flush
from tests.site.room import narrow, paced, wide
from tests.site.typeset import stumbles
from tests.site.visiting import visit

PAGE, FIGURES = "page.html", "chapter.html"
END = "</article>"
WIDE = r'<div class="math notranslate nohighlight">\[' + "+".join("abcdefghijklmnopqrstuvwxyz" * 2) + r"\]</div>"
FAINT = "<p class=faint>Faint words</p><style>[data-theme=dark] .faint {color: #333}</style>"
MUCH = '<p style="height: 3100px">x</p><figure style="height: 50px">x</figure>'
BROAD = '<table style="width: 900px"><tr><td>x</table>'
LETTERS = (
    '<figure class="mc-figure"><svg role="img" aria-label="x" width="200" height="50"><g class="mc-text">'
    '<g style="{}" transform="scale({})"><path d="M0 0h90v40z"/></g></g></svg></figure>'
)
QUESTION = f'<div style="overflow: auto"><table><tr><td>Why?<td><code class="py-obj">{"x" * 25}</code></table></div>'
SPILT = '<div style="overflow: auto"><table><tr><td><p style="margin-right: -9px">x</p></table></div>'
CUT = '<div class="prev-next-area"><a style="display: flex; width: 9px; overflow: hidden">Next</a></div>'
SMALL = r'<style>mjx-container[display] {font-size: 88% !important}</style><div class="math">\[a=b\]</div>'
PROOFS = '<div class="proof admonition" id="proof" style="margin-left: 1px; border-color: red"><p>x</p></div>'
PROOFS += '<div class="proof admonition"><p>y</p></div>'
OPENED = '<p style="width: 3em">x (<span style="display: inline-block">yyyyy</span></p>'
FIGURE = '<figure class="mc-figure" style="padding: 8px"><svg width="50" height="50"></svg></figure>'
ASIDE = "@media print {.bd-content {padding-left: 20px}}"
LATE = "<script>addEventListener('resize', () => console.error('late'))</script>"
NOISE = "//" + "".join(random.Random(7).choices("0123456789abcdef", k=1_200_000))

# Each adds something at the end of the page; the check that sees it; what it says.
ADDED = {
    "outside script": ('<script src="https://cdn.example/a.js"></script>', None, "asks for https://cdn.example/a.js"),
    "missing file": ('<link rel="stylesheet" href="gone.css">', None, "gone.css, which answers 404"),
    "error in the console": ('<script>console.error("broken")</script>', None, "logs the error: broken"),
    "error while it is used": (LATE, checks.looks, "logs the error: late"),
    "exception in a script": ("<script>undefined.x</script>", None, "page.html raises"),
    "forbidden script": ('<script src="_static/require.js"></script>', None, "loads"),
    "heavy page": ('<script src="_static/heavy.js"></script>', None, "above 700: heavy.js"),
    "no alternative text": ('<img src="_static/logo.svg">', checks.pictures, "logo.svg has no alternative text"),
    "empty alternative text": ('<img alt="" src="_static/logo.svg">', checks.pictures, "no alternative text"),
    "file as alternative text": ('<img alt="_images/a.webp" src="_static/logo.svg">', checks.pictures, "no alternat"),
    "an id that stands twice": ('<p id="a"></p><p id="a"></p>', checks.ids, "the id a stands more than once"),
    "unknown command": (r'<div class="math">\[\oops\]</div>', checks.mathematics, r"an unknown command: \oops"),
    "wrong equation": (
        r"<div class=math>\[\begin{x}1\end{x}\]</div>",
        checks.mathematics,
        "the error Unknown environment",
    ),
    "faint words in a figure": (LETTERS.format("fill: #777; font-size: 1px", 1), checks.lettering, "a contrast of"),
    "small words in a figure": (LETTERS.format("fill: currentColor", 0.1), checks.lettering, "10.0 px high"),
    "search index on every page": ('<script src="searchindex.js"></script>', None, "has no list of found pages"),
    "unlabelled control": ("<input type=range>", checks.looks, "page.html: label at"),
    "faint words in the dark": (FAINT, checks.looks, "color-contrast at ['.faint']"),
    "faint words in a fold": (f"<details><summary>x</summary>{FAINT}</details>", checks.looks, "color-contrast"),
    "too wide for a phone": ('<div style="width: 500px">x</div>', checks.looks, "at 360 px: the page is"),
    "much text before a picture": (MUCH, paced, "px of text before something to look at"),
    "words in a narrow box": ('<p style="width: 80px">one two three four five six seven</p>', narrow, "a box of 80 px"),
    "a wide table without a sign": (f'<div style="overflow: auto">{BROAD}</div>', narrow, "right without a sign"),
    "a sign where nothing goes on": ('<pre style="mask: linear-gradient(red, red)">x</pre>', narrow, "pre x fades out"),
    "a column beside the text on paper": (
        "<style>@media print {.bd-content {padding-left: 20px}}</style>",
        flush,
        "h1 A",
    ),
    "a code line cut off on paper": (f'<pre style="white-space: pre">{"x" * 200}</pre>', flush, " px in 686"),
    "a line that goes on beyond the sheet": ('<p style="width: 700px">x</p>', flush, "p x ends at 700 px of 688"),
    "a line that begins beyond the sheet": ('<p style="margin-left: -9px">x</p>', flush, "p x begins at -9 px"),
    "a narrow text on paper": ("<style>@media print {.bd-article {max-width: 600px}}</style>", flush, "600 px wide of"),
    "an example to scroll": (f'<div class="doctest"><pre style="white-space: pre">{"x" * 99}', narrow, "be scrolled"),
    "a question in a narrow column": (QUESTION, narrow, "the question Why? has"),
    "code to scroll": (f'<pre style="white-space: pre">{"x" * 200}</pre>', wide, "at 1280 px: the code xxx"),
    "a table to scroll": (f'<div style="overflow: auto">{BROAD}</div>', wide, "at 1280 px: the table x has"),
    "a bracket that ends a line": (OPENED, stumbles, 'the opening bracket of "x ("'),
    "a small formula": (SMALL, stumbles, "a formula smaller than its words"),
    "a proof unlike another": (PROOFS, stumbles, "a proof that looks unlike another: x"),
    "a figure beside the text": (FIGURE, stumbles, "a svg 8 px beside the edge of the text"),
    "a stop that begins a line": ("<p>x<br><span>, y</span></p>", stumbles, 'the stop of ", y"'),
    "a number on two lines": ('<p style="width: 3em">8.65e-04</p>', stumbles, "the number 8.65e-04 on two lines"),
    "thin letters": ('<p style="font-weight: 300">x</p>', stumbles, "thin letters: x"),
    "a formula in a title": (r"<p>The $\pi^2/6$ pathway</p>", stumbles, "not set: The $"),
    "a power as it was typed": ("<p>w^2/n</p>", stumbles, "as it was typed: w^2/n"),
    "a station without a use": ('<p tabindex="0">x</p>', stumbles, "nothing to do: x"),
    "words that leave their cell": (SPILT, stumbles, "its words leave: x"),
    "a heading too large": ('<h3 style="font-size: 90px">x</h3>', stumbles, "of level 3 that is as large as one above"),
    "a heading too bold": ('<h3 style="font-weight: 900">x</h3>', stumbles, "of level 3 that is bolder than one above"),
    "a link cut off at the foot": (CUT, stumbles, "at its foot that is cut off: Next"),
    "wide equation": (WIDE, checks.looks, "at 360 px: the equation"),
    "wide equation in a fold": (f"<details><summary>x</summary>{WIDE}</details>", checks.looks, "360 px: the equation"),
}
NEEDLESS = '<script defer="defer" src="_static/mathjax/tex-chtml.js"></script></head>'
CHANGED = {
    "MathJax without a formula": (FIGURES, "</head>", NEEDLESS, checks.formulas, "loads MathJax and has no formula"),
    "a formula without MathJax": (PAGE, 'src="_static/mathjax/', 'data-was="', checks.formulas, "without MathJax"),
    "figure without numbers": (FIGURES, ' download="weight-curve.csv"', "", checks.pictures, "figure 1 has no link"),
    "numbers that are no table": (
        FIGURES,
        "weight,error_ratio%0A",
        "w%0A",
        checks.pictures,
        "figure 1 are not a table",
    ),
    "equations that stay source": (PAGE, 'src="_static/mathjax/', 'data-was="', checks.mathematics, "is not set"),
    "element without a landmark": (PAGE, 'id="main-content"', 'id="main-content" role="none"', checks.looks, "region"),
}


def look(page, site, path, check):
    """Run what `checks.examine` runs, as far as the defect needs it."""
    with serving(site) as base, visit(page, base, path) as seen:
        found = needless(page, seen) + (check(page, path) if check else [])
    return seen.faults + checks.heavy(seen) + found


@pytest.mark.parametrize("path", [PAGE, FIGURES, "search.html", "index.html"])
def test_the_sound_page_is_green(page, sound_site, path):
    with serving(sound_site) as base:
        assert checks.examine(page, base, path) == []


@pytest.mark.parametrize("defect", ADDED)
def test_added(page, copy, defect):
    added, check, complaint = ADDED[defect]
    (copy / "_static" / "require.js").write_text("// stands for the real one")
    (copy / "_static" / "heavy.js").write_text(NOISE)
    edit(copy / PAGE, END, added + END)
    found = look(page, copy, PAGE, check)
    assert any(complaint in fault and PAGE in fault for fault in found), found


@pytest.mark.parametrize("defect", CHANGED)
def test_changed(page, copy, defect):
    path, old, new, check, complaint = CHANGED[defect]
    edit(copy / path, old, new)
    found = look(page, copy, path, check)
    assert any(complaint in fault and path in fault for fault in found), found


def test_links_of_the_sound_site_are_green(sound_site):
    assert linking.links(sound_site) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        (PAGE, 'href="chapter.html"', 'href="charter.html"', "page.html links to charter.html, which does not exist"),
        (PAGE, 'href="chapter.html"', 'href="chapter.html#nowhere"', "#nowhere, where there is no such anchor"),
        (PAGE, 'href="chapter.html"', 'href="../../page.md"', "page.html links to ../../page.md, which is not in"),
        (PAGE, 'href="chapter.html"', 'href="_static"', "page.html links to _static, which does not exist"),
        ("index.html", "url=page.html", "url=pages.html", "index.html links to pages.html, which does not exist"),
    ],
)
def test_a_broken_link(copy, file, old, new, complaint):
    edit(copy / file, old, new)
    assert any(complaint in fault for fault in linking.links(copy))
