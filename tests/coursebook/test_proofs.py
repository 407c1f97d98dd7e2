"""The index of proofs: every statement of the book is in it, and has a proof."""

import json

import pytest

from coursebook.tools import proofs

STATED = """# A chapter

```{{prf:theorem}} One
:label: thm-one

It is so.
```

{proof}

````{{prf:lemma}} Two
:label: lem-two

So is this.
````

```{{prf:proof}}
Because.
```
"""
PROOF = "```{prf:proof}\nBecause.\n```"


def book(folder, proof):
    (folder / "notebooks").mkdir()
    cells = [{"cell_type": "markdown", "source": STATED.format(proof=proof).splitlines(keepends=True)}]
    (folder / "notebooks" / "chapter.ipynb").write_text(json.dumps({"cells": cells}))
    chapter = {"file": "other", "sections": [{"file": "notebooks/chapter"}]}
    (folder / "_toc.yml").write_text(json.dumps({"root": "page", "parts": [{"chapters": [chapter]}]}))
    return folder


def test_statements_stand_in_their_order_with_their_chapters(tmp_path):
    first, second = proofs.statements(book(tmp_path, PROOF))
    assert first == ("One", "thm-one", "notebooks/chapter.ipynb", "A chapter", True)
    assert second == ("Two", "lem-two", "notebooks/chapter.ipynb", "A chapter", True)


def test_a_statement_without_a_proof_is_seen(tmp_path):
    first, second = proofs.statements(book(tmp_path, "No proof."))
    assert not first.proved
    assert second.proved


@pytest.fixture(scope="module")
def statements():
    return proofs.statements()


def test_every_statement_of_the_book_has_a_proof(statements):
    assert [found.label for found in statements if not found.proved] == []
    assert len(statements) >= 4


def test_labels_are_not_used_twice(statements):
    labels = [found.label for found in statements]
    assert sorted(set(labels)) == sorted(labels)
