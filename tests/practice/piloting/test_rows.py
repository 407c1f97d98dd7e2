"""Encoding, generators and learners, each against another library or by hand."""

import numpy as np
import pandas as pd
import polars as pl
import pytest
from sklearn.linear_model import LinearRegression
from sklearn.neighbors import KernelDensity

import model_collapse as mc
from model_collapse.practice.piloting.encoding import Encoding
from model_collapse.practice.piloting.generators import NAMES, Gaussian, Generator, named, resampled
from tests.practice.piloting.tables import mixed_table


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


def test_hundreds_of_places_do_not_overflow():
    words = {f"c{i}": pd.Categorical([f"w{(j * (i + 3)) % 40}" for j in range(200)]) for i in range(4)}
    frame = pd.DataFrame(words)
    encoding = Encoding(frame)
    rows = encoding.encode(frame)
    assert all((rows[:, place].sum(axis=1) == 1).all() for place in encoding.places.values())
    pd.testing.assert_frame_equal(encoding.decode(rows), frame)


def test_a_missing_number_is_the_nearer_half_of_its_mark():
    encoding = Encoding(MIXED.frame[["size"]])
    assert np.isnan(encoding.decode(np.array([[0.0, 0.6]]))["size"][0])
    assert not np.isnan(encoding.decode(np.array([[0.0, 0.4]]))["size"][0])


def test_the_mixture_is_scikit_learns_with_five_parts():
    known = named("mixture", "y").get_params()
    assert (known["n_components"], known["covariance_type"], known["reg_covar"]) == (5, "full", 1e-3)


def test_which_rows_are_copied_changes_with_the_seed():
    w = np.full(10, 1.0)
    w[:5], w[5:] = 0.5, 1.5
    counts = {tuple(np.bincount(resampled(w, rng(seed)), minlength=10)) for seed in range(200)}
    assert len(counts) > 100


class Global(Synthesizer):
    """A generator that draws from numpy's global state."""

    def sample(self, num_rows):
        return self.frame.iloc[np.random.randint(len(self.frame), size=num_rows)]  # noqa: NPY002


class Stubborn(Synthesizer):
    """A synthesizer that begins with the same numbers after every fit unless it is told otherwise."""

    def fit(self, frame):
        super().fit(frame)
        self.state = 7 if not hasattr(self, "told") else self.told

    def _set_random_state(self, state):
        self.told = self.state = state

    def sample(self, num_rows):
        return self.frame.iloc[np.random.default_rng(self.state).integers(len(self.frame), size=num_rows)]


@pytest.mark.parametrize("prototype", [Global(), Stubborn()], ids=name_of)
def test_generators_with_a_state_of_their_own_are_seeded_anew_for_every_fit(prototype):
    generator = Generator(prototype, Encoding(MIXED.frame), "defect")
    before = np.random.get_state()[1].tolist()  # noqa: NPY002
    one, again, other = (
        generator.drawn(generator.fitted(MIXED.frame, np.ones(400), rng(a)), 50, rng(b))
        for a, b in ((1, 2), (1, 2), (1, 3))
    )
    pd.testing.assert_frame_equal(one, again)
    assert not one.equals(other)
    assert np.random.get_state()[1].tolist() == before  # noqa: NPY002


class Given(Synthesizer):
    """A generator that draws what it was made with."""

    def __init__(self, make):
        self.make = make

    def sample(self, num_rows):
        return self.make(self.frame.iloc[np.arange(num_rows) % len(self.frame)].reset_index(drop=True))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda rows: None, "The generator must draw data frames, got NoneType."),
        (lambda rows: rows.iloc[:5], "The generator was asked for 9 rows and drew 5."),
        (lambda rows: rows.assign(size=np.inf), "The generator's rows have cells in column size that are no numbers."),
        (lambda rows: rows.assign(day="north"), "The generator's rows have cells in column day that are no numbers."),
        (lambda rows: 1 / 0, "The generator fails on this table with ZeroDivisionError; try it on a few rows first."),
    ],
)
def test_what_a_generator_draws_is_checked_and_no_cell_is_told(make, said):
    generator = Generator(Given(make), Encoding(MIXED.frame), "defect")
    with pytest.raises(ValueError, match=f"^{said}$"):
        generator.drawn(generator.fitted(MIXED.frame, np.ones(400), rng()), 9, rng())


def test_frames_of_polars_are_taken():
    generator = Generator(Given(lambda rows: pl.from_dicts(rows.to_dict("records"))), Encoding(MIXED.frame), "defect")
    drawn = generator.drawn(generator.fitted(MIXED.frame, np.ones(400), rng()), 9, rng())
    assert drawn.dtypes.equals(MIXED.frame.dtypes)
