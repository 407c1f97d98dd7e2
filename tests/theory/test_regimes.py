"""Replacing, accumulating and keeping real rows, against exact fractions, the trigamma function and drawn rows."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import polygamma

from model_collapse import theory

quiet = settings(derandomize=True, deadline=None)
rows = st.integers(1, 300)
CURVATURES = [-1.0, -0.25, 0.0, 1e-9, 0.5, 2.0]


def by_gain(n, m, rounds, v2, gains):
    """n V_t when the mean moves by a gain times the last sample's noise, in exact fractions."""
    variance, out, v2 = Fraction(1, n), [1.0], Fraction(v2)
    for t in range(1, rounds + 1):
        variance += gains(t) ** 2 * (Fraction(1, m) + v2 / m * variance)
        out.append(float(n * variance))
    return out


@pytest.mark.parametrize("v2", CURVATURES)
@pytest.mark.parametrize(("n", "m"), [(1, 1), (7, 3), (100, 1000)])
@pytest.mark.claim("T8")
def test_replace_and_accumulate_in_fractions(n, m, v2):
    found = theory.replace_error_ratio_by_round(n, m, 10, curvature=v2)
    np.testing.assert_allclose(found, by_gain(n, m, 10, v2, lambda t: Fraction(1)), rtol=1e-12)
    np.testing.assert_allclose(found, theory.error_ratio_by_round(0, n, m, 10, curvature=v2), rtol=1e-12)
    found = theory.accumulate_error_ratio_by_round(n, m, 10, curvature=v2)
    np.testing.assert_allclose(found, by_gain(n, m, 10, v2, lambda t: Fraction(m, n + t * m)), rtol=1e-12)


def test_the_sign_of_the_curvature_sorts_collapse():
    down, flat, up = theory.replace_error_ratio_by_round(20, 10, 400, curvature=[-1, 0, 1])
    assert down[-1] == pytest.approx(20)
    np.testing.assert_allclose(np.diff(flat), 2)
    np.testing.assert_allclose(up[1:] / 20 + 1, (up[:-1] / 20 + 1) * 1.1)
    assert theory.replace_error_ratio_by_round(2, 1, 5000, curvature=2)[-1] == np.inf


@pytest.mark.claim("T12")
def test_categories_that_are_lost():
    t = np.arange(31)
    np.testing.assert_allclose(
        theory.replace_error_ratio_by_round(50, 20, 30, curvature=-1) / 50, 1 - (1 - 1 / 50) * (1 - 1 / 20) ** t
    )


@pytest.mark.claim("C5")
def test_accumulation_settles_at_pi_squared_over_six():
    assert theory.accumulate_error_ratio(1) == pytest.approx(np.pi**2 / 6, rel=1e-15)
    late = theory.accumulate_error_ratio_by_round(100, 100, 20_000)[-1]
    assert late == pytest.approx(np.pi**2 / 6 - 1 / 20_000, abs=1e-8)


@pytest.mark.parametrize("k", [1e-12, 1e-3, 0.1, 0.5, 3, 40, 1e5, 1e12])
def test_accumulation_limit_is_a_trigamma(k):
    assert theory.accumulate_error_ratio(k) == pytest.approx(1 + k * polygamma(1, k + 1), rel=1e-14)
    assert theory.accumulate_error_ratio(k) <= 2


def keep_real(w, n, m, rounds, v2):
    """n V_t from the joint recursion of the variance and the covariance with the pooled real rows, in fractions."""
    variance = covariance = Fraction(1, n)
    out = [1.0]
    for t in range(1, rounds + 1):
        now = Fraction(n * (t + 1), n * (t + 1) + m) if w is None else Fraction(w)
        pooled, old = Fraction(1, n * (t + 1)), covariance * Fraction(t, t + 1)
        drawn = variance + (1 + Fraction(v2) * variance) / m
        variance = now**2 * pooled + (1 - now) ** 2 * drawn + 2 * now * (1 - now) * old
        covariance = now * pooled + (1 - now) * old
        out.append(float(n * variance))
    return out


@pytest.mark.parametrize("w", [None, 0.0, 0.1, 0.618, 1.0])
@pytest.mark.parametrize("v2", [-1.0, 0.0, 1.0])
@pytest.mark.parametrize(("n", "m"), [(1, 1), (7, 3), (10, 500)])
def test_keeping_real_rows_in_fractions(w, n, m, v2):
    found = theory.keep_real_error_ratio_by_round(w, n, m, 10, curvature=v2)
    np.testing.assert_allclose(found, keep_real(w, n, m, 10, v2), rtol=1e-13)


@quiet
@given(st.floats(0, 1), rows, rows)
@pytest.mark.claim("T9")
def test_kept_real_rows_alone_are_best(w, n, m):
    alone = theory.pooled_real_error_ratio_by_round(9)
    np.testing.assert_allclose(theory.keep_real_error_ratio_by_round(1, n, m, 9), alone)
    assert (theory.keep_real_error_ratio_by_round(w, n, m, 9) >= alone * (1 - 1e-12)).all()
    assert (theory.keep_real_error_ratio_by_round(None, n, m, 9) >= alone * (1 - 1e-12)).all()


@pytest.mark.claim("C6")
def test_what_another_weight_adds_does_not_vanish():
    w, k = 0.618, 2.0
    late = theory.keep_real_error_ratio_by_round(w, 100, 50, 20_000)[-1]
    assert late == pytest.approx(k * (1 - w) ** 2 / (w * (2 - w)), rel=1e-3)


def test_two_rounds_of_real_data_give_a_half():
    assert theory.pooled_real_error_ratio_by_round(1)[1] == 0.5


def test_counting_every_row_the_same_adds_something_that_vanishes():
    k, rounds = 2.0, 20_000
    late = theory.keep_real_error_ratio_by_round(None, 100, 50, rounds)[-1] * (rounds + 1)
    assert (late - 1) * (rounds + 1) == pytest.approx(1 / k, rel=1e-3)


def test_a_pool_that_grows_stale_in_fractions():
    """The pool's error: the mean of the rows' errors and, for each step, the share of the rows drawn before it."""
    for drift in (Fraction(0), Fraction(1, 7), Fraction(3)):
        expected = [
            Fraction(1, t + 1) + drift * sum(Fraction(i, t + 1) ** 2 for i in range(1, t + 1)) for t in range(8)
        ]
        found = theory.pooled_real_error_ratio_by_round(7, squared_drift=float(drift))
        np.testing.assert_allclose(found, [float(x) for x in expected], rtol=1e-14)
    assert theory.pooled_real_error_ratio_by_round(4, squared_drift=[[0.0], [1.0]]).shape == (2, 1, 5)


def test_shapes_broadcast():
    assert theory.keep_real_error_ratio_by_round([[0.1], [0.2]], [10, 20, 30], 5, 4).shape == (2, 3, 5)
    assert theory.keep_real_error_ratio_by_round(None, [10, 20, 30], 5, 4).shape == (3, 5)
    assert theory.accumulate_error_ratio_by_round([10, 20, 30], 5, 4).shape == (3, 5)
    assert theory.accumulate_error_ratio([[1.0, 2.0]]).shape == (1, 2)


DRAWS = {
    -1.0: (0.3, 0.21, lambda rng, mean, size: rng.random(size) < mean),
    0.0: (0.0, 1.0, lambda rng, mean, size: mean + rng.standard_normal(size)),
}


@pytest.mark.parametrize("v2", DRAWS)
@pytest.mark.parametrize("regime", ["replace", "accumulate", "keep_real 0.5", "keep_real None"])
def test_drawn_rows(regime, v2):
    rng = np.random.default_rng(8)
    truth, variance, draw = DRAWS[v2]
    n, m, runs, rounds = 6, 9, 12_000, 7
    pool = draw(rng, truth, (runs, n)).astype(float)
    mean = pool.mean(1)
    errors = [(mean - truth) ** 2]
    for _ in range(rounds):
        synthetic = draw(rng, mean[:, None], (runs, m))
        if regime == "replace":
            mean = synthetic.mean(1)
        elif regime == "accumulate":
            pool = np.concatenate([pool, synthetic], axis=1)
            mean = pool.mean(1)
        else:
            pool = np.concatenate([pool, draw(rng, truth, (runs, n))], axis=1)
            both = np.concatenate([pool, synthetic], axis=1).mean(1)
            mean = both if regime.endswith("None") else (pool.mean(1) + synthetic.mean(1)) / 2
        errors.append((mean - truth) ** 2)
    errors = n * np.array(errors) / variance
    expected = {
        "replace": lambda: theory.replace_error_ratio_by_round(n, m, rounds, curvature=v2),
        "accumulate": lambda: theory.accumulate_error_ratio_by_round(n, m, rounds, curvature=v2),
        "keep_real 0.5": lambda: theory.keep_real_error_ratio_by_round(0.5, n, m, rounds, curvature=v2),
        "keep_real None": lambda: theory.keep_real_error_ratio_by_round(None, n, m, rounds, curvature=v2),
    }[regime]()
    assert (np.abs(errors.mean(1) - expected) / (errors.std(1) / np.sqrt(runs)) < 4).all()


def test_drawn_rows_pooled_under_drift():
    rng = np.random.default_rng(6)
    n, runs, rounds, q = 5, 20_000, 6, 0.02
    truth, total, errors = np.zeros(runs), np.zeros(runs), []
    for t in range(rounds + 1):
        if t:
            truth = truth + np.sqrt(q) * rng.standard_normal(runs)
        total = total + truth + rng.standard_normal((runs, n)).mean(1)
        errors.append(n * (total / (t + 1) - truth) ** 2)
    errors = np.array(errors)
    expected = theory.pooled_real_error_ratio_by_round(rounds, squared_drift=n * q)
    assert (np.abs(errors.mean(1) - expected) / (errors.std(1) / np.sqrt(runs)) < 4).all()
