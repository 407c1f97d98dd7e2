"""The companion of a regression, against its exact expectation; and the regression, fitted row by row."""

import numpy as np
import pytest

import model_collapse as mc
from tests.problems.agreement import SIGMA

KINDS = {"logistic": mc.LogisticRegression, "poisson": mc.PoissonRegression}


def run(problem, n, replications, rounds=8, m=None, weight=0.618, **more):
    size = {"n_real": n, "n_synthetic": n if m is None else m, "replications": replications, "seed": 14}
    return mc.simulate(mc.problems.Linearised(problem), mc.fresh, weight=weight, rounds=rounds, **size, **more)


@pytest.mark.claim("T19")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("covariance", "n", "m"), [(None, 30, 60), (SIGMA, 60, 40)])
def test_the_companion_is_a_mean_at_any_number_of_rows(kind, covariance, n, m):
    problem = KINDS[kind](2, coefficients=[0.5, -0.5], covariance=covariance)
    found = run(problem, n, 1000, rounds=2, m=m, weight=0.4, keep_models=3)
    for t, model in enumerate(found.models):
        squared = (model[..., 2:] ** 2).sum(-1)
        squared = squared[np.isfinite(squared)] / problem.unit(n)
        expected = mc.error_ratio_by_round(0.4, n, m, rounds=2)[t]
        assert abs(squared.mean() - expected) < 4 * squared.std() / np.sqrt(squared.size)
    np.testing.assert_allclose(
        found.errors[..., -1],
        ((found.models[-1][..., :2] - [0.5, -0.5]) ** 2 - found.models[-1][..., 2:] ** 2).sum(-1),
        rtol=1e-9,
        atol=1e-12,
    )


@pytest.mark.claim("T19")
@pytest.mark.parametrize("kind", KINDS)
def test_the_regression_follows_its_companion(kind):
    problem, apart = KINDS[kind](2), []
    for n, replications in ((100, 200), (800, 60)):
        model = run(problem, n, replications, keep_models=4).models[-1]
        error, first = model[..., :2] - 1, model[..., 2:]
        apart.append(((error - first) ** 2).sum() / (first**2).sum())
    # The part of the squared error that the companion does not have falls like 1/n: eight times the rows, an eighth.
    assert apart[1] < apart[0] / 4
    assert apart[1] < 0.1


@pytest.mark.claim("T22")
@pytest.mark.parametrize(("kind", "sizes", "at_100"), [("logistic", (100, 400), 0.113), ("poisson", (300, 900), 0.236)])
def test_the_gap_falls_like_one_over_the_rows(kind, sizes, at_100):
    gap, stderr = [], []
    for n, replications in zip((100, *sizes), (250, 100, 60), strict=True):
        more = run(KINDS[kind](2), n, replications, rounds=11).settled(8) / 0.618
        gap.append(more.mean())
        stderr.append(more.std() / np.sqrt(replications))
    assert abs(gap[0] - at_100) < 4 * stderr[0]
    few, many = np.array(sizes) * gap[1:]
    assert abs(few - many) < 4 * np.hypot(*(np.array(sizes) * stderr[1:]))
    assert gap[0] > 5 * stderr[0]


def newton(x, y, v, beta):
    for _ in range(6):
        mean = 1 / (1 + np.exp(-(x * beta[:, None]).sum(-1)))
        score = (v * (y - mean))[..., None] * x
        curvature = np.swapaxes(x, 1, 2) @ ((v * mean * (1 - mean))[..., None] * x)
        beta = beta + np.linalg.solve(curvature, score.sum(1)[..., None])[..., 0]
    return beta


@pytest.mark.claim("T19")
@pytest.mark.claim("T22")
def test_a_logistic_regression_drawn_row_by_row():
    rng = np.random.default_rng(14)
    n, runs, w, truth = 100, 300, 0.618, np.array([1.0, 1.0])
    beta, errors = np.tile(truth, (runs, 1)), []
    v = np.repeat([w / n, (1 - w) / n], n)
    for t in range(10):
        x = rng.standard_normal((runs, 2 * n, 2))
        by = np.where(np.arange(2 * n)[:, None] < n, truth, beta[:, None])
        y = rng.random((runs, 2 * n)) < 1 / (1 + np.exp(-(x * by).sum(-1)))
        beta = newton(x, y, v, np.tile(truth, (runs, 1)))
        if t >= 4:
            errors.append(((beta - truth) ** 2).sum(1))
    x = rng.standard_normal((200_000, 2))
    mean = 1 / (1 + np.exp(-x.sum(-1)))
    information = (x * (mean * (1 - mean))[:, None]).T @ x / len(x)
    ratio = np.mean(errors, axis=0) * n / np.trace(np.linalg.inv(information)) / 0.618
    gap = run(mc.LogisticRegression(2), n, 225, rounds=11).settled(8) / 0.618
    stderr = np.hypot(ratio.std() / np.sqrt(runs), gap.std() / 15)
    assert abs(ratio.mean() - 1 - gap.mean()) < 4 * stderr


def test_pooling_counts_every_row_the_same():
    problem = mc.LogisticRegression(2)
    naive, weighted = (run(problem, 40, 20, m=80, weight=w, rounds=3) for w in (None, 1 / 3))
    np.testing.assert_allclose(naive.errors, weighted.errors, rtol=1e-4, atol=1e-7)
    kept = mc.simulate(
        mc.problems.Linearised(problem), mc.keep_real, n_real=40, n_synthetic=9, rounds=3, replications=9, seed=1
    )
    assert np.isfinite(kept.errors).all()


@pytest.mark.claim("T22")
def test_runs_without_a_fit_are_counted():
    plain = mc.simulate(
        mc.LogisticRegression(2), mc.fresh, n_real=10, n_synthetic=10, weight=0.5, rounds=3, replications=200, seed=3
    )
    assert (np.diff(plain.ended) >= 0).all()
    assert plain.ended[0] > 5
    with pytest.raises(ValueError, match="does not exist"):
        plain.settled(1)


def test_refusals():
    with pytest.raises(ValueError, match="one law"):
        mc.problems.Linearised(mc.LogisticRegression(2, synthetic_covariance=2 * np.eye(2)))
    with pytest.raises(ValueError, match="CanonicalRegression"):
        mc.problems.Linearised(mc.LinearRegression(2))


@pytest.mark.parametrize("b", [0.0, 0.5, 2.0])
def test_the_first_order_of_one_row_is_its_score_over_the_information(b):
    # E x^2 exp(b x) = (1 + b^2) exp(b^2 / 2) for a standard normal x.
    beside = mc.problems.Linearised(mc.PoissonRegression(1, coefficients=b))
    sample = beside.real(1, mc.problems.Stream(np.random.SeedSequence(1), 50))
    x = np.asarray(sample.rows.x, float).reshape(50)
    score = np.reshape(sample.rows.xy, 50) - x * np.exp(b * x)
    np.testing.assert_allclose(sample.first.reshape(50), score / ((1 + b**2) * np.exp(b**2 / 2)), rtol=1e-4, atol=1e-5)


def test_pooled_rows_have_the_average_of_their_first_orders():
    beside, rng = mc.problems.Linearised(mc.LogisticRegression(2)), mc.problems.Stream(np.random.SeedSequence(1), 5)
    few, more = beside.real(10, rng), beside.real(30, rng)
    np.testing.assert_allclose((few + more).first, (10 * few.first + 30 * more.first) / 40)
