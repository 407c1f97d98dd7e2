"""Words and minutes of a page: what counts and what does not, and the pages that state their own minutes."""

import json
from pathlib import Path

import pytest

from coursebook.tools import reading_time

ROOT = Path(__file__).resolve().parents[2]
CHAPTERS = [path for path in sorted((ROOT / "notebooks").rglob("*.ipynb")) if ".ipynb_checkpoints" not in path.parts]

PAGE = """---
file_format: mystnb
---
# Two words

(a-label)=
% a comment of five words
Three {term}`more words <word>` and [a link](to/a/page.md).

| one | two |
| --- | --- |
| 3 | 4 |

$$
x = 1
$$

```{list-table}
:widths: 1 2

* - cell
```

```python
not = "counted"
```

```{code-cell} ipython3
figures.weight_curve(k=1)
```

:::{dropdown} Title
An answer.
:::
"""


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.md"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_content(page):
    seen = reading_time.content(page)
    # Two words; Three more words and a link; one two 3 4; cell; Title; An answer
    assert seen.words == 2 + 6 + 4 + 1 + 1 + 2
    assert (seen.figures, seen.tables, seen.formulas, seen.answers) == (1, 1, 1, 1)


def test_a_notebook_counts_as_the_page_that_it_makes(page, tmp_path):
    text, code = PAGE.split("```{code-cell} ipython3\n")[0].split("---\n", 2)[2], "figures.weight_curve(k=1)"
    rest = PAGE.split("k=1)\n```\n")[1]
    cells = [{"cell_type": kind, "source": [source]} for kind, source in (("markdown", text), ("code", code))]
    notebook = tmp_path / "page.ipynb"
    notebook.write_text(json.dumps({"cells": [*cells, {"cell_type": "markdown", "source": [rest]}]}), encoding="utf-8")
    assert reading_time.content(notebook) == reading_time.content(page)


def test_minutes_grow_with_words_and_are_rounded_up(page):
    before = reading_time.computed(page)
    page.write_text(PAGE + "word " * reading_time.WORDS_A_MINUTE * 3, encoding="utf-8")
    assert reading_time.computed(page) == before + 3
    assert before == 3  # 16 words, and half a minute each for a figure, a table, a formula and an answer


def test_a_chapter_states_its_own_minutes(page):
    page.write_text(PAGE + "\n* - Time\n  - about 55 minutes (estimated)\n", encoding="utf-8")
    assert reading_time.minutes(page) == 55
    assert reading_time.minutes(page, page) == 110


def test_a_translated_page_is_read_by_its_characters_and_the_rest_by_its_words(page, tmp_path):
    catalogue = tmp_path / "book" / "locale" / "ja" / "LC_MESSAGES" / "page.po"
    catalogue.parent.mkdir(parents=True)
    done = 'msgid "Three {term}`more words <word>` and [a link](to/a/page.md)%s."\nmsgstr "{term}`あ <word>`%s。"\n'
    catalogue.write_text(done % ("", "い" * 499), encoding="utf-8")
    left = (reading_time.content(page).words - 6) / reading_time.WORDS_A_MINUTE
    assert reading_time.reading(page, "ja", tmp_path) == pytest.approx(500 / 500 + left)
    number = " {glue:text}`page.ipynb::best:s`"  # one word, or three digits, whatever its name
    catalogue.write_text(done % (number, "い" * 496 + number), encoding="utf-8")
    assert reading_time.reading(page, "ja", tmp_path) == pytest.approx(500 / 500 + left - 1 / 200)
    catalogue.write_text("#, fuzzy\n" + done % ("", "い"), encoding="utf-8")
    assert reading_time.reading(page, "ja", tmp_path) == reading_time.reading(page)


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_no_chapter_claims_to_be_quicker_than_its_words(path):
    assert (reading_time.stated(path) or 999) >= reading_time.computed(path)


def test_the_managers_path_fits_into_an_hour_and_its_first_page_into_five_minutes():
    path = ROOT / "book" / "paths" / "manager.md"
    pages = path.read_text(encoding="utf-8").split("| *together* | | {minutes}`")[1].split("`")[0].split()
    files = [next(ROOT.glob(f"{name}.*")) for name in pages]
    assert 20 < reading_time.minutes(*files) < 60
    assert reading_time.minutes(*files, language="ja") <= 65
    first = next(ROOT.glob("notebooks/concepts/five-minutes.ipynb"))
    assert reading_time.minutes(first) <= 5
