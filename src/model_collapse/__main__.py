"""Run the command line with `python -m model_collapse`."""

import sys

from model_collapse.cli import main

sys.exit(main())
