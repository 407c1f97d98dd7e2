"""Faults of the questions turn the book's build red; without one the pages, tests and the import file are there."""

import shutil

import pytest
from bs4 import BeautifulSoup

from tests.coursebook import small_questions
from tests.coursebook.gift_reader import read
from tests.gates.miniature import build_book, copy_book, edit

PAGE = """# Questions

Weight {number}`one.best`.

```{gift-file}
```

```{questions} book/trainer/questions.toml
```

```{questions} book/trainer/questions.toml
audience = "manager"
```

```{printed-test}
audience = "manager"
number = 1
```

```{printed-test}
audience = "manager"
number = 1
answers = true
```
"""


@pytest.fixture
def book(sound_book, tmp_path):
    """Copy the book with its executed notebook and a page of questions."""
    folder = copy_book(tmp_path)
    shutil.copytree(sound_book / "_build" / ".jupyter_cache", folder / "_build" / ".jupyter_cache")
    contents = (folder / "_toc.yml").read_text(encoding="utf-8")
    small_questions.write(folder)
    (folder / "_toc.yml").write_text(f"{contents}  - file: questions\n", encoding="utf-8")
    (folder / "questions.md").write_text(PAGE, encoding="utf-8")
    return folder


def test_a_sound_page_has_questions_tests_and_the_file(book, capfd):
    status, said = build_book(book, capfd)
    assert status == 0, said
    site = book / "_build" / "html"
    page = BeautifulSoup((site / "questions.html").read_text(encoding="utf-8"), "html.parser")
    assert "Weight 0.618." in page.get_text()
    assert "A row is a row." in page.get_text()
    assert (
        page.select_one(".bd-article h2")
        .get_text()
        .startswith("With 100 new real and as many synthetic rows, which weight is best?")
    )
    assert len(page.select("details .mc-options ol > li")) == 3
    assert [item.get_text(" ", strip=True) for item in page.select(".mc-test ol ol > li")].count("0.618") == 1
    answers = page.select_one(".mc-answers").get_text(" ", strip=True)
    assert "Right. It leaves 0.618 of the error." in answers
    assert "It is the share of the rows. Shows: A row is a row." in answers
    link = page.select_one("a[download]")["href"]
    (entry,) = read((site / link).read_text(encoding="utf-8"))
    assert (True, "0.618", "") in entry["answers"]


DEFECTS = {
    "missing chapter": small_questions.FAULTS["missing chapter"],
    "two right options": small_questions.FAULTS["two right options"],
    "unknown misconception": small_questions.FAULTS["unknown misconception"],
    "unknown quantity": small_questions.FAULTS["unknown quantity"],
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_fault_stops_the_build(book, capfd, defect):
    old, new, sentence = DEFECTS[defect]
    edit(book / small_questions.FILE, old, new)
    status, said = build_book(book, capfd)
    assert status != 0
    assert sentence in said


def test_a_test_that_cannot_be_set_stops_the_build(book, capfd):
    edit(book / "questions.md", 'audience = "manager"\nnumber = 1\n```', 'audience = "manager"\nnumber = 2\n```')
    status, said = build_book(book, capfd)
    assert status != 0
    assert "A test for a manager asks for 2 questions, and there are 1 with its tags." in said


def test_a_number_that_is_not_there_is_red(book, capfd):
    edit(book / "questions.md", "{number}`one.best`", "{number}`one.bset`")
    status, said = build_book(book, capfd)
    assert status != 0
    assert "there is no number one.bset" in said
