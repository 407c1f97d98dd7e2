"""The paper's protocols, at a small scale, against theory."""

import numpy as np
import pytest

from model_collapse.paper import protocols
from model_collapse.paper.protocols import Run
from model_collapse.theory import naive_weight

FEW = 100


def rows(figure, panel, replications=FEW):
    protocol, _ = protocols.FIGURES[figure]
    return protocol(protocols.panels(figure)[panel], Run(replications, figure, None))


def z_values(found):
    return [(row.mean - row.theory) / row.stderr for row in found if row.stderr > 0 and np.isfinite(row.theory)]


@pytest.mark.parametrize("panel", ["gaussian_mean", "linear", "distribution"])
def test_figure_8_agrees_with_theory(panel):
    found = rows(8, panel)
    assert [row.x for row in found if row.scheme == "fresh"] == pytest.approx(np.arange(0.20, 0.81, 0.02))
    assert [row.scheme for row in found[31:]] == ["real_only", "keep_all_real", *["best_weight"] * 3]
    low, best, high = (row.mean for row in found if row.scheme == "best_weight")
    assert low <= best <= high
    assert np.abs(z_values(found)).max() < 4


def test_figure_8_covariance_agrees_with_theory():
    found = rows(8, "gaussian_covariance", 400)
    assert np.abs(z_values(found)).max() < 4


@pytest.mark.parametrize("panel", ["logistic", "poisson"])
def test_figure_8_regressions_lie_above_their_asymptote_and_have_its_minimum(panel):
    found = rows(8, panel, 50)
    fresh = [row for row in found if row.scheme == "fresh"]
    assert np.mean([row.mean / row.theory for row in fresh]) > 1
    assert min(fresh, key=lambda row: row.mean).x == pytest.approx(0.618, abs=0.1)


@pytest.mark.parametrize("panel", ["gaussian_mean", "linear"])
def test_figure_9_agrees_with_theory(panel):
    found = rows(9, panel, 40)
    assert [row.scheme for row in found[:2]] == ["naive", "optimal"]
    assert np.abs(z_values(found)).max() < 4.5
    baselines = {scheme: [row for row in found if row.scheme == scheme] for scheme in ("real_only", "keep_all_real")}
    assert len(found) == 40
    for kept in baselines.values():
        assert [row.x for row in kept] == list(protocols.RATIOS)
        assert len({row.mean for row in kept}) == 1


@pytest.mark.parametrize("panel", ["linear", "logistic", "poisson"])
def test_figure_9_theory_of_regressions_is_that_of_the_rounds_averaged(panel):
    k, problem = 0.01, protocols.panels(9)[panel]
    w = naive_weight(k)
    found = problem.expected(w, 100, 10_000, 199)[-50:].mean()
    late = np.arange(150, 200)
    left = (1 - w) ** (2 * late)  # what is left of the first fit, which has the error 1
    limit = (w**2 + k * (1 - w) ** 2) / (1 - (1 - w) ** 2)
    ratio = (left + limit * (1 - left)).mean()
    assert ratio / limit == pytest.approx(1.032, abs=1e-3)
    assert found / problem.problem.unit(100) == pytest.approx(ratio, rel=0.02 if panel == "linear" else 1e-12)


@pytest.mark.parametrize("panel", ["workclass", "education", "marital_status"])
def test_figure_10_agrees_with_theory(panel):
    assert np.abs(z_values(rows(10, panel))).max() < 4


def test_figure_7_linear_grows_by_its_exact_step():
    found = [row for row in rows(7, "linear") if row.scheme == "mean"]
    assert np.abs(z_values(found)).max() < 4
    assert found[0].theory == pytest.approx(16 / 95)
    assert found[-1].theory == pytest.approx(16 / 95 + 999 * 4 / 95)


def test_figure_7_logistic_runs_end_and_are_counted():
    found = rows(7, "logistic", 60)
    ended = {row.x: row.mean for row in found if row.scheme == "without_fit"}
    assert ended[0] < 0.1
    assert ended[999] == 1
    assert all(np.isnan(row.mean) for row in found if row.scheme == "mean" and ended[row.x] > 0)
    assert any(row.mean == np.inf for row in found if row.scheme == "quantile_0.50")


def test_quantiles_are_in_order():
    found = rows(7, "gaussian_covariance", 60)
    by_round = {}
    for row in found:
        if row.scheme.startswith("quantile"):
            by_round.setdefault(row.x, []).append(row.mean)
    assert all(values == sorted(values) for values in by_round.values())
