"""Ask the explorers' JavaScript; Playwright brings the Node that runs it."""

import json
import os
import subprocess
from pathlib import Path

import playwright

from model_collapse.explorers import bundle

NODE = Path(playwright.__file__).parent / "driver" / ("node.exe" if os.name == "nt" else "node")


def ask(*questions, folder=None):
    """Return the answers of `explorers.mjs`, one for each question: a name and its arguments."""
    command = [str(NODE), str(Path(__file__).with_name("explorers.mjs")), str(folder or bundle.FOLDER)]
    done = subprocess.run(command, input=json.dumps(questions), capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise AssertionError(done.stderr)
    return json.loads(done.stdout)
