"""Communities and ensembles, against rows that are drawn one by one and against cases that are known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import model_collapse as mc
from model_collapse import theory

N, M, RUNS = 6, 12, 20_000


def draw(rng, n, *shape):
    """Averages of n rows, drawn one by one."""
    return rng.standard_normal((n, *shape)).mean(0)


def assert_close(errors, expected):
    assert abs(errors.mean() - expected) < 4 * errors.std() / np.sqrt(len(errors))


@pytest.mark.parametrize(("models", "crawls", "w"), [(2, 2, 0.4), (2, 1, 0.4), (4, 2, 0.3), (6, 6, 0.7)])
@pytest.mark.claim("T45")
def test_a_community_whose_rows_are_drawn_one_by_one(models, crawls, w):
    rng = np.random.default_rng([models, crawls])
    each = [draw(rng, N, RUNS) for _ in range(models)]
    for _ in range(25):
        pages = [np.mean([model + draw(rng, M // models, RUNS) for model in each], axis=0) for _ in range(crawls)]
        each = [w * draw(rng, N, RUNS) + (1 - w) * pages[place % crawls] for place in range(models)]
    expected = theory.community_error_ratio(w, N / M, models, crawls)
    assert_close(N * each[0] ** 2, expected)
    assert_close(N * each[-1] ** 2, expected)


@pytest.mark.parametrize(("models", "w"), [(1, 0.4), (2, 0.4), (3, 0.2), (6, 0.6)])
@pytest.mark.claim("T46")
def test_an_ensemble_whose_rows_are_drawn_one_by_one(models, w):
    rng = np.random.default_rng(models)
    past = [draw(rng, N, RUNS)]
    for _ in range(20 * models):
        seen = past[-models:]
        page = np.mean([model + draw(rng, M // len(seen), RUNS) for model in seen], axis=0)
        past.append(w * draw(rng, N, RUNS) + (1 - w) * page)
    assert_close(N * past[-1] ** 2, theory.ensemble_error_ratio(w, N / M, models))


@given(st.floats(0.01, 1), st.floats(1e-3, 1e3))
@settings(max_examples=50, derandomize=True)
def test_one_model_is_the_plain_recursion(w, k):
    plain = pytest.approx(mc.error_ratio(w, k), rel=1e-12)
    assert theory.community_error_ratio(w, k, 1, 1) == plain
    assert theory.ensemble_error_ratio(w, k, 1) == plain


@pytest.mark.parametrize("k", [0.01, 1, 30])
@pytest.mark.claim("T45")
@pytest.mark.claim("T46")
def test_with_many_models_equal_pooling_is_best_and_leaves_its_own_weight(k):
    naive = pytest.approx(mc.naive_weight(k), rel=1e-4)
    assert theory.community_optimal_weight(k, 10**8, 10**8) == naive
    assert theory.ensemble_optimal_weight(k, 10**8) == naive
    assert theory.community_error_ratio(mc.naive_weight(k), k, 10**8, 10**8) == naive
    assert theory.ensemble_error_ratio(mc.naive_weight(k), k, 10**8) == naive


@pytest.mark.claim("T45")
def test_one_crawl_for_all_has_a_best_weight_of_its_own():
    grid = np.linspace(0.3, 0.9, 600_001)
    scanned = grid[np.argmin(grid**2 + (1 - grid) ** 2 / (1 - (1 - grid) ** 2))]
    assert theory.community_optimal_weight(1, 10**8, 1) == pytest.approx(scanned, abs=2e-6)
    assert scanned == pytest.approx(0.591, abs=5e-4)


@pytest.mark.parametrize(("models", "error"), [(1, 0.618), (2, 0.577), (3, 0.558), (5, 0.539), (10, 0.522)])
def test_best_errors_of_ensembles_by_scanning(models, error):
    grid = np.linspace(0.3, 0.9, 600_001)
    scanned = theory.ensemble_error_ratio(grid, 1, models)
    assert theory.ensemble_optimal_weight(1, models) == pytest.approx(grid[scanned.argmin()], abs=2e-6)
    assert scanned.min() == pytest.approx(error, abs=6e-4)


@pytest.mark.parametrize("models", [1, 2, 7])
def test_without_real_rows_the_error_grows_without_end(models):
    assert theory.community_error_ratio(0, 1, models, models) == np.inf
    assert theory.ensemble_error_ratio(0, 1, models) == np.inf


def test_crawls_that_cannot_be_shared_out_are_refused():
    with pytest.raises(ValueError, match=r"models must be a multiple of crawls, got 3 and 2\."):
        theory.community_error_ratio(0.5, 1, [4, 3], 2)
