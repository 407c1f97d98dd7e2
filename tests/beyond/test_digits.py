"""Digits that are copied: the rules of the copier, and runs beside theory."""

import subprocess
import sys

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.neighbors import KNeighborsClassifier

import model_collapse as mc
from model_collapse import theory
from model_collapse.beyond.copies import Kernels

WEIGHTS, ROUNDS = [0, 0.05, 0.5, 0.618], 28
RUN = {"n_real": 60, "n_synthetic": 60, "weight": WEIGHTS, "rounds": ROUNDS, "replications": 100, "seed": 28}
KEPT = [5, 14, 28]


def expected(problem):
    if isinstance(problem, mc.beyond.Ancestors):
        return theory.ancestors_by_round(WEIGHTS, 60, 60, ROUNDS)
    shares = np.bincount(load_digits().target) / 1797
    return theory.categories_left_by_round(WEIGHTS, 60, 60, ROUNDS, shares)


@pytest.mark.claim("C8")
@pytest.mark.parametrize("kind", ["Digits", "Ancestors"])
def test_runs_beside_theory(kind):
    problem = getattr(mc.beyond, kind)()
    run = mc.simulate(problem, mc.beyond.dealt, **RUN)
    z = (run.mean - expected(problem))[:, KEPT] / run.stderr[:, KEPT]
    assert np.abs(z).max() < 4
    np.testing.assert_allclose(run.mean[:, 0], expected(problem)[:, 0], atol=4 * run.stderr[:, 0].max() + 1e-9)


class Noise(mc.beyond.Digits):
    """The mean squared distance, for each pixel, of what the model draws from its ancestors."""

    def loss(self, model):
        gaps = model.rows[:, 1:] - self.table[self.ancestors(model.rows)]
        return (gaps**2).mean(axis=1) @ model.chances + self.noise**2


@pytest.mark.claim("C9")
def test_the_noise_adds_up_as_often_as_a_row_is_copied():
    run = mc.simulate(Noise(noise=0.1), mc.beyond.dealt, **RUN | {"replications": 60, "rounds": 12})
    z = (run.mean - 0.01 * theory.copies_by_round(WEIGHTS, 12))[:, 1:] / run.stderr[:, 1:]
    assert np.abs(z).max() < 4


def test_the_loss_is_what_drawing_gives():
    digits = mc.beyond.Digits(drawn=20)
    rng = np.random.default_rng(1)
    model = digits.estimate(digits.draw_real(30, rng), rng.uniform(0.1, 2, 30), rng)
    assert model.chances.sum() == pytest.approx(1)
    seen = [len(set(digits.labels_of(digits.draw_synthetic(model, 20, rng)))) for _ in range(4000)]
    assert digits.loss(model) == pytest.approx(np.mean(seen), abs=4 * np.std(seen) / np.sqrt(4000))


def test_a_copy_is_its_ancestor_and_noise():
    digits = mc.beyond.Digits(noise=0.06)
    rng = np.random.default_rng(2)
    model = Kernels(digits.draw_real(5, rng), np.array([0.5, 0.5, 0, 0, 0]))
    before = model.rows.copy()
    copies = digits.draw_synthetic(model, 3000, rng)
    np.testing.assert_array_equal(model.rows, before)
    assert set(digits.ancestors(copies)) == set(digits.ancestors(before[:2]))
    gaps = copies[:, 1:] - digits.table[digits.ancestors(copies)]
    assert gaps.std() == pytest.approx(0.06, rel=0.01)
    assert abs(gaps.mean()) < 0.001


class Seen(mc.beyond.Digits):
    """Note the real rows of each fit."""

    def __init__(self):
        super().__init__()
        self.fits = []

    def estimate(self, rows, row_weights, rng=None):
        self.fits.append(self.ancestors(rows[:60]))
        return super().estimate(rows, row_weights, rng)


def test_no_image_is_dealt_twice():
    problem = Seen()
    mc.beyond.last_rows(problem, 0.5, rows=60, rounds=ROUNDS, seed=3)
    dealt = np.concatenate(problem.fits)
    assert dealt.size == 29 * 60 == np.unique(dealt).size
    assert not (np.diff(dealt) > 0).all()


def test_the_deal_asks_the_model_for_the_synthetic_rows_of_the_round():
    asked = []

    class Asked(mc.beyond.Digits):
        def synthetic(self, model, n, rng):
            asked.append(n)
            return super().synthetic(model, n, rng)

    few = RUN | {"n_synthetic": lambda t: 10 + t, "weight": 0.5, "rounds": 3, "replications": 1}
    mc.simulate(Asked(), mc.beyond.dealt, **few)
    assert asked == [11, 12, 13]


def test_the_table_is_that_of_the_source_with_its_darkest_shades_made_one():
    images = mc.beyond.handwritten_digits()
    source = load_digits()
    assert images.digits.tolist() == source.target.tolist()
    changed = images.shades != source.data
    assert set(source.data[changed]) == {16}
    assert set(images.shades[changed]) == {15}
    assert images.pixels.max() == 1


def test_the_nearest_image_names_a_copy():
    digits = mc.beyond.Digits()
    rows = mc.beyond.last_rows(digits, [0, 0.618], rows=60, rounds=ROUNDS, seed=4)
    oracle = KNeighborsClassifier(1).fit(digits.table, load_digits().target)
    for drawn in rows:
        np.testing.assert_array_equal(digits.nearest_labels(drawn), oracle.predict(drawn[:, 1:]))
        assert (digits.nearest_labels(drawn) == digits.labels_of(drawn)).mean() > 0.8
    assert len(set(digits.ancestors(rows[0]))) < 10 < 30 < len(set(digits.ancestors(rows[1])))


def test_refusals():
    with pytest.raises(ValueError, match=r"^the table has 1,797 rows and deals none twice, so it cannot deal 1,800\.$"):
        mc.simulate(mc.beyond.Digits(), mc.beyond.dealt, **RUN | {"rounds": 29})
    with pytest.raises(ValueError, match=r"^labels must be words or numbers, one for each of 2 rows, got .+\.$"):
        mc.beyond.Copies([[1.0], [2.0]], [1, 2, 3])


def test_without_scikit_learn_one_sentence_names_the_extra():
    hide = "import sys; sys.modules['sklearn'] = None; sys.modules['sklearn.datasets'] = None"
    done = subprocess.run(
        [sys.executable, "-c", f"{hide}; import model_collapse as mc; mc.explorers.Digits()"],
        capture_output=True,
        text=True,
    )
    assert done.stderr.splitlines()[-1] == (
        "ModuleNotFoundError: the digits need scikit-learn; install it with `pip install model-collapse[practice]`."
    )
