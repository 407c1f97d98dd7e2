"""What the small transformer wrote, and what its three experiments found: the stored tables beside what is claimed."""

import numpy as np
import pytest

import model_collapse as mc
from model_collapse.beyond.experiment import lowest
from model_collapse.beyond.questions import transformer as questions
from model_collapse.beyond.transcripts import SETTINGS, recorded
from model_collapse.beyond.transformer import Sizes
from model_collapse.beyond.transformer_problem import Transformer, written
from model_collapse.beyond.verdicts import FOLDER


def last(way, name):
    values = getattr(mc.beyond.transcript(way), name)[:, -1]
    return values.mean(), values.std(ddof=1) / len(values) ** 0.5


def test_stored_transcripts_have_their_shapes():
    first = mc.beyond.transcript("replace")
    weights = {way: given.get("weight") for way, given in SETTINGS.items()}
    assert weights == {"replace": None, "accumulate": None, "reuse": 0.7, "fresh": 0.7, "keep_real": 1}
    for way in SETTINGS:
        found = mc.beyond.transcript(way)
        assert found.error.shape == found.triples.shape == found.impossible.shape == found.entropy.shape == (5, 11)
        assert len(found.sample) == 11
        assert all(set(row) <= set(" abcdefghijklmnopqrstuvwxyz") for row in found.sample)
        np.testing.assert_array_equal(found.error[:, 0], first.error[:, 0])
    assert (FOLDER / "transformer.npz").stat().st_size < 300_000


def test_a_way_that_is_none():
    with pytest.raises(ValueError, match=r"^way must be one of replace, .*, keep_real, got 'refresh'\.$"):
        mc.beyond.transcript("refresh")


def test_a_new_run_begins_as_the_stored_ones_did():
    """Within what other seeds do: another processor has other last digits, and in the end writes other letters."""
    pytest.importorskip("jax")
    found = recorded(questions.small_transformer(), "replace", rows=512, rounds=1, replications=1)
    for name in ("error", "triples", "impossible", "entropy"):
        stored = getattr(mc.beyond.transcript("replace"), name)[:, :2]
        assert (np.abs(found[name][0] - stored.mean(axis=0)) < 5 * stored.std(axis=0, ddof=1)).all(), name
    assert found["sample"].shape == (2, 2, 32)


@pytest.mark.parametrize(("way", "weight"), [("accumulate", {}), ("fresh", {"weight": 0.7})])
def test_every_model_of_a_run_is_read_by_round_and_replication(way, weight):
    pytest.importorskip("jax")
    sizes = Sizes(context=5, width=4, steps=10, batch=8)
    problem = Transformer(np.random.default_rng(3).integers(0, 4, (3, 3, 3)) + 1, sizes=sizes, held_out=50)
    found = recorded(problem, way, rows=12, rounds=2, replications=2)
    loop = {"n_real": 12, "n_synthetic": 12, "rounds": 2, "replications": 2, "seed": 15, "keep_models": 3}
    run = mc.simulate(problem, getattr(mc, way), **weight, **loop)
    np.testing.assert_array_equal(found["error"], run.errors.reshape(2, 3))
    for t in range(3):
        models = run.models[t].ravel()
        for r in range(2):
            _letters, *counted = written(problem, models[r], 12, seed=15)
            assert [found[name][r, t] for name in ("triples", "impossible", "entropy")] == counted
        first = problem.draw_synthetic(models[0], 2, np.random.default_rng(15))
        np.testing.assert_array_equal(found["sample"][t], first)


@pytest.mark.claim("E35")
def test_on_its_own_text_it_gets_worse_and_writes_more_kinds_of_triples():
    replaced = mc.beyond.transcript("replace")
    assert replaced.error[:, -1].min() > 3 * replaced.error[:, 0].max()
    assert replaced.triples[:, -1].min() > 1.3 * replaced.triples[:, 0].max()
    assert replaced.impossible[:, -1].min() > 2.4 * replaced.impossible[:, 0].max()
    errors = [last(way, "error")[0] for way in ("replace", "accumulate", "reuse", "fresh", "keep_real")]
    assert errors == sorted(errors, reverse=True)
    assert errors == pytest.approx([0.668, 0.346, 0.251, 0.250, 0.187], abs=5e-4)
    assert replaced.error[:, 0].mean() == pytest.approx(0.210, abs=5e-4)
    law, counted = questions.small_transformer(), []
    for seed in range(8):
        real = law.draw_real(512, np.random.default_rng(seed))
        counted.append(len(np.unique((real[:, :-2] * 27 + real[:, 1:-1]) * 27 + real[:, 2:])))
    assert np.mean(counted) == pytest.approx(1850, abs=20)


def test_the_same_real_text_again_costs_little():
    reuse, fresh = (mc.beyond.transcript(way).error[:, -4:].mean(axis=1) for way in ("reuse", "fresh"))
    assert (reuse.mean(), fresh.mean()) == pytest.approx((0.248, 0.246), abs=5e-4)
    assert reuse.mean() - fresh.mean() == pytest.approx((reuse - fresh).std(ddof=1) / 5**0.5, rel=0.1)


@pytest.mark.claim("E36")
def test_at_equal_steps_its_own_text_does_not_pay():
    for name in ("transformer", "transformer_batches"):
        found = mc.beyond.measurement(name)
        assert (found.predicted, found.verdict) == (1, "confirmed")
        curve = mc.beyond.stored_curve(name)
        assert (curve.mean[:-1] > 1 - 2 * curve.stderr[:-1]).all()
    loss, batch = map(mc.beyond.stored_curve, ("transformer", "transformer_batches"))
    assert loss.mean[-2] - 1 > 10 * loss.stderr[-2]
    assert abs(batch.mean[-2] - 1) < 2 * batch.stderr[-2]
    assert questions.PILOT.squared_bias * questions.PILOT.kept_bias == pytest.approx(0.42, abs=5e-3)
    said = mc.beyond.trained_error_ratio(batch.x, 1, **questions.PILOT._asdict(), draw=1 / 2 / questions.PASSES)
    z = (batch.mean - said)[:-1] / batch.stderr[:-1]
    assert (np.abs(z[3:]) < 3).all()
    assert (z[:3] > 7).all()


@pytest.mark.claim("E36")
def test_half_as_many_real_rows_a_step_cost_a_fifth_of_the_error():
    pytest.importorskip("jax")
    whole = questions.small_transformer()
    half = type(whole)(mc.beyond.topic_letters(2).counts, sizes=whole.sizes._replace(batch=16))
    losses = np.empty((2, 4))
    for seed in range(4):
        text = whole.draw_real(512, np.random.default_rng([15, seed]))
        for place, problem in enumerate((whole, half)):
            losses[place, seed] = problem.loss(problem.estimate(text, np.ones(512), np.random.default_rng(seed)))
    ratio = losses[1].mean() / losses[0].mean()
    spread = (losses[1] - ratio * losses[0]).std(ddof=1) / 4**0.5 / losses[0].mean()
    assert abs(ratio - 1.208) < 4 * np.hypot(spread, 0.006)


@pytest.mark.claim("E37")
def test_at_equal_passes_it_seems_to_pay():
    curve = mc.beyond.stored_curve("transformer_passes")
    found = mc.beyond.measurement("transformer_passes")
    assert found.verdict == "shifted"
    assert curve.x[curve.mean.argmin()] == found.predicted == questions.SEEN_LOWEST
    assert found.ratio == pytest.approx(0.70, abs=0.005)
    loss = mc.beyond.stored_curve("transformer")
    assert loss.mean[:-1].min() / 1.208 == pytest.approx(0.93, abs=0.005)
    assert lowest(loss.x[:-1], loss.mean[None, :-1])[0] == pytest.approx(questions.SEEN_LOWEST, abs=0.005)
    judges = (curve.x < 1) & (curve.x != found.predicted)
    assert lowest(curve.x[judges], curve.mean[None, judges])[0] == pytest.approx(0.74, abs=0.005)


def test_real_rows_alone_get_half_as_many_steps_at_equal_passes():
    problem = questions.by_passes()
    assert [problem.steps(rows) for rows in (1024, 512, 1)] == [300, 150, 1]
    assert problem.batches(np.ones(512), np.random.default_rng(1))[0].shape == (150, 32)
    loss = questions.small_transformer()
    assert loss.steps(512) == 300
    times = np.bincount(loss.batches(np.ones(1024), np.random.default_rng(1))[0].ravel())
    assert questions.PASSES == times.mean() == 9.375
