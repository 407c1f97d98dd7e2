"""The table of the generators that cannot be written down: visits to a doctor, from statsmodels.

The table is the RAND Health Insurance Experiment as `statsmodels.datasets.randhie` carries it, in the public domain:
20,190 person-years, after Cameron and Trivedi (2005), *Microeconometrics*, Cambridge.
Chapter: *Generators without a formula*.
"""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model_collapse._checks import Floats

HEALTH = ("hlthg", "hlthf", "hlthp")
"""Columns that say good, fair and poor; where all are 0 the health is excellent."""


@cache
def insurance() -> Any:
    """Return the table.

    Returns
    -------
    pandas.DataFrame
        20,190 rows by 10 columns of numbers.

    Raises
    ------
    ModuleNotFoundError
        If statsmodels, which carries the table, is not installed.

    Examples
    --------
    >>> insurance().shape
    (20190, 10)
    """
    try:
        from statsmodels.datasets import randhie
    except ModuleNotFoundError:
        raise ModuleNotFoundError(
            "the insurance table needs statsmodels; install it with `pip install statsmodels`."
        ) from None
    return randhie.load_pandas().data


def visits_and_diseases(noise: float = 0.0) -> Floats:
    """Return visits to a doctor, as log(1 + visits), and chronic diseases, in standard deviations from their means.

    Parameters
    ----------
    noise : float
        Standard deviation of a normal noise that is added once, the same in every call: without it many rows stand on
        the same value, where a component of a mixture would have no variance.

    Returns
    -------
    ndarray, shape (20190, 2)
        The columns have mean 0 and variance 1 before the noise.
    """
    table = insurance()
    columns = np.column_stack([np.log1p(table["mdvis"]), table["disea"]])
    columns = (columns - columns.mean(axis=0)) / columns.std(axis=0)
    return columns + noise * np.random.default_rng(15).standard_normal(columns.shape)


def health() -> NDArray[np.int64]:
    """Return how people rate their health, shape (20190,): 0 excellent, 1 good, 2 fair, 3 poor."""
    return insurance()[list(HEALTH)].to_numpy().astype(np.int64) @ np.arange(1, 4)
