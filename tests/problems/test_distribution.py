import numpy as np
import pytest
from scipy.stats import chisquare

import model_collapse as mc
from model_collapse.problems._numerics.multinomial import counts_below
from model_collapse.problems.stream import Stream
from tests.problems.agreement import assert_same_law
from tests.problems.row_problems import CategoricalRows, DistributionRows


@pytest.mark.parametrize("n", [5, 100])
def test_distribution_has_the_law_of_drawn_rows(n):
    assert_same_law(mc.DistributionFunction(30), DistributionRows(30), n=n, weight=0.4, seed=n)


@pytest.mark.parametrize("n", [5, 100])
def test_categories_have_the_law_of_drawn_rows(n):
    shares = [0.5, 0.3, 0.15, 0.05]
    assert_same_law(mc.Categorical(shares), CategoricalRows(shares), n=n, weight=0.4, seed=n)


@pytest.mark.parametrize("weight", [0.0, 0.05, 0.6])
@pytest.mark.parametrize("problem", [mc.DistributionFunction(), mc.Categorical([5, 3, 2])])
def test_error_by_round(problem, weight):
    run = mc.simulate(problem, mc.fresh, n_real=20, n_synthetic=15, weight=weight, rounds=20, replications=3000, seed=3)
    assert np.abs(run.compare(mc.error_ratio_by_round(weight, 20, 15, 20, curvature=-1.0)).z).max() < 4


@pytest.mark.parametrize("cells", [1, 10])
def test_unit_is_the_exact_error_on_the_cells(cells):
    problem = mc.DistributionFunction(cells)
    exact = (problem.points * (1 - problem.points)).mean()
    assert problem.unit(7) == pytest.approx(exact / 7)


@pytest.mark.parametrize("n", [1, 3, 100, 3000])
def test_counts_are_those_of_the_shared_numbers(n):
    rng = np.random.default_rng(4)
    edges = np.sort(rng.random((3, 20, 40)), axis=-1)
    edges[0, :, 0], edges[0, :, -1] = 0.0, 1.0
    edges[1] = edges[1].round(2)
    found = counts_below(edges, n, Stream(np.random.SeedSequence(n), 20))
    words = Stream(np.random.SeedSequence(n), 20).sorted_integers(n)
    expected = (words[:, :, None] < edges[:, :, None] * 2.0**32).sum(axis=2)
    np.testing.assert_array_equal(found, expected)
    assert (found[0, :, 0] == 0).all()
    assert (found[0, :, -1] == n).all()


def test_counts_are_multinomial():
    edges = np.broadcast_to([0.1, 0.4, 0.8], (1, 500, 3))
    below = counts_below(edges, 40, Stream(np.random.SeedSequence(6), 500)).sum(axis=(0, 1))
    observed = np.diff(below, prepend=0, append=500 * 40)
    assert chisquare(observed, np.array([0.1, 0.3, 0.4, 0.2]) * 500 * 40).pvalue > 1e-3


@pytest.mark.claim("T12")
def test_all_but_one_category_die_out():
    run = mc.simulate(mc.Categorical([1, 1]), mc.replace, n_real=5, n_synthetic=5, rounds=200, replications=200, seed=1)
    np.testing.assert_allclose(run.errors[:, -1], 0.5)


def test_bad_inputs():
    with pytest.raises(ValueError, match="cells"):
        mc.DistributionFunction(0)
    for counts in ([3], [1, -1], [0, 0], [[1, 2]]):
        with pytest.raises(ValueError, match="counts must be"):
            mc.Categorical(counts)
