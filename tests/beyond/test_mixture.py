"""A mixture fitted to weighted rows, beside scikit-learn and numerical integration."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal
from sklearn.mixture import GaussianMixture

import model_collapse as mc
from model_collapse.beyond.insurance import health, insurance, visits_and_diseases
from model_collapse.beyond.mixture import (
    FLOOR,
    Components,
    Mixture,
    density,
    fit_mixture,
    insurance_mixture,
    log_densities,
    on_insurance,
    squared_difference,
)

START = Components(
    np.array([0.3, 0.7]), np.array([[-1.0, 0.5], [2.0, -1.0]]), np.array([[[1.0, 0.3], [0.3, 2.0]], np.eye(2)])
)
OTHER = Components(np.array([0.5, 0.5]), np.array([[0.0, 0.5], [1.0, -1.0]]), np.stack([np.eye(2), 0.5 * np.eye(2)]))
ROWS = Mixture(START).draw_real(300, np.random.default_rng(1))


def scikit(rows, start, steps):
    """Return scikit-learn's fit after so many steps from the same start."""
    learner = GaussianMixture(
        len(start.shares),
        weights_init=start.shares,
        means_init=start.means,
        precisions_init=np.linalg.inv(start.covariances),
        reg_covar=FLOOR,
        max_iter=steps,
        tol=0,
    )
    with pytest.warns(match="converge"):
        learner.fit(rows)
    return Components(learner.weights_, learner.means_, learner.covariances_)


def assert_same(one, other):
    for a, b in zip(one, other, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("steps", [1, 7])
def test_equal_weights_give_the_steps_of_scikit_learn(steps):
    found = fit_mixture(ROWS, np.full(300, 0.4), OTHER, tolerance=0, steps=steps)
    assert_same(found, scikit(ROWS, OTHER, steps))


@pytest.mark.parametrize("steps", [1, 7])
def test_whole_weights_are_repeated_rows(steps):
    times = np.random.default_rng(2).integers(0, 5, 300)
    found = fit_mixture(ROWS, times, OTHER, tolerance=0, steps=steps)
    assert_same(found, scikit(np.repeat(ROWS, times, axis=0), OTHER, steps))


def test_the_fit_is_a_maximum():
    w = np.random.default_rng(3).uniform(0.5, 2, 300)
    found = fit_mixture(ROWS, w, OTHER, tolerance=1e-12, steps=5000)
    best = w @ np.log(density(ROWS, found))
    assert best > w @ np.log(density(ROWS, START))
    for sign in (-1, 1):
        for i in range(4):
            moved = found.means.copy()
            moved.flat[i] += sign * 0.01
            assert w @ np.log(density(ROWS, found._replace(means=moved))) < best


def test_it_ends_at_the_tolerance():
    quick = fit_mixture(ROWS, np.ones(300), OTHER, tolerance=0.01)
    steps = next(s for s in range(1, 50) if np.allclose(scikit(ROWS, OTHER, s).means, quick.means, atol=1e-12))
    models = [OTHER, *(scikit(ROWS, OTHER, s) for s in range(1, steps + 1))]
    gains = np.diff([np.log(density(ROWS, model)).mean() for model in models])
    assert gains[-1] < 0.01 < gains[-2]


def test_densities():
    there = [multivariate_normal(m, c).logpdf(ROWS) for m, c in zip(START.means, START.covariances, strict=True)]
    expected = np.log(START.shares)[:, None] + there
    np.testing.assert_allclose(log_densities(ROWS, START), expected, rtol=1e-12)
    np.testing.assert_allclose(density(ROWS, START), np.exp(expected).sum(axis=0), rtol=1e-12)


def test_the_difference_is_that_of_a_grid():
    axis = np.linspace(-12, 12, 481)
    grid = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    expected = ((density(grid, START) - density(grid, OTHER)) ** 2).sum() * 0.05**2
    assert squared_difference(START, OTHER) == pytest.approx(expected, rel=1e-9)
    assert squared_difference(START, START) == pytest.approx(0, abs=1e-15)
    assert Mixture(OTHER).loss(START) == pytest.approx(expected, rel=1e-9)


def test_rows_drawn_have_the_moments_of_the_mixture():
    rows = Mixture(START).draw_synthetic(START, 200_000, np.random.default_rng(4))
    mean = START.shares @ START.means
    second = np.einsum("k,kpq->pq", START.shares, START.covariances + START.means[:, :, None] * START.means[:, None])
    np.testing.assert_allclose(rows.mean(axis=0), mean, atol=0.02)
    np.testing.assert_allclose(np.cov(rows.T), second - np.outer(mean, mean), atol=0.05)


def test_real_rows_come_from_the_table_or_from_the_truth():
    world = on_insurance()
    rows = world.draw_real(400, np.random.default_rng(5))
    assert {tuple(row) for row in rows} <= {tuple(row) for row in world.table}
    assert len(np.unique(rows, axis=0)) > 380
    free = Mixture(insurance_mixture()).draw_real(400, np.random.default_rng(5))
    assert not {tuple(row) for row in free} & {tuple(row) for row in world.table}


def test_the_truth_is_the_fit_to_the_table():
    table = visits_and_diseases(noise=0.25)
    again = GaussianMixture(3, n_init=2, random_state=1, tol=1e-9, max_iter=5000).fit(table)
    assert np.log(density(table, insurance_mixture())).mean() == pytest.approx(again.score(table), abs=1e-6)
    np.testing.assert_allclose(np.sort(again.weights_), np.sort(insurance_mixture().shares), atol=1e-3)


def test_the_table():
    table = insurance()
    columns = visits_and_diseases()
    np.testing.assert_allclose(columns.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(columns.std(axis=0), 1)
    assert np.corrcoef(columns[:, 0], np.log(table["mdvis"] + 1))[0, 1] == pytest.approx(1)
    assert np.corrcoef(columns[:, 1], table["disea"])[0, 1] == pytest.approx(1)
    assert (visits_and_diseases(0.25) - columns).std() == pytest.approx(0.25, rel=0.01)
    np.testing.assert_array_equal(visits_and_diseases(0.25), visits_and_diseases(0.25))
    assert [(health() == at).sum() for at in (1, 2, 3)] == [7309, 1560, 302]


def test_one_component_is_the_closed_form():
    """With one component the mean is a weighted average, whose error settles at f(w, k)."""

    class Mean(Mixture):
        def loss(self, model):
            return float(((model.means - self.truth.means) ** 2).sum())

    one = Components(np.ones(1), np.zeros((1, 2)), np.eye(2)[None])
    weights = [0.3, 0.618, 1.0]
    run = mc.simulate(
        Mean(one), mc.fresh, n_real=40, n_synthetic=40, weight=weights, rounds=12, replications=300, seed=6
    )
    settled = run.settled(6)
    z = settled.mean(axis=1) - 2 / 40 * mc.error_ratio(weights, 1)
    assert np.abs(z / (settled.std(axis=1, ddof=1) / np.sqrt(300))).max() < 4


def test_refusals():
    with pytest.raises(ValueError, match=r"^row_weights must be 300 numbers, not all 0, got shape \(299,\)\.$"):
        fit_mixture(ROWS, np.ones(299), START)
    with pytest.raises(ValueError, match=r"^row_weights must be 300 numbers, not all 0, got shape \(300,\)\.$"):
        fit_mixture(ROWS, np.zeros(300), START)
    with pytest.raises(ValueError, match=r"^row_weights must be zero or more and finite, got -1\.$"):
        fit_mixture(ROWS, -np.ones(300), START)
    with pytest.raises(ValueError, match=r"^rows must have 2 columns, got 3\.$"):
        fit_mixture(np.ones((300, 3)), np.ones(300), START)
    with pytest.raises(ValueError, match=r"^start must be a Components, such as Components\(\.\.\.\), got 2\.$"):
        fit_mixture(ROWS, np.ones(300), 2)
    with pytest.raises(ValueError, match=r"^steps must be at least 1, got 0\.$"):
        fit_mixture(ROWS, np.ones(300), START, steps=0)
