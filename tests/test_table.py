"""A table says the same numbers as text, as HTML and as a file."""

import csv
import io
import xml.etree.ElementTree as ET

import numpy as np
import pytest

import model_collapse as mc

COLUMNS = {"way": ["fresh", "re<use"], "rows": [10, 2000], "weight": [0.5, 2 / 3], "error": [1234.5678, np.nan]}


@pytest.fixture
def table():
    return mc.Table(COLUMNS, formats={"error": ",.1f"}, note="A & B.")


def test_text_is_aligned_to_the_right(table):
    assert str(table) == repr(table)
    assert str(table).splitlines() == [
        "   way  rows  weight    error",
        " fresh    10   0.500  1,234.6",
        "re<use  2000   0.667        -",
        "A & B.",
    ]
    assert str(mc.Table({"a": [1]})) == "a\n1"


def test_html_names_its_columns_and_escapes_words(table):
    root = ET.fromstring(f"<div>{table._repr_html_()}</div>")
    assert (root[0].get("class"), root[0][0].get("class")) == ("mc-wide", "mc-table")
    assert [(head.text, head.get("scope")) for head in root.iter("th")] == [(name, "col") for name in COLUMNS]
    assert [[cell.text for cell in row.iter("td")] for row in root.find("div/table/tbody")] == table.rows()
    for row in root.iter("tr"):  # words begin at the left, numbers end at the right
        assert [cell.get("class") for cell in row] == ["mc-words", None, None, None]
    assert (root[1].get("class"), root[1].text) == ("mc-note", "A & B.")
    assert "mc-note" not in mc.Table({"a": [1]})._repr_html_()


def test_the_file_holds_the_numbers_in_full(table):
    rows = list(csv.DictReader(io.StringIO(table.csv())))
    assert float(rows[1]["weight"]) == 2 / 3
    assert [row["way"] for row in rows] == ["fresh", "re<use"]
    assert list(rows[0]) == list(COLUMNS)


def test_a_table_without_rows_keeps_its_head():
    assert str(mc.Table({"a": [], "b": []})) == "a  b"


def test_columns_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match=r"^columns must have one length, got 'a' 1, 'b' 2\.$"):
        mc.Table({"a": [1], "b": [1, 2]})


@pytest.mark.parametrize("form", ["q", "%Y"])
def test_a_format_that_writes_no_number_is_refused(form):
    with pytest.raises(ValueError, match=rf"^formats must be such as '\.2f' or ',d', got '{form}'\.$"):
        mc.Table({"a": [1]}, formats={"a": form})


def test_a_format_for_whole_numbers_alone_is_one():
    assert str(mc.Table({"a": [1200]}, formats={"a": ",d"})) == "    a\n1,200"


def test_what_rounds_to_zero_has_no_sign():
    columns = {"z": [-0.04, 0.04, -0.06, np.nan, -np.inf], "share": [-0.004, 0.004, -0.006, 0, 0.1]}
    table = mc.Table(columns, formats={"z": "+.1f", "share": "+.0%"})
    assert table.rows() == [["0.0", "0%"], ["0.0", "0%"], ["-0.1", "-1%"], ["-", "0%"], ["-inf", "+10%"]]


def test_a_format_of_no_column_is_refused():
    with pytest.raises(ValueError, match=r"^formats must name columns \(a\), got 'c'\.$"):
        mc.Table({"a": [1]}, formats={"c": ".1f"})
