"""Every English page of the built site, in a real browser."""

import pytest

from tests.site import checks, linking
from tests.site.published import ENGLISH, HTML, PAGES
from tests.site.room import paced
from tests.site.visiting import visit

CHAPTERS = "notebooks/", "book/concepts/", "book/governance/", "book/paths/"
# The pages of the reference are of one make: both themes and both widths, but not each with each.
VIEWS = {True: {1280: ("light",), 360: ("dark",)}, False: checks.VIEWS}


@pytest.mark.parametrize("path", ENGLISH)
def test_page(page, base, path):
    faults = checks.examine(page, base, path, VIEWS[path.startswith("book/api/")])
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("path", [path for path in ENGLISH if path.startswith(CHAPTERS)])
def test_a_chapter_has_no_long_text_without_something_to_look_at(page, base, path):
    with visit(page, base, path):
        assert paced(page, path) == []


def test_the_site_has_the_pages_that_the_contents_name(site):
    assert sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html")) == sorted(PAGES)


@pytest.mark.parametrize("name", ["book/welcome.html", "notebooks/governance/rules.html"])
@pytest.mark.parametrize("language", ["", "ja"])
def test_pages_for_everyone_load_no_mathjax(site, language, name):
    assert "mathjax/tex" not in (site / language / name).read_text(encoding="utf-8")


SHOWS = ('class="mc-figure"', 'class="mc-tree"', "<table")


def test_every_chapter_has_its_page_and_something_to_look_at(site):
    chapters = [path.relative_to(HTML.parents[1]) for path in (HTML.parents[1] / "notebooks").rglob("*.ipynb")]
    pages = [site / path.with_suffix(".html") for path in chapters if ".ipynb_checkpoints" not in path.parts]
    assert len(pages) >= 3
    texts = {page.name: page.read_text(encoding="utf-8").replace("mc-goals", "") for page in pages}
    assert [name for name, text in texts.items() if not any(shown in text for shown in SHOWS)] == []


def test_links(site):
    faults = linking.links(site)
    assert not faults, "\n".join(faults)
