"""Averages, and what a problem offers that writes the four verbs and no more."""

import numpy as np
import pytest

from model_collapse.problems import Average, Problem
from model_collapse.problems.base import mix

VERBS = ("real", "synthetic", "fit", "error")


def test_four_verbs_are_enough():
    problem = type("Least", (Problem,), {verb: lambda self, *given: None for verb in VERBS})()
    assert (problem.block, problem.truth, problem.unit(7), problem.stderr_weight(7)) == (1, None, 1.0, 0.0)
    assert problem.begin() is problem


@pytest.mark.parametrize("missing", VERBS)
def test_each_verb_must_be_written(missing):
    kind = type("Less", (Problem,), {verb: lambda self, *given: None for verb in VERBS if verb != missing})
    with pytest.raises(TypeError, match=missing):
        kind()


def test_pooled_averages_are_those_of_all_rows():
    a, b = np.arange(6.0).reshape(1, 2, 3), np.array([[[7.0], [9.0]]])
    pooled = Average(3, a.mean(axis=-1)) + Average(1, b.mean(axis=-1))
    assert pooled.n == 4
    np.testing.assert_allclose(pooled.value, np.concatenate([a, b], axis=-1).mean(axis=-1))
    nothing = Average(0, np.zeros((1, 2))) + Average(0, np.ones((1, 2)))
    assert (nothing.n, nothing.value.tolist()) == (0, [[0.0, 0.0]])


def test_mixed_averages():
    real, synthetic = Average(1, np.array([[[4.0, 8.0]]])), Average(3, np.array([[[0.0, 4.0]], [[2.0, 4.0]]]))
    np.testing.assert_allclose(mix(real, synthetic, np.array([[0.25], [0.5]])), [[[1, 5]], [[3, 6]]])
    np.testing.assert_allclose(mix(real, synthetic, None), [[[1, 5]], [[2.5, 5]]])
    assert mix(real, None, None) is real.value
    single = Average(1, np.ones((1, 1), dtype=np.float32))
    assert mix(single, single, np.array([[0.5]])).dtype == np.float32
