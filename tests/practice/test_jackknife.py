"""Standard errors by leaving out: those of a mean are exact, and Student's quantile is scipy's."""

import numpy as np
import pytest
from scipy import stats

from model_collapse.practice._jackknife import left_out, standard_error, student


@pytest.mark.parametrize("blocks", [5, 20, 60])
def test_the_standard_error_of_a_mean_is_that_of_its_blocks(blocks):
    x = np.random.default_rng(blocks).normal(size=60)
    values = left_out(lambda kept: np.array([x[kept].mean()]), 60, blocks)
    assert len(values) == blocks + 1
    assert values[0, 0] == pytest.approx(x.mean())
    means = x.reshape(blocks, -1).mean(axis=1)
    assert standard_error(values)[0] == pytest.approx(means.std(ddof=1) / blocks**0.5)


@pytest.mark.parametrize("freedom", [9, 19, 99, 999])
def test_the_quantile_is_students(freedom):
    assert student(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), abs=40 / freedom**5 + 1e-7)
