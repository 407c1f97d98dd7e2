"""Generator and learner as two models: which fit takes the weight, and how much of it.

In every round the learner is fitted on `n_real` new real rows with total weight w and on `n_synthetic` rows of a
generator with total weight 1 - w; `k = n_real / n_synthetic`. The amounts and the total weight are held fixed. What
the learner has to know of the generator is one number, its own expected squared error in units of the error c/n of
`n_real` real rows alone:

- the generator is last round's learner, or a second model that is refitted with weight v: `error_ratio(v, k)`;
- it is refitted every round on the last round's real rows and no others: 1;
- it was fitted once on N real rows that nobody else saw: `n_real / N`;
- a bias of squared size d in the same units: add d.

All of it supposes that the generator has not seen the real rows of the learner's own round. If it was fitted to just
these rows, its rows add noise and nothing else, and the best weight is 1. Fitted to them in part, it follows another
formula; draw its rows before it is refitted.

Exact for a mean of rows whose variance does not depend on the mean, to leading order otherwise, if both models estimate
the same thing from rows of the same noise; for unlike noise put k / noise_ratio for k.

Chapter: *Weights in your own code*.
"""

from numpy.typing import ArrayLike

from model_collapse._checks import Floats, paired, positive, share


@paired()
def learner_error_ratio(weight: ArrayLike, k: ArrayLike, generator_error: ArrayLike) -> Floats:
    """Error of the learner at a weight, as a ratio to real data alone. Chapter: *Weights in your own code*.

    Parameters
    ----------
    weight : array_like
        Total weight on the real rows in the learner's fit, from 0 to 1.
    k : array_like
        Real rows per synthetic row, above 0; all arguments broadcast.
    generator_error : array_like
        Expected squared error of the generator, zero or more, in units of the error of one round's real rows alone.

    Returns
    -------
    ndarray
        w^2 + (1-w)^2 (generator_error + k): two independent sources, one of which is seen through its rows.

    Examples
    --------
    >>> float(learner_error_ratio(0.5, k=1, generator_error=1))
    0.75
    """
    w, k, error = share("weight", weight), positive("k", k), positive("generator_error", generator_error, zero=True)
    return w**2 + (1 - w) ** 2 * (error + k)


@paired()
def learner_optimal_weight(k: ArrayLike, generator_error: ArrayLike) -> Floats:
    """Weight with the smallest error of the learner; it is also that error. Chapter: *Weights in your own code*.

    Parameters
    ----------
    k, generator_error : array_like
        As for `learner_error_ratio`.

    Returns
    -------
    ndarray
        n / (n + N m / (N + m)), where N = n / generator_error is what the generator is worth in real rows and
        N m / (N + m) what its rows are worth: rows add up.

    Examples
    --------
    >>> round(float(learner_optimal_weight(500 / 2000, generator_error=1)), 3)
    0.556
    """
    variance = positive("k", k) + positive("generator_error", generator_error, zero=True)
    return variance / (1 + variance)
