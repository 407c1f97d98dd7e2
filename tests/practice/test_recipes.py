"""The recipes of the chapter *Weights in your own code*, each as arithmetic that can be checked."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

import model_collapse as mc
from model_collapse.cli import main
from model_collapse.practice import resample

ROOT = Path(__file__).resolve().parents[2]
N, M, W = 60, 240, 5 / 9


def rows(seed=1):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((N + M, 3))
    return x, (x @ [1.5, -1, 0.5] + rng.logistic(size=N + M) > 0).astype(int)


def pull(beta, x, y):
    """Gradient of the cross-entropy of each row, not yet averaged."""
    return (1 / (1 + np.exp(-x @ beta)) - y)[:, None] * x


@pytest.fixture(scope="module")
def fit():
    """Return rows, weights, a point off the optimum, and the gradient of the weighted fit there."""
    x, y = rows()
    v, beta = mc.row_weights(N, M, W), np.array([0.3, 0.1, -0.2])
    g = pull(beta, x, y)
    whole = W * g[:N].mean(axis=0) + (1 - W) * g[N:].mean(axis=0)
    return v, g, whole


def test_the_loss_averages_to_the_weighted_fit_over_batches_of_one_size(fit):
    v, g, whole = fit
    for seed in range(5):
        batches = np.random.default_rng(seed).permutation(N + M).reshape(-1, 20)
        np.testing.assert_allclose(np.mean([(v[b, None] * g[b]).mean(axis=0) for b in batches], axis=0), whole)


def test_with_the_sum_of_weights_below_the_line_the_share_of_weight_is_lost(fit):
    v, _, _ = fit
    rng = np.random.default_rng(3)
    batches = np.concatenate([rng.permutation(N + M).reshape(-1, 4) for _ in range(200)])
    real = v[batches] * (batches < N)
    right, wrong = real.mean(axis=1), real.sum(axis=1) / v[batches].sum(axis=1)
    assert right.mean() == pytest.approx(W, rel=1e-12)
    assert (W - wrong.mean()) / (wrong.std() / np.sqrt(len(wrong))) > 8


def test_a_sampler_has_the_weighted_fit_as_its_expectation_and_both_at_once_do_not(fit):
    v, g, whole = fit
    chance = v / v.sum()
    np.testing.assert_allclose(chance @ g, whole, rtol=1e-12)
    drawn = np.random.default_rng(4).choice(N + M, 200_000, p=chance)
    assert drawn.size * W == pytest.approx((drawn < N).sum(), rel=0.01)
    twice = chance * v
    squares = W**2 / N / (W**2 / N + (1 - W) ** 2 / M)
    assert twice[:N].sum() / twice.sum() == pytest.approx(squares, rel=1e-12)


def test_a_weighted_logistic_regression_has_no_pull_left():
    x, y = rows(2)
    v = mc.row_weights(N, M, W)
    beta = LogisticRegression(C=2, fit_intercept=False, tol=1e-10).fit(x, y, sample_weight=v).coef_[0]
    np.testing.assert_allclose(v @ pull(beta, x, y) + beta / 2, 0, atol=1e-5)


@pytest.mark.parametrize(("divide_by", "holds"), [("rows", True), ("weights", False)])
def test_the_loss_with_gradients_by_jax_is_at_rest_where_scikit_learn_ends(divide_by, holds):
    jax = pytest.importorskip("jax")
    x, _ = rows(7)
    y = np.digitize(x[:, 0] + np.random.default_rng(8).standard_normal(N + M), [-0.5, 0.5])
    v = mc.row_weights(N, M, W)
    end = LogisticRegression(C=2, fit_intercept=False, tol=1e-10).fit(x, y, sample_weight=v).coef_

    def loss(parameters, x, y, v):
        each = -jax.nn.log_softmax(x @ parameters.T)[np.arange(len(y)), y]
        return (v * each).mean() if divide_by == "rows" else (v * each).sum() / v.sum()

    gradient = jax.grad(loss)
    batches = [np.random.default_rng(seed).permutation(N + M).reshape(-1, 20) for seed in range(10)]
    pulls = np.array([np.mean([gradient(end, x[b], y[b], v[b]) for b in epoch], axis=0) for epoch in batches])
    at_rest = np.abs(pulls + end / 2 / (N + M)).max(axis=(1, 2)) < 1e-5
    assert at_rest.all() if holds else not at_rest.any()


def test_copies_are_a_penalised_learner_with_another_penalty():
    x, y = rows(3)
    places = resample(N, M, 0.5, size=10 * (N + M), seed=1)  # 25 copies of each real row, 6.25 of a synthetic one
    v = mc.row_weights(N, M, 0.5)
    settings = {"tol": 1e-9, "max_iter": 1000}
    weighted = LogisticRegression(C=1, **settings).fit(x, y, sample_weight=v).coef_
    copied = LogisticRegression(C=0.1, **settings).fit(x[places], y[places]).coef_
    unscaled = LogisticRegression(C=1, **settings).fit(x[places], y[places]).coef_
    np.testing.assert_allclose(copied, weighted, rtol=0.02)
    assert np.linalg.norm(unscaled - weighted) > 3 * np.linalg.norm(copied - weighted)


def test_boosting_with_a_penalty_needs_weights_that_average_one():
    x, y = rows(4)
    v = mc.row_weights(N, M, W)
    boosted = [
        HistGradientBoostingClassifier(l2_regularization=1, random_state=0).fit(x, y, u) for u in (v, v / v.sum())
    ]
    spread = [np.std(a.predict_proba(x)[:, 1]) for a in boosted]
    assert spread[1] < 0.6 * spread[0]


@pytest.mark.parametrize("size", [N + M, 10 * (N + M)])
def test_the_price_of_copies_is_the_variance_that_they_add(size):
    v, rng, runs = mc.row_weights(N, M, W), np.random.default_rng(5), 4000
    places = [resample(N, M, W, size=size, seed=seed) for seed in range(runs)]
    share = np.array([np.bincount(p, minlength=N + M) / size for p in places])
    price = (share**2).sum(axis=1).mean() / ((v / v.sum()) ** 2).sum()
    x = rng.standard_normal((runs, N + M))
    squares = (share * x).sum(axis=1) ** 2 / ((v / v.sum()) ** 2).sum()
    assert abs(squares.mean() - price) < 4 * squares.std() / np.sqrt(runs)
    assert price == pytest.approx(1.13 if size == N + M else 1, abs=0.02)


def test_a_generator_fitted_on_copies_has_the_weighted_mean_and_spread():
    x, _ = rows(6)
    v = mc.row_weights(N, M, W)
    places = resample(N, M, W, size=100 * (N + M), seed=1)
    np.testing.assert_allclose(x[places].mean(axis=0), np.average(x, axis=0, weights=v), atol=0.005)
    np.testing.assert_allclose(np.cov(x[places].T, ddof=0), np.cov(x.T, aweights=v, ddof=0), atol=0.01)


def test_the_call_of_the_chapter_on_monitoring_writes_a_log_that_is_audited(tmp_path):
    chapter = json.loads((ROOT / "notebooks" / "governance" / "monitoring.ipynb").read_text(encoding="utf-8"))
    text = "\n".join("".join(cell["source"]) for cell in chapter["cells"])
    names = {"np": np, "mc": mc}
    exec(re.search(r"````python\n(.*?)````", text, flags=re.DOTALL)[1], names)
    rng, log, held, model = np.random.default_rng(9), tmp_path / "log.csv", np.zeros((5, 2)), None
    parts = [rng.standard_normal((40, 2)) for _ in range(12)]
    for t, real in enumerate([*parts, parts[7]]):
        made = rng.standard_normal((120, 2)) + model if t else np.empty((0, 2))
        w = 0.434 if t else 1.0
        model = w * real.mean(axis=0) + (1 - w) * made.mean(axis=0) if t else real.mean(axis=0)
        errors = {"error": float(model @ model) + 1, "error_real_only": float((real.mean(axis=0) ** 2).sum()) + 1}
        said = {"decided_by": "lab", "reason": "" if t > 1 else "policy"}
        names["write_round"](log, ["a", "b"], real, made, held, weight=w, **errors, **said)
    read = mc.practice.RoundLog.read(log)
    np.testing.assert_allclose(mc.practice.averages(read)[0], [part.mean(axis=0) for part in [*parts, parts[7]]])
    assert [(fault.fault, fault.rounds) for fault in mc.practice.audit(read).faults] == [("data_repeated", [12])]


def test_the_commands_take_the_bias_of_a_group_divided_by_its_rows(capsys):
    chapter = (ROOT / "notebooks" / "governance" / "own-code.ipynb").read_text(encoding="utf-8")
    d, n, bias = re.search(r"here (\d\.\d+) / (\d+) = (0\.\d+)\.", chapter).groups()
    assert f"{float(d) / int(n):.4f}" == bias
    table = re.findall(r"best weight</td><td>(0\.\d\d)", chapter)[-1]
    assert main(["weight", "--real", n, "--synthetic", "2000", "--noise-ratio", "0.79", "--bias", bias]) == 0
    assert re.search(r"0\.\d\d", capsys.readouterr().out)[0] == table
