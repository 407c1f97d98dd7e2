"""Constants of the estimation problems, against direct sums, a linear solver and drawn rows."""

import numpy as np
import pytest

from model_collapse import theory

SIGMA = np.array([[2.0, 0.5], [0.5, 1.0]])


def z(sample, expected):
    return (sample.mean() - expected) / (sample.std() / np.sqrt(sample.size))


def test_means_and_covariances_of_drawn_rows():
    rng = np.random.default_rng(3)
    n, runs = 7, 20_000
    rows = rng.standard_normal((runs, n, 2)) @ np.linalg.cholesky(SIGMA).T
    centred = rows - rows.mean(1, keepdims=True)
    fit = np.swapaxes(centred, 1, 2) @ centred / (n - 1)
    assert abs(z(n * (rows.mean(1) ** 2).sum(1), float(theory.mean_constant(SIGMA)))) < 4
    assert abs(z((n - 1) * ((fit - SIGMA) ** 2).sum((1, 2)), float(theory.covariance_constant(SIGMA)))) < 4
    assert theory.covariance_sampling_error(n, SIGMA) * (n - 1) == theory.covariance_constant(SIGMA)


def test_regression_is_the_trace_of_the_inverse():
    information = np.array([SIGMA, np.eye(2) / 4])
    np.testing.assert_allclose(
        theory.regression_constant(information), np.trace(np.linalg.inv(information), axis1=1, axis2=2)
    )
    assert theory.regression_constant(np.eye(3) / 2.5) == pytest.approx(2.5 * 3)


def test_constants_of_several_covariances_at_once():
    many = np.array([SIGMA, np.eye(2) / 4, 3 * SIGMA])
    for constant in (theory.mean_constant, theory.covariance_constant, theory.regression_constant):
        assert constant(many) == pytest.approx([float(constant(one)) for one in many])


def test_categories_and_distribution_function_of_drawn_rows():
    rng = np.random.default_rng(33)
    n, runs, shares = 6, 20_000, [0.5, 0.3, 0.2]
    counts = (rng.choice(3, p=shares, size=(runs, n, 1)) == np.arange(3)).mean(1)
    assert abs(z(n * ((counts - shares) ** 2).sum(1), float(theory.categorical_constant(shares)))) < 4
    rows = rng.random((runs, n))
    grid = (np.arange(10) + 0.5) / 10
    distance = (((rows[:, :, None] < grid).mean(1) - grid) ** 2).mean(1)
    assert abs(z(n * distance, float(theory.cramer_von_mises_constant(10)))) < 4


def test_midpoint_sums():
    for cells in (1, 4, 100):
        grid = (np.arange(cells) + 0.5) / cells
        assert theory.cramer_von_mises_constant(cells) == pytest.approx((grid * (1 - grid)).mean(), rel=1e-14)
    assert theory.cramer_von_mises_constant() == pytest.approx(1 / 6)


def test_naive_overconfidence():
    k = np.array([1, 0.1, 0.01])
    overconfidence = theory.naive_overconfidence(k)
    np.testing.assert_allclose(overconfidence, [1.33, 5.8, 51], rtol=1e-2)
    n = 100
    true = 2.0 / n * theory.error_ratio(theory.naive_weight(k), k)
    np.testing.assert_allclose(true / (2.0 / (n + n / k)), overconfidence)
    extreme = theory.naive_overconfidence([1e-12, 1e12])
    np.testing.assert_allclose(extreme, [5e11, 1], rtol=1e-11)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: theory.categorical_constant([0.5, 0.4]), "shares must be several numbers that add up to 1"),
        (lambda: theory.categorical_constant(1.0), "shares must be several numbers that add up to 1"),
        (lambda: theory.regression_constant([[1, 1], [1, 1]]), "information must be positive definite"),
        (lambda: theory.mean_constant([1, 2]), "covariance must be a square matrix"),
        (lambda: theory.mean_constant([[1, 2], [3, 4]]), "covariance must be symmetric"),
        (lambda: theory.covariance_constant([[1, 2], [2, 1]]), "covariance must have no negative eigenvalue"),
        (lambda: theory.covariance_constant([[0.0]]), "covariance must have no negative eigenvalue and not be zero"),
        (lambda: theory.cramer_von_mises_constant(0.5), "cells must be a whole number"),
    ],
)
def test_refusals(call, message):
    with pytest.raises(ValueError, match=message):
        call()
