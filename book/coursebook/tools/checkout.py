"""The files of this checkout, without what was built in it."""

import shutil
import subprocess

from coursebook import ROOT


def copy(target, root=ROOT):
    """Copy what git knows or would add, as it stands now."""
    listed = subprocess.check_output(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=root, text=True)
    for name in filter(None, listed.split("\0")):
        if (root / name).exists():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(root / name, target / name)
    return target
