"""Arrays that are stored with the package. Chapter: *The scorecard*."""

from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray


@cache
def stored_arrays(folder: str, name: str) -> dict[str, NDArray]:
    """Return the arrays of a stored file by their names; they are read once.

    Parameters
    ----------
    folder : str
        Folder of the room, `"tables"` or `"texts"`.
    name : str
        Name of the file, without its ending.
    """
    place = resources.files("model_collapse.beyond") / folder / f"{name}.npz"
    with resources.as_file(place) as path, np.load(path) as file:
        return dict(file)
