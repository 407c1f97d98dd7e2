"""The stored tables: complete, at the published scale, and remade in part."""

import numpy as np
import pytest

import model_collapse as mc
from model_collapse.paper import protocols, stored
from model_collapse.paper.protocols import Run
from model_collapse.paper.series import figure as series

SIX = series(8).panels


@pytest.mark.parametrize("figure", [7, 8, 9, 10])
def test_every_panel_is_there_at_the_published_scale(figure):
    settings = stored.settings(figure)
    assert sorted(settings) == sorted(series(figure).panels)
    for panel, made in settings.items():
        assert made["replications"] == protocols.FIGURES[figure][1], panel
        assert made["seed"] == series(figure).seed == figure
        assert ("replications_of_keep_all_real" in made) == (figure > 7 and panel != "income")
        again = series(figure).settings(panel, Run(made["replications"], figure, None))
        assert again == {key: made[key] for key in made if key == "theory" or key.startswith("replications_of")}


@pytest.mark.parametrize(("figure", "panel"), [(8, "linear"), (8, "gaussian_mean"), (10, "workclass")])
def test_a_sample_of_rows_is_remade(figure, panel):
    protocol, replications = protocols.FIGURES[figure]
    found = protocol(protocols.panels(figure)[panel], Run(replications, figure, None))
    kept = stored.curve(figure, panel, "fresh")
    remade = np.array([row[1:] for row in found if row.scheme == "fresh"]).T
    np.testing.assert_allclose(np.array(kept)[:3], remade[:3], rtol=2e-4)


@pytest.mark.claim("E1")
def test_the_average_covariance_error_says_nothing():
    mean = stored.curve(7, "gaussian_covariance", "mean")
    median = stored.curve(7, "gaussian_covariance", "quantile_0.50")
    assert mean.theory[-1] > 1000 * mean.mean[-1]
    assert median.mean[-1] == pytest.approx(0.25, rel=0.01)  # trace of the squared true covariance


@pytest.mark.claim("E2")
def test_logistic_runs_end_in_separation():
    ended = stored.curve(7, "logistic", "without_fit")
    half = ended.x[ended.mean >= 0.5][0]
    assert 12 <= half <= 22
    assert ended.mean[-1] == 1


@pytest.mark.claim("E3")
@pytest.mark.parametrize("panel", SIX)
def test_the_minimum_lies_beside_the_golden_weight(panel):
    low, best, high = stored.curve(8, panel, "best_weight").mean
    assert low - 0.02 <= mc.GOLDEN_WEIGHT <= high + 0.02
    assert abs(best - mc.GOLDEN_WEIGHT) < 0.03


@pytest.mark.claim("E4")
@pytest.mark.parametrize("panel", ["gaussian_mean", "gaussian_covariance", "linear", "distribution"])
def test_much_synthetic_data_agree_with_theory(panel):
    for scheme in ("naive", "optimal", "real_only", "keep_all_real"):
        curve = stored.curve(9, panel, scheme)
        assert np.abs((curve.mean - curve.theory) / curve.stderr).max() < 4
    naive, best = (stored.curve(9, "gaussian_mean", scheme).mean / 0.02 for scheme in ("naive", "optimal"))
    assert naive.min() > 0.45
    assert best[0] == pytest.approx(0.1, abs=0.01)


@pytest.mark.parametrize("panel", SIX)
def test_baselines_of_much_synthetic_data(panel):
    alone, kept = (stored.curve(9, panel, scheme) for scheme in ("real_only", "keep_all_real"))
    naive, best = (stored.curve(9, panel, scheme) for scheme in ("naive", "optimal"))
    assert len(set(alone.mean)) == len(set(kept.mean)) == 1
    assert (kept.mean < best.mean / 5).all()
    assert (best.mean < naive.mean).all()
    assert (naive.mean < alone.mean).all()


@pytest.mark.claim("E5")
@pytest.mark.parametrize("panel", ["workclass", "education", "marital_status"])
def test_shares_agree_with_theory(panel):
    curve = stored.curve(10, panel, "fresh")
    assert np.abs((curve.mean - curve.theory) / curve.stderr).max() < 4


@pytest.mark.claim("E6")
def test_the_intercept_is_nearly_all_of_the_published_error():
    whole, slopes = (stored.curve(10, "income", scheme) for scheme in ("published", "published_slopes"))
    assert (slopes.mean < 0.01 * whole.mean).all()


@pytest.mark.claim("E8")
def test_weights_that_add_up_to_one():
    right, heavy = (stored.curve(10, "income", scheme) for scheme in ("published", "sum_to_one"))
    inner = heavy.x < 1
    assert (heavy.mean[inner] > 5 * right.mean[inner]).all()
    assert heavy.mean[heavy.x == 0.62] > 10 * right.mean[right.x == 0.62]
    assert (np.diff(heavy.mean) < 0).all()


def test_every_scheme_of_the_income_panel_has_its_interval():
    errors = ["published", "published_slopes", "sum_to_one", "standardised"]
    for scheme in [*errors, "unseen", "unseen_log_loss", "unseen_calibration_error"]:
        low, best, high = stored.curve(10, "income", f"{scheme}_best_weight").mean
        assert low <= best <= high
        curve = stored.curve(10, "income", scheme)
        assert best == curve.x[curve.x < 1][np.argmin(curve.mean[curve.x < 1])]
    for scheme in ("standardised", "unseen"):
        curve = stored.curve(10, "income", scheme)
        assert np.abs(curve.mean / curve.theory - 1).max() < 0.25
    many, kept = (stored.curve(10, "income", f"standardised_{end}") for end in ("5000", "keep_all_real"))
    assert np.abs((many.mean - many.theory) / many.stderr).max() < 4
    assert abs(kept.mean[0] - kept.theory[0]) < 4 * kept.stderr[0]
    assert kept.mean[0] < stored.curve(10, "income", "standardised").mean.min() / 10


def test_a_curve_that_is_not_there():
    with pytest.raises(ValueError, match=r"^figure 8 has no panel 'wages' with the scheme 'fresh'"):
        stored.curve(8, "wages", "fresh")
