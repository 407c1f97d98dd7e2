"""Functions of theory take numbers and give numbers: shapes, odd values, and the sentences in full."""

import inspect
from fractions import Fraction

import hypothesis.extra.numpy as arrays
import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import model_collapse as mc
from model_collapse._checks import LEAST, positive, table
from model_collapse.paper.reproduce import reproduce
from model_collapse.paper.series import figure
from tests.arguments.odd import MASKED, ODD, answer
from tests.arguments.surface import surface

THEORY = {call.do: call.valid for call in surface().values() if call.name.startswith("theory.")}
CASES = [(f, name) for f in THEORY for name in inspect.signature(f).parameters]
IDS = [f"{f.__name__}-{name}" for f, name in CASES]


def parts(result):
    return [np.asarray(part) for part in (result if isinstance(result, tuple) else (result,))]


@pytest.mark.parametrize(("function", "name"), CASES, ids=IDS)
def test_an_odd_value_is_answered_or_refused_in_one_sentence(function, name):
    valid = THEORY[function]
    assert answer(function, valid) is not None
    for odd in ODD:
        result = answer(function, {**valid, name: odd})
        if result is not None:
            assert not any(np.isnan(part).any() for part in parts(result)), odd


@pytest.mark.parametrize(("function", "name"), CASES, ids=IDS)
@pytest.mark.parametrize("odd", [True, "0.4", 1 + 2j, 10**400, MASKED, float("nan"), np.datetime64(1, "D")], ids=repr)
def test_what_is_no_number_is_refused(function, name, odd):
    assert answer(function, {**THEORY[function], name: odd}) is None


SHAPES = arrays.array_shapes(max_dims=3, max_side=3)
VALUES = st.one_of(
    st.integers(0, len(ODD) - 1).map(ODD.__getitem__),
    st.floats(),
    st.integers(),
    SHAPES.flatmap(lambda shape: arrays.arrays(float, shape, elements=st.sampled_from([0.0, 0.25, 1.0, 3.0]))),
    SHAPES.flatmap(lambda shape: arrays.arrays(int, shape, elements=st.integers(1, 50))),
)


@settings(max_examples=600, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(st.sampled_from(list(THEORY)), st.data())
def test_odd_values_together_are_answered_or_refused_in_one_sentence(function, data):
    names = [name for name in inspect.signature(function).parameters if name != "rounds"]
    chosen = data.draw(st.lists(st.sampled_from(names), unique=True, max_size=3))
    result = answer(function, {**THEORY[function], **{name: data.draw(VALUES, label=name) for name in chosen}})
    if result is not None:
        assert not any(np.isnan(part).any() for part in parts(result))


SERIES = pd.Series([0.2, 0.4], index=["a", "b"])
SENTENCES = [
    (mc.optimal_weight, (10**400,), f"k must be at most 1e+100 in size, got 1{'0' * 56}...."),
    (mc.optimal_weight, (1e101,), "k must be at most 1e+100, got 1e+101."),
    (mc.optimal_weight, (1e-320,), "k must be at least 1e-100, got 9.99989e-321."),
    (mc.optimal_weight, (True,), "k must be a number or an array of numbers, got True."),
    (mc.optimal_weight, ([[1, 2], [3]],), "k must be a number or an array of numbers, got [[1, 2], [3]]."),
    (mc.optimal_weight, (1 + 2j,), "k must be a number or an array of numbers, got (1+2j)."),
    (mc.optimal_weight, (MASKED,), "k must have no masked entries, got 1 of 3, the first at 1."),
    (
        mc.optimal_weight,
        (np.ma.masked_all(7),),
        "k must have no masked entries, got 7 of 7, the first at 0.",
    ),
    (mc.error_ratio, ([0.1, 0.2, 0.3], [1, 2]), "weight and k must have shapes that fit together, got (3,) and (2,)."),
    (
        mc.error_ratio,
        (SERIES, SERIES[::-1]),
        "weight and k must have the same index, got two that differ; align them or pass their values.",
    ),
    (mc.excess_error, (0.5, "1"), "k must be a number or an array of numbers, got '1'."),
    (mc.error_ratio_by_round, (0.5, 100, 100, 10**12), "rounds must be at most 1,000,000, got 1000000000000."),
    (mc.error_ratio_by_round, (0.5, True, 100, 3), "n_real must be a number or an array of numbers, got True."),
    (mc.error_ratio_by_round, (0.5, 2e15, 100, 3), "n_real must be at most 1e+15, got 2e+15."),
    (mc.error_ratio_by_round, (0.5, 100, 100, True), "rounds must be a whole number, got True."),
    (mc.theory.cheapest_whole_plan, ([10, 20], 0.1), "rows_alone must be a single number, got an array of shape (2,)."),
    (
        mc.theory.cheapest_whole_plan,
        (1e18, 0.01),
        "rows_alone must be at most 1,000,000,000,000 for a plan in whole rows, got 1e+18.",
    ),
    (mc.theory.mean_constant, (np.empty((0, 0)),), "covariance must be a square matrix, got shape (0, 0)."),
    (mc.theory.mean_constant, ([[1e101]],), "covariance must be between 1e-100 and 1e+100 in size, got 1e+101."),
]


@pytest.mark.parametrize(("function", "arguments", "sentence"), SENTENCES, ids=[s for *_, s in SENTENCES])
def test_the_whole_sentence(function, arguments, sentence):
    with pytest.raises(ValueError, match=r"\.$") as refusal:
        function(*arguments)
    assert str(refusal.value) == sentence


def test_a_table_of_other_columns_says_how_many():
    with pytest.raises(ValueError, match=r"^x must have 4 columns, got 2\.$"):
        table("x", np.zeros((3, 2)), 4)


def test_numbers_too_small_for_any_formula_count_as_zero_and_the_least_one_does_not():
    assert list(positive("x", [LEAST, LEAST / 2], zero=True)) == [1e-100, 0]


def test_series_with_one_index_are_paired():
    np.testing.assert_array_equal(mc.error_ratio(SERIES, SERIES + 1), mc.error_ratio([0.2, 0.4], [1.2, 1.4]))


def test_an_array_with_a_mask_that_hides_nothing_is_an_array():
    assert mc.optimal_weight(np.ma.masked_array([1.0], mask=[False])) == mc.GOLDEN_WEIGHT


@pytest.mark.parametrize("k", [1e-100, 1e-30, 1e-12, 1.0, 1e12, 1e100])
def test_the_best_weight_is_right_at_both_ends(k):
    exact = Fraction(k)
    w = Fraction(float(mc.optimal_weight(k)))
    assert float(w * w / exact + w) == pytest.approx(1, rel=1e-14)  # w^2 = k (1 - w)


VALID = {"n_real": 10, "n_synthetic": 10, "rounds": 2, "replications": 3, "seed": 1, "weight": 0.5}
SIMULATED = [
    ({"problem": mc.GaussianMean}, "problem must be an instance, got the class GaussianMean; write GaussianMean(...)."),
    ({"problem": 3}, "problem must be a Problem, such as GaussianMean(), got 3."),
    ({"regime": "fresh"}, "regime must be a function of problem, rounds, rng, such as fresh, got 'fresh'."),
    ({"weight": []}, "weight must be a number or a list of numbers, got []."),
    ({"weight": "0.4"}, "weight must be a number or an array of numbers, got '0.4'."),
    ({"weight": True}, "weight must be a number or an array of numbers, got True."),
    ({"n_real": True}, "n_real in round 0 must be a whole number, got True."),
    ({"seed": 1.5}, "seed must be a whole number, got 1.5."),
    *(
        ({"jobs": jobs}, f"jobs must be from 1 to 1,024, or -1 for one a core, got {jobs!r}.")
        for jobs in (0, 1.5, "all", -2, True)
    ),
]


@pytest.mark.parametrize(("odd", "sentence"), SIMULATED, ids=[s for _, s in SIMULATED])
def test_simulate_refuses_in_one_sentence(odd, sentence):
    with pytest.raises(ValueError, match=r"\.$") as refusal:
        mc.simulate(**{"problem": mc.GaussianMean(), "regime": mc.fresh, **VALID, **odd})
    assert str(refusal.value) == sentence


COVARIANCES = [f for f in THEORY if {"covariance", "n_real"} <= set(inspect.signature(f).parameters)]


@pytest.mark.parametrize("function", COVARIANCES, ids=lambda f: f.__name__)
def test_covariances_in_a_stack_are_paired_by_their_first_axis(function):
    given = {**THEORY[function], "n_real": [20, 30], "covariance": np.stack([np.eye(2)] * 3)}
    with pytest.raises(ValueError, match=r"must have shapes that fit together, got \(2,\) and \(3,\)\.$"):
        function(**given)
    assert answer(function, {**given, "n_real": [20, 30, 40]}) is not None


def test_a_million_replications_are_allowed_and_no_more():
    with pytest.raises(ValueError, match=r"^replications must be at most 1,000,000, got 1000001\.$"):
        reproduce(figure(8), replications=10**6 + 1)
