"""Defects of a built page turn the browser's checks red."""

import shutil

import checks
import pytest
from browsing import serving
from miniature import edit

PAGE, FIGURES = "page.html", "chapter.html"
END = "</article>"

DEFECTS = {
    "outside script": (PAGE, END, '<script src="https://cdn.example/a.js"></script></article>', "asks another host"),
    "missing file": (PAGE, END, '<link rel="stylesheet" href="gone.css"></article>', "gone.css, which answers 404"),
    "error in the console": (PAGE, END, '<script>console.error("broken")</script></article>', "logs the error: broken"),
    "exception in a script": (PAGE, END, "<script>undefined.x</script></article>", "page.html raises"),
    "forbidden script": (PAGE, END, '<script src="_static/require.js"></script></article>', "loads"),
    "missing alternative text": (PAGE, END, '<img src="_static/logo.svg"></article>', "no alternative text"),
    "file name as alternative text": (
        PAGE,
        END,
        '<img alt="a.png" src="_static/logo.svg"></article>',
        "no alternative",
    ),
    "unlabelled control": (PAGE, END, "<input type=range></article>", "page.html: label"),
    "faint words in the dark": (
        PAGE,
        END,
        "<p class=faint>Faint words</p><style>[data-theme=dark] .faint {color: #333}</style></article>",
        "color-contrast",
    ),
    "too wide for a phone": (PAGE, END, '<div style="width: 500px">x</div></article>', "at 360 px: the page is"),
    "figure without numbers": (FIGURES, ' download="weight-curve.csv"', "", "figure 1 has no link to its data"),
    "numbers that are no table": (FIGURES, "weight,error_ratio%0A", "weight%0A", "data of figure 1 are not a table"),
}


@pytest.fixture
def copy(sound_site, tmp_path):
    return shutil.copytree(sound_site, tmp_path / "html")


def faults(browser, site, path):
    with serving(site) as base:
        context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
        page = context.new_page()
        seen = checks.visit(page, base, path)
        found = seen.faults + checks.heavy(seen) + checks.pictures(page, path) + checks.looks(page, path)
        context.close()
    return found


@pytest.mark.parametrize("path", [PAGE, FIGURES])
def test_the_sound_page_is_green(browser, sound_site, path):
    assert faults(browser, sound_site, path) == []


@pytest.mark.parametrize("defect", DEFECTS)
def test_defect(browser, copy, defect):
    path, old, new, complaint = DEFECTS[defect]
    (copy / "_static" / "require.js").write_text("// stands for the real one")
    edit(copy / path, old, new)
    found = faults(browser, copy, path)
    assert any(complaint in fault for fault in found), found


def test_a_heavy_page(browser, copy):
    (copy / "_static" / "heavy.js").write_bytes(b"//" + bytes(range(32, 120)) * 10_000)
    seen = checks.Visit(PAGE, loaded={"heavy.js": bytes(i * i % 251 for i in range(2_000_000))})
    assert "weighs" in checks.heavy(seen, limit=1000)[0]


def test_links_of_the_sound_site_are_green(sound_site):
    assert checks.links(sound_site) == []


@pytest.mark.parametrize(
    ("new", "complaint"),
    [('href="charter.html"', "which does not exist"), ('href="chapter.html#nowhere"', "there is no such anchor")],
)
def test_a_broken_link(copy, new, complaint):
    edit(copy / PAGE, 'href="chapter.html"', new)
    assert complaint in checks.links(copy)[0]
