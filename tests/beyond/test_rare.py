"""Rare categories, against drawn counts, against the exact chain of counts, and against what other formulas say."""

import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from scipy.stats import binom

import model_collapse as mc
from model_collapse.beyond import first_loss_chance, present_share, rounds_to_loss
from model_collapse.beyond import presence_ratio as ratio
from model_collapse.beyond import presence_weight as best
from model_collapse.paper.adult import COUNTS

MARITAL = np.array(list(COUNTS["marital_status"].values()))


@pytest.mark.claim("E21")
@pytest.mark.parametrize("k", [2, 1, 0.25, 0.1])
def test_the_ratio_is_the_long_run_of_the_rounds(k):
    w = np.array([0.05, 0.2, 0.5, 0.9, 1])
    rows = mc.theory.rare_category_rows_by_round(w, 1000, int(1000 / k), rounds=900)[:, -1]
    assert ratio(w, k) == pytest.approx(rows / 1000, rel=1e-12)


@pytest.mark.claim("E21")
@pytest.mark.parametrize(("w", "n", "m"), [(0.23, 200, 2000), (0.603, 300, 300), (0.1, 300, 100)])
def test_drawn_counts_are_absent_as_often_as_it_says(w, n, m):
    rng, share, runs = np.random.default_rng(15), 0.5 / n, 40_000
    model = rng.binomial(n, share, runs) / n
    for _ in range(int(8 / w)):
        model = w * rng.binomial(n, share, runs) / n + (1 - w) * rng.binomial(m, model) / m
    expected = np.exp(-0.5 * ratio(w, n / m))
    stderr = np.sqrt(expected * (1 - expected) / runs)
    assert abs((model == 0).mean() - expected) < 4 * stderr + 0.003 * expected


@pytest.mark.claim("E21")
@pytest.mark.parametrize("k", [0.01, 0.1, 0.25, 1, 4, 100])
def test_the_best_weight_is_the_highest_on_a_grid_and_below_that_of_a_squared_error(k):
    grid = np.linspace(0.01, 1, 991)
    known = ratio(grid, k)
    assert best(k) == pytest.approx(grid[known.argmax()], abs=6e-4)
    steps = np.sign(np.diff(known))
    assert (np.diff(steps) != 0).sum() == 1  # it rises, then falls
    found = minimize_scalar(lambda w: -float(ratio(w, k)), bounds=(0.01, 1), method="bounded", options={"xatol": 1e-9})
    assert best(k) == pytest.approx(found.x, abs=1e-6)
    assert 0.5 < best(k) / mc.optimal_weight(k) < 1


def test_the_share_that_is_seen_is_absent_as_rarely_as_asked():
    rows = np.array([1e4, 1e5])
    share = present_share(rows, 0.95)
    assert (1 - share) ** rows == pytest.approx([0.05, 0.05], rel=1e-3)
    assert present_share(2, 0.999) == 1
    assert present_share(5, [0, 1]) == pytest.approx([0, 1])


def chain(m):
    """Return the steps of the count of a category between loss and fixation, and the chance of loss from each count."""
    counts = np.arange(1, m)
    return binom.pmf(counts, m, counts[:, None] / m), 1 - counts / m


@pytest.mark.claim("E23")
@pytest.mark.parametrize("m", [100, 400])
def test_rounds_to_loss_are_those_of_the_chain_but_for_one_or_two(m):
    step, lost = chain(m)
    exact = np.linalg.solve(np.eye(m - 1) - step, lost) / lost
    shares = np.array([0.02, 0.1, 0.5, 0.8])
    gap = rounds_to_loss(shares, m) - exact[(shares * m).astype(int) - 1]
    assert (gap > 0).all()
    assert (gap < 0.5 + np.log(m) / 3 + 0.3).all()
    assert (gap / rounds_to_loss(shares, m)).max() < 0.1


@pytest.mark.claim("E23")
def test_loss_and_survival_together_are_the_rounds_to_one_category():
    p = np.array([0.001, 0.2, 0.5, 0.9])
    together = (1 - p) * rounds_to_loss(p, 70) + p * rounds_to_loss(1 - p, 70)
    both = mc.theory.rounds_to_one_category(np.stack([p, 1 - p], axis=-1), 70)
    assert together == pytest.approx(both, rel=1e-12)
    assert rounds_to_loss([0, 1, 1 - 1e-9], 70) == pytest.approx([0, 140, 140], rel=1e-8)


@pytest.mark.claim("E22")
def test_each_regime_forgets_in_its_own_way():
    n, share, rounds, runs = 100, 0.01, 8, 10_000
    once = (1 - share) ** n
    t = np.arange(rounds + 1)
    step = binom.pmf(np.arange(n + 1), n, (np.arange(n + 1) / n)[:, None])
    count, replaced = binom.pmf(np.arange(n + 1), n, share), []
    for _ in t:
        replaced.append(count[0])
        count = count @ step
    expected = {
        "replace": replaced,
        "accumulate": np.full(rounds + 1, once),
        "reuse": np.full(rounds + 1, once),
        "keep_real": once ** (t + 1),
        "fresh": np.exp(-share * mc.theory.rare_category_rows_by_round(0.5, n, n, rounds)),
    }
    for name, chance in expected.items():
        regime = getattr(mc, name)
        weight = {"weight": 0.5} if name in ("fresh", "reuse", "keep_real") else {}
        rows = {"n_real": n, "n_synthetic": n, "rounds": rounds}
        run = mc.simulate(mc.beyond.Absent(share), regime, **rows, replications=runs, seed=15, **weight)
        stderr = np.sqrt(np.asarray(chance) * (1 - np.asarray(chance)) / runs)
        assert (np.abs(run.mean - chance) < 4 * stderr + 0.015 * np.asarray(chance)).all(), name
        if name in ("accumulate", "reuse"):
            assert (run.errors == run.errors[:, :1]).all()


@pytest.mark.claim("E20")
@pytest.mark.parametrize("share", [0.002, 0.3])
def test_a_share_has_the_same_error_ratio_however_rare(share):
    rows = {"n_real": 60, "n_synthetic": 30, "rounds": 15}
    weights = [0.2, 0.5, 0.8]
    run = mc.simulate(mc.beyond.RareShare(share), mc.fresh, weight=weights, replications=20_000, seed=15, **rows)
    theory = mc.error_ratio_by_round(weights, **rows, curvature=-1)
    z = (run.mean - theory)[:, [0, 1, 15]] / run.stderr[:, [0, 1, 15]]
    assert np.abs(z).max() < 4


@pytest.mark.claim("E23")
@pytest.mark.parametrize("column", ["marital_status", "workclass", "education"])
def test_who_is_the_first_to_go(column):
    counts = np.array(list(COUNTS[column].values()))
    rng, m, runs = np.random.default_rng(15), 1000, 1000
    found = []
    for _ in range(runs):
        now = rng.multinomial(m, counts / counts.sum())
        while (now > 0).all():
            now = rng.multinomial(m, now / m)
        found.append(now == 0)
    expected = first_loss_chance(counts, m)
    stderr = np.sqrt(expected * (1 - expected) / runs)
    assert (np.abs(np.mean(found, axis=0) - expected) < 4 * stderr + 0.01).all()
    assert expected.argmax() == counts.argmin()


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match=r"^weight must be 0\.001 or more, got 0\.$"):
        ratio([0.5, 0.0], 1)
    with pytest.raises(ValueError, match=r"^k must be one number from 0\.001 to 1000, got 0\.0001\.$"):
        best(0.0001)
    with pytest.raises(ValueError, match=r"^k must be one number"):
        best([1, 2])
    with pytest.raises(ValueError, match=r"^chance must be between 0 and 1, got 2\.?0?\.$"):
        present_share(3, 2)
    with pytest.raises(ValueError, match=r"^n_synthetic must be a whole number"):
        rounds_to_loss(0.1, 2.5)
    with pytest.raises(ValueError, match=r"^shares must be two or more numbers, not all zero, got \[1\]\.$"):
        first_loss_chance([1], 10)
