"""The job that draws fresh seeds runs, and sees a wrong law."""

import pytest

from benchmarks import fresh_seeds


@pytest.mark.parametrize("claim", fresh_seeds.CLAIMS)
def test_claim_holds_for_seeds_one_to_three(claim):
    assert all(abs(z) < 4 for z in fresh_seeds.z_values(claim, [1, 2, 3], 2000))


def test_a_wrong_law_is_seen(monkeypatch):
    problem, regime, weight, expected = fresh_seeds.CLAIMS["mean, fresh"]
    monkeypatch.setitem(fresh_seeds.CLAIMS, "mean, fresh", (problem, regime, weight, expected * 1.1))
    assert min(fresh_seeds.z_values("mean, fresh", [1, 2, 3], 5000)) < -4
