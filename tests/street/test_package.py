"""A wheel is built, installed into an environment of its own, and used there."""

import subprocess
import sysconfig
import venv
from pathlib import Path

import pytest

from tests.street import wheels

ROOT = Path(__file__).resolve().parents[2]
USE = """
import importlib.resources, importlib.metadata
import model_collapse as mc
from model_collapse import figures
from model_collapse.paper import adult
run = mc.simulate(mc.GaussianMean(), mc.fresh, n_real=10, n_synthetic=10, weight=0.6, rounds=3, replications=9, seed=1)
assert run.errors.shape == (9, 4)
assert sum(adult.COUNTS["workclass"].values()) == 48842
assert (importlib.resources.files(mc) / "py.typed").is_file()
assert importlib.metadata.version("model-collapse") == mc.__version__
assert figures.weight_curve(1).svg().startswith("<svg")
print(mc.__file__)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return wheels.build(ROOT, tmp_path_factory.mktemp("dist"))


def test_the_wheel_holds_the_package_and_nothing_else(wheel):
    assert wheels.faults(wheel, ROOT / "src") == []


def test_the_wheel_works_where_it_is_installed(wheel, tmp_path):
    home = tmp_path / "clean"
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", "--no-deps", "--no-index", wheel], check=True, cwd=tmp_path)
    packages = Path(
        subprocess.check_output(
            [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True
        ).strip()
    )
    # Its dependencies come from this environment, which is searched after the clean one and has no package of ours.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    done = subprocess.run([python, "-c", USE], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().startswith(str(home))
