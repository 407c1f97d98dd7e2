"""A generator's bias, estimated as one goes and subtracted: the exact error by round where the weights are set before.

With weights that do not look at the rows every model is a linear function of independent averages and steps, so that
its variance is a sum of squares. Exact for a mean of rows whose variance does not depend on the mean.
Chapter: *A weight that learns*.
"""

import numpy as np
from numpy.typing import ArrayLike

from model_collapse._checks import MOST, Floats, at_least, positive, refusal, scalar, share, shown

SEEN = ("nothing", "shifts", "differences")
"""What the bias is estimated from."""


def memory(half_life: float | None) -> float:
    """Return by how much a round's weight in an average of past rounds shrinks from one round to the next."""
    return 1.0 if half_life is None else float(0.5 ** (1 / scalar("half_life", positive("half_life", half_life))))


def rule(seen: str) -> str:
    """Return what the bias is estimated from, if it is one of the words for it."""
    if not isinstance(seen, str) or seen not in SEEN:
        raise refusal("seen must be one of {allowed}, got {given}.", allowed=", ".join(SEEN), given=shown(seen))
    return seen


def _by_round(weight: ArrayLike, n_real: ArrayLike, n_synthetic: ArrayLike, bias: ArrayLike) -> list[Floats]:
    """Return weights, rows and bias of every round; a number stands for all rounds."""
    settings = {
        "weight": share("weight", weight),
        "n_real": positive("n_real", n_real, zero=True),
        "n_synthetic": positive("n_synthetic", n_synthetic, zero=True),
        "bias": at_least("bias", bias, -MOST),
    }
    shapes = {array.shape for array in settings.values()} - {()}
    if len(shapes) != 1 or len(*shapes) != 1:
        listed = ", ".join(f"{name} {array.shape}" for name, array in settings.items())
        raise ValueError(f"weight, rows and bias must be numbers or lists with one number a round, got {listed}.")
    w, n, m, b = np.broadcast_arrays(*settings.values())
    later = slice(1, None)
    for name, rows, part in (("n_real", n, w), ("n_synthetic", m, 1 - w)):
        if not n[0] or ((rows == 0) & (part > 0))[later].any():
            raise ValueError(f"{name} must be above 0 in every round in which these rows have a weight, got 0.")
    return [w, n, m, b]


def corrected_error_by_round(
    weight: ArrayLike,
    n_real: ArrayLike,
    n_synthetic: ArrayLike,
    *,
    bias: ArrayLike = 0.0,
    drift: float = 0.0,
    seen: str = "shifts",
    half_life: float | None = None,
) -> Floats:
    """Return the expected squared error of each round if an estimate of the bias is subtracted from synthetic averages.

    The estimate of a round is made from the rounds before it: an average of the generator's shifts, each counting in
    proportion to its synthetic rows, or of the differences between the synthetic and the real average, each counting
    the same. Chapter: *A weight that learns*.

    Parameters
    ----------
    weight : array_like, shape (rounds + 1,)
        Total weight on the real rows in each round, set beforehand; that of round 0 is not used.
    n_real, n_synthetic : array_like, shape (rounds + 1,)
        Rows in each round, zero included where they have no weight.
    bias : array_like
        Shift of the generator in each round, or in all, in standard deviations of a row.
    drift : float
        Variance of the truth's step before each round, in units of one row's variance.
    seen : str
        `"shifts"`: synthetic average less last model; `"differences"`: synthetic average less real one; `"nothing"`: no
        estimate is subtracted.
    half_life : float, optional
        Rounds that show it after which a round counts half as much in the estimate; left out, it counts as much for
        ever.

    Returns
    -------
    ndarray, shape (rounds + 1,)
        Variance and squared bias added, for one coordinate, in units of one row's variance.

    Raises
    ------
    ValueError
        If shapes do not fit, a number is out of range or rows that do not exist have a weight.

    Examples
    --------
    A bias of one standard error of a real average, in the long run at the golden weight:

    >>> error = corrected_error_by_round(0.618, [100] * 200, [100] * 200, bias=0.1, seen="nothing")
    >>> error_without_it = corrected_error_by_round(0.618, [100] * 200, [100] * 200, bias=0.1, seen="shifts")
    >>> (100 * np.array([error[-1], error_without_it[-1]])).round(2)
    array([1.  , 0.62])
    """
    w, n, m, b = _by_round(weight, n_real, n_synthetic, bias)
    q, kept = scalar("drift", positive("drift", drift, zero=True)), memory(half_life)
    rounds, from_shifts = len(w), rule(seen) == "shifts"
    real, made, step, fixed = np.split(np.eye(3 * rounds + 1), [rounds, 2 * rounds, 3 * rounds])
    inverse = [np.divide(1.0, rows, out=np.zeros(rounds), where=rows > 0) for rows in (n, m)]
    square = np.concatenate([*inverse, np.full(rounds, q), [1.0]])
    total, counted = np.zeros(3 * rounds + 1), 0.0
    model = real[0]
    errors = [float(square @ model**2)]
    for t in range(1, rounds):
        shift = b[t] * fixed[0] + made[t]
        synthetic = model - step[t] + shift
        estimate = total / counted if counted else np.zeros_like(total)
        model = w[t] * real[t] + (1 - w[t]) * (synthetic - estimate)
        errors.append(float(square @ model**2))
        count = 0.0 if seen == "nothing" else m[t] if from_shifts else float(n[t] > 0 and m[t] > 0)
        if count:
            total = kept * total + count * (shift if from_shifts else synthetic - real[t])
            counted = kept * counted + count
    return np.array(errors)
