"""Tables as they come: kinds, what is missing, what is left out and said."""

from datetime import date, time
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pytest

import model_collapse as mc
from tests.practice.piloting.tables import mixed_table, normal_table


def test_every_column_becomes_numbers_or_categories_and_the_rest_is_said():
    given = mixed_table(200)
    found = mc.practice.observations(given, "defect")
    assert list(found.frame) == ["size", "line", "day", "checked", "defect"]
    assert found.classes
    assert found.notes == [
        "Column number is left out: most of its rows have a word of their own.",
        "Column plant is left out: it has one value only.",
    ]
    pd.testing.assert_series_equal(found.frame["size"], given["size"])
    assert list(found.frame["line"].cat.categories) == ["(missing)", "north", "south", "west"]
    assert (found.frame["line"] == given["line"].fillna("(missing)")).all()
    days = (given["day"] - pd.Timestamp("1970-01-01")) / pd.Timedelta(1, "D")
    assert found.frame["day"].tolist() == days.tolist()
    assert list(found.frame["checked"].cat.categories) == ["False", "True"]


def test_a_table_is_the_same_from_pandas_polars_csv_and_parquet(tmp_path):
    given = mixed_table(150)
    frames = {
        "pandas": given,
        "polars": pl.from_dicts(given.astype(object).where(given.notna(), None).to_dict("records")),
    }
    given.to_csv(tmp_path / "a.csv", index=False)
    given.to_csv(tmp_path / "b.csv.gz", index=False)
    given.to_parquet(tmp_path / "c.parquet")
    frames |= {file.name: mc.practice.read_table(file) for file in sorted(tmp_path.iterdir())}
    known = mc.practice.observations(given, "defect").frame
    for name, frame in frames.items():
        found = mc.practice.observations(frame, "defect").frame
        pd.testing.assert_frame_equal(found, known, obj=name, check_dtype=False, rtol=1e-12)


def test_targets_are_classes_if_they_are_few_whole_numbers_and_rows_without_one_are_left_out():
    frame = pd.DataFrame({"x": np.arange(60.0), "y": [0, 1, 2] * 20, "z": np.arange(60) / 7})
    frame.loc[3:5, "z"] = np.nan
    assert mc.practice.observations(frame, "y").classes
    few = mc.practice.observations(frame, "z")
    assert (few.classes, len(few.frame), few.notes) == (False, 57, ["3 rows without a target are left out."])
    assert not mc.practice.observations(frame.assign(y=np.arange(60) % 11), "y").classes
    assert mc.practice.observations(frame.assign(y=np.arange(60) % 10), "y").classes


def test_rare_words_count_as_one():
    words = [f"w{i}" for i in range(50) for _ in range(3)] + [f"rare{i}" for i in range(20)]
    found = mc.practice.observations(pd.DataFrame({"word": words, "y": np.arange(len(words)) / 9}), "y")
    assert found.notes == ["Column word has 70 categories; all but the 50 most frequent count as one."]
    assert (found.frame["word"] == "(other)").sum() == 20
    assert found.frame["word"].cat.categories.size == 51


@pytest.mark.parametrize(
    ("change", "target", "said"),
    [
        ({}, "x9", "The table has no column 'x9'; the nearest is x2."),
        ({"x0": np.inf}, "y", "Column x0 has infinite numbers; leave them empty."),
        ({"y": 1}, "y", "The target y has a single value."),
        (
            {"x0": 1, "x1": 2, "x2": None},
            "y",
            "The table must have a target and at least one other column that varies.",
        ),
    ],
)
def test_what_cannot_be_used_is_refused(change, target, said):
    with pytest.raises(ValueError, match=f"^{said}$"):
        mc.practice.observations(normal_table(30).assign(**change), target)


def test_words_as_target_must_repeat():
    frame = pd.DataFrame({"x": np.arange(99.0), "y": [f"w{i}" for i in range(99)]})
    with pytest.raises(ValueError, match=r"^The target y has a different word in most rows\.$"):
        mc.practice.observations(frame, "y")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.txt", "a,b\n1,2\n", "a.txt must end in .csv, .csv.gz or .parquet."),
        ("a.csv", "", "a.csv cannot be read as a table: No columns to parse from file."),
        ("a.csv.gz", "a,b\n1,2\n", "a.csv.gz cannot be read as a table: "),
        ("a.parquet", "a,b\n1,2\n", "a.parquet cannot be read as a table: "),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path, name, text, said):
    (tmp_path / name).write_text(text)
    with pytest.raises(ValueError, match=r"^[^\n]*$") as refused:
        mc.practice.read_table(tmp_path / name)
    assert str(refused.value).startswith(said)


def test_cells_that_are_missing_are_read_whatever_the_kind_of_the_column():
    frame = pd.DataFrame(
        {
            "whole": pd.array([1, None, 3, 4] * 10, dtype="Int64"),
            "flag": pd.array([True, None, False, True] * 10, dtype="boolean"),
            "text": pd.array(["a", None, "b", "a"] * 10, dtype="string"),
            "thing": pd.Series(["a", pd.NA, "b", "a"] * 10, dtype=object),
            "money": [Decimal("1.5"), None, Decimal(2), Decimal(3)] * 10,
            "date": [date(1970, 1, 2), None, date(1970, 1, 3), date(1970, 1, 4)] * 10,
            "wait": pd.to_timedelta(["12h", None, "24h", "36h"] * 10),
            "y": np.arange(40) / 7,
        }
    )
    found = mc.practice.observations(frame, "y").frame
    for name, values in {
        "whole": [1, np.nan, 3, 4],
        "money": [1.5, np.nan, 2, 3],
        "date": [1, np.nan, 2, 3],
        "wait": [0.5, np.nan, 1, 1.5],
    }.items():
        np.testing.assert_equal(found[name].to_numpy()[:4], np.array(values, dtype=float))
    for name in ("flag", "text", "thing"):
        assert found[name][1] == "(missing)"
    polars = mc.practice.observations(pl.DataFrame({"at": [time(6), time(12)] * 9, "y": range(18)}), "y")
    assert polars.frame["at"].tolist() == [0.25, 0.5] * 9


def test_large_whole_numbers_as_target_stay_apart_and_words_that_are_dates_are_said():
    frame = pd.DataFrame({"x": ["2026-01-05", "2026-02-05", "1999-12-31"] * 9, "y": [1000001, 1000002, 2000003] * 9})
    found = mc.practice.observations(frame, "y")
    assert sorted(found.frame["y"].cat.categories) == ["1000001", "1000002", "2000003"]
    assert found.frame["x"][2] == 10956
    assert found.notes == ["Column x is read as dates."]
    codes = mc.practice.observations(frame.assign(x=["1000", "2021", "1039"] * 9), "y")
    assert list(codes.frame["x"].cat.categories) == ["1000", "1039", "2021"]


@pytest.mark.parametrize("name", [3, "a\nb", ("a", "b")])
def test_names_of_columns_are_text_on_one_line(name):
    frame = pd.DataFrame({"x": np.arange(30.0), "y": np.arange(30.0)})
    frame.columns = pd.Index([name, "y"], tupleize_cols=False)
    with pytest.raises(ValueError, match=r"^Names of columns must be text on one line, got [^\n]*\.$"):
        mc.practice.observations(frame, "y")
