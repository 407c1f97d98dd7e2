"""Weights and models counted in rows: what a row weighs, and what a model is worth.

Chapter: *One mean, one recursion*; used in *From theory to rules*.
"""

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import Floats, paired, positive, share
from model_collapse.theory.mean import error_ratio


def naive_weight(k: ArrayLike) -> Floats:
    """Weight of the real rows when every row counts the same: their share of the rows, k / (1 + k).

    With fresh real rows it does harm under drift if and only if the truth's mean squared step is larger than the error
    of the synthetic rows, and it is best if and only if `noise_ratio` is 1 + 1/k. Chapter: *One mean, one recursion*.

    Examples
    --------
    >>> float(naive_weight(1))
    0.5
    """
    return 1 / (1 + 1 / positive("k", k))


@paired()
def per_row_ratio(weight: ArrayLike, k: ArrayLike) -> Floats:
    """Weight of one real row against one synthetic row, w / ((1 - w) k); 1 for naive pooling, 1/w* at the optimum.

    Chapter: *The golden ratio in five minutes*.

    Examples
    --------
    >>> round(float(per_row_ratio(0.618, k=1)), 3)
    1.618
    """
    w, k = share("weight", weight), positive("k", k)
    with np.errstate(divide="ignore"):
        return w / ((1 - w) * k)


@paired()
def effective_n_real(weight: ArrayLike, n_real: ArrayLike, n_synthetic: ArrayLike) -> Floats:
    """Number of real rows, used alone, that would be as accurate as the settled recursion.

    Exact for a mean of rows whose variance does not depend on the mean, to leading order otherwise.
    Chapter: *From theory to rules*.

    Examples
    --------
    >>> round(float(effective_n_real(0.618, 500, 500)))
    809
    """
    n_real, n_synthetic = positive("n_real", n_real), positive("n_synthetic", n_synthetic)
    return n_real / error_ratio(weight, n_real / n_synthetic)


@paired()
def equivalent_rows(rows: ArrayLike, n_synthetic: ArrayLike) -> Floats:
    """Worth, in real rows, of a model worth `rows` rows once it is seen through `n_synthetic` synthetic rows.

    Exact for a mean of rows whose variance does not depend on the mean, to leading order otherwise.
    Chapter: *From theory to rules*.

    Parameters
    ----------
    rows : array_like
        Real rows that the model is worth, zero or more.
    n_synthetic : array_like
        Rows drawn from the model, zero or more; broadcast against `rows`.

    Returns
    -------
    ndarray
        N m / (N + m): the variances 1/N and 1/m add up.

    Examples
    --------
    >>> float(equivalent_rows(100, 100))
    50.0
    """
    n, m = positive("rows", rows, zero=True), positive("n_synthetic", n_synthetic, zero=True)
    with np.errstate(invalid="ignore"):
        return np.where(n + m > 0, n * (m / (n + m)), 0.0)
