"""Array in, array out: a function of theory gives a result of the shape to which its arguments broadcast."""

import inspect

import numpy as np
import pytest

from tests.arguments.surface import surface

CALLS = {name: call for name, call in surface().items() if name.startswith("theory.")}
AXES = ("rounds", "covariance", "information", "shares")
"""Arguments that are single or have axes of their own."""

OTHER_AXES = {
    "theory.ancestors_by_round": ("n_real", "n_synthetic"),
    "theory.categories_left_by_round": ("n_real", "n_synthetic"),
    "theory.cheapest_whole_plan": ("rows_alone", "price_ratio", "least_n"),
    "theory.equivalent_rows_by_round": ("n_real", "n_synthetic", "drift"),
    "theory.information_ratios": ("real_information", "synthetic_information"),
    "theory.optimal_weight_by_round": ("n_real", "n_synthetic", "drift"),
    "theory.variance_by_round": ("weight", "n_real", "n_synthetic", "curvature", "drift"),
}
SHAPES = [(), (1,), (4,), (2, 3), (2, 1, 3), (0,)]


def broadcasting(name):
    """Return valid numbers for the arguments of a function that broadcast."""
    call = CALLS[name]
    parameters = inspect.signature(call.do).parameters
    given = {argument: call.valid.get(argument, parameters[argument].default) for argument in call.names}
    kept = (*AXES, *OTHER_AXES.get(name, ()))
    return {argument: np.ravel(value)[0] for argument, value in given.items() if argument not in kept}


GIVEN = [(name, argument) for name in CALLS for argument in broadcasting(name)]


def parts(result):
    return [np.asarray(part) for part in (result if isinstance(result, tuple) else (result,))]


@pytest.mark.parametrize(("name", "argument"), GIVEN, ids=[".".join(case) for case in GIVEN])
def test_a_result_has_the_shape_of_the_argument(name, argument):
    call, given = CALLS[name], {**CALLS[name].valid, **broadcasting(name)}
    one = parts(call.do(**given))
    for shape in SHAPES:
        for kind in (np.asarray, np.ndarray.tolist):
            found = parts(call.do(**{**given, argument: kind(np.full(shape, given[argument]))}))
            for alone, part in zip(one, found, strict=True):
                assert part.shape == (*shape, *alone.shape)
                np.testing.assert_allclose(part, np.broadcast_to(alone, part.shape), rtol=1e-12)
