"""Every task of the course: `make NAME` and `python3 book/run.py NAME` do the same."""

import sys

from coursebook.tools.tasks import main

if __name__ == "__main__":
    sys.exit(main())
