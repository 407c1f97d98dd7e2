import sys
from types import ModuleType

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression

import model_collapse as mc
from model_collapse.problems import Stream
from tests.problems.row_problems import FORMS, ONE, Framed


class Reader(mc.Rows):
    """A reader's own problem: scikit-learn fits, the error is that of a prediction."""

    def draw_real(self, n, rng):
        x = rng.standard_normal(n)
        return np.column_stack([x, 2 * x + rng.standard_normal(n)])

    def draw_synthetic(self, model, n, rng):
        x = rng.standard_normal(n)
        return np.column_stack([x, model.predict(x[:, None]) + rng.standard_normal(n)])

    def estimate(self, rows, row_weights, rng):
        assert row_weights.mean() == pytest.approx(1)
        return LinearRegression(fit_intercept=False).fit(rows[:, :1], rows[:, 1], sample_weight=row_weights)

    def loss(self, model):
        return (model.coef_[0] - 2) ** 2


class Breaking(Reader):
    """A problem whose fit fails once a run's fifth model is due."""

    def estimate(self, rows, row_weights, rng):
        return None if rows[0, 0] > 1 else super().estimate(rows, row_weights, rng)


@pytest.mark.parametrize(("weight", "seen"), [(1.0, {20}), (0.0, {20, 30}), (0.5, {20, 50})])
def test_rows_without_weight_do_not_reach_the_fit(weight, seen):
    counts = set()

    class Counting(Reader):
        def estimate(self, rows, row_weights, rng):
            counts.add(len(rows))
            return super().estimate(rows, row_weights, rng)

    mc.simulate(Counting(), mc.fresh, n_real=20, n_synthetic=30, weight=weight, rounds=2, replications=1, seed=1)
    assert counts == seen


def test_a_reader_problem_runs_through_every_regime():
    common = {"n_real": 20, "n_synthetic": 20, "rounds": 2, "replications": 5, "seed": 1}
    for regime in (mc.fresh, mc.reuse, mc.keep_real):
        run = mc.simulate(Reader(), regime, weight=[0.5, 1.0], **common)
        assert run.errors.shape == (2, 5, 3)
        assert (run.errors > 0).all()
    for regime in (mc.replace, mc.accumulate):
        assert mc.simulate(Reader(), regime, **common).errors.shape == (5, 3)


def test_errors_stay_in_their_own_unit():
    assert mc.simulate(Reader(), mc.fresh, n_real=9, n_synthetic=9, rounds=1, replications=2, seed=1).unit == 1.0


def test_weight_one_sees_no_synthetic_rows():
    common = {"n_real": 20, "weight": 1.0, "rounds": 2, "replications": 5, "seed": 1}
    few, many = (mc.simulate(Reader(), mc.fresh, n_synthetic=m, **common).errors for m in (5, 50))
    np.testing.assert_allclose(few, many)


def test_runs_without_a_fit_end():
    run = mc.simulate(
        Breaking(), mc.fresh, n_real=9, n_synthetic=9, weight=[0.3, 0.6], rounds=8, replications=20, seed=1
    )
    assert 0 < run.ended[0, -1] <= 20
    assert (np.diff(run.ended, axis=-1) >= 0).all()


def test_the_four_verbs_must_be_written():
    with pytest.raises(TypeError, match="abstract"):
        mc.Rows()


@pytest.mark.parametrize("form", FORMS)
def test_the_fit_gets_rows_in_the_form_in_which_they_are_drawn(form):
    problem = Framed(FORMS[form])
    run = mc.simulate(problem, mc.fresh, weight=0.25, keep_models=2, **ONE)
    assert len(problem.seen) == 2
    (first, even, _), (rows, weights, _) = problem.seen
    np.testing.assert_array_equal(even, np.ones(6))
    np.testing.assert_allclose(weights, [9 * 0.25 / 6] * 6 + [9 * 0.75 / 3] * 3)
    for piece in rows if isinstance(rows, tuple) else (rows,):
        assert len(piece) == 9
    for drawn, size in ((first, 6), (rows, 9)):
        kind = FORMS[form](np.zeros(1))
        for piece, expected in zip(*(x if isinstance(x, tuple) else (x,) for x in (drawn, kind)), strict=True):
            assert type(piece) is type(expected)
            assert piece.shape == (size, *expected.shape[1:])
            if hasattr(piece, "index"):
                assert list(piece.index) == list(range(size))
    values = np.asarray(rows[0] if isinstance(rows, tuple) else rows).reshape(9, -1)[:, 0].astype(float)
    assert (values[:6] < 50).all()  # real rows come first
    assert (values[6:] > 50).all()
    assert run.models[1][0] == pytest.approx(np.average(values, weights=weights))
    assert run.errors[0, 1] == pytest.approx(run.models[1][0] ** 2)


def test_every_data_frame_library_stacks_its_own(monkeypatch):
    class Frame:
        """What polars and pandas have in common."""

        columns = ("x",)

        def __init__(self, x):
            self.x, self.shape = np.asarray(x), (len(x), 1)

        def __array__(self, dtype=None, copy=None):
            return self.x

    library = ModuleType("library")
    library.concat = lambda frames: Frame(np.concatenate([frame.x for frame in frames]))
    Frame.__module__ = "library.frames"
    monkeypatch.setitem(sys.modules, "library", library)
    problem = Framed(Frame)
    mc.simulate(problem, mc.fresh, weight=0.25, **ONE)
    assert problem.seen[1][0].shape == (9, 1)


def test_no_fit_that_nobody_asked_for():
    problem = Framed(FORMS["array"])
    mc.simulate(problem, mc.fresh, weight=[0.2, 0.5, 0.9], **{**ONE, "replications": 2, "rounds": 3})
    assert len(problem.seen) == 2 * (1 + 3 * 3)


def test_the_random_numbers_of_a_fit_are_its_own_and_shared_by_all_weights():
    problem = Framed(FORMS["array"])
    mc.simulate(problem, mc.fresh, weight=[0.2, 0.5], **{**ONE, "replications": 2, "rounds": 2})
    numbers = [number for *_, number in problem.seen]
    assert numbers[1] == numbers[2]
    assert numbers[3] == numbers[4]
    assert len(set(numbers)) == 6


def test_a_fit_does_not_repeat_the_numbers_of_its_rows():
    problem = Framed(FORMS["array"])
    problem.draw_real = lambda n, rng: rng.random(n)
    mc.simulate(problem, mc.fresh, **{**ONE, "rounds": 0})
    ((rows, _, number),) = problem.seen
    assert number not in rows


def test_pooled_rows_are_all_rows_and_the_last_draw_seeds_the_fit():
    problem = Framed(FORMS["array"])
    mc.simulate(problem, mc.accumulate, **{**ONE, "rounds": 2})
    assert [len(rows) for rows, *_ in problem.seen] == [6, 9, 12]
    assert len({number for *_, number in problem.seen}) == 3
    (first, *_), (second, *_), (third, weights, _) = problem.seen
    np.testing.assert_array_equal(third[:6], first)
    np.testing.assert_array_equal(third[:9], second)
    np.testing.assert_array_equal(weights, 1)


def test_without_a_weight_every_row_counts_the_same():
    problem = Framed(FORMS["array"])
    mc.simulate(problem, mc.keep_real, **{**ONE, "rounds": 2})
    np.testing.assert_allclose(problem.seen[-1][1], np.ones(18 + 3))


def test_rounds_without_rows_of_a_kind_draw_none():
    problem = Framed(FORMS["frame"])
    rounds = {
        "n_real": lambda t: 0 if t == 1 else 6,
        "n_synthetic": lambda t: 0 if t == 2 else 3,
        "weight": lambda t: {1: 0.0, 2: 1.0}[t],
    }
    mc.simulate(problem, mc.fresh, **{**ONE, "rounds": 2, **rounds})
    assert [len(rows) for rows, *_ in problem.seen] == [6, 3, 6]


def test_a_run_that_has_ended_stays_ended_where_rows_are_pooled():
    run = mc.simulate(Breaking(), mc.accumulate, n_real=9, n_synthetic=9, rounds=4, replications=20, seed=1)
    assert run.ended[-1] == run.ended[0] > 0
    models = mc.simulate(
        Breaking(), mc.fresh, n_real=9, n_synthetic=9, rounds=0, replications=20, seed=1, keep_models=1
    )
    assert sum(model is None for model in models.models[0]) == run.ended[0]


def test_a_pooled_sample_says_how_many_rows_it_has():
    problem, rng = Framed(FORMS["array"]), Stream(np.random.SeedSequence(1), 2)
    pooled = problem.real(4, rng) + problem.real(5, rng)
    assert (pooled.n, pooled.parts.shape) == (9, (1, 2))
