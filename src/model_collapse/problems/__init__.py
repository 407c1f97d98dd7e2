"""Estimation problems."""

from model_collapse.problems.base import Average, Problem
from model_collapse.problems.categorical import Categorical
from model_collapse.problems.covariance import GaussianCovariance, GaussianMeanEstimatedCovariance
from model_collapse.problems.distribution import DistributionFunction
from model_collapse.problems.gaussian import GaussianMean
from model_collapse.problems.linear import LinearRegression
from model_collapse.problems.logistic import LogisticRegression
from model_collapse.problems.poisson import PoissonRegression
from model_collapse.problems.rows import Rows
from model_collapse.problems.wrappers import Biased, Drifting

__all__ = [
    "Average",
    "Biased",
    "Categorical",
    "DistributionFunction",
    "Drifting",
    "GaussianCovariance",
    "GaussianMean",
    "GaussianMeanEstimatedCovariance",
    "LinearRegression",
    "LogisticRegression",
    "PoissonRegression",
    "Problem",
    "Rows",
]
