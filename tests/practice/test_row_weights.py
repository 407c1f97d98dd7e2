"""Weights of rows: closed forms, scikit-learn, and what a learner without weights makes of copies."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression, Ridge

import model_collapse as mc
from model_collapse.practice import resample


@pytest.mark.parametrize(("n", "m", "w"), [(500, 2000, 0.39), (3, 7, 0.618), (10, 1, 1.0), (4, 9, 0.0)])
def test_they_average_one_and_the_real_part_has_its_weight(n, m, w):
    weights = mc.row_weights(n, m, weight=w)
    assert weights.mean() == pytest.approx(1, rel=1e-12)
    assert weights[:n].sum() / weights.sum() == pytest.approx(w, rel=1e-12)
    assert len(set(weights[:n])) == 1
    assert len(set(weights[n:])) == 1


def test_the_best_weight_is_taken_if_none_is_given():
    weights = mc.row_weights(100, 100)
    assert weights[0] / weights[-1] == pytest.approx((1 + 5**0.5) / 2, rel=1e-12)


def test_one_kind_of_rows_alone_weighs_one():
    assert mc.row_weights(3, 0).tolist() == mc.row_weights(0, 3).tolist() == [1, 1, 1]


def table(n, seed):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((n, 4))
    return x, x @ [1, -1, 0.5, 0] + rng.standard_normal(n)


def test_only_an_average_of_one_leaves_the_penalty_as_it_was():
    x, y = table(60, 1)
    plain = Ridge(alpha=5).fit(x, y).coef_
    naive = mc.row_weights(20, 40, weight=1 / 3)
    np.testing.assert_allclose(Ridge(alpha=5).fit(x, y, naive).coef_, plain, rtol=1e-10)
    assert np.linalg.norm(Ridge(alpha=5).fit(x, y, naive / 60).coef_) < 0.5 * np.linalg.norm(plain)


def test_a_weighted_ridge_is_its_closed_form():
    x, y = table(60, 2)
    v = mc.row_weights(20, 40, weight=0.6)
    expected = np.linalg.solve(x.T * v @ x + 5 * np.eye(4), x.T * v @ y)
    np.testing.assert_allclose(Ridge(alpha=5, fit_intercept=False).fit(x, y, v).coef_, expected, rtol=1e-8)


def test_weights_that_sum_to_one_shrink_a_penalised_logistic_regression():
    x, y = table(600, 3)
    v = mc.row_weights(200, 400, weight=0.5)
    fitted = [np.linalg.norm(LogisticRegression().fit(x, y > 0, sample_weight=u).coef_) for u in (v, v / v.sum())]
    assert fitted[1] < 0.3 * fitted[0]


@pytest.mark.parametrize(("n", "m", "w", "size"), [(20, 30, 0.6, 50), (3, 100, 0.4, 700), (5, 5, 1, 7), (5, 5, 0, 7)])
def test_copies_are_even_and_the_real_share_is_the_weight(n, m, w, size):
    copies = np.bincount(resample(n, m, w, size=size, seed=1), minlength=n + m)
    assert copies.sum() == size
    assert abs(copies[:n].sum() - w * size) < 1
    assert np.ptp(copies[:n]) <= 1
    assert np.ptp(copies[n:]) <= 1


def test_on_average_the_copies_are_the_weights():
    copies = [np.bincount(resample(3, 5, 0.55, seed=seed), minlength=8) for seed in range(4000)]
    np.testing.assert_allclose(np.mean(copies, axis=0), mc.row_weights(3, 5, 0.55), atol=0.04)


def test_the_price_of_copies_falls_with_their_number():
    x = np.random.default_rng(5).standard_normal(50)
    weighted = np.average(x, weights=mc.row_weights(20, 30, 0.7))
    off = [np.std([x[resample(20, 30, 0.7, size=size, seed=s)].mean() - weighted for s in range(400)])
           for size in (50, 500)]  # fmt: skip
    assert off[1] < 0.25 * off[0]


ODD = [
    ((0, 0), "n_real and n_synthetic must not both be 0."),
    ((True, 3), "n_real must be a whole number, got True."),
    ((5, 0, 0.5), "weight must be 1 where there are 5 real and 0 synthetic rows, got 0.5."),
    ((5, 5, 1.5), "weight must be between 0 and 1, got 1.5."),
    ((5, 5, [0.5]), "weight must be a single number, got an array of shape (1,)."),
]


@pytest.mark.parametrize("do", [mc.row_weights, resample])
@pytest.mark.parametrize(("given", "said"), ODD)
def test_odd_arguments_are_refused_in_one_sentence(do, given, said):
    with pytest.raises(ValueError, match=r"\.$") as refusal:
        do(*given)
    assert str(refusal.value) == said
