"""Defects of sources turn the book's build red."""

import shutil

import pytest
from bs4 import BeautifulSoup

from tests.gates.miniature import build_book, copy_book, edit, edit_cell
from tests.site import linking


@pytest.fixture
def book(sound_book, tmp_path):
    """Copy the book with its executed notebook, so that only a changed notebook runs again."""
    folder = copy_book(tmp_path)
    shutil.copytree(sound_book / "_build" / ".jupyter_cache", folder / "_build" / ".jupyter_cache")
    return folder


def fail_in_last_cell(book):
    edit_cell(book / "chapter.ipynb", 4, lambda cell: cell.update(source=["mc.figures.weight_curve(k=-1)"]))


DEFECTS = {
    "exception in a notebook": (fail_in_last_cell, "k must be above zero"),
    "warning": (lambda book: edit(book / "page.md", "* - one", "* one"), "page.md"),
    "broken reference": (lambda book: edit(book / "page.md", "(chapter.ipynb)", "(charter.ipynb)"), "charter"),
    "unknown name, seen with -n": (lambda book: edit(book / "page.md", "A sentence", "{py:func}`nowhere`"), "nowhere"),
    "unknown explorer": (lambda book: edit(book / "live.md", "WeightDial", "WeightDail"), "there is no explorer"),
    "value out of bounds": (
        lambda book: edit(book / "live.md", "0.5\n", "1.5\n"),
        "weight must be a number from 0 to 1",
    ),
    "page left out of the contents": (lambda book: edit(book / "_toc.yml", "chapter", "charter"), "charter"),
}


def test_the_sound_book_is_green(sound_book):
    assert (sound_book / "_build" / "html" / "chapter.html").exists()


@pytest.mark.parametrize("defect", DEFECTS)
def test_defect(book, capfd, defect):
    plant, place = DEFECTS[defect]
    plant(book)
    status, said = build_book(book, capfd)
    assert status != 0
    assert place in said


def test_chapters_of_a_book_with_an_address_open_on_binder_and_colab(book, sound_site, capfd):
    edit(book / "pyproject.toml", "https://example.org/model-collapse", "https://github.com/reader/course")
    status, said = build_book(book, capfd)
    assert status == 0, said
    site = book / "_build" / "html"
    page = (site / "chapter.html").read_text(encoding="utf-8")
    assert "https://mybinder.org/v2/gh/reader/course/main?urlpath=lab/tree/chapter.ipynb" in page
    assert "https://colab.research.google.com/github/reader/course/blob/main/chapter.ipynb" in page
    text = BeautifulSoup((site / "page.html").read_text(encoding="utf-8"), "html.parser").get_text()
    assert "on Colab, where this cell has to be run first" in text
    assert '%pip install "model-collapse[book] @ git+https://github.com/reader/course"' in text
    assert linking.links(site) == []
    for text in [(sound_site / name).read_text(encoding="utf-8") for name in ("page.html", "chapter.html")]:
        assert "mybinder" not in text
        assert "colab" not in text.lower()
