"""A kernel density in a loop: its variance and its error beside closed forms."""

import numpy as np
import pytest
from scipy.stats import gaussian_kde

import model_collapse as mc
from model_collapse.beyond import kernel_variance_by_round, own_bias_optimal_weight, settled_kernel_variance
from model_collapse.beyond.kernel import Kernel, density_judged, rows_judged
from model_collapse.theory import error_ratio, optimal_weight

TABLE = np.random.default_rng(1).exponential(size=(500, 2)) @ np.array([[1.0, 0.4], [0.0, 1.0]])
WEIGHTS = [0.3, 0.6, 1.0]
RUN = {"n_real": 30, "n_synthetic": 6, "weight": WEIGHTS, "rounds": 8, "replications": 600, "seed": 3}


class Variance(Kernel):
    """The variance of the first column among the rows that a density was fitted to, or of what it draws."""

    def loss(self, model):
        unbiased = model.covariance[0, 0] / model.factor**2
        there = unbiased if self.judged == "rows" else unbiased * (1 - 1 / model.neff + model.factor**2)
        return there / self.table[:, 0].var()


def z(run, expected):
    return (run.errors.mean(axis=1) - expected) / (run.errors.std(axis=1, ddof=1) / np.sqrt(run.replications))


@pytest.mark.parametrize("judged", ["rows", "density"])
@pytest.mark.parametrize("bandwidth", ["scott", 0.4])
def test_the_variance_is_the_closed_form(judged, bandwidth):
    run = mc.simulate(Variance(TABLE, bandwidth=bandwidth, judged=judged), mc.fresh, **RUN)
    number = None if bandwidth == "scott" else bandwidth
    rows, drawn = kernel_variance_by_round(WEIGHTS, 30, 6, 8, p=2, bandwidth=number)
    assert np.abs(z(run, rows if judged == "rows" else drawn)).max() < 4


def test_a_shrunk_kernel_adds_no_variance():
    run = mc.simulate(Variance(TABLE, shrunk=True), mc.fresh, **RUN)
    mean = np.full(3, 1 / 30)
    w = np.array(WEIGHTS)
    expected = [np.ones(3)]
    for _ in range(8):  # a draw has the unbiased variance of the last rows about their weighted mean
        step = w**2 / 30 + (1 - w) ** 2 * (mean + expected[-1] / 6)
        spread = w + (1 - w) * (expected[-1] + mean) - step
        expected.append(spread / (1 - w**2 / 30 - (1 - w) ** 2 / 6))
        mean = step
    assert np.abs(z(run, np.transpose(expected))).max() < 4
    np.testing.assert_allclose(expected[-1][1:], 1, atol=0.02)


def test_a_kernel_of_no_width_is_genetic_drift():
    w, v = np.array([0, 0.3, 0.6, 1]), np.full(4, 1 / 7)
    drawn = kernel_variance_by_round(w, 7, 4, 5, p=1, bandwidth=1e-30)[1]
    for found in drawn.T:  # what is left is 1 - the variance of a share
        np.testing.assert_allclose(found, 1 - v, rtol=1e-12)
        v = w**2 / 7 + (1 - w) ** 2 * (v * (1 - 1 / 4) + 1 / 4)


@pytest.mark.claim("E15")
def test_many_rows_lead_to_the_settled_variance():
    w = [0.15, 0.3, 0.7, 1.0]
    drawn = kernel_variance_by_round(w, 10**9, 10**9, 400, p=1, bandwidth=0.35)[1]
    np.testing.assert_allclose(drawn[:, -1], settled_kernel_variance(w, 0.35), rtol=1e-6)


@pytest.mark.claim("E15")
@pytest.mark.parametrize("factor", [0.2, 1.0])
def test_up_to_a_weight_the_variance_grows_without_end(factor):
    edge = factor**2 / (1 + factor**2)
    assert np.isinf(settled_kernel_variance([0, edge / 2, edge], factor)).all()
    assert settled_kernel_variance(edge * 1.001, factor) > 100
    growing = kernel_variance_by_round([edge / 2], 10**9, 10**9, 300, p=1, bandwidth=factor)[1][0]
    assert growing[-1] > 20 * growing[100]


def settled_error(problem, w, n, m, factor):
    """Return the settled error of a kernel density whose covariance does not change, one frequency after another.

    By hand: an average of exp(i s.x) has the mean w phi + (1 - w) kappa B and the second moment of a sum of two parts.
    """
    s, phi = problem.frequencies, problem.target
    squares = np.einsum("fp,pq,fq->f", s, np.cov(problem.table.T), s)
    kappa = np.exp(-(factor**2) * squares / 2)
    mean = w * phi / (1 - (1 - w) * kappa)
    of_real = w**2 * ((1 - np.abs(phi) ** 2) / n + np.abs(phi) ** 2)
    both = 2 * w * (1 - w) * kappa * (np.conj(phi) * mean).real
    second = (of_real + both + (1 - w) ** 2 / m) / (1 - (1 - w) ** 2 * kappa**2 * (1 - 1 / m))
    if problem.judged == "density":
        mean, second = kappa * mean, kappa**2 * second
    squared = second - 2 * (np.conj(phi) * mean).real + np.abs(phi) ** 2
    return (squared / (1 - np.abs(phi) ** 2)).mean()


class Fixed(Kernel):
    """A kernel whose covariance is that of the whole table times a factor squared, whatever the rows are."""

    def estimate(self, rows, row_weights, rng):
        model = gaussian_kde(rows.T, bw_method=self.bandwidth, weights=row_weights)
        model._data_covariance = np.cov(self.table.T)
        model._data_cho_cov = np.linalg.cholesky(model._data_covariance)
        model.covariance = model._data_covariance * model.factor**2
        model.cho_cov = model._data_cho_cov * model.factor
        return model


@pytest.mark.parametrize("judged", ["rows", "density"])
def test_the_error_is_the_closed_form_where_the_kernel_is_fixed(judged):
    table = TABLE / TABLE.std(axis=0)
    problem = Fixed(table, bandwidth=0.3, judged=judged, frequencies=15)
    run = mc.simulate(problem, mc.fresh, **RUN | {"rounds": 25, "replications": 300})
    settled = run.settled(8) * run.unit
    expected = [settled_error(problem, w, 30, 6, 0.3) for w in WEIGHTS]
    assert np.abs((settled.mean(axis=1) - expected) / (settled.std(axis=1, ddof=1) / np.sqrt(300))).max() < 4
    if judged == "rows":
        assert expected[-1] == pytest.approx(1 / 30)
        assert problem.unit(30) == 1 / 30


def test_a_kernel_that_narrows_is_a_reason_why_synthetic_rows_help():
    """As wide at every weight, the insurance table's kernel wants real rows alone; by Scott's rule it does not."""
    w, h = np.arange(0.5, 1.0005, 0.005), 500 ** (-1 / 6)
    narrower = ((w**2 + (1 - w) ** 2) / 500) ** (1 / 6)
    for problem, wide, narrow in ((density_judged(), 1, 0.885), (rows_judged(), 0.795, 0.765)):
        stays = [settled_error(problem, one, 500, 500, h) for one in w]
        falls = [
            settled_error(problem, *pair) for pair in zip(w, [500] * w.size, [500] * w.size, narrower, strict=True)
        ]
        assert w[np.argmin(stays)] == pytest.approx(wide, abs=0.006)
        assert w[np.argmin(falls)] == pytest.approx(narrow, abs=0.006)


@pytest.mark.parametrize("shrunk", [False, True])
def test_the_averages_are_those_of_what_is_drawn(shrunk):
    problem = Kernel(TABLE, judged="density", shrunk=shrunk, frequencies=10)
    rng = np.random.default_rng(4)
    model = problem.estimate(problem.draw_real(40, rng), rng.uniform(0.2, 2, 40), rng)
    rows = problem.draw_synthetic(model, 100_000, rng)
    np.testing.assert_allclose(
        problem.averages(model), np.exp(1j * rows @ problem.frequencies.T).mean(axis=0), atol=0.015
    )
    target = np.exp(1j * TABLE @ problem.frequencies.T).mean(axis=0)
    noise = 1 - np.abs(target) ** 2
    assert problem.loss(model) == pytest.approx((np.abs(problem.averages(model) - target) ** 2 / noise).mean())


@pytest.mark.parametrize("d", [0, 0.1, 0.6, 0.99, 1, 1.5])
@pytest.mark.parametrize("k", [0.2, 1])
def test_the_own_bias_moves_the_weight_to_the_smallest_error(d, k):
    w = np.linspace(0.001, 1, 100_000)
    least = w[(error_ratio(w, k) + d / w**2).argmin()]
    assert own_bias_optimal_weight(k, squared_bias=d) == pytest.approx(least, abs=2e-5)
    assert own_bias_optimal_weight(k, squared_bias=d) >= optimal_weight(k, squared_bias=d) - 1e-6


def test_refusals():
    with pytest.raises(ValueError, match=r"^bandwidth must be scott, silverman or a number, got 'scot'\.$"):
        Kernel(TABLE, bandwidth="scot")
    with pytest.raises(ValueError, match=r"^judged must be rows or density, got 'row'\.$"):
        Kernel(TABLE, judged="row")
    with pytest.raises(ValueError, match=r"^bandwidth must be above zero and finite, got 0\.$"):
        Kernel(TABLE, bandwidth=0)
    with pytest.raises(ValueError, match=r"^n_real must be at least 2, got 1\.$"):
        kernel_variance_by_round(0.5, 1, 2, 3, p=1)
