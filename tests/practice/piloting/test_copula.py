"""The Gaussian copula: latent correlations through steps, weights, what is missing, and the order of words."""

import numpy as np
import pandas as pd
import pytest

import model_collapse as mc
from model_collapse.practice.piloting.copula import Copula, _drawn, steps
from tests.practice.piloting.tables import mixed_table

MIXED = mc.practice.observations(mixed_table(400), "defect")


def rng(seed=1):
    return np.random.default_rng(seed)


def test_a_copula_finds_the_latent_correlation_through_steps():
    """Two normal variables of correlation 0.6, one seen as it is and one only as three unlike classes."""
    z = rng().multivariate_normal([0, 0], [[1, 0.6], [0.6, 1]], 40_000)
    words = pd.Series(np.array(["a", "b", "c"])[np.digitize(z[:, 1], [0.5, 1.2])]).astype("category")
    frame = pd.DataFrame({"x": np.exp(z[:, 0]), "word": words, "twin": np.exp(z[:, 0])})
    model = Copula().fit(frame)
    correlations = model.factor @ model.factor.T
    assert correlations[0, 1] == pytest.approx(0.6, abs=0.02)
    drawn = model.sample(40_000, random_state=rng(2))
    assert np.log(drawn["x"]).mean() == pytest.approx(0, abs=0.02)
    assert np.log(drawn["x"]).std() == pytest.approx(1, abs=0.02)
    for word in "abc":
        assert (drawn["word"] == word).mean() == pytest.approx((words == word).mean(), abs=0.01)
        means = [np.log(rows["x"])[rows["word"] == word].mean() for rows in (drawn, frame)]
        assert means[0] == pytest.approx(means[1], abs=0.04)
    assert np.corrcoef(np.log(drawn["x"]), np.log(drawn["twin"]))[0, 1] > 0.99


def test_a_copula_keeps_what_is_missing_and_takes_the_order_of_words_from_the_target():
    model = Copula("defect").fit(MIXED.frame)
    drawn = model.sample(20_000, random_state=rng())
    assert drawn["size"].isna().mean() == pytest.approx(MIXED.frame["size"].isna().mean(), abs=0.02)
    shares = [
        rows.groupby("line", observed=True)["defect"].apply(lambda x: (x == "yes").mean())
        for rows in (drawn, MIXED.frame)
    ]
    assert shares[0]["south"] - shares[0]["north"] == pytest.approx(shares[1]["south"] - shares[1]["north"], abs=0.08)
    assert model.words["line"].tolist() == np.argsort(shares[1].to_numpy(), kind="stable").tolist()
    assert drawn["size"].min() >= MIXED.frame["size"].min()
    assert drawn["size"].max() <= MIXED.frame["size"].max()


def test_weights_of_a_copula_are_copies_of_rows():
    copies = rng().integers(1, 4, 400)
    weighted = Copula("defect").fit(MIXED.frame, sample_weight=copies)
    repeated = Copula("defect").fit(MIXED.frame.loc[np.repeat(np.arange(400), copies)])
    np.testing.assert_allclose(weighted.factor @ weighted.factor.T, repeated.factor @ repeated.factor.T, atol=1e-9)
    for one, other in zip(weighted.steps, repeated.steps, strict=True):
        np.testing.assert_allclose(one.ends, other.ends)


def test_a_copula_keeps_negative_correlations_and_the_middle_of_a_column():
    x = rng().multivariate_normal([0, 0], [[1, -0.6], [-0.6, 1]], 20_000)
    model = Copula().fit(pd.DataFrame(x, columns=["a", "b"]))
    assert (model.factor @ model.factor.T)[0, 1] == pytest.approx(-0.6, abs=0.02)
    column, _scores = steps(np.array([1.0, 2.0, 3.0]), np.ones(3))
    assert _drawn(column, np.array([0.5, 1 / 6, 5 / 6])).tolist() == pytest.approx([2, 1, 3])


def test_a_column_that_repeats_itself_draws_seen_values_only_and_missing_ones_do_not_count():
    values = np.repeat(np.arange(40.0), 3)[:100]
    assert not steps(values, np.ones(100))[0].smooth
    values = np.where(np.arange(100) < 60, np.nan, np.arange(100.0))
    assert steps(values, np.ones(100))[0].smooth
