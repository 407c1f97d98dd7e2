"""What a participant's machine has and what it lacks, each in one plain sentence with what to type.

Packages and versions are those of the installed package's own metadata, so that no list stands here a second time.
"""

import importlib.metadata
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from model_collapse._language import gettext as _
from model_collapse._language import language

NAME = "model-collapse"
EXTRAS: dict[str, tuple[str, ...]] = {
    "follow": (),
    "notebooks": ("book", "lab"),
    "pilot": ("practice",),
    "neural": ("neural",),
}
"""The extras that each purpose needs; what stands in none of them, every purpose needs."""
GIGABYTES = 2.0
"""The largest chapter took 0.8 GB with its kernel when it was measured; a browser and the system come on top."""
FONT = "matplotlib-fontja"
KERNEL_SECONDS = 60


class Finding(NamedTuple):
    """One sentence about the machine; `lacks` if something needed is missing, and then what to type, if that helps."""

    said: str
    lacks: bool = False
    command: str = ""


def purpose(name: str) -> str:
    """Say what somebody wants to do."""
    return {
        "follow": _("follow the course"),
        "notebooks": _("run the notebooks"),
        "pilot": _("run a pilot"),
        "neural": _("train the small nets anew"),
    }[name]


def to_install(*wanted: str) -> str:
    """Return the command that installs something beside this very Python, whatever `pip` means on this machine."""
    python = subprocess.list2cmdline([sys.executable])
    return f"{python} -m pip install " + " ".join(f'"{each}"' for each in wanted)


def plainly(specifier: str) -> str:
    """Say in words which versions a specifier allows."""
    words = {">=": _("{version} or newer"), "<": _("older than {version}")}
    parts = sorted(specifier.split(","), reverse=True)  # the least version first
    return ", ".join(
        next((said.format(version=part[len(sign) :]) for sign, said in words.items() if part.startswith(sign)), part)
        for part in parts
    ).replace("==", "")


def python() -> Finding:
    """Look whether the package supports this Python."""
    from packaging.specifiers import SpecifierSet

    here = ".".join(map(str, sys.version_info[:3]))
    supported = importlib.metadata.metadata(NAME)["Requires-Python"]
    if SpecifierSet(supported).contains(here, prereleases=True):
        return Finding(_("Python {version} is supported.").format(version=here))
    said = _("This is Python {version}; the course needs {supported}. Install one, and the course there.")
    return Finding(said.format(version=here, supported=plainly(supported)), lacks=True)


def _wanted(extras: Iterable[str]) -> tuple[list, list]:
    """Return the requirements of the package with some extras: those for this machine, and those for others."""
    from packaging.requirements import Requirement

    here, elsewhere = [], []
    for requirement in map(Requirement, importlib.metadata.requires(NAME) or ()):
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            here.append(requirement)
        elif any(f'extra == "{extra}"' in str(marker) for extra in extras):
            elsewhere.append(requirement)
    if language() == "ja":
        here += [each for each in map(Requirement, importlib.metadata.requires(NAME) or ()) if each.name == FONT]
    return here, elsewhere


def _version(name: str) -> str | None:
    """Return the version of a distribution that is installed, or None."""
    with suppress(importlib.metadata.PackageNotFoundError):
        return importlib.metadata.version(name)
    return None


def packages(name: str) -> list[Finding]:
    """Look whether the packages that a purpose needs are there, and new enough."""
    extras = EXTRAS[name]
    here, elsewhere = _wanted(extras)
    missing = {}
    for requirement in here:
        found = _version(requirement.name)
        if found is None or not requirement.specifier.contains(found, prereleases=True):
            needed = f"{requirement.name} {plainly(str(requirement.specifier))}"
            old = _("{needed} instead of {found}").format(needed=needed, found=found)
            missing[requirement.name] = needed if found is None else old
    if not missing and not elsewhere:
        said = _("To {purpose}: all {number} packages are there.")
        return [Finding(said.format(purpose=purpose(name), number=len({each.name for each in here})))]
    findings = []
    if missing:
        extra = f"{NAME}[{','.join(extras)}]" if extras else NAME
        wanted = [extra, FONT] if FONT in missing and "book" not in extras else [extra]
        said = _("To {purpose}, this is missing: {packages}.")
        said = said.format(purpose=purpose(name), packages="; ".join(missing.values()))
        findings.append(Finding(said, lacks=True, command=to_install(*wanted)))
    if elsewhere:
        said = _("To {purpose}, {packages} would be needed, which is not made for this machine; take another one.")
        said = said.format(purpose=purpose(name), packages=", ".join(each.name for each in elsewhere))
        findings.append(Finding(said, lacks=True))
    return findings


def folder(path: Path) -> Finding:
    """Look whether a folder may be written into."""
    try:
        with tempfile.TemporaryFile(dir=path):
            return Finding(_("The folder {path} can be written into.").format(path=path))
    except OSError:
        said = _("The folder {path} cannot be written into. Go to another one, such as your home folder.")
        return Finding(said.format(path=path), lacks=True, command=f'cd "{Path.home()}"')


def _windows_bytes() -> int:
    """Return the memory of a machine with Windows."""
    import ctypes

    class Status(ctypes.Structure):
        _fields_ = (
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            ("total", ctypes.c_ulonglong),
            ("rest", ctypes.c_ulonglong * 6),
        )

    status = Status(length=ctypes.sizeof(Status))
    ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))  # type: ignore[attr-defined]
    return int(status.total)


def memory_bytes(limit: Path = Path("/sys/fs/cgroup/memory.max")) -> int | None:
    """Return the memory of this machine, or of the container around it; None where it does not say."""
    try:
        if os.name == "nt":
            return _windows_bytes()
        found = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return None
    with suppress(OSError, ValueError):
        found = min(found, int(limit.read_text(encoding="ascii")))
    return found


def memory() -> Finding:
    """Look whether there is enough memory."""
    found = memory_bytes()
    if found is None:
        said = _("How much memory there is cannot be seen here; {least:.0f} GB are enough.")
        return Finding(said.format(least=GIGABYTES))
    size = found / 1e9
    if size >= GIGABYTES:
        return Finding(_("There are {size:.1f} GB of memory.").format(size=size))
    said = _("There are {size:.1f} GB of memory, and {least:.0f} GB are needed. Take another machine.")
    return Finding(said.format(size=size, least=GIGABYTES), lacks=True)


def kernel() -> Finding:
    """Look whether the notebook kernel starts and finds the package."""
    again = to_install(f"{NAME}[{','.join(EXTRAS['notebooks'])}]")
    try:
        from jupyter_client.manager import start_new_kernel
    except ImportError:
        return Finding(_("The notebook kernel cannot be tried: jupyter-client is missing."), True, again)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        manager, client = start_new_kernel(KERNEL_SECONDS, "python3", **quiet)
    except Exception as fault:
        why = " ".join(str(fault).split()).rstrip(".") or type(fault).__name__
        said = _("The notebook kernel does not start: {why}.").format(why=why)
        return Finding(said, True, to_install("--force-reinstall", "ipykernel"))
    try:
        reply: Mapping = client.execute("import model_collapse", reply=True, timeout=KERNEL_SECONDS)
        found = reply["content"]["status"] == "ok"
    except Exception:
        found = False
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    if found:
        return Finding(_("The notebook kernel starts and finds the package."))
    said = _("The notebook kernel starts and does not find the package: it belongs to another Python.")
    return Finding(said, True, f"{subprocess.list2cmdline([sys.executable])} -m ipykernel install --user")
