"""Weighted maximum likelihood for many weights and replications at once, by Newton steps from a close start.

Rows are shared between the weights of a replication, so a round costs a few products of small matrices and one
exponential for each row and weight. The bulk runs in single precision, whose rounding is far below the sampling
error; the few fits that it does not settle are finished in double precision.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from model_collapse.problems.families import Family
from model_collapse.problems.lanes import Lanes, finish
from model_collapse.problems.matrices import solve_packed
from model_collapse.problems.responses import Responses, padded, predictor, sums
from model_collapse.problems.scratch import scratch
from model_collapse.validation import Floats

_TOLERANCE = 3e-3  # steps shrink quadratically: after one of 0.003 the next would be of order 0.00001
_LANE_ROWS = 2_000_000

Part = tuple[Responses, Floats]


class _Term(NamedTuple):
    """A sample and the weight of its rows, laid out for the steps: entries first, weights last."""

    rows: Responses
    share: Floats
    xy: Floats


def _step(terms: Sequence[_Term], beta: Floats, family: Family) -> Floats:
    p = len(beta)
    score, curvature = np.zeros(1), np.zeros(1)
    for rows, share, xy in terms:
        eta = predictor(rows.x, beta * family.scale)
        first, second = family.transform(eta, scratch("second", eta.shape))
        if second is first:
            both = sums(first, rows.columns)
            slope, bend = both[:p], both[p:]
        else:
            slope, bend = sums(first, rows.x), sums(second, rows.squares)
        score = score + share * (xy - (family.mean[0] * rows.totals[:p] + family.mean[1] * slope))
        curvature = curvature + share * (family.variance[0] * rows.totals[p:] + family.variance[1] * bend)
    return solve_packed(curvature, score)


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
    terms = [_Term(rows, padded(share[..., None], weights)[0], padded(rows.xy, weights)) for rows, share in parts]
    beta = padded(start, weights)
    left = np.logical_and.reduce(np.isfinite(beta))
    left[:, weights:] = False
    with np.errstate(all="ignore"):
        for _ in range(family.steps):
            step = _step(terms, beta, family)
            np.add(beta, step, out=beta, where=left)
            left &= ~(np.abs(step).max(axis=0) <= _TOLERANCE)
            if not left.any():
                break
        found = beta[..., :weights].transpose(2, 1, 0).copy()
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
