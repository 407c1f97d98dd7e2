"""Among which rules the schedule is best: row coefficients set free, nonlinear rules drawn, and its closed form."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

import model_collapse as mc
from model_collapse import theory

quiet = settings(derandomize=True, deadline=None, max_examples=40)
REAL, SYNTHETIC = (3, 2, 4), (0, 2, 3)
BOUNDS = [1 / 3, 5 / 16, 31 / 172]  # 3; 2 + 3 2/5 = 16/5; 4 + (16/5) 3/(31/5) = 172/31


def test_the_bounds_are_those_of_the_package():
    np.testing.assert_allclose(1 / theory.equivalent_rows_by_round(REAL, SYNTHETIC), BOUNDS, rtol=1e-14)


tenths = st.integers(0, 10).map(lambda i: Fraction(i, 10))
a_round = st.tuples(st.integers(0, 9), st.integers(0, 9), tenths, tenths).filter(lambda one: one[0] + one[1] > 0)


@quiet
@given(st.integers(1, 9), st.lists(a_round, min_size=1, max_size=6))
@pytest.mark.claim("T30")
def test_no_weights_do_better_in_any_round(first, later):
    n, m, q = [first], [0], [0.0]
    variance = Fraction(1, first)
    variances = [variance]
    for real, synthetic, weight, step in later:
        w = Fraction(0) if real == 0 else Fraction(1) if synthetic == 0 else weight
        n, m, q = [*n, real], [*m, synthetic], [*q, float(step)]
        from_real = w**2 / real if real else 0
        variance = from_real + ((1 - w) ** 2 * (variance + Fraction(1, synthetic) + step) if synthetic else 0)
        variances.append(variance)
    bound = 1 / theory.equivalent_rows_by_round(n, m, drift=q)
    assert (np.array(variances, dtype=float) >= bound * (1 - 1e-12)).all()
    best = theory.optimal_weight_by_round(n, m, drift=q)
    np.testing.assert_allclose(theory.variance_by_round(best, n, m, drift=q), bound, rtol=1e-12)


@pytest.mark.claim("T31")
def test_no_coefficients_of_single_rows_do_better():
    def last(free):
        """Variance of the last model from the coefficients of all rows in all rounds, which add up to 1 in each."""
        taken, loads = 0, np.zeros(0)
        for n, m in zip(REAL, SYNTHETIC, strict=True):
            first = free[taken : taken + n + m - 1]
            taken += n + m - 1
            rows = np.append(first, 1 - first.sum())
            loads = np.concatenate([loads * rows[n:].sum(), rows])  # the old model is in every synthetic row
        return loads @ loads

    start = np.random.default_rng(30).uniform(0, 0.4, sum(REAL) + sum(SYNTHETIC) - 3)
    found = minimize(last, start, tol=1e-12)
    assert found.fun == pytest.approx(BOUNDS[-1], rel=1e-8)


def soft(x, y):
    apart = x.mean(-1) - y.mean(-1)
    return y.mean(-1) + np.sign(apart) * np.maximum(np.abs(apart) - 0.4, 0)


def nearer(x, y):
    apart = x.mean(-1) - y.mean(-1)
    return y.mean(-1) + apart * apart**2 / (apart**2 + 0.5)


def middle(x, y):
    return np.median(np.concatenate([x, y], axis=-1), axis=-1)


def best(x, y):
    worth = {2: 16 / 5, 4: 172 / 31}[x.shape[-1]]
    w = x.shape[-1] / worth
    return w * x.mean(-1) + (1 - w) * y.mean(-1)


@pytest.mark.parametrize("rule", [soft, nearer, middle, best])
@pytest.mark.claim("T31")
def test_equivariant_rules_drawn_row_by_row(rule):
    rng, runs, truth = np.random.default_rng(31), 150_000, 0.7
    x = truth + rng.standard_normal((runs, REAL[0]))
    model = np.median(x, axis=-1) if rule is middle else x.mean(-1)
    played = (x - truth).sum(-1)
    worth = 3.0
    for t in (1, 2):
        x = truth + rng.standard_normal((runs, REAL[t]))
        y = model[:, None] + rng.standard_normal((runs, SYNTHETIC[t]))
        part = SYNTHETIC[t] / (worth + SYNTHETIC[t])
        played = (x - truth).sum(-1) + part * played + (1 - part) * (y - model[:, None]).sum(-1)
        model = rule(x, y)
        worth = 1 / BOUNDS[t]
        for values, expected in ((model * played, 1), (np.sin(model) * played, np.cos(model)), (played**2, worth)):
            apart = values - expected  # E g(model) Z = E g'(model), and E Z^2 = N
            assert abs(apart.mean()) < 4 * apart.std() / np.sqrt(runs)
        squared = (model - truth) ** 2
        stderr = squared.std() / np.sqrt(runs)
        if rule is best:
            assert abs(squared.mean() - BOUNDS[t]) < 4 * stderr
        else:
            assert squared.mean() > BOUNDS[t] + 4 * stderr


def test_a_model_that_is_no_estimate_goes_below_the_bound():
    rng, runs = np.random.default_rng(32), 20_000
    model = rng.standard_normal((runs, 3)).mean(-1)
    told = (10 * model[:, None] + rng.standard_normal((runs, 2))).mean(-1) / 10
    seen = 1 / (1 / 3 + 1 / 200)
    squared = ((2 * rng.standard_normal((runs, 2)).mean(-1) + seen * told) / (2 + seen)) ** 2
    assert squared.mean() + 4 * squared.std() / np.sqrt(runs) < BOUNDS[1]


@pytest.mark.parametrize("k", [0.01, 0.3, 1, 7])
@pytest.mark.claim("T32")
def test_the_closed_form_and_what_it_saves(k):
    r, t = 2 * np.arcsinh(np.sqrt(k) / 2), np.arange(12)
    by_sines = 1 - np.sinh(t * r) / np.sinh((t + 1) * r)
    weights, fixed, settled = [1.0], [1.0], float(mc.optimal_weight(k))
    for _ in t[1:]:
        weights.append(1 / (1 + 1 / (weights[-1] + k)))
        fixed.append(settled**2 + (1 - settled) ** 2 * (fixed[-1] + k))
    np.testing.assert_allclose(by_sines, weights, rtol=1e-12)
    np.testing.assert_allclose(theory.kalman_weight_by_round(k, 11), weights, rtol=1e-12)
    kept = (np.array(weights) - settled)[:5] / (np.array(fixed) - settled)[:5]
    left = 1 - settled
    np.testing.assert_allclose(kept, settled * (2 - settled) / (1 - left ** (2 * t[:5] + 2)), rtol=1e-6)
    assert np.exp(-r) == pytest.approx(left, rel=1e-12)


def test_the_part_that_is_saved_as_printed():
    w = mc.optimal_weight([1, 0.01])
    np.testing.assert_allclose(w * (2 - w), [0.85, 0.18], atol=0.005)


def test_targets_of_the_exercises():
    settled = 400 * (1 + 5**0.5) / 2
    after = 1 / (1 / settled + 3 / 400)
    assert round(after) == 111
    assert 400 / (400 + after * 400 / (after + 400)) == pytest.approx(0.82, abs=0.005)
    for k, first in ((1, 1), (0.1, 6), (0.01, 26)):
        weight, best, near = 1.0, float(mc.optimal_weight(k)), []
        fixed = 1.0
        for _ in range(40):
            weight = 1 / (1 + 1 / (weight + k))
            fixed = best**2 + (1 - best) ** 2 * (fixed + k)
            near.append(fixed < 1.05 * weight)
        assert near.index(True) + 1 == first
