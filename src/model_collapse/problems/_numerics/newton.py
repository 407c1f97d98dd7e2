"""Weighted maximum likelihood for many weights and replications at once, by Newton steps from a close start.

Rows are shared between the weights of a replication, so a round costs a few products of small matrices and one
exponential for each row and weight. The bulk runs in single precision, whose rounding is far below the sampling
error; the few fits that it does not settle are finished in double precision.
"""

from collections.abc import Sequence
from functools import reduce
from typing import Any

import numpy as np

from model_collapse._checks import Floats
from model_collapse.problems._numerics.glm_rows import Responses, padded, predictor
from model_collapse.problems._numerics.links import Family
from model_collapse.problems._numerics.matrices import solve_packed, upper_triangle
from model_collapse.problems._numerics.step_halving import Lanes, finish

_TOLERANCE = 3e-3  # steps shrink quadratically: after one of 0.003 the next would be of order 0.00001
_LANE_ROWS = 2_000_000

Part = tuple[Responses, Floats]


class _Likelihood:
    """Score and curvature of all fits, up to a common factor; what the steps have in common is computed once.

    Both stand side by side, the p entries of the score and then the upper triangle of the curvature, each affine in the
    sums over rows that a step computes.
    """

    def __init__(self, parts: Sequence[Part], weights: int, family: Family, ridge: Floats | None) -> None:
        self.family, self.terms, self.ridge = family, [], ridge
        self.constant: Any = np.float32(0)
        for rows, share in parts:
            (least, slope), (flat, bend) = family.mean, family.variance
            p, triangle = rows.x.shape[1], rows.squares.shape[1]
            size = padded(share[..., None] * np.ones((weights, 1, 1)), weights)
            target = np.concatenate([rows.xy, np.zeros((*rows.xy.shape[:2], triangle))], axis=-1)
            if least or flat:
                target = target + np.repeat([-least, flat], [p, triangle]) * rows.totals
            self.constant = self.constant + (size + np.zeros(p + triangle)) * padded(target, weights)
            self.terms.append((rows, (size * np.repeat([-slope, bend], [p, triangle])).astype(np.float32)))
        self.constant = self.constant.astype(np.float32)

    def step(self, beta: Floats) -> list[Floats]:
        """Return the entries of the Newton step from beta, which is laid out by `padded`."""
        p = beta.shape[-1]
        scaled, moments = beta * self.family.scale, self.constant
        for rows, slopes in self.terms:
            first, second = self.family.transform(predictor(rows.x, scaled))
            found = rows.moments(first, second)
            found *= slopes
            moments = moments + found
        entries = [moments[..., i] for i in range(moments.shape[-1])]
        if self.ridge is not None:
            diagonal = [p + at for at, (i, j) in enumerate(zip(*upper_triangle(p), strict=True)) if i == j]
            for i, strength in enumerate(self.ridge.astype(np.float32)):
                entries[i] = entries[i] - strength * beta[..., i].astype(np.float32)
                entries[diagonal[i]] = entries[diagonal[i]] + strength
        return solve_packed(entries[p:], entries[:p])


def maximise(parts: Sequence[Part], start: Floats, family: Family, ridge: Floats | None = None) -> Floats:
    """Maximise the weighted likelihood of some samples.

    Parameters
    ----------
    parts : sequence of (Responses, ndarray)
        Samples and the weight of each of their rows, shape (weights or 1, 1).
    start : ndarray, shape (weights, replications, p)
        Close to the solution; nan where a run has ended.
    family : Family
        Law of the responses.
    ridge : ndarray, shape (p,), optional
        Penalty: half the sum of ridge times the squared coefficients is taken off the likelihood.

    Returns
    -------
    ndarray, shape (weights, replications, p)
        Estimates; nan where the likelihood has no maximum or the start was nan.
    """
    weights = len(start)
    beta = padded(start, weights)
    left = np.isfinite(beta[..., 0])
    left[:, weights:] = False
    with np.errstate(all="ignore"):
        likelihood = _Likelihood(parts, weights, family, ridge)
        for _ in range(family.steps):
            step = likelihood.step(beta)
            for i, entry in enumerate(step):
                np.add(beta[..., i], entry, out=beta[..., i], where=left)
            left &= ~(reduce(np.maximum, map(np.abs, step)) <= _TOLERANCE)
            if not left.any():
                break
        found = beta[:, :weights].swapaxes(0, 1).copy()
        replication, at = np.nonzero(left[:, :weights])
        fits = max(1, _LANE_ROWS // sum(rows.n for rows, _ in parts))
        for some in range(0, len(at), fits):
            w, r = at[some : some + fits], replication[some : some + fits]
            lanes = [
                Lanes(
                    rows.x[r].astype(float),
                    np.broadcast_to(rows.xy, start.shape)[w, r],
                    np.broadcast_to(share, start.shape[:2])[w, r],
                )
                for rows, share in parts
            ]
            found[w, r] = finish(lanes, found[w, r], start[w, r], family, ridge)
    return found
