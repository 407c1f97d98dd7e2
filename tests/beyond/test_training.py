"""What neural generators are trained with: steps of Adam, and what is said where JAX is missing."""

import subprocess
import sys
import tomllib

import numpy as np
import pytest

from coursebook import ROOT
from model_collapse.beyond.training import adam

HIDE = "import sys; sys.modules['jax'] = None"


def test_a_step_of_adam_is_that_of_its_paper():
    """By hand in double precision; a dict and the same numbers as one array take the same steps."""
    jax = pytest.importorskip("jax")
    rng = np.random.default_rng(1)
    x, mean, square = rng.standard_normal(5), np.zeros(5), np.zeros(5)
    with jax.enable_x64(True):
        state = x, mean, square
        parts = tuple({"a": each[:2], "b": each[2:]} for each in state)
        for step in (1, 2, 3):
            slope = rng.standard_normal(5)
            mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
            x = x - 0.02 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
            state = adam(state, slope, step, 0.02)
            parts = adam(parts, {"a": slope[:2], "b": slope[2:]}, step, 0.02)
            for one, two, hand in zip(state, parts, (x, mean, square), strict=True):
                np.testing.assert_allclose(one, hand, rtol=1e-6)
                np.testing.assert_array_equal(np.concatenate([two["a"], two["b"]]), one)


def test_a_slope_of_zero_moves_nothing():
    pytest.importorskip("jax")
    zero = np.zeros(2)
    here, _mean, _square = adam((np.ones(2), zero, zero), zero, 1, 0.1)
    np.testing.assert_array_equal(here, 1)


def test_without_jax_one_sentence_names_the_extra(tmp_path):
    run = "from model_collapse.beyond.experiments import problem_of; problem_of('pictures_noisy')"
    done = subprocess.run([sys.executable, "-c", f"{HIDE}; {run}"], capture_output=True, text=True)
    said = "a neural generator needs JAX; install it with `pip install model-collapse[neural]`."
    assert done.stderr.splitlines()[-1] == f"ModuleNotFoundError: {said}"
    run = f"from model_collapse.cli import main; print(main({['reproduce', 'beyond', '--panel', 'pictures_noisy']}))"
    done = subprocess.run([sys.executable, "-c", f"{HIDE}; {run}"], capture_output=True, text=True, cwd=tmp_path)
    assert (done.stdout, done.stderr) == ("2\n", f"model-collapse: {said}\n")
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert [need.split(">")[0] for need in extras["neural"]] == ["jax"]


def test_what_the_chapter_reads_needs_no_jax():
    run = "import model_collapse as mc; mc.beyond.gallery('noisy'); mc.beyond.scorecard()"
    made = "mc.beyond.problem_of('pictures_copied')"
    subprocess.run([sys.executable, "-c", f"{HIDE}; {run}; {made}"], check=True)
