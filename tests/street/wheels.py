"""What a wheel must hold; the check returns its faults, one sentence a fault."""

import subprocess
import sys
import zipfile


def build(project, out):
    """Build the wheel of a project as a release does, without a network."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out)]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = out.glob("*.whl")
    return built


def faults(wheel, source):
    """A wheel holds every file of the package, its licence, and nothing else."""
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        path.relative_to(source).as_posix()
        for path in (source / "model_collapse").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    described = {name for name in held if name.split("/")[0].endswith(".dist-info")}
    missing = [f"the wheel lacks {name}." for name in sorted(wanted - held)]
    missing += [] if any("licenses/" in name for name in described) else ["the wheel lacks the licence."]
    return missing + [
        f"the wheel holds {name}, which is not the package's." for name in sorted(held - wanted - described)
    ]
