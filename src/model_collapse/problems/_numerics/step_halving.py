"""The fits that single precision does not settle, one likelihood each: double precision and step halving."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from model_collapse._checks import Floats
from model_collapse.problems._numerics.links import Family
from model_collapse.problems._numerics.matrices import solve


class Lanes(NamedTuple):
    """One sample of some fits: covariates (fits, p, n), X'y (fits, p) and the weight of a row (fits,)."""

    x: Floats
    xy: Floats
    share: Floats

    def predictor(self, beta: Floats) -> Floats:
        """Return the linear predictor, shape (fits, n)."""
        return (beta[:, None] @ self.x)[:, 0]


def _likelihood(lanes: Sequence[Lanes], beta: Floats, family: Family, ridge: Floats) -> Floats:
    value = -(ridge * beta**2).sum(axis=-1) / 2
    for lane in lanes:
        inner = (beta * lane.xy).sum(axis=-1) - family.potential(lane.predictor(beta)).sum(axis=-1)
        value += lane.share * inner
    return value


def _endless(lanes: Sequence[Lanes], beta: Floats, family: Family) -> NDArray[np.bool_]:
    """Tell where the likelihood never falls in the direction beta, up to the rounding of X'y.

    For a logistic fit this says that beta separates the rows with response 0 from those with response 1.
    """
    value, size = np.zeros(len(beta)), np.zeros(len(beta))
    for lane in lanes:
        eta = lane.predictor(beta)
        value += lane.share * ((beta * lane.xy).sum(axis=-1) - family.recession(eta).sum(axis=-1))
        size += lane.share * np.abs(eta).sum(axis=-1)
    return np.asarray(value >= -1e-6 * size)


def _newton(lanes: Sequence[Lanes], beta: Floats, family: Family, ridge: Floats) -> Floats:
    score, curvature = -ridge * beta, np.diag(ridge) + np.zeros((*beta.shape, beta.shape[-1]))
    for x, xy, share in lanes:
        first, second = family.transform((beta[:, None] @ x)[:, 0] * family.scale)
        mean = family.mean[0] + family.mean[1] * first
        variance = family.variance[0] + family.variance[1] * second
        score += share[:, None] * (xy - (x @ mean[..., None])[..., 0])
        curvature += share[:, None, None] * ((x * variance[:, None]) @ x.swapaxes(-1, -2))
    return solve(curvature, score)


def finish(lanes: Sequence[Lanes], close: Floats, start: Floats, family: Family, ridge: Floats | None = None) -> Floats:
    """Take Newton steps, halved while the likelihood falls, until they vanish or the likelihood has no maximum.

    Parameters
    ----------
    lanes : sequence of Lanes
        Samples.
    close, start : ndarray, shape (fits, p)
        Where single precision ended and where it began; the likelier one is taken.
    family : Family
        Law of the responses.
    ridge : ndarray, shape (p,), optional
        Penalty; where there is one the likelihood is taken to have a maximum.

    Returns
    -------
    ndarray, shape (fits, p)
        Estimates, nan where there is no maximum.
    """
    penalty = np.zeros(close.shape[-1]) if ridge is None else ridge
    better = _likelihood(lanes, close, family, penalty) >= _likelihood(lanes, start, family, penalty)
    beta = np.where(better[:, None], close, start)
    result, left = np.full_like(beta, np.nan), np.arange(len(beta))
    for _ in range(60):
        step, now = _newton(lanes, beta, family, penalty), _likelihood(lanes, beta, family, penalty)
        for _ in range(30):
            worse = ~(_likelihood(lanes, beta + step, family, penalty) >= now - 1e-12 * np.abs(now))
            if not worse.any():
                break
            step[worse] /= 2
        beta = beta + step
        endless = ~np.isfinite(beta).all(axis=-1)
        if ridge is None:
            endless |= _endless(lanes, beta, family)
        done = ~endless & (np.abs(step).max(axis=-1) <= 1e-5 * (1 + np.abs(beta).max(axis=-1)))
        result[left[done]] = beta[done]
        more = ~(done | endless)
        if not more.any():
            break
        beta, left = beta[more], left[more]
        lanes = [Lanes(lane.x[more], lane.xy[more], lane.share[more]) for lane in lanes]
    return result
