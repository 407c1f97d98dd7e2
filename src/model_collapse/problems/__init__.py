"""Estimation problems."""

from model_collapse.problems.base import Average, Problem
from model_collapse.problems.categorical import Categorical
from model_collapse.problems.gaussian import GaussianMean

__all__ = ["Average", "Categorical", "GaussianMean", "Problem"]
