"""The embedded counts of UCI Adult, and its rows in every dress."""

import builtins
import importlib.util

import pandas as pd
import pytest

from model_collapse.paper import adult
from tests.paper.adult_dresses import DRESSES, FAULTS, FIRST, full
from tests.paper.rows import adult_path


@pytest.fixture(scope="module")
def table():
    return adult.load(adult_path())


@pytest.fixture(scope="module")
def frame(table):
    return full(table)


@pytest.mark.parametrize(("column", "categories"), [("workclass", 9), ("education", 16), ("marital_status", 7)])
def test_every_row_of_the_table_is_counted(column, categories):
    counts = adult.COUNTS[column]
    assert len(counts) == categories
    assert sum(counts.values()) == 48_842
    assert list(counts.values()) == sorted(counts.values(), reverse=True)


@pytest.mark.parametrize("column", adult.COUNTS)
def test_the_counts_are_those_of_the_rows(table, column):
    assert table[column].value_counts().to_dict() == adult.COUNTS[column]


def written(folder, held):
    for name, content in held.items():
        (folder / name).write_bytes(content)
    return folder


@pytest.mark.parametrize("dress", DRESSES)
def test_every_dress_is_read(table, frame, tmp_path, dress):
    held = DRESSES[dress](frame)
    pd.testing.assert_frame_equal(adult.load(written(tmp_path, held)), table)
    if len(held) == 1:
        pd.testing.assert_frame_equal(adult.load(tmp_path / next(iter(held))), table)


@pytest.mark.parametrize("fault", FAULTS)
def test_what_differs_is_said(table, frame, tmp_path, fault):
    make, sentence = FAULTS[fault]
    lines = {
        "CELL": table.iloc[41].where(table.columns != "age", 99),
        "NEXT": table.iloc[101],
        "TEST": table.iloc[FIRST + 4].where(table.columns != "education_num", 11),
    }
    for word, cells in lines.items():
        sentence = sentence.replace(word, ",".join(map(str, cells)))
    with pytest.raises(ValueError, match=r"\.$") as refusal:
        adult.load(written(tmp_path, make(frame)))
    assert str(refusal.value) == sentence.format(where=tmp_path)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(ValueError, match="none") as refusal:
        adult.load(tmp_path / "none.csv")
    assert str(refusal.value) == f"{tmp_path / 'none.csv'} cannot be read as the rows of UCI Adult."


def test_without_pandas(monkeypatch):
    find = importlib.util.find_spec
    monkeypatch.setattr(adult, "find_spec", lambda name: None if name == "pandas" else find(name))
    monkeypatch.setattr(builtins, "open", lambda *_: pytest.fail("a file was opened"))
    with pytest.raises(ValueError, match="pandas") as refusal:
        adult.load()
    assert str(refusal.value) == "The rows of UCI Adult are read with pandas: install model-collapse[practice]."
