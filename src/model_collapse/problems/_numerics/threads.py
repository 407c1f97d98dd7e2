"""One thread for small jobs: several wait for each other, most of all where cores are busy."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any


def one_thread() -> AbstractContextManager[Any]:
    """Keep linear algebra and OpenMP to one thread, where threadpoolctl, which scikit-learn brings, is installed."""
    try:
        from threadpoolctl import threadpool_limits
    except ModuleNotFoundError:
        return nullcontext()
    return threadpool_limits(1)
