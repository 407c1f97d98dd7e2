"""UCI Adult in every dress in which it circulates, made from its rows."""

import gzip
import io
import zipfile

import numpy as np
import pandas as pd

OFFICIAL = (
    "age workclass fnlwgt education education-num marital-status occupation relationship race sex capital-gain "
    "capital-loss hours-per-week native-country income"
)
FIRST = 32_561


def full(table):
    """Return fifteen columns in the official order; those that the loader has no use for are made up."""
    made_up = {"fnlwgt": "77516", "occupation": "Sales", "relationship": "Wife", "race": "White", "sex": "Male"}
    frame = table.rename(columns=lambda name: name.replace("_", "-")).astype(str)
    return frame.assign(**made_up, **{"native-country": "Japan"})[OFFICIAL.split()]


def official(frame, *, test=False, mark=", ", end="\n"):
    """Return the text of adult.data or adult.test."""
    dot = "." if test else ""
    lines = [mark.join(cells) + dot for cells in frame.itertuples(index=False)]
    first = ["|1x3 Cross validator"] if test else []
    return end.join([*first, *lines, "", ""])


def files(frame):
    """Return the two official files."""
    return {
        "adult.data": official(frame[:FIRST]).encode(),
        "adult.test": official(frame[FIRST:], test=True).encode(),
    }


def packed(held, inside=""):
    """Return a zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in held.items():
            archive.writestr(inside + name, content)
    return out.getvalue()


def gzipped(held):
    """Return every file with gzip."""
    return {f"{name}.gz": gzip.compress(content, mtime=0) for name, content in held.items()}


def csv(frame, **how):
    """Return a file with a header."""
    return frame.to_csv(index=False, **how).encode()


def turned(frame):
    """Return the rows of adult.test first."""
    return pd.concat([frame[FIRST:], frame[:FIRST]])


def named(mark):
    """Return how a header is written."""
    return lambda name: name.replace("-", mark)


BESIDE = {"adult.names": b"| names", "old.adult.names": b"1. Title", "Index": b"Index of adult"}

DRESSES = {
    "zip of the archive": lambda f: {"adult.zip": packed({**BESIDE, **files(f)})},
    "zip under another name, in a folder": lambda f: {"census+income.zip": packed({**BESIDE, **files(f)}, "adult/")},
    "zip of gz": lambda f: {"adult.zip": packed(gzipped(files(f)))},
    "zip of one table": lambda f: {"archive.zip": packed({"adult.csv": csv(f)})},
    "both files": files,
    "both files in gz": lambda f: gzipped(files(f)),
    "one in gz": lambda f: {"adult.data": files(f)["adult.data"], **gzipped({"adult.test": files(f)["adult.test"]})},
    "dots": lambda f: {"adult.csv": csv(f.rename(columns=named(".")))},
    "underscores, gz": lambda f: gzipped({"adult.csv": csv(f.rename(columns=named("_")))}),
    "no marks, capitals": lambda f: {"Adult_all.csv": csv(f.rename(columns=named("")).rename(columns=str.upper))},
    "hyphens, test first": lambda f: {"adult.csv": csv(turned(f).rename(columns={"income": "class"}))},
    "NaN": lambda f: {"adult.csv": csv(f.replace("?", np.nan), na_rep="NaN")},
    "empty cells": lambda f: {"adult.csv": csv(f.replace("?", np.nan))},
    "other columns first, an index": lambda f: {"adult.csv": f[f.columns[::-1]].to_csv().encode()},
    "decimals": lambda f: {"adult.csv": csv(f.assign(age=f["age"] + ".0"))},
    "semicolons": lambda f: {"adult.csv": csv(f, sep=";")},
    "quoted": lambda f: {"adult.csv": csv(f, quoting=1)},
    "CRLF, no space, byte order mark": lambda f: {
        "adult.data": b"\xef\xbb\xbf" + official(f[:FIRST], mark=",", end="\r\n").encode(),
        "adult.test": official(f[FIRST:], test=True, mark=",", end="\r\n").encode(),
    },
    "dots after every label": lambda f: {"adult.csv": csv(f.assign(income=f["income"] + "."))},
}


def altered(frame, row, **cells):
    """Return the rows with other cells in one of them."""
    frame = frame.copy()
    for name, cell in cells.items():
        frame.loc[row, name.replace("_", "-")] = cell
    return frame


FAULTS = {
    "adult.data alone": (
        lambda f: {"adult.data": files(f)["adult.data"]},
        "In {where} 16,281 rows are missing: those of adult.test.",
    ),
    "adult.test alone": (
        lambda f: {"adult.test": files(f)["adult.test"]},
        "In {where} 32,561 rows are missing: those of adult.data.",
    ),
    "no age, no workclass": (
        lambda f: {"adult.csv": csv(f.drop(columns=["age", "workclass"]))},
        "In {where} columns are missing: age, workclass.",
    ),
    "one cell": (
        lambda f: {"adult.csv": csv(altered(f, 41, age="99"))},
        "In {where} the first line unlike UCI Adult is line 43 of adult.csv (CELL).",
    ),
    "one cell of the second file": (
        lambda f: files(altered(f, FIRST + 4, education_num="11")),
        "In {where} the first line unlike UCI Adult is line 6 of adult.test (TEST).",
    ),
    "a row less": (
        lambda f: {"adult.csv": csv(f.drop(index=100))},
        "In {where} 1 rows are missing and the first line unlike UCI Adult is line 102 of adult.csv (NEXT).",
    ),
    "the last rows less": (
        lambda f: {"adult.csv": csv(f[:-3])},
        "In {where} 3 rows are missing.",
    ),
    "a row too many": (
        lambda f: {"adult.csv": csv(pd.concat([f, f[:1]]))},
        "In {where} there are 1 rows too many and the first line unlike UCI Adult is line 48844 of adult.csv "
        "(39,13,2174,0,40,State-gov,Bachelors,Never-married,<=50K).",
    ),
    "sorted": (
        lambda f: {"adult.csv": csv(f.sort_values(list(f.columns)))},
        "In {where} the rows are in another order than in adult.data and then adult.test.",
    ),
    "a line with a cell less": (
        lambda f: {"adult.data": b"39, State-gov\n" + files(f)["adult.data"]},
        "{where} has 15 columns in line 2 of adult.data, not 2.",
    ),
    "no header, other columns": (
        lambda f: {"adult.csv": f[f.columns[1:]].to_csv(index=False, header=False).encode()},
        "{where} has 14 columns and no header; without one, the official files have 15.",
    ),
    "nothing in the folder": (lambda f: {"notes.txt": b""}, "{where} holds no file of UCI Adult, such as adult.data."),
    "an empty file": (lambda f: {"adult.csv": b""}, "{where} has no rows."),
    "no text": (lambda f: {"adult.csv": b"\xff\xfe"}, "{where} cannot be read as the rows of UCI Adult."),
    "half a zip": (
        lambda f: {"adult.zip": packed(files(f))[:5000]},
        "{where} cannot be read as the rows of UCI Adult.",
    ),
    "half a gz": (
        lambda f: {"adult.csv.gz": gzipped({"a": csv(f)})["a.gz"][:5000]},
        "{where} cannot be read as the rows of UCI Adult.",
    ),
    "too large": (
        lambda f: {"adult.csv.gz": gzip.compress(bytes(65 * 2**20), mtime=0)},
        "adult.csv.gz is larger than UCI Adult can be.",
    ),
}
