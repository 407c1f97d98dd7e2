"""What the neural generators are trained with: JAX, if it is there, and steps of Adam. Chapter: *Pictures*.

Nothing here imports JAX, the extra `neural`, before a function is called.
"""

from typing import Any

KEEP, KEEP_SQUARES, SMALL = 0.9, 0.999, 1e-8
"""Adam's own constants (Kingma and Ba, 2015)."""


def jax_or_refusal() -> Any:
    """Return the module jax. Chapter: *Pictures*.

    Raises
    ------
    ModuleNotFoundError
        If it is not installed.
    """
    try:
        import jax
    except ModuleNotFoundError:
        raise ModuleNotFoundError(
            "a neural generator needs JAX; install it with `pip install model-collapse[neural]`."
        ) from None
    return jax


def adam(state: tuple[Any, Any, Any], slope: Any, step: Any, rate: Any) -> tuple[Any, Any, Any]:
    """Take one step of Adam. Chapter: *Pictures*.

    Parameters
    ----------
    state : tuple of three
        Parameters, the average of their slopes and that of the slopes' squares: arrays, or dicts of arrays with the
        same keys. Both averages begin at zero.
    slope : array or dict of arrays
        Gradient of the loss at the parameters.
    step : number
        Which step it is; the first is 1.
    rate : number
        Length of a step.

    Returns
    -------
    tuple of three
        The state after the step.
    """
    jax = jax_or_refusal()
    each = jax.tree_util.tree_map
    here, mean, square = state
    mean = each(lambda m, g: KEEP * m + (1 - KEEP) * g, mean, slope)
    square = each(lambda v, g: KEEP_SQUARES * v + (1 - KEEP_SQUARES) * g**2, square, slope)
    length = rate * jax.numpy.sqrt(1 - KEEP_SQUARES**step) / (1 - KEEP**step)
    return each(lambda p, m, v: p - length * m / (jax.numpy.sqrt(v) + SMALL), here, mean, square), mean, square
