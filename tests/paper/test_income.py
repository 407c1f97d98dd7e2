"""The rows of Adult, and the regression of income on them."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from model_collapse.paper import adult, income
from model_collapse.paper.protocols import Run
from model_collapse.problems.glm import Responses
from model_collapse.problems.stream import Stream
from tests.paper.rows import adult_path


@pytest.fixture(scope="module")
def path():
    return adult_path()


@pytest.fixture(scope="module")
def data(path):
    return income.table(path)


def test_all_rows_are_read(path):
    table = adult.load(path)
    assert len(table) == 48_842
    assert (table["income"] == ">50K").mean() == pytest.approx(0.23928, abs=1e-5)


def test_the_environment_names_a_file(path, monkeypatch):
    monkeypatch.setenv(adult.VARIABLE, str(path))
    assert len(adult.load()) == 48_842


def test_the_cache_is_used(path, monkeypatch, tmp_path):
    monkeypatch.delenv(adult.VARIABLE, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    adult.cache().parent.mkdir()
    adult.cache().write_bytes(path.read_bytes())
    assert len(adult.load()) == 48_842


def test_no_rows_at_all(monkeypatch, tmp_path):
    monkeypatch.delenv(adult.VARIABLE, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    def offline():
        raise OSError("no network")

    monkeypatch.setattr(adult, "_fetch", offline)
    with pytest.raises(ValueError, match=r"name a file or folder that holds adult.data and adult.test"):
        adult.load()


def test_the_truth_is_scikit_learns_fit(data):
    raw = data.x[:, 1:] * data.scale + data.mean
    fit = LogisticRegression(max_iter=10_000, tol=1e-10).fit(raw, data.y)
    problem = income.Published(data)
    found = income.raw(data, problem.truth)
    assert found[1:] == pytest.approx(fit.coef_[0], rel=2e-3)
    assert found[0] == pytest.approx(-8.2594, abs=1e-3)
    assert income.Standardised(data).truth == pytest.approx(
        [-1.35331, 0.57863, 0.82866, 2.38828, 0.27401, 0.49711], abs=2e-5
    )


@pytest.mark.parametrize("weight", [0.3, 0.618])
@pytest.mark.parametrize("kind", [income.Published, income.SumToOne, income.Standardised])
def test_weighted_fits_are_scikit_learns(data, kind, weight):
    problem = kind(data)
    problem.block = 3
    rng, again = (Stream(np.random.SeedSequence(10), 3) for _ in range(2))
    real, truth = problem.real(400, rng), data.y[problem._drawn(400, again)]
    x = problem._rows(problem.covariance, 300, rng)
    labels = rng.generator.random((3, 300)) < 0.3
    xy = np.einsum("rpn,rn->rp", x, labels)[None].astype(float)
    found = problem.fit(real, Responses(x, xy, real.origin), np.array([[weight]]))[0]
    for r in range(3):
        drawn = np.concatenate([real.x[r].T, x[r].T]).astype(float)
        y = np.concatenate([truth[r], labels[r]])
        shares = np.repeat([weight / 400, (1 - weight) / 300], [400, 300]) * (1 if kind is income.SumToOne else 700)
        if kind is not income.Standardised:
            fit = LogisticRegression(max_iter=50_000, tol=1e-12)
            # scikit-learn penalises raw coefficients: give it raw columns, scaled back so that C = 1 is theirs.
            raw = drawn[:, 1:] * data.scale + data.mean
            fit.set_params(solver="newton-cholesky").fit(raw, y, sample_weight=shares)
            assert income.raw(data, found[r]) == pytest.approx(np.append(fit.intercept_, fit.coef_[0]), rel=2e-3)
        else:
            fit = LogisticRegression(C=np.inf, max_iter=1000, tol=1e-12, solver="newton-cholesky")
            fit.fit(drawn[:, 1:], y, sample_weight=shares)
            assert found[r] == pytest.approx(np.append(fit.intercept_, fit.coef_[0]), rel=1e-4, abs=1e-4)


def test_panel_has_its_schemes(path):
    weights = np.array([0.3, 0.6, 0.8, 1.0])
    found = income.by_weight(income.Run(60, 10, None), path, weights)
    errors = ["published", "published_slopes", "sum_to_one", "standardised"]
    errors += ["unseen", "unseen_log_loss", "unseen_calibration_error"]
    means = {
        scheme: {row.x: row.mean for row in found if row.scheme == scheme}
        for scheme in [*errors, "unseen_calibration_slope"]
    }
    assert all(list(mean) == list(weights) for mean in means.values())
    for scheme in errors:
        interval = {row.x: row.mean for row in found if row.scheme == f"{scheme}_best_weight"}
        assert list(interval) == [0.025, 0.5, 0.975]
        assert interval[0.025] <= interval[0.5] <= interval[0.975]
    [kept] = [row for row in found if row.scheme == "standardised_keep_all_real"]
    [alone] = [row for row in found if (row.scheme, row.x) == ("standardised", 1.0)]
    assert kept.theory == pytest.approx(alone.theory * np.mean([1 / (t + 1) for t in range(80, 100)]))
    assert means["published_slopes"][1.0] < 0.01 * means["published"][1.0]
    assert means["sum_to_one"][0.6] > 8 * means["published"][0.6]
    assert min(means["sum_to_one"], key=means["sum_to_one"].get) == 1.0
    assert 0.8 < means["unseen_calibration_slope"][0.6] < 1
    floors = {row.scheme: row.mean for row in found if row.scheme.endswith("_floor")}
    assert floors["unseen_calibration_slope_floor"] == pytest.approx(1, abs=1e-5)
    assert min(means["unseen_log_loss"].values()) > floors["unseen_log_loss_floor"]
    for row in found:
        if np.isfinite(row.theory):
            known = {"standardised", "unseen", "standardised_5000", "standardised_keep_all_real"}
            assert row.scheme in known
            assert 0.5 < row.mean / row.theory < 2  # two to fifteen replications of a heavy-tailed error


@pytest.mark.parametrize(("whole", "others", "dear", "dearest"), [(400, 100, 40, 10), (8, 2, 2, 2), (2, 2, 2, 2)])
def test_dear_schemes_run_less_often_and_twice_at_least(whole, others, dear, dearest):
    found = income.replications(Run(whole, 1, None))
    assert found == {"others": others, "standardised_5000": dear, "standardised_keep_all_real": dearest}


def test_halves_are_the_whole_table(data):
    first, second = income.halves(data, 10)
    assert len(first.y) == len(second.y) == 24_421
    together = np.column_stack([np.concatenate([a, b]) for a, b in zip(first[:2], second[:2], strict=True)])
    whole = np.column_stack(data[:2])
    np.testing.assert_array_equal(together[np.lexsort(together.T)], whole[np.lexsort(whole.T)])
