"""Learners, each against scikit-learn's own fit or by hand."""

import numpy as np
import pytest
from sklearn.compose import TransformedTargetRegressor
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import brier_score_loss
from sklearn.neighbors import KernelDensity, KNeighborsClassifier

import model_collapse as mc
from model_collapse.practice.piloting.encoding import Encoding
from model_collapse.practice.piloting.learners import Learner
from tests.practice.piloting.tables import mixed_table, normal_table

MIXED = mc.practice.observations(mixed_table(400), "defect")


def rng(seed=1):
    return np.random.default_rng(seed)


def test_a_named_learner_is_scikit_learns_weighted_fit_on_the_encoded_rows():
    encoding = Encoding(MIXED.frame.drop(columns="defect"))
    learner, w = Learner("linear", MIXED, encoding), rng().random(400) * 2
    model = learner.fitted(MIXED.frame, w, rng())
    x, y = encoding.encode(MIXED.frame.drop(columns="defect")), MIXED.frame["defect"].astype(str).to_numpy()
    known = LogisticRegression(max_iter=1000).fit(x, y, sample_weight=w)
    np.testing.assert_allclose(model[-1].coef_, known.coef_)
    losses = learner.losses(model, MIXED.frame)
    score = brier_score_loss(y, known.predict_proba(x), labels=["no", "yes"], scale_by_half=False)
    assert losses.mean() == pytest.approx(score)


def test_a_learner_of_ones_own_sees_the_frame_and_its_loss_is_a_squared_one():
    data = mc.practice.observations(normal_table(300), "y")
    learner = Learner(LinearRegression(), data, Encoding(data.frame))
    w = rng().random(300)
    model = learner.fitted(data.frame, w, rng())
    x, y = data.frame.drop(columns="y"), data.frame["y"]
    known = LinearRegression().fit(x, y, sample_weight=w)
    np.testing.assert_allclose(learner.losses(model, data.frame), (known.predict(x) - y) ** 2)


def test_learners_without_weights_or_chances_and_a_single_class_are_served():
    numbers = mc.practice.observations(mixed_table(300)[["day", "defect"]], "defect")
    columns = Encoding(numbers.frame.drop(columns="defect"))
    votes = Learner(KNeighborsClassifier(1), numbers, columns)
    model = votes.fitted(numbers.frame, np.where(numbers.frame["defect"] == "yes", 1.99, 1e-9), rng())
    assert votes.losses(model, numbers.frame).mean() == pytest.approx(2 * (numbers.frame["defect"] == "no").mean())

    class Hard:
        def fit(self, x, y, sample_weight):
            self.word = max(zip(sample_weight, y, strict=True))[1]
            return self

        def predict(self, x):
            return [self.word] * len(x)

    hard = Learner(Hard(), numbers, columns)
    w = np.ones(300)
    w[int(np.flatnonzero(numbers.frame["defect"] == "no")[0])] = 2
    losses = hard.losses(hard.fitted(numbers.frame, w, rng()), numbers.frame)
    assert losses.tolist() == np.where(numbers.frame["defect"] == "yes", 2.0, 0.0).tolist()

    alone = numbers.frame[numbers.frame["defect"] == "no"]
    losses = votes.losses(votes.fitted(alone, np.ones(len(alone)), rng()), numbers.frame)
    assert losses.tolist() == np.where(numbers.frame["defect"] == "yes", 2.0, 0.0).tolist()


def test_a_learner_that_draws_is_seeded():
    columns = Encoding(MIXED.frame.drop(columns="defect"))
    forest = Learner(
        RandomForestClassifier(3), mc.practice.observations(MIXED.frame[["day", "defect"]], "defect"), columns
    )
    frame = MIXED.frame[["day", "defect"]]
    first, again = (forest.losses(forest.fitted(frame, np.ones(400), rng(4)), frame) for _ in range(2))
    assert first.tolist() == again.tolist()


@pytest.mark.parametrize(
    ("prototype", "said"),
    [
        ("forest", "The learner must be one of linear, boosting or MODULE:OBJECT, got 'forest'."),
        (LinearRegression, "The learner must be an object with fit and predict, got LinearRegression."),
        (KernelDensity(), "The learner must be an object with fit and predict, got KernelDensity."),
    ],
)
def test_what_is_no_learner_is_refused(prototype, said):
    with pytest.raises(ValueError, match=f"^{said}$"):
        Learner(prototype, MIXED, Encoding(MIXED.frame))


def test_boosting_is_scikit_learns_with_fifty_trees():
    encoding = Encoding(MIXED.frame.drop(columns="defect"))
    learner, w = Learner("boosting", MIXED, encoding), rng().random(400) * 2
    x, y = encoding.encode(MIXED.frame.drop(columns="defect")), MIXED.frame["defect"].astype(str).to_numpy()
    known = HistGradientBoostingClassifier(max_iter=50).fit(x, y, sample_weight=w).predict_proba(x)
    losses = learner.losses(learner.fitted(MIXED.frame, w, rng()), MIXED.frame)
    assert losses == pytest.approx(2 * (known[:, 1] - (y == "yes")) ** 2)


def test_states_inside_other_learners_are_seeded():
    data = mc.practice.observations(normal_table(200), "y")
    learner = Learner(TransformedTargetRegressor(RandomForestRegressor(3)), data, Encoding(data.frame))
    first, again = (learner.losses(learner.fitted(data.frame, np.ones(200), rng(4)), data.frame) for _ in range(2))
    assert first.tolist() == again.tolist()


def test_a_class_that_is_lost_in_resampling_is_no_fault():
    few = mc.practice.observations(mixed_table(300)[["day", "defect"]], "defect")
    learner = Learner(KNeighborsClassifier(1), few, Encoding(few.frame[["day"]]))
    w = np.where(few.frame["defect"] == "yes", 1e-12, 1.0)
    losses = learner.losses(learner.fitted(few.frame, w, rng()), few.frame)
    assert losses.tolist() == np.where(few.frame["defect"] == "yes", 2.0, 0.0).tolist()


def test_a_column_of_predictions_is_read_as_one_number_a_row():
    class Column(LinearRegression):
        def predict(self, x):
            return super().predict(x)[:, None]

    data = mc.practice.observations(normal_table(100), "y")
    one, other = (Learner(kind(), data, Encoding(data.frame)) for kind in (Column, LinearRegression))
    losses = [each.losses(each.fitted(data.frame, np.ones(100), rng()), data.frame) for each in (one, other)]
    np.testing.assert_allclose(*losses)


def test_a_learner_that_cannot_read_the_table_is_named_without_a_cell_of_it():
    learner = Learner(LogisticRegression(), MIXED, Encoding(MIXED.frame))
    said = "The learner fails on this table with ValueError; give one that takes these words, numbers and classes."
    with pytest.raises(ValueError, match=f"^{said}$"):
        learner.fitted(MIXED.frame, np.ones(400), rng())
    with pytest.raises(ValueError, match=r"^The target defect is one of classes; the learner is a regressor\.$"):
        Learner(LinearRegression(), MIXED, Encoding(MIXED.frame))
