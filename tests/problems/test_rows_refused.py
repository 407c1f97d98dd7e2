"""What a reader's generator may not return, each refused in one sentence."""

import re

import numpy as np
import pandas as pd
import pytest

import model_collapse as mc
from tests.problems.row_problems import FORMS, ONE, Framed


@pytest.mark.parametrize(
    ("faulty", "said"),
    [
        (
            {"draw_real": lambda n, rng: rng.random(n - 1)},
            "draw_real must return the 6 rows that it is asked for, got 5.",
        ),
        (
            {"draw_synthetic": lambda model, n, rng: rng.random(3 * n)},
            "draw_synthetic must return the 3 rows that it is asked for, got 9.",
        ),
        (
            {"draw_real": lambda n, rng: (rng.random((n, 2)), rng.random(n + 1))},
            "draw_real must return the 6 rows that it is asked for, got 6 and 7.",
        ),
        (
            {"draw_real": lambda n, rng: [0.0] * n},
            "draw_real must return an array, a data frame or a tuple (X, y) of such, got list.",
        ),
        (
            {"draw_real": lambda n, rng: (rng.random(n), None)},
            "draw_real must return an array, a data frame or a tuple (X, y) of such, got ndarray and NoneType.",
        ),
        (
            {"draw_real": lambda n, rng: ()},
            "draw_real must return an array, a data frame or a tuple (X, y) of such, got ().",
        ),
        (
            {"draw_synthetic": lambda model, n, rng: np.empty((n, 10**17))},
            "draw_synthetic finds no memory for 3 rows; ask for fewer.",
        ),
        (
            {"draw_synthetic": lambda model, n, rng: rng.random((n, 2))},
            "synthetic rows must have the form of the real ones, got [('ndarray', (), None)] and "
            "[('ndarray', (2,), None)].",
        ),
        ({"loss": lambda model: np.ones(2)}, "loss must return a single number, got ndarray of shape (2,)."),
        ({"loss": lambda model: "1"}, "loss must return a single number, got str."),
        ({"loss": lambda model: None}, "loss must return a single number, got NoneType."),
    ],
    ids=["fewer", "more", "unequal", "list", "none", "nothing", "memory", "form", "losses", "word", "no loss"],
)
def test_a_generator_that_does_other_than_asked(faulty, said):
    problem = Framed(FORMS["array"])
    for verb, does in faulty.items():
        setattr(problem, verb, does)
    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        mc.simulate(problem, mc.fresh, weight=0.25, **ONE)


def test_columns_that_differ_are_not_filled_with_nothing():
    problem = Framed(FORMS["frame"])
    problem.draw_synthetic = lambda model, n, rng: pd.DataFrame({"x": rng.random(n), "nom": ["a"] * n})
    with pytest.raises(ValueError, match=r"\('x', 'name'\).*\('x', 'nom'\)|\('x', 'nom'\).*\('x', 'name'\)"):
        mc.simulate(problem, mc.fresh, weight=0.25, **ONE)


def test_numbers_of_any_library_are_losses():
    problem = Framed(FORMS["array"])
    problem.loss = lambda model: np.float32(2)
    assert mc.simulate(problem, mc.fresh, weight=0.25, **ONE).errors.tolist() == [[2.0, 2.0]]
