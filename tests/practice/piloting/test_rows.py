"""Encoding, generators and learners, each against another library or by hand."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import multivariate_normal
from sklearn.linear_model import LinearRegression
from sklearn.neighbors import KernelDensity

import model_collapse as mc
from model_collapse.practice.piloting.copula import Copula
from model_collapse.practice.piloting.encoding import Encoding
from model_collapse.practice.piloting.generators import NAMES, Gaussian, Generator, resampled
from tests.practice.piloting.tables import mixed_table, normal_table


def name_of(generator):
    """Return the name of a test: not the place of an object in memory."""
    return generator if isinstance(generator, str) else type(generator).__name__


MIXED = mc.practice.observations(mixed_table(400), "defect")


def rng(seed=1):
    return np.random.default_rng(seed)


def test_rows_are_numbers_and_come_back():
    encoding = Encoding(MIXED.frame)
    rows = encoding.encode(MIXED.frame)
    size = MIXED.frame["size"]
    assert rows.shape == (400, 2 + 4 + 1 + 2 + 2) == (400, encoding.width)
    np.testing.assert_allclose(rows[:, 0], ((size - size.mean()) / size.std(ddof=0)).fillna(0))
    assert rows[:, 1].tolist() == size.isna().astype(float).tolist()
    assert (rows[:, 2:6].sum(axis=1) == 1).all()
    pd.testing.assert_frame_equal(encoding.decode(rows), MIXED.frame, rtol=1e-12)


def test_a_normal_generator_has_the_weighted_mean_and_covariance():
    x, w = rng().normal(size=(50, 3)), rng(2).random(50)
    model = Gaussian().fit(x, sample_weight=w)
    np.testing.assert_allclose(model.mean, w @ x / w.sum())
    centred = x - model.mean
    np.testing.assert_allclose(model.factor @ model.factor.T, (centred * w[:, None]).T @ centred / w.sum())
    drawn = model.sample(40_000, random_state=rng(3))
    assert np.abs(drawn.mean(axis=0) - model.mean).max() < 0.03
    np.testing.assert_allclose(np.cov(drawn.T), model.factor @ model.factor.T, atol=0.04)


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


@pytest.mark.parametrize("seed", range(5))
def test_resampled_rows_differ_from_their_weights_by_less_than_one_copy(seed):
    w = rng(seed).random(200) * 3
    w *= 200 / w.sum()
    counts = np.bincount(resampled(w, rng(seed)), minlength=200)
    assert counts.sum() == 200
    assert np.abs(counts - w).max() < 1
    assert np.mean([np.bincount(resampled(w, rng(s)), minlength=200) for s in range(400)], axis=0) == pytest.approx(
        w, abs=0.12
    )


class Synthesizer:
    """A generator of another library's kind: data frames in and out, no weights."""

    def fit(self, frame):
        self.frame = frame

    def sample(self, num_rows):
        return self.frame.iloc[np.arange(num_rows) % len(self.frame)]


class Middle(mc.Rows):
    """A `Rows` problem as a generator: one normal number."""

    def draw_real(self, n, rng):
        raise AssertionError

    def draw_synthetic(self, model, n, rng):
        return pd.DataFrame({"y": rng.normal(model, 1, n)})

    def estimate(self, rows, row_weights, rng):
        return np.average(rows["y"], weights=row_weights)

    def loss(self, model):
        raise AssertionError


@pytest.mark.parametrize("name", [*NAMES, KernelDensity(bandwidth=0.2), Synthesizer()], ids=name_of)
def test_every_generator_draws_rows_in_the_form_of_the_real_ones(name):
    generator = Generator(name, Encoding(MIXED.frame), "defect")
    model = generator.fitted(MIXED.frame, np.ones(400), rng())
    drawn = generator.drawn(model, 700, rng(2))
    assert drawn.dtypes.equals(MIXED.frame.dtypes)
    assert len(drawn) == 700
    assert (drawn["defect"] == "yes").mean() == pytest.approx((MIXED.frame["defect"] == "yes").mean(), abs=0.12)
    pd.testing.assert_frame_equal(generator.drawn(model, 700, rng(2)), drawn)


@pytest.mark.parametrize("name", [*NAMES, Synthesizer()], ids=name_of)
def test_every_generator_counts_rows_by_their_weights(name):
    defect = (MIXED.frame["defect"] == "yes").to_numpy()
    w = np.where(defect, 3.0, 1.0)
    generator = Generator(name, Encoding(MIXED.frame), "defect")
    drawn = generator.drawn(generator.fitted(MIXED.frame, w / w.mean(), rng()), 4000, rng(2))
    share = w[defect].sum() / w.sum()
    assert (drawn["defect"] == "yes").mean() == pytest.approx(share, abs=0.1)
    assert abs(share - defect.mean()) > 0.19


def test_a_rows_problem_is_a_generator():
    frame = pd.DataFrame({"y": [1.0, 3.0]})
    generator = Generator(Middle(), Encoding(frame), "y")
    model = generator.fitted(frame, np.array([3.0, 1.0]), rng())
    assert model == 1.5
    assert generator.drawn(model, 5, rng()).shape == (5, 1)


@pytest.mark.parametrize(
    ("prototype", "said"),
    [
        (
            "copulla",
            "The generator must be one of copula, gaussian, mixture, kernel, bootstrap or MODULE:OBJECT, got "
            "'copulla'.",
        ),
        (Synthesizer, "The generator must be an object with fit, got Synthesizer."),
        (LinearRegression(), "The generator must be an object with sample, got LinearRegression."),
    ],
)
def test_what_is_no_generator_is_refused(prototype, said):
    with pytest.raises(ValueError, match=f"^{said}$"):
        Generator(prototype, Encoding(MIXED.frame), "defect")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda frame: frame.drop(columns=["size", "day"]), "The generator's rows lack the columns size, day."),
        (
            lambda frame: frame.assign(line="east"),
            "The generator's rows have words in column line that no real row has.",
        ),
    ],
)
def test_rows_of_another_form_are_refused(change, said):
    class Other(Synthesizer):
        def sample(self, num_rows):
            return change(super().sample(num_rows))

    generator = Generator(Other(), Encoding(MIXED.frame), "defect")
    with pytest.raises(ValueError, match=f"^{said}$"):
        generator.drawn(generator.fitted(MIXED.frame, np.ones(400), rng()), 9, rng())


def test_the_normal_generator_fits_a_table_as_scipy_does():
    data = mc.practice.observations(normal_table(500), "y")
    encoding = Encoding(data.frame)
    rows = encoding.encode(data.frame)
    model = Generator("gaussian", encoding, "y").fitted(data.frame, np.ones(500), rng())
    mean, covariance = multivariate_normal.fit(rows)
    np.testing.assert_allclose(model.mean, mean, atol=1e-12)
    np.testing.assert_allclose(model.factor @ model.factor.T, covariance)
