"""Values that no function of the course expects, and what an answer to them may be."""

import warnings
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd

import model_collapse as mc

MASKED = np.ma.masked_array([0.2, 0.4, 0.6], mask=[False, True, False])
ODD = [
    10**400, -(10**400), 10**5000, Fraction(10**400, 3), Decimal("1e400"), 10**12, 10**15, 1e18, 1e308, 1e-320, 5e-324,
    0, -0.0, -1, 0.5, 1, 2, 1.5, Fraction(1, 2), Decimal("0.5"), np.float32(0.5), np.longdouble("1e4000"), np.int8(1),
    float("nan"), float("inf"), -float("inf"), [0.5, float("nan")], True, np.True_, [True, False], np.array([True]),
    None, "0.4", "fresh", b"0.4", ["0.4"], "a\nb", np.array("x"), [], np.array([]), np.empty((0, 3)), np.empty((0, 0)),
    [[1, 2], [3]], [np.ones(2), np.ones(3)], np.array([1, "x", None], dtype=object), {}, {0.5}, (), object(), type,
    mc.GaussianMean, mc.fresh, lambda: 1, 1 + 2j, [0.5, 1j], np.datetime64("2026-01-01"), np.timedelta64(3),
    [np.timedelta64(3)], date(2026, 1, 1), MASKED, np.ma.masked, [0.5, np.ma.masked], np.ma.masked_all((30, 40)),
    pd.Series([0.2, 0.4], index=["a", "b"]), pd.Series(["x", "y"]), pd.Series([0.5, None], dtype="Float64"),
    pd.DataFrame({"a": [0.5, 1]}), pd.NA, pd.NaT, pd.Timestamp("2026-01-01"), np.ones(7), np.ones((2, 5)),
    np.zeros(3, dtype=[("a", float)]), range(3), iter([1]), slice(3), [[[1.0]]], [[1.0, 0.0], [0.0, -1.0]],
    -3, 3, 10**9, 1e9, [10**400], [None], [mc.fresh], np.ones((2, 2)), np.full(3, np.nan), np.array([[1 + 1j]]),
    pd.Index([1, 2]), "", "ja", "{braces}", "a\0b", bytearray(b"1"), memoryview(b"12"), frozenset([1]), iter(()),
    {"a": 1}, {"a": [1, 2]}, {"mixed": [1.0, 2.0]}, {"run": {0: "x"}}, {0: [1.0]}, mc.GaussianMean(), mc.simulate, np,
    Exception("x"), ...,
]  # fmt: skip


def answer(do, arguments):
    """Return what a function gives, or None where it refuses in one sentence; fail where it does neither."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            result = do(**arguments)
        except ValueError as refusal:
            said = str(refusal)
            assert said.endswith("."), said
            assert "\n" not in said
            assert ". " not in said, said
            assert len(said) < 250, said
            return None
    return result
