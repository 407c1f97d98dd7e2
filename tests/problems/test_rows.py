import numpy as np
import pytest
from sklearn.linear_model import LinearRegression

import model_collapse as mc


class Reader(mc.Rows):
    """A reader's own problem: scikit-learn fits, the error is that of a prediction."""

    def draw_real(self, n, rng):
        x = rng.standard_normal(n)
        return np.column_stack([x, 2 * x + rng.standard_normal(n)])

    def draw_synthetic(self, model, n, rng):
        x = rng.standard_normal(n)
        return np.column_stack([x, model.predict(x[:, None]) + rng.standard_normal(n)])

    def estimate(self, rows, row_weights):
        assert row_weights.mean() == pytest.approx(1)
        return LinearRegression(fit_intercept=False).fit(rows[:, :1], rows[:, 1], sample_weight=row_weights)

    def loss(self, model):
        return (model.coef_[0] - 2) ** 2


class Breaking(Reader):
    """A problem whose fit fails once a run's fifth model is due."""

    def estimate(self, rows, row_weights):
        return None if rows[0, 0] > 1 else super().estimate(rows, row_weights)


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
