"""Weighted maximum likelihood for many weights and replications at once, by Newton steps from a close start.

Rows are shared between the weights of a replication, so a round costs a few products of small matrices and one
exponential for each row and weight. The bulk runs in single precision, whose rounding is far below the sampling
error. What three steps do not settle is finished in double precision with step halving.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from model_collapse.problems.matrices import solve
from model_collapse.validation import Floats

Singles = NDArray[np.float32]
GROUP = 4
"""Weights that are multiplied together; always this many, so that a weight's bits do not depend on its neighbours."""

_STEPS, _TOLERANCE = 3, 1e-3  # after a last step of 1e-3 the next one would be of order 1e-6
_LANE_ROWS = 2_000_000


class Family(Protocol):
    """A response with canonical link: mean and variance as functions of the linear predictor.

    Both are affine in what `transform` returns for `scale` times the predictor: mean = mean[0] + mean[1] * first and
    variance = variance[0] + variance[1] * second.
    """

    scale: float
    mean: tuple[float, float]
    variance: tuple[float, float]

    def transform(self, predictor: Singles) -> tuple[Singles, Singles]:
        """Overwrite the scaled predictor and return the two arrays that mean and variance are affine in."""

    def potential(self, predictor: Floats) -> Floats:
        """Return the function whose derivative is the mean."""

    def recession(self, predictor: Floats) -> Floats:
        """Return the slope of the potential at infinity, in the direction of each predictor."""


@dataclass(frozen=True)
class Responses:
    """Rows of a regression with canonical link, which sees the responses through X'y alone.

    Attributes
    ----------
    x : ndarray, shape (replications, p, n)
        Covariates, shared between weights.
    xy : ndarray, shape (weights or 1, replications, p)
        X'y.
    origin : ndarray, shape (weights or 1, replications, p)
        Model that made the last rows, where the fit starts; nan where there was none.
    """

    x: Singles
    xy: Floats
    origin: Floats

    def __add__(self, other: "Responses") -> "Responses":
        """Pool two samples, every row counting the same."""
        return Responses(np.concatenate([self.x, other.x], axis=-1), self.xy + other.xy, other.origin)

    @property
    def n(self) -> int:
        """Rows in the sample."""
        return self.x.shape[-1]

    @cached_property
    def squares(self) -> Singles:
        """Products of two columns, shape (replications, p (p + 1) / 2, n)."""
        first, second = np.triu_indices(self.x.shape[-2])
        return self.x[:, first] * self.x[:, second]

    @cached_property
    def columns(self) -> Singles:
        """Columns and their products, shape (replications, p + p (p + 1) / 2, n)."""
        return np.concatenate([self.x, self.squares], axis=1)

    @cached_property
    def totals(self) -> Floats:
        """Sums of `columns` over rows, shape (replications, p + p (p + 1) / 2)."""
        return self.columns.sum(axis=-1, dtype=float)


Part = tuple[Responses, Floats]


def predictor(x: Singles, beta: Floats) -> Singles:
    """Return x' beta for weights in groups, shape (replications, groups, GROUP, n); the last group is padded."""
    weights, replications, p = beta.shape
    padded = np.empty((replications, -(-weights // GROUP) * GROUP, p), dtype=np.float32)
    padded[:, :weights] = beta.swapaxes(0, 1)
    padded[:, weights:] = beta[-1][:, None]
    return padded.reshape(replications, -1, GROUP, p) @ x[:, None]


def sums(values: Singles, columns: Singles, weights: int) -> Floats:
    """Sum values times columns over rows: (replications, groups, GROUP, n) to (weights, replications, columns)."""
    found = values @ columns[:, None].swapaxes(-1, -2)
    replications, columns_ = columns.shape[:2]
    return found.reshape(replications, -1, columns_)[:, :weights].swapaxes(0, 1).astype(float)


def _full(packed: Floats, p: int) -> Floats:
    at = np.zeros((p, p), dtype=int)
    at[np.triu_indices(p)] = np.arange(packed.shape[-1])
    return packed[..., np.maximum(at, at.T)]


def _step(parts: Sequence[Part], beta: Floats, family: Family) -> Floats:
    weights, _, p = beta.shape
    score, curvature = np.zeros(1), np.zeros(1)
    for rows, share in parts:
        first, second = family.transform(predictor(rows.x, beta * family.scale))
        if second is first:
            both = sums(first, rows.columns, weights)
            slope, bend = both[..., :p], both[..., p:]
        else:
            slope, bend = sums(first, rows.x, weights), sums(second, rows.squares, weights)
        slope = family.mean[0] * rows.totals[:, :p] + family.mean[1] * slope
        bend = family.variance[0] * rows.totals[:, p:] + family.variance[1] * bend
        score = score + share[..., None] * (rows.xy - slope)
        curvature = curvature + share[..., None] * bend
    return solve(_full(curvature, p), score)


def _objective(lanes: Sequence[tuple[Floats, Floats, Floats]], beta: Floats, family: Family) -> Floats:
    value = np.zeros(len(beta))
    for x, xy, share in lanes:
        eta = (beta[:, None] @ x)[:, 0]
        value += share * ((beta * xy).sum(axis=-1) - family.potential(eta).sum(axis=-1))
    return value


def _without_maximum(lanes: Sequence[tuple[Floats, Floats, Floats]], beta: Floats, family: Family) -> NDArray[np.bool_]:
    """Tell where the likelihood grows for ever in the direction beta; up to the rounding of X'y."""
    value, size = np.zeros(len(beta)), np.zeros(len(beta))
    for x, xy, share in lanes:
        eta = (beta[:, None] @ x)[:, 0]
        value += share * ((beta * xy).sum(axis=-1) - family.recession(eta).sum(axis=-1))
        size += share * np.abs(eta).sum(axis=-1)
    return value >= -1e-6 * size


def _finish(lanes: Sequence[tuple[Floats, Floats, Floats]], start: Floats, family: Family) -> Floats:
    """Newton steps with halving in double precision for some fits, shape (fits, p); nan where no maximum exists."""
    beta, p = start.copy(), start.shape[-1]
    result, left = np.full_like(beta, np.nan), np.arange(len(beta))
    for _ in range(60):
        score, curvature = np.zeros_like(beta), np.zeros((len(beta), p, p))
        for x, xy, share in lanes:
            eta = (beta[:, None] @ x)[:, 0] * family.scale
            first, second = family.transform(eta)  # type: ignore[arg-type]
            mean = family.mean[0] + family.mean[1] * first
            variance = family.variance[0] + family.variance[1] * second
            score += share[:, None] * (xy - (x @ mean[..., None])[..., 0])
            curvature += share[:, None, None] * ((x * variance[:, None]) @ x.swapaxes(-1, -2))
        step = solve(curvature, score)
        now = _objective(lanes, beta, family)
        for _ in range(30):
            worse = ~(_objective(lanes, beta + step, family) >= now - 1e-12 * np.abs(now))
            if not worse.any():
                break
            step[worse] /= 2
        beta = beta + step
        done = np.abs(step).max(axis=-1) <= 1e-7 * (1 + np.abs(beta).max(axis=-1))
        none = _without_maximum(lanes, beta, family) | ~np.isfinite(beta).all(axis=-1)
        result[left[done & ~none]] = beta[done & ~none]
        keep = ~(done | none)
        if not keep.any():
            break
        beta, left = beta[keep], left[keep]
        lanes = [(x[keep], xy[keep], share[keep]) for x, xy, share in lanes]
    return result


def maximise(parts: Sequence[Part], start: Floats, family: Family) -> Floats:
    """Maximise the weighted likelihood of some samples.

    Parameters
    ----------
    parts : sequence of (Responses, ndarray)
        Samples and the weight of each of their rows, shape (weights or 1, 1).
    start : ndarray, shape (weights, replications, p)
        Close to the solution; nan where a run has ended.
    family : Family
        Law of the responses.

    Returns
    -------
    ndarray, shape (weights, replications, p)
        Estimates; nan where the likelihood has no maximum or the start was nan.
    """
    beta, open_ = start, np.isfinite(start).all(axis=-1)
    with np.errstate(all="ignore"):
        for _ in range(_STEPS):
            step = _step(parts, beta, family)
            beta = np.where(open_[..., None], beta + step, beta)
            open_ = open_ & ~(np.abs(step).max(axis=-1) <= _TOLERANCE)
            if not open_.any():
                return beta
        beta = beta.copy()
        at, replication = np.nonzero(open_)
        fits = max(1, _LANE_ROWS // sum(rows.n for rows, _ in parts))
        for some in range(0, len(at), fits):
            w, r = at[some : some + fits], replication[some : some + fits]
            lanes = [
                (
                    rows.x[r].astype(float),
                    np.broadcast_to(rows.xy, start.shape)[w, r],
                    np.broadcast_to(share, start.shape[:2])[w, r],
                )
                for rows, share in parts
            ]
            beta[w, r] = _finish(lanes, start[w, r], family)
    return beta
