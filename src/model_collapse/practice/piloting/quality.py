"""How good synthetic rows are, beside real rows that nothing has seen: the hold-out sets the mark.

Chapter: *A pilot on your own data*.
"""

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from model_collapse._checks import Floats
from model_collapse.practice.piloting.encoding import Encoding

if TYPE_CHECKING:
    import pandas as pd

BINS, COMPARED = 10, 1000
"""Bins of a number in pairs, and rows whose nearest real row is looked for."""
RARE, SEEN = 0.05, 5
"""Share below which a category is rare, and how often it must be expected to be missed."""
NEAREST = 0.05
"""Share of new real rows that lie near to a real one."""


class Quality(NamedTuple):
    """Measures of rows against the real rows that a generator was fitted to.

    Chapter: *A pilot on your own data*.

    Attributes
    ----------
    shapes : float
        Mean over columns of 1 minus the largest distance of the distribution functions (numbers) or half the summed
        distance of the shares (categories).
    pairs : float
        Mean over pairs of columns of 1 minus half the summed distance of their joint shares, numbers in tenths.
    rare_coverage : float
        Share of the rare categories that the rows contain: those of less than 5% of the real rows, of which five or
        more are expected among as many rows; nan if there are none.
    near_copies : float
        Share of the rows that lie as near to a real row as the nearest twentieth of one half of the hold-out; about
        0.05 for new real rows unless many rows are alike, 1 for copies.
    """

    shapes: float
    pairs: float
    rare_coverage: float
    near_copies: float


def _shares(codes: np.ndarray, size: int) -> Floats:
    return np.bincount(codes, minlength=size) / max(len(codes), 1)


def _gap(one: np.ndarray, other: np.ndarray, size: int) -> float:
    return float(np.abs(_shares(one, size) - _shares(other, size)).sum() / 2)


class Mark:
    """The real rows that synthetic ones are held against.

    Parameters
    ----------
    rest, held : pandas.DataFrame
        Rows that the generator is fitted to, and the hold-out, whose other half has measures of its own: what new real
        rows have.
    seed : int
        Seed of the rows whose neighbours are looked for.
    """

    def __init__(self, rest: "pd.DataFrame", held: "pd.DataFrame", seed: int) -> None:
        self.rest, self.seed = rest, seed
        self.new = held.iloc[1::2].reset_index(drop=True)
        self.encoding = Encoding(rest)
        self._edges = {
            name: np.unique(rest[name].quantile(np.arange(1, BINS) / BINS).dropna())
            for name in rest
            if rest.dtypes[name].kind == "f"
        }
        self._codes = self.codes(rest)
        self._near = float(np.quantile(self._distances(held.iloc[::2]), NEAREST, method="lower"))

    def codes(self, frame: "pd.DataFrame") -> dict[str, tuple[np.ndarray, int]]:
        """Return each column as whole numbers, and how many there are; a missing number is the last one."""
        found = {}
        for name in frame:
            if name in self._edges:
                values, edges = frame[name].to_numpy(), self._edges[name]
                place = np.where(np.isnan(values), len(edges) + 1, np.searchsorted(edges, values))
                found[name] = place, len(edges) + 2
            else:
                found[name] = frame[name].cat.codes.to_numpy().astype(int), len(frame[name].cat.categories)
        return found

    def _distances(self, frame: "pd.DataFrame") -> Floats:
        """Return how far some rows lie from the nearest of the real ones."""
        from sklearn.neighbors import NearestNeighbors

        rng = np.random.default_rng([self.seed, 2])
        some = rng.permutation(len(frame))[:COMPARED]
        near = NearestNeighbors(n_neighbors=1, algorithm="brute").fit(self.encoding.encode(self.rest))
        return near.kneighbors(self.encoding.encode(frame.iloc[some]))[0][:, 0]

    def measure(self, frame: "pd.DataFrame") -> Quality:
        """Return the quality of rows."""
        codes = self.codes(frame)
        shapes = [self._shape(name, frame, codes) for name in frame]
        pairs = [self._pair(a, b, codes) for a, b in combinations(frame, 2)]
        return Quality(
            shapes=float(np.mean(shapes)),
            pairs=float(np.mean(pairs)),
            rare_coverage=self._rare(codes, len(frame)),
            near_copies=float(np.mean(self._distances(frame) <= self._near)),
        )

    def _shape(self, name: str, frame: "pd.DataFrame", codes: dict[str, tuple[np.ndarray, int]]) -> float:
        if name not in self._edges:
            return 1 - _gap(codes[name][0], self._codes[name][0], codes[name][1])
        one, other = (np.sort(rows[name].fillna(np.inf).to_numpy()) for rows in (frame, self.rest))
        at = np.concatenate([one, other])
        below = [np.searchsorted(values, at, "right") / len(values) for values in (one, other)]
        return 1 - float(np.abs(below[0] - below[1]).max())

    def _pair(self, a: str, b: str, codes: dict[str, tuple[np.ndarray, int]]) -> float:
        wide, high = codes[a][1], codes[b][1]
        one, other = (found[a][0] * high + found[b][0] for found in (codes, self._codes))
        return 1 - _gap(one, other, wide * high)

    def _rare(self, codes: dict[str, tuple[np.ndarray, int]], rows: int) -> float:
        wanted = found = 0
        for name, (places, size) in codes.items():
            if name not in self._edges:
                share = _shares(self._codes[name][0], size)
                rare = np.flatnonzero((share < RARE) & (share * rows >= SEEN))
                wanted += len(rare)
                found += int(np.isin(rare, places).sum())
        return found / wanted if wanted else float("nan")
