"""The claims map has no orphans, and two claims that no other file tests are tested here."""

import shutil
from pathlib import Path

import numpy as np
import pytest

import model_collapse as mc
from coursebook.tools import claims
from model_collapse import theory

ROOT = Path(__file__).resolve().parents[2]


def test_every_claim_has_a_chapter_and_a_test():
    assert claims.orphans() == []


@pytest.fixture
def copy(tmp_path):
    for name in ("book", "notebooks", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "gates"))
    return tmp_path


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("book/claims.toml", "[T1]", "[T99]", "claim T99 is made in no chapter"),
        ("tests/theory/test_bias.py", 'claim("T11")', 'claim("T98")', "claim T11 has no test"),
        (
            "tests/theory/test_bias.py",
            'claim("T11")',
            'claim("T98")',
            "carries claim T98, which is not listed",
        ),
        ("notebooks/theory/one-mean.ipynb", "(claim-T2)=", "(claim-T1)=", "claim T1 is made twice"),
    ],
)
def test_an_orphan_is_found(copy, file, old, new, fault):
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new), encoding="utf-8")
    assert any(fault in found for found in claims.orphans(copy))


@pytest.mark.claim("T4")
def test_naive_pooling_stays_above_a_half():
    k = np.logspace(-9, 9, 1000)
    naive = mc.error_ratio(mc.naive_weight(k), k)
    assert (naive > 0.5).all()
    assert naive[0] == pytest.approx(0.5)


@pytest.mark.claim("T15")
def test_the_typical_variance_vanishes_while_the_expected_one_stays():
    # The variance of m rows from N(0, s) is s chi2/(m-1): drawn here from rows, ten of them a round.
    rng = np.random.default_rng(15)
    variance = np.ones(40_000)
    first = None
    for _ in range(30):
        variance = (rng.standard_normal((10, variance.size)) * np.sqrt(variance)).var(axis=0, ddof=1)
        first = variance if first is None else first
    assert np.median(variance) < 0.05
    assert abs(first.mean() - 1) < 4 * first.std() / np.sqrt(first.size)


@pytest.mark.claim("C4")
@pytest.mark.parametrize("trouble", [{}, {"squared_bias": 4.0}, {"squared_drift": 1.0}], ids=["harm", "bias", "drift"])
def test_only_without_real_rows_does_the_error_grow_without_end(trouble):
    weight = np.array([0.05, 0.2, 0.618])
    by_round = mc.error_ratio_by_round(weight, 100, 100, rounds=2000, **trouble)
    np.testing.assert_allclose(by_round[:, 1000], by_round[:, 2000], rtol=1e-9)
    alone = mc.error_ratio_by_round(0, 100, 100, rounds=2000, **trouble)
    assert alone[2000] - alone[1000] >= 1000 * (1 - 1e-9)


@pytest.mark.claim("C7")
def test_the_two_famous_numbers_part_as_k_changes():
    k = np.array([0.1, 0.5, 1, 2, 10])
    kept = 1 / theory.accumulate_error_ratio(k)
    best = mc.optimal_weight(k)
    assert kept[2] == pytest.approx(6 / np.pi**2)
    assert best[2] == pytest.approx((5**0.5 - 1) / 2)
    assert (np.abs(kept - best)[[0, 1, 3, 4]] > 0.03).all()
    assert (kept > 0.5).all()
    assert (kept[:2] > best[:2]).all()
    assert (kept[2:] < best[2:]).all()
