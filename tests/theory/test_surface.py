"""What the theory package offers: every function exported, every example run, every refusal one sentence."""

import inspect
import json
import re
from pathlib import Path

import numpy as np
import pytest

from model_collapse import theory

FUNCTIONS = [getattr(theory, name) for name in theory.__all__ if inspect.isfunction(getattr(theory, name))]


VALID = {
    "weight": 0.5, "k": 1.0, "n_real": 10, "n_synthetic": 10, "rounds": 3, "rows": 10, "curvature": 0.0, "drift": 0.0,
    "squared_bias": 0.0, "squared_drift": 0.0, "fresh_share": 1.0, "noise_ratio": 1.0, "covariance": [[1.0]], "p": 3,
    "correlation": 0.5, "rows_alone": 100.0, "price_ratio": 0.5, "least_n": 1, "information": [[1.0]],
    "shares": [0.5, 0.5], "cells": 10, "generator_error": 0.5,
    "information_ratio": 2.0, "real_information": [[1.0]], "synthetic_information": [[2.0]],
    "signal": 4.0, "ridge": 0.5,
    "models": 4, "crawls": 2, "kept_variance": 0.5, "squared_distance": 1.0, "distance": 1.0,
}  # fmt: skip


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.__name__)
def test_every_function_has_an_example_and_a_consistent_spelling(function):
    assert ">>>" in function.__doc__
    assert set(inspect.signature(function).parameters) <= set(VALID)


CASES = [(f, name) for f in FUNCTIONS for name in inspect.signature(f).parameters]


@pytest.mark.parametrize(("function", "name"), CASES, ids=[f"{f.__name__}-{name}" for f, name in CASES])
@pytest.mark.parametrize("bad", [-2.0, float("nan"), "many"], ids=["negative", "nan", "text"])
def test_bad_input_is_refused_in_one_sentence(function, name, bad):
    arguments = {n: VALID[n] for n in inspect.signature(function).parameters}
    by_round = function.__name__ in {"equivalent_rows_by_round", "optimal_weight_by_round", "variance_by_round"}
    if "signal" in arguments:
        arguments["p"] = 30
    if by_round:
        arguments = {n: np.full(4, value) for n, value in arguments.items()}
    function(**arguments)
    with pytest.raises(ValueError, match=r"\.$") as refusal:
        function(**arguments | {name: bad})
    assert name in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert str(refusal.value).count(". ") == 0


ROOT = Path(__file__).parents[2]


def chapters(text):
    said = " ".join(re.findall(r"(?s)Chapters?: (.*?)\.(?:\s|$)", text))
    return {" ".join(title.split()) for title in re.findall(r"\*([^*]+)\*", said)}


def titles():
    pages = [json.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "notebooks").rglob("*.ipynb")]
    texts = ["".join(cell["source"]) for page in pages for cell in page["cells"] if cell["cell_type"] == "markdown"]
    return set(re.findall(r"(?m)^# (.+)$", "\n".join(texts)))


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.__name__)
def test_every_function_and_its_module_name_a_chapter(function):
    for described in (function, inspect.getmodule(function)):
        named = chapters(described.__doc__)
        assert named
        assert named <= titles()
