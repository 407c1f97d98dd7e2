"""Defects of notebooks turn the notebook gates red."""

import shutil

import pytest

from coursebook.tools import notebooks
from tests.gates.miniature import ROOT, SOURCES, edit, edit_cell, run


@pytest.fixture
def chapter(tmp_path):
    return shutil.copy(SOURCES / "chapter.ipynb", tmp_path / "chapter.ipynb")


def untag(cell):
    cell["metadata"]["tags"] = []


def forget(cell):
    cell["outputs"], cell["execution_count"] = [], None


def compare(chapter):
    return run("-m", "pytest", "--nbval", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", chapter, cwd=chapter.parent)


def test_the_sound_chapter_is_green(chapter):
    assert notebooks.faults(chapter) == []
    assert compare(chapter)[0] == 0


def test_a_wrong_stored_number(chapter):
    edit(chapter, '"0.667\\n"', '"0.668\\n"')
    status, said = compare(chapter)
    assert status == 1
    assert "0.668" in said


def test_an_exception(chapter):
    edit_cell(chapter, 3, lambda cell: cell.update(source=["mc.equivalent_rows(-1, 100)"]))
    status, said = compare(chapter)
    assert status == 1
    assert "rows must be zero or more" in said


def test_a_tagged_cell_without_stored_output(chapter):
    edit_cell(chapter, 2, forget)
    assert compare(chapter)[0] == 0, "nbval has learned to see this; the cleaner's rule can go"
    assert "cell 3 is tagged nbval-check-output but has no stored output" in notebooks.faults(chapter)[0]


def test_too_few_compared_cells(chapter):
    edit_cell(chapter, 2, untag)
    assert "2 cells are tagged" in notebooks.faults(chapter)[0]


@pytest.mark.parametrize(
    ("code", "complaint"),
    [
        ("x = 1  # " + "x" * 72, "cell 3 has a line of 81 letters"),
        ('f"{1:.2f}"', "cell 3 formats a string"),
        ('"{}".format(1)', "cell 3 formats a string"),
        ('"%d" % (1,)', "cell 3 formats a string"),
    ],
)
def test_code_that_readers_should_not_see(chapter, code, complaint):
    edit_cell(chapter, 2, lambda cell: cell.update(source=[code]))
    assert any(complaint in fault for fault in notebooks.faults(chapter))
    edit_cell(chapter, 2, lambda cell: cell["metadata"].update(tags=["hide-input", "nbval-check-output"]))
    assert not any(complaint in fault for fault in notebooks.faults(chapter))


def test_a_stored_picture(chapter):
    picture = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "iVBORw0KGgo="}}
    edit_cell(chapter, 4, lambda cell: cell.update(outputs=[picture]))
    assert "not in the stored form" in notebooks.faults(chapter)[0]


def test_the_command_says_so_too(chapter):
    edit_cell(chapter, 2, untag)
    status, said = run("-m", "coursebook.tools.notebooks", "--check", chapter, PYTHONPATH=str(ROOT / "book"))
    assert status == 1
    assert "chapter.ipynb" in said
