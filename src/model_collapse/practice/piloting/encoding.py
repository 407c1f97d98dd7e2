"""Rows of a table as numbers and back: numbers standardised, categories as columns of 0 and 1.

Chapter: *A pilot on your own data*.
"""

from typing import TYPE_CHECKING

import numpy as np

from model_collapse._checks import Floats

if TYPE_CHECKING:
    import pandas as pd


class Encoding:
    """The numbers that stand for a row; means and scales are those of the table that it is made from.

    A number takes one place, and a second one that says that it is missing where the table has such rows. A category
    takes one place for each word.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns of numbers (float) and of categories.
    """

    def __init__(self, frame: "pd.DataFrame") -> None:
        self.dtypes = frame.dtypes
        self.places: dict[str, slice] = {}
        self._numbers: dict[str, tuple[float, float]] = {}
        at = 0
        for name in frame:
            if self.dtypes[name].kind == "f":
                mean, scale = frame[name].mean(), frame[name].std(ddof=0)
                self._numbers[name] = (mean, scale) if scale > 0 else (float(np.nan_to_num(mean)), 1.0)
                width = 1 + int(frame[name].isna().any())
            else:
                width = len(self.dtypes[name].categories)
            self.places[name], at = slice(at, at + width), at + width
        self.width = at

    def encode(self, frame: "pd.DataFrame") -> Floats:
        """Return rows as an array of shape (rows, width); a missing number stands at the mean."""
        found = np.zeros((len(frame), self.width))
        for name, place in self.places.items():
            if name in self._numbers:
                mean, scale = self._numbers[name]
                values = (frame[name].to_numpy() - mean) / scale
                found[:, place.start] = np.nan_to_num(values)
                if place.stop - place.start > 1:
                    found[:, place.start + 1] = np.isnan(values)
            else:
                found[np.arange(len(frame)), place.start + frame[name].cat.codes.to_numpy().astype(int)] = 1
        return found

    def decode(self, array: Floats) -> "pd.DataFrame":
        """Return the rows that an array stands for: the category with the largest number of each."""
        import pandas as pd

        columns: dict[str, object] = {}
        for name, place in self.places.items():
            part = array[:, place]
            if name in self._numbers:
                mean, scale = self._numbers[name]
                lost = part[:, 1] > 0.5 if part.shape[1] > 1 else False
                columns[name] = np.where(lost, np.nan, mean + scale * part[:, 0])
            else:
                columns[name] = pd.Categorical.from_codes(part.argmax(axis=1), dtype=self.dtypes[name])
        return pd.DataFrame(columns)
