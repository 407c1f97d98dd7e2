"""Weighted maximum likelihood for many weights and replications at once, by Newton steps from a close start.

Rows are shared between the weights of a replication, so a round costs a few products of small matrices and one
exponential for each row and weight. The bulk runs in single precision, whose rounding is far below the sampling
error; the few fits that it does not settle are finished in double precision.
"""

from collections.abc import Sequence
from functools import reduce
from typing import NamedTuple

import numpy as np

from model_collapse.problems.families import Family
from model_collapse.problems.lanes import Lanes, finish
from model_collapse.problems.matrices import solve_packed
from model_collapse.problems.responses import Responses, Singles, padded, predictor, sums
from model_collapse.validation import Floats

_TOLERANCE = 3e-3  # steps shrink quadratically: after one of 0.003 the next would be of order 0.00001
_LANE_ROWS = 2_000_000

Part = tuple[Responses, Floats]


class _Term(NamedTuple):
    """A sample, and its row weight times the slopes of mean and variance, shape (1, weights, 1)."""

    rows: Responses
    mean: Singles
    variance: Singles


class _Likelihood:
    """Score and curvature of all fits, up to a common factor; what the steps have in common is computed once."""

    def __init__(self, parts: Sequence[Part], weights: int, family: Family) -> None:
        self.family, self.terms = family, []
        self.score, self.curvature = np.zeros(1), np.zeros(1)
        for rows, share in parts:
            p = rows.x.shape[1]
            size = padded(share[..., None] * np.ones((weights, 1, 1)), weights)
            (least, slope), (flat, bend) = family.mean, family.variance
            self.score = self.score + size * padded(rows.xy, weights)
            if least or flat:
                self.score = self.score - size * least * rows.totals[..., :p]
                self.curvature = self.curvature + size * flat * rows.totals[..., p:]
            self.terms.append(_Term(rows, (size * slope).astype(np.float32), (size * bend).astype(np.float32)))
        self.score, self.curvature = self.score.astype(np.float32), self.curvature.astype(np.float32)

    def step(self, beta: Floats) -> tuple[Floats, Floats]:
        """Return the Newton step from beta, both laid out by `padded`, and its largest entry."""
        p = beta.shape[-1]
        score, curvature = self.score, self.curvature
        scaled = beta * self.family.scale
        for rows, mean, variance in self.terms:
            first, second = self.family.transform(predictor(rows.x, scaled))
            if second is first:
                both = sums(first, rows.columns)
                slope, bend = both[..., :p], both[..., p:]
            else:
                slope, bend = sums(first, rows.x), sums(second, rows.squares)
            score = score - mean * slope
            curvature = curvature + variance * bend
        entries = solve_packed(
            [curvature[..., i] for i in range(curvature.shape[-1])], [score[..., i] for i in range(p)]
        )
        return np.stack(entries, axis=-1), reduce(np.maximum, map(np.abs, entries))


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
    weights = len(start)
    beta = padded(start, weights)
    left = np.isfinite(beta[..., 0])
    left[:, weights:] = False
    with np.errstate(all="ignore"):
        likelihood = _Likelihood(parts, weights, family)
        for _ in range(family.steps):
            step, size = likelihood.step(beta)
            np.add(beta, step, out=beta, where=left[..., None])
            left &= ~(size <= _TOLERANCE)
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
            found[w, r] = finish(lanes, found[w, r], start[w, r], family)
    return found
