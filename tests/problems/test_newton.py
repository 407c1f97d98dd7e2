"""The engine of logistic and Poisson fits: score equations, and a linear program for fits that do not exist."""

import numpy as np
import pytest
from scipy.optimize import linprog

from model_collapse.problems._numerics.links import BERNOULLI, POISSON
from model_collapse.problems._numerics.matrices import solve_packed
from model_collapse.problems._numerics.newton import Sample, maximise

MEANS = {BERNOULLI: lambda eta: 1 / (1 + np.exp(-eta)), POISSON: np.exp}
FAMILIES = [pytest.param(BERNOULLI, id="logistic"), pytest.param(POISSON, id="poisson")]


def has_maximum(family, x, y):
    """Tell whether no direction leaves the likelihood without an end; x has shape (p, n)."""
    if np.linalg.matrix_rank(x) < len(x):
        return False
    if family is BERNOULLI:
        right = (x * (2 * y - 1)).T  # must be 0 or more in every row, and more in one
        equal = None
    else:
        right, equal = -x[:, y == 0].T, x[:, y > 0].T
        if not len(right):
            return True
    found = linprog(
        -right.sum(axis=0),
        A_ub=-right,
        b_ub=np.zeros(len(right)),
        A_eq=equal if equal is not None and len(equal) else None,
        b_eq=np.zeros(len(equal)) if equal is not None and len(equal) else None,
        bounds=[(-1, 1)] * len(x),
        method="highs-ds",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    assert found.status == 0
    return -found.fun < 1e-7


def sample(x, y, share):
    xy = (x.astype(float) @ y[..., None])[..., 0]
    return Sample(x, xy[None], np.reshape(share, (-1, 1, 1)))


def small(rng, fits, p, n, whole):
    """Draw covariates, whole numbers from -2 to 2 with many ties, or normal ones; and responses that they shift."""
    x = rng.integers(-2, 3, size=(fits, p, n)) if whole else rng.standard_normal((fits, p, n))
    logit = x.sum(axis=1) + rng.standard_normal((fits, n))
    return x.astype(np.float32), logit


@pytest.mark.parametrize("far", [0.0, 1.0, 30.0])
@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("family", FAMILIES)
def test_a_fit_is_missing_where_the_data_are_separated(family, whole, far):
    rng, seen = np.random.default_rng(3), set()
    for p, n in ((1, 3), (2, 6), (3, 12)):
        x, logit = small(rng, 50, p, n, whole)
        y = (logit > 0).astype(float) if family is BERNOULLI else np.floor(np.exp(logit.clip(max=2)) / 4)
        start = far * rng.standard_normal((1, 50, p))
        found = maximise([sample(x, y, 1 / n)], start, family)[0]
        exists = np.array([has_maximum(family, a.astype(float), b) for a, b in zip(x, y, strict=True)])
        np.testing.assert_array_equal(np.isfinite(found).all(axis=-1), exists)
        np.testing.assert_array_equal(np.isnan(found).any(axis=-1), ~exists)
        seen |= set(exists)
    assert seen == {True, False}


@pytest.mark.parametrize(
    ("p", "n", "whole", "separated"), [(2, 6, True, 338), (3, 12, True, 315), (5, 40, False, 45), (5, 40, True, 153)]
)
def test_rounding_accepts_no_fit_that_does_not_exist_and_misses_none(p, n, whole, separated):
    # A curvature that is flat in some direction gets a negative pivot by rounding as often as a positive one, in 9 of
    # the first 800 samples; of the third 400, three have predictors beyond 100 at the fit.
    x, logit = small(np.random.default_rng(7), 400, p, n, whole)
    y = (logit > 0).astype(float)
    exists = np.array([has_maximum(BERNOULLI, a.astype(float), b) for a, b in zip(x, y, strict=True)])
    assert (~exists).sum() == separated
    for size in (1.0, 2.0**9):
        scaled = x * np.geomspace(size, 1, p).astype(np.float32)[:, None]
        found = maximise([sample(scaled, y, 1 / n)], np.zeros((1, 400, p)), BERNOULLI)[0]
        np.testing.assert_array_equal(np.isfinite(found).all(axis=-1), exists)


@pytest.mark.parametrize("overlap", [1e-2, 1e-4, 1e-6, 1e-9])
def test_data_that_hardly_overlap_have_a_fit(overlap):
    x = np.array([[[1.0, 2.0, -1.0, -2.0, overlap]]], dtype=np.float32)
    y = np.array([[1.0, 1.0, 0.0, 0.0, 0.0]])  # the last row is on the wrong side, barely
    found = maximise([sample(x, y, 0.2)], np.ones((1, 1, 1)), BERNOULLI)[0, 0]
    score = (x[0].astype(float) * (y - MEANS[BERNOULLI](found @ x[0].astype(float)))).sum()
    assert abs(score) < 1e-5 * overlap
    assert np.isnan(maximise([sample(-x[..., :4], 1 - y[:, :4], 0.2)], np.ones((1, 1, 1)), BERNOULLI)).all()


@pytest.mark.parametrize("near", [0.0, 0.99])
def test_counts_of_thousands_of_millions_have_a_fit(near):
    rng, model = np.random.default_rng(4), np.array([5.4, 9.5])
    x = rng.standard_normal((50, 2, 10)).astype(np.float32)
    y = np.rint(np.exp(model @ x.astype(float)))
    assert y.max() > 1e12
    found = maximise([sample(x, y, 0.1)], np.broadcast_to(near * model, (1, 50, 2)), POISSON)[0]
    residual = y - np.exp((found[:, None] @ x.astype(float))[:, 0])
    score = (x.astype(float) @ residual[..., None])[..., 0]
    assert (np.abs(score).max(axis=-1) < 1e-3 * y.sum(axis=-1)).all()


@pytest.mark.parametrize("ridge", [None, np.array([0.0, 0.4])])
@pytest.mark.parametrize("far", [0.1, 20.0])
@pytest.mark.parametrize("family", FAMILIES)
def test_the_score_vanishes(family, far, ridge):
    rng, shares = np.random.default_rng(5), np.array([0.2, 0.7, 1.0])
    samples, rows = [], []
    for n, size in ((30, shares / 30), (50, (1 - shares) / 50)):
        x = rng.standard_normal((20, 2, n)).astype(np.float32)
        mean = MEANS[family](np.array([0.7, -0.4]) @ x)
        y = (rng.random(mean.shape) < mean).astype(float) if family is BERNOULLI else rng.poisson(mean).astype(float)
        samples.append(sample(x, y, size))
        rows.append((x.astype(float), y, size))
    start = np.array([0.7, -0.4]) + far * rng.standard_normal((3, 20, 2))
    start[1, 4] = np.nan
    found = maximise(samples, start, family, ridge)
    assert np.isnan(found[1, 4]).all()
    found[1, 4] = maximise(samples, np.zeros((3, 20, 2)), family, ridge)[1, 4]
    score = 0.0 if ridge is None else -ridge * found
    for x, y, size in rows:
        residual = y - MEANS[family](np.einsum("wrp,rpn->wrn", found, x))
        score = score + size[:, None, None] * np.einsum("rpn,wrn->wrp", x, residual)
    assert np.abs(score).max() < 1e-4
    alone = maximise([s._replace(share=s.share[1:2]) for s in samples], start[1:2], family, ridge)
    np.testing.assert_array_equal(alone[0, 5:], found[1, 5:])
    real = maximise([samples[0]._replace(share=samples[0].share[2:])], start[2:], family, ridge)
    np.testing.assert_array_equal(real[0], found[2])  # rows without weight play no part


def test_a_ridge_alone_holds_separated_data():
    x, y = np.array([[[1.0, 2.0, -1.0]]], dtype=np.float32), np.array([[1.0, 1.0, 0.0]])
    found = maximise([sample(x, y, 1.0)], np.zeros((1, 1, 1)), BERNOULLI, np.array([1e-3]))[0, 0]
    assert (x[0] * (y - MEANS[BERNOULLI](found @ x[0]))).sum() == pytest.approx(1e-3 * found[0], rel=1e-4)


def test_solutions_and_pivots():
    rng = np.random.default_rng(2)
    half = rng.standard_normal((3, 5))
    matrix, right = half @ half.T, rng.standard_normal(3)
    solution, pivots = solve_packed(list(matrix[np.triu_indices(3)]), list(right))
    np.testing.assert_allclose(solution, np.linalg.solve(matrix, right))
    np.testing.assert_allclose(pivots, np.diag(np.linalg.cholesky(matrix)) ** 2)
