"""Work arrays that are kept between calls: fresh memory costs more than the arithmetic that is done in it."""

import math
import threading

import numpy as np
from numpy.typing import DTypeLike, NDArray

_kept = threading.local()


def scratch(use: str, shape: tuple[int, ...], dtype: DTypeLike = np.float32) -> NDArray:
    """Return this thread's work array for a use; what it held before is lost, and so is what it holds by the next call.

    Parameters
    ----------
    use : str
        Arrays that are needed at the same time need different uses.
    shape : tuple of int
        Shape.
    dtype : data type
        Data type, always the same for one use.

    Returns
    -------
    ndarray
        An array with arbitrary contents.
    """
    size = math.prod(shape)
    array = getattr(_kept, use, None)
    if array is None or array.size < size:
        array = np.empty(size, dtype)
        setattr(_kept, use, array)
    return array[:size].reshape(shape)
