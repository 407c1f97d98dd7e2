"""A wheel is built, installed into an environment of its own, and used there."""

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
USE = """
import importlib.resources, importlib.metadata
import model_collapse as mc
from model_collapse import plots
from model_collapse.paper import adult
run = mc.simulate(mc.GaussianMean(), mc.fresh, n_real=10, n_synthetic=10, weight=0.6, rounds=3, replications=9, seed=1)
assert run.errors.shape == (9, 4)
assert sum(adult.COUNTS["workclass"].values()) == 48842
assert (importlib.resources.files(mc) / "py.typed").is_file()
assert importlib.metadata.version("model-collapse") == mc.__version__
assert plots.weight_curve(1).svg().startswith("<svg")
print(mc.__file__)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = out.glob("*.whl")
    return built


def test_the_wheel_holds_the_package_and_nothing_else(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"model_collapse"}
    sources = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src").rglob("*.py")}
    assert sources <= set(names)
    assert "model_collapse/py.typed" in names


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
