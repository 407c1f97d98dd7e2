"""The tables of the reference: every public name is a link to its own description."""

import pytest
from bs4 import BeautifulSoup

import model_collapse as mc


def read(file):
    return BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")


@pytest.mark.parametrize("room", ["theory", "problems", "practice", "figures"])
@pytest.mark.parametrize("language", ["", "ja"])
def test_every_public_name_leads_to_its_description(site, language, room):
    here = site / language / "book" / "api" / f"{room}.html"
    links = {link.get_text(): link["href"] for link in read(here).select("article table a[href]")}
    assert set(links) == set(getattr(mc, room).__all__)
    for name, href in links.items():
        path, anchor = href.split("#")
        assert anchor.split(".")[-1] == name
        assert read(here.parent / path).find(id=anchor).name == "dt"


@pytest.mark.parametrize("room", ["theory", "figures"])
def test_the_pages_of_a_room_describe_the_public_names_and_no_other(site, room):
    pages = map(read, (site / "book" / "api" / room).glob("*.html"))
    described = [term["id"] for page in pages for term in page.select("dl.py > dt[id]")]
    outer = [name.split(".")[-1] for name in described if name.rpartition(".")[0] not in described]
    assert sorted(outer) == sorted(getattr(mc, room).__all__)


def test_no_sentence_stands_where_the_name_of_an_argument_or_attribute_should(site):
    pages = {path.name: read(path) for path in (site / "book" / "api").rglob("*.html")}
    names = [(page, name.get_text()) for page, text in pages.items() for name in text.select("dl.field-list strong")]
    assert [found for found in names if "," not in found[1] and " " in found[1]] == []
