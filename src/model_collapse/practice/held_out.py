"""What the predictions of logistic models are worth on rows that no fit sees.

Chapter: *A real table*.
"""

import numpy as np
from numpy.typing import NDArray

from model_collapse._checks import Floats, count, instance, numbers
from model_collapse.problems._numerics.matrices import solve
from model_collapse.problems.dataset import Dataset

MEASURES = ("log_loss", "calibration_error", "calibration_slope")
_TOGETHER = 2**18
"""Predictions that are made together, so that they stay in the processor's cache."""


def _chance(eta: NDArray[np.float32]) -> NDArray[np.float32]:
    half = np.tanh(eta / 2)
    half += 1
    half /= 2
    return half


class HeldOut:
    """Rows that are never drawn.

    Chapter: *A real table*.

    Parameters
    ----------
    data : Dataset
        The rows; responses are 0 or 1.
    bins : int
        Bins of equal width for the calibration error.
    """

    def __init__(self, data: Dataset, bins: int = 10) -> None:
        self.bins = count("bins", bins, 1, 10_000)
        if not np.isin(instance("data", data, Dataset, "standardise(columns, response)").y, (0, 1)).all():
            raise ValueError("the responses of data must be 0 or 1, got others.")
        self._x, self._y = np.ascontiguousarray(data.x.T, dtype=np.float32), data.y.astype(np.float32)
        self._xy = data.y @ data.x / len(data.y)

    def measure(self, model: Floats) -> dict[str, Floats]:
        """Judge logistic models.

        Parameters
        ----------
        model : ndarray, shape (..., p)
            Coefficients; nan where there is no model.

        Returns
        -------
        dict
            `log_loss`; `calibration_error`, the mean over rows of the distance between the rate and the mean prediction
            in the row's bin; `calibration_slope`, the coefficient of the predictor, beside an intercept, in a logistic
            regression of the responses on it, by three Newton steps from 1: right to 0.001 for slopes above one
            half. Each of shape (...).
        """
        model = numbers("model", model)
        if model.shape[-1:] != (len(self._x),) or not model.size:
            raise ValueError(f"model must have {len(self._x)} coefficients, got shape {model.shape}.")
        flat = model.reshape(-1, model.shape[-1])
        some = max(1, _TOGETHER // self._y.size)
        found = np.concatenate([self._judge(flat[at : at + some]) for at in range(0, len(flat), some)])
        found[np.isnan(flat).any(axis=-1)] = np.nan
        return {name: found[:, i].reshape(model.shape[:-1]) for i, name in enumerate(MEASURES)}

    def _judge(self, model: Floats) -> Floats:
        eta = np.nan_to_num(model).astype(np.float32) @ self._x
        small = np.exp(-np.abs(eta))
        loss = (np.maximum(eta, 0) + np.log1p(small)).mean(axis=-1, dtype=float) - model @ self._xy
        return np.column_stack([loss, self._calibration_error(eta), self._slope(eta)])

    def _calibration_error(self, eta: NDArray[np.float32]) -> Floats:
        chance = _chance(eta)
        place = np.minimum((chance * self.bins).astype(np.intp), self.bins - 1)
        place += self.bins * np.arange(len(eta))[:, None]
        gaps = np.bincount(place.ravel(), (self._y - chance).ravel(), minlength=self.bins * len(eta))
        return np.asarray(np.abs(gaps).reshape(len(eta), -1).sum(axis=-1) / self._y.size)

    def _slope(self, eta: NDArray[np.float32]) -> Floats:
        line = np.tile([0.0, 1.0], (len(eta), 1))
        for _ in range(3):
            chance = _chance(line[:, :1].astype(np.float32) + line[:, 1:].astype(np.float32) * eta)
            left, variance = self._y - chance, chance * (1 - chance)
            score = np.stack([left.sum(axis=-1, dtype=float), (left * eta).sum(axis=-1, dtype=float)], axis=-1)
            first, second = (variance * eta).sum(axis=-1, dtype=float), (variance * eta * eta).sum(axis=-1, dtype=float)
            zeroth = variance.sum(axis=-1, dtype=float)
            line = line + solve(np.stack([zeroth, first, first, second], axis=-1).reshape(-1, 2, 2), score)
        return line[:, 1]
