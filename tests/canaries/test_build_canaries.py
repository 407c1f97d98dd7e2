"""Defects of sources turn the book's build red."""

import pytest
from miniature import build_book, copy_book, edit, edit_cell


@pytest.fixture
def book(tmp_path):
    return copy_book(tmp_path)


def fail_in_last_cell(book):
    edit_cell(book / "chapter.ipynb", 4, lambda cell: cell.update(source=["plots.weight_curve(k=-1)"]))


DEFECTS = {
    "exception in a notebook": (fail_in_last_cell, "k must be above zero"),
    "warning": (lambda book: edit(book / "page.md", "* - one", "* one"), "page.md"),
    "broken reference": (lambda book: edit(book / "page.md", "(chapter.ipynb)", "(charter.ipynb)"), "charter"),
    "unknown name, seen with -n": (lambda book: edit(book / "page.md", "A sentence", "{py:func}`nowhere`"), "nowhere"),
    "page left out of the contents": (lambda book: edit(book / "_toc.yml", "chapter", "charter"), "charter"),
}


def test_the_sound_book_is_green(book, capfd):
    status, said = build_book(book, capfd)
    assert status == 0, said


@pytest.mark.parametrize("defect", DEFECTS)
def test_defect(book, capfd, defect):
    plant, place = DEFECTS[defect]
    plant(book)
    status, said = build_book(book, capfd)
    assert status != 0
    assert place in said
