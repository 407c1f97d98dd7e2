"""Other processors print the same numbers: the chapters run again without this one's newest instructions."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from numpy._core import _multiarray_umath as umath

ROOT = Path(__file__).resolve().parents[2]


def older_processor():
    """Return an environment in which numpy and OpenBLAS leave out what older processors do not have."""
    features = [name for name in umath.__cpu_dispatch__ if umath.__cpu_features__.get(name)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    return {**environment, "NPY_DISABLE_CPU_FEATURES": " ".join(features), "OPENBLAS_CORETYPE": "NEHALEM"}


@pytest.mark.parametrize("chapter", ["theory/one-mean", "theory/covariance", "experiments/workclass"])
def test_a_chapter_prints_the_same_numbers(chapter):
    command = [sys.executable, "-m", "pytest", "--nbval", "-q", "-p", "no:xdist", f"notebooks/{chapter}.ipynb"]
    done = subprocess.run(command, cwd=ROOT, env=older_processor(), capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]


def test_the_environment_has_an_effect():
    code = "import numpy._core._multiarray_umath as u; print([n for n in u.__cpu_dispatch__ if u.__cpu_features__[n]])"
    done = subprocess.run(
        [sys.executable, "-c", code], env=older_processor(), capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
