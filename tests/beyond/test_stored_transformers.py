"""The stored models of the small transformer: they read and write without JAX, and are those of the transcripts."""

import sys

import numpy as np
import pytest

import model_collapse as mc
from model_collapse.beyond.transcripts import SETTINGS
from model_collapse.beyond.transformer_problem import Transformer


@pytest.fixture(autouse=True)
def no_jax(monkeypatch):
    """Take JAX away."""
    monkeypatch.setitem(sys.modules, "jax", None)


@pytest.mark.parametrize("way", SETTINGS)
def test_a_stored_model_is_the_last_one_of_the_first_run(way):
    """Up to half precision, which turns one letter in a few hundred, and then those that follow it."""
    problem, found = mc.beyond.small_transformer(), mc.beyond.transcript(way)
    assert found.model.shape == (problem.numbers,) == (25568,)
    assert problem.loss(found.model) == pytest.approx(found.error[0, -1], abs=5e-5)
    again = mc.beyond.written(problem, found.model, 512, seed=15)
    assert again.triples == pytest.approx(found.triples[0, -1], rel=0.02)
    assert again.impossible == pytest.approx(found.impossible[0, -1], rel=0.02)
    assert again.entropy == pytest.approx(found.entropy[0, -1], rel=1e-3)


def test_another_seed_is_another_text_with_nearly_the_same_counts():
    problem, model = mc.beyond.small_transformer(), mc.beyond.transcript("replace").model
    found = [mc.beyond.written(problem, model, 512, seed=seed) for seed in range(1, 9)]
    assert len(set(found)) == 8
    assert np.std([each.triples for each in found], ddof=1) == pytest.approx(35, rel=0.2)
    texts = [problem.draw_synthetic(model, 3, np.random.default_rng(seed)) for seed in (1, 1, 2)]
    np.testing.assert_array_equal(texts[0], texts[1])
    assert (texts[0] != texts[2]).mean() > 0.5


def test_training_says_what_it_lacks():
    whole = mc.beyond.small_transformer()
    problem = Transformer(np.ones((3, 3)), sizes=whole.sizes._replace(steps=7), held_out=5)
    with pytest.raises(ModuleNotFoundError, match=r"^a neural generator needs JAX; install it with .*\[neural\]`\.$"):
        problem.estimate(problem.text, np.ones(len(problem.text)), np.random.default_rng(1))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"problem": 5}, "^problem must be"),
        ({"model": np.ones(7)}, "^model must"),
        ({"rows": 0}, "^rows must be"),
        ({"seed": -1}, "^seed must be"),
    ],
)
def test_refused(change, said):
    given = {
        "problem": mc.beyond.small_transformer(),
        "model": mc.beyond.transcript("fresh").model,
        "rows": 4,
        "seed": 1,
    }
    with pytest.raises(ValueError, match=said):
        mc.beyond.written(**given | change)
