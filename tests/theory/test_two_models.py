"""Generator and learner as two models, against rows that are drawn and fitted, and against counting in rows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import model_collapse as mc
from model_collapse import theory

N, M, RUNS, ROUNDS = 10, 40, 20_000, 25
FORMS = [theory.learner_optimal_weight, lambda k, g: theory.learner_error_ratio(0.5, k, g)]


def learners(wiring, w, seed, v=None, bias=0.0, runs=RUNS):
    """Squared errors of a learner in the last round, in units of 1/n, from rows that are drawn one by one."""
    rng = np.random.default_rng(seed)
    generator = rng.standard_normal((runs, N)).mean(1)
    for _ in range(ROUNDS):
        real = rng.standard_normal((runs, N)).mean(1)
        if wiring == "same rows":
            generator = real
        generated = generator + bias + rng.standard_normal((runs, M)).mean(1)
        learner = w * real + (1 - w) * generated
        if wiring == "one":
            generator = learner
        elif wiring == "two":
            generator = v * real + (1 - v) * generated
        elif wiring == "real only":
            generator = real
    return N * learner**2


def assert_close(errors, expected):
    assert abs(errors.mean() - expected) < 4 * errors.std() / np.sqrt(len(errors))


@pytest.mark.parametrize("w", [0.3, 0.39, 0.7])
@pytest.mark.claim("G2")
def test_a_model_that_is_its_own_generator(w):
    settled = float(mc.error_ratio(w, N / M))
    assert theory.learner_error_ratio(w, N / M, settled) == pytest.approx(settled, rel=1e-12)
    assert_close(learners("one", w, 1), settled)


@pytest.mark.parametrize(("w", "v"), [(0.39, 0.39), (0.446, 0.2), (0.7, 0.2), (0.3, 0.8)])
@pytest.mark.claim("G2")
def test_two_models_that_are_both_refitted_with_weights(w, v):
    expected = theory.learner_error_ratio(w, N / M, mc.error_ratio(v, N / M))
    assert_close(learners("two", w, 2, v=v), expected)


@pytest.mark.parametrize("w", [0.39, 5 / 9, 0.8])
@pytest.mark.claim("G2")
def test_a_generator_that_sees_the_last_real_rows_only(w):
    assert_close(learners("real only", w, 3), theory.learner_error_ratio(w, N / M, 1))


def test_a_generator_that_is_biased():
    assert_close(learners("real only", 0.6, 4, bias=0.2), theory.learner_error_ratio(0.6, N / M, 1 + N * 0.2**2))


@pytest.mark.claim("G2")
def test_rows_of_a_generator_of_the_same_real_rows_only_add_noise():
    for w in (0.3, 0.8):
        assert_close(learners("same rows", w, 5), 1 + (1 - w) ** 2 * N / M)


@pytest.mark.claim("G2")
def test_the_case_of_five_hundred_and_two_thousand():
    k = 500 / 2000
    assert theory.learner_optimal_weight(k, 1) == pytest.approx(5 / 9, rel=1e-15)
    assert theory.learner_optimal_weight(k, mc.error_ratio(mc.naive_weight(k), k)) == pytest.approx(0.446, abs=5e-4)
    assert theory.learner_optimal_weight(1, 1) == pytest.approx(2 / 3, rel=1e-15)


powers = st.floats(-8, 8).map(lambda x: 10.0**x)


@settings(derandomize=True, deadline=None)
@given(powers, powers)
@pytest.mark.claim("G2")
def test_rows_add_up_and_the_weight_is_the_error_that_it_leaves(k, error):
    best = theory.learner_optimal_weight(k, error)
    worth = mc.equivalent_rows(1 / error, 1 / k)
    assert best == pytest.approx(1 / (1 + worth), rel=1e-9)
    assert theory.learner_error_ratio(best, k, error) == pytest.approx(float(best), rel=1e-9)
    for other in (best * 0.99, 1 - (1 - best) * 0.99):
        assert theory.learner_error_ratio(other, k, error) >= best * (1 - 1e-12)


@settings(derandomize=True, deadline=None)
@given(powers)
@pytest.mark.claim("G2")
def test_with_a_well_weighted_generator_nothing_changes(k):
    best = mc.optimal_weight(k)
    assert theory.learner_optimal_weight(k, best) == pytest.approx(float(best), rel=1e-7)


@pytest.mark.parametrize("form", FORMS)
def test_arguments(form):
    assert form(np.ones((2, 1)), np.ones(3)).shape == (2, 3)
    with pytest.raises(ValueError, match="k must be"):
        form(0, 1)
    with pytest.raises(ValueError, match="generator_error must be"):
        form(1, -1)
