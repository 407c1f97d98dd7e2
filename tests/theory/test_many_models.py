"""Communities and ensembles, against rows that are drawn one by one and against cases that are known."""

from fractions import Fraction

import numpy as np
import pytest
import scipy.linalg
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


def one_round(everyone, real, crawls, w, k):
    """n times the covariance matrix of all models, from that of the round before and that of their real averages."""
    crawl = np.arange(len(real)) % crawls
    return w**2 * real + (1 - w) ** 2 * (everyone.mean() + k * np.equal.outer(crawl, crawl))


def settled(real, crawls, w, k):
    everyone = real
    for _ in range(400):
        everyone = one_round(everyone, real, crawls, w, k)
    return everyone


@pytest.mark.parametrize(
    ("models", "crawls", "w", "k"), [(1, 1, 0.3, 2), (4, 2, 0.3, 0.1), (6, 6, 0.5, 1), (5, 1, 0.2, 1)]
)
@pytest.mark.claim("T45")
def test_a_community_by_its_covariance_matrix(models, crawls, w, k):
    everyone = settled(np.eye(models), crawls, w, k)
    expected = theory.community_error_ratio(w, k, models, crawls)
    assert np.diag(everyone) == pytest.approx(np.full(models, expected), rel=1e-12)
    if models == crawls:
        assert expected == pytest.approx(mc.error_ratio(w, k) * (1 - (1 - 1 / models) * (1 - w) ** 2), rel=1e-12)


def lowest_of_a_parabola(start, middle, end):
    """Place between 0 and 1 where a parabola with these values at 0, 1/2 and 1 is lowest."""
    return 0.5 - (end - start) / (4 * (start - 2 * middle + end))


@pytest.mark.parametrize("k", [0.01, 0.1, 1, 10, 100])
@pytest.mark.parametrize("models", [2, 5])
@pytest.mark.claim("T45")
def test_the_best_common_weight_lies_between_naive_and_plain_and_above_that_of_each_for_itself(models, k):
    real = everyone = np.eye(models)
    for _ in range(200):
        w = lowest_of_a_parabola(*(one_round(everyone, real, models, at, k)[0, 0] for at in (0, 0.5, 1)))
        everyone = one_round(everyone, real, models, w, k)
    best = theory.community_optimal_weight(k, models, models)
    assert mc.naive_weight(k) < w < best < mc.optimal_weight(k)
    assert best - w > 1e-9
    assert everyone[0, 0] == pytest.approx(w, rel=1e-12)
    assert w / (1 - w) == pytest.approx(k + mc.error_ratio(w, k) / models, rel=1e-9)


@pytest.mark.parametrize(("models", "apart"), [(2, 1.333e-5), (5, 9.430e-6)])
@pytest.mark.claim("T45")
def test_with_ten_real_rows_to_each_synthetic_one_both_weights_are_nearly_the_same(models, apart):
    grid = 0.91 + np.linspace(0, 0.004, 400_001)
    u, plain = 1 - grid, (grid**2 + 10 * (1 - grid) ** 2) / (1 - (1 - grid) ** 2)
    common = grid[np.argmin(grid**2 + 10 * u**2 + u**2 * plain / models)]
    selfish = grid[np.argmin(abs(grid / u - 10 - plain / models))]
    assert common - selfish == pytest.approx(apart, abs=3e-8)


@pytest.mark.parametrize(("crawls", "w", "k"), [(1, 0.4, 0.5), (6, 0.4, 0.5), (2, 0.2, 1)])
@pytest.mark.claim("T48")
def test_models_that_see_the_same_real_rows(crawls, w, k):
    one = settled(np.ones((6, 6)), crawls, w, k)[0, 0]
    assert one == pytest.approx(w**2 + k * (1 - w) ** 2 + (1 - w) ** 2 * mc.error_ratio(w, k / crawls), rel=1e-12)
    if crawls == 1:
        assert one == pytest.approx(mc.error_ratio(w, k), rel=1e-12)


@pytest.mark.claim("T48")
def test_models_with_different_truths_whose_rows_are_drawn_one_by_one():
    rng, w = np.random.default_rng(48), 0.4
    truths = np.array([0.0, 0.3, 1.2])
    each = [truth + draw(rng, N, RUNS) for truth in truths]
    for _ in range(25):
        pages = [np.mean([model + draw(rng, M // 3, RUNS) for model in each], axis=0) for _ in truths]
        each = [w * (truth + draw(rng, N, RUNS)) + (1 - w) * page for truth, page in zip(truths, pages, strict=True)]
    plain = theory.community_error_ratio(w, N / M, 3, 3)
    for truth, model in zip(truths, each, strict=True):
        assert_close(N * (model - truth) ** 2, plain + N * (1 - w) ** 2 * (truth - 0.5) ** 2)


@pytest.mark.parametrize(("models", "w", "k"), [(1, 0.3, 1), (2, 0.6, 0.1), (5, 0.2, 3), (9, 0.05, 1)])
@pytest.mark.claim("T46")
def test_an_ensemble_by_the_covariance_of_its_last_models_all_of_which_are_equal(models, w, k):
    step = np.eye(models, k=-1)
    step[0] = (1 - w) / models
    noise = np.zeros((models, models))
    noise[0, 0] = w**2 + k * (1 - w) ** 2
    last = scipy.linalg.solve_discrete_lyapunov(step, noise)
    assert last[0, 0] == pytest.approx(theory.ensemble_error_ratio(w, k, models), rel=1e-9)
    equal = (1 - w) * last[0, 0] / (models - (models - 1) * (1 - w))
    assert last[0, 1:] == pytest.approx(np.full(models - 1, equal), rel=1e-9)


def all_past(w, k, rounds):
    """n times the variances of the newest model and of the average of all, as the chapter adds them up."""
    new, average, newest = w**2 + k * (1 - w) ** 2, 1.0, 1.0
    for t in range(1, rounds + 1):
        newest = new + (1 - w) ** 2 * average
        average = (1 - w / (t + 1)) ** 2 * average + new / (t + 1) ** 2
    return newest, average


@pytest.mark.parametrize(("w", "k"), [(0, 1), (0.2, 0.25), (0.7, 2)])
@pytest.mark.claim("T46")
def test_rows_from_all_past_models_by_the_covariance_of_all(w, k):
    everyone = np.ones((1, 1))
    for _ in range(30):
        page = (1 - w) * everyone.mean(0)
        newest = w**2 + k * (1 - w) ** 2 + (1 - w) ** 2 * everyone.mean()
        everyone = np.block([[everyone, page[:, None]], [page[None], np.array([[newest]])]])
    assert (everyone[-1, -1], everyone.mean()) == pytest.approx(all_past(w, k, 30), rel=1e-12)


@pytest.mark.claim("T46")
def test_how_fast_the_average_of_all_past_models_settles():
    for w, power in [(0.1, 0.2), (0.3, 0.6), (0.9, 1)]:
        early, late = (all_past(w, 1, rounds)[1] for rounds in (20_000, 80_000))
        assert np.log(early / late) / np.log(4) == pytest.approx(power, abs=0.02)
    newest, average = all_past(0, 1, 20_000)
    assert (newest - 1, average) == pytest.approx((np.pi**2 / 6, np.pi**2 / 6), rel=1e-4)
    assert theory.accumulate_error_ratio(1) == pytest.approx(np.pi**2 / 6)


@pytest.mark.parametrize("w", [1e-12, 1e-9, 0.3, 1 - 1e-15])
@pytest.mark.parametrize("k", [1e-12, 1, 1e12])
@pytest.mark.parametrize("models", [1, 7, 10**8, 10**12])
def test_no_digit_is_lost_at_the_edges(w, k, models):
    x, r = Fraction(w), Fraction(k)
    u = 1 - x
    new = x**2 + r * u**2
    ensemble = new * (models - (models - 1) * u) / (x * (models + u))
    assert theory.ensemble_error_ratio(w, k, models) == pytest.approx(float(ensemble), rel=1e-14)
    community = new + u**2 * (x**2 / models + r * u**2) / (1 - u**2)
    assert theory.community_error_ratio(w, k, models, 1) == pytest.approx(float(community), rel=1e-14)
