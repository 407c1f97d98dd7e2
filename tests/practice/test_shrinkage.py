"""The weight that trusts nobody's generator, against James and Stein's formula, an integral and whole loops."""

import numpy as np
import pytest
from scipy import stats

from model_collapse.practice import safe_weight, safe_weight_from_rows


def settled(bias, p=10, n=20, rounds=40, loops=1500):
    """Return the error of the loop with the safe weight, that of the real rows alone being 1."""
    rng = np.random.default_rng(2)
    total = []
    for _ in range(loops // 10):
        model = rng.standard_normal(p) / n**0.5
        for t in range(rounds):
            real, made = rng.standard_normal((2, p)) / n**0.5
            made = model + made + bias / p**0.5
            w = safe_weight(real, made, 1.0, n)
            model = w * real + (1 - w) * made
            if t > 10:
                total.append(n * (model @ model) / p)
    return np.mean(total)


def test_the_safe_weight_never_harms_and_has_its_price():
    assert settled(0) == pytest.approx(0.6975, abs=0.015)
    assert settled(0, p=3) == pytest.approx(0.845, abs=0.025)
    assert settled(1.0) < 1
    assert settled(10.0) == pytest.approx(1, abs=0.03)


@pytest.mark.parametrize("p", [3, 4, 7])
def test_the_safe_weight_is_that_of_james_and_stein(p):
    rng = np.random.default_rng(p)
    for apart in (0.05, 0.3, 1.0):
        x, y = rng.standard_normal(p), apart * rng.standard_normal(p)
        x += y
        shrunken = y + max(0, 1 - (p - 2) * (2.5 / 40) / np.sum((x - y) ** 2)) * (x - y)
        w = safe_weight(x, y, 2.5, 40)
        np.testing.assert_allclose(w * x + (1 - w) * y, shrunken)
    assert safe_weight(y, y + 1, 1.0, 10) == pytest.approx(1 - (p - 2) / (10 * p))


def test_the_weight_from_rows_is_that_of_james_and_stein_with_an_estimated_covariance():
    rng = np.random.default_rng(4)
    for n, p, apart in ((5, 4, 0.3), (12, 3, 0.1), (40, 6, 0.2)):
        rows = rng.standard_normal((n, p)) @ rng.standard_normal((p, p)) + 5
        y = rows.mean(axis=0) + apart
        squares = (n - 1) * np.cov(rows.T)
        ratio = n * (apart * np.ones(p)) @ np.linalg.inv(squares) @ (apart * np.ones(p))
        shrunken = max(0, 1 - (p - 2) / (n - 1 - p + 3) / ratio)
        assert safe_weight_from_rows(rows, y) == pytest.approx(shrunken, rel=1e-9)


def test_a_round_with_a_perfect_generator_has_the_error_that_an_integral_gives():
    p, n, runs = 5, 9, 4000
    c = (p - 2) / (n - p + 2)
    size, scatter = stats.chi2(p), stats.chi2(n - p)  # n d'd in units of the covariance, and what divides it
    s, t = (law.ppf((np.arange(2000) + 0.5) / 2000) for law in (size, scatter))
    expected = np.mean(np.maximum(0, 1 - c * t[:, None] / s) ** 2 * s) / p
    rng, errors = np.random.default_rng(6), []
    for _ in range(runs):
        rows = rng.standard_normal((n, p))
        errors.append(n * np.sum((safe_weight_from_rows(rows, np.zeros(p)) * rows.mean(axis=0)) ** 2) / p)
    assert expected < 0.7
    assert abs(np.mean(errors) - expected) < 4 * np.std(errors) / runs**0.5


@pytest.mark.parametrize(("bias", "least", "most"), [(0, 0.735, 0.765), (2, 0.78, 0.83), (30, 0.95, 1.04)])
def test_the_weight_from_rows_never_harms_and_has_its_price(bias, least, most):
    p, n, rounds, loops = 10, 20, 40, 60
    rng, total = np.random.default_rng(1), []
    for _ in range(loops):
        model = rng.standard_normal(p) / n**0.5
        for t in range(rounds):
            rows = rng.standard_normal((n, p))
            made = model + (rng.standard_normal(p) + bias / p**0.5) / n**0.5
            w = safe_weight_from_rows(rows, made)
            model = w * rows.mean(axis=0) + (1 - w) * made
            if t > 15:
                total.append(n * (model @ model) / p)
    assert least < np.mean(total) < most


def test_what_the_weight_from_rows_refuses():
    rows = np.random.default_rng(5).standard_normal((9, 3))
    for real, made in (
        (rows[:3], [0, 0, 0]),
        (rows[:, :2], [0, 0]),
        (rows, [0, 0]),
        (rows[:, [0, 1, 1]], [0, 0, 0]),
        (rows[:, 0], [0, 0, 0]),
    ):
        with pytest.raises(ValueError, match=r"\.$"):
            safe_weight_from_rows(real, made)
    with pytest.raises(ValueError, match="one row more than columns, got 3 rows and 3 columns"):
        safe_weight_from_rows(rows[:3], [0, 0, 0])
    assert safe_weight_from_rows(rows, rows.mean(axis=0)) == 0


def test_what_the_safe_weight_refuses():
    for real, made, s2, n in (([1, 2], [1, 2], 1, 1), ([1, 2, 3], [1, 2], 1, 1), ([1, 2, 3], [1, 2, 4], 0, 1)):
        with pytest.raises(ValueError, match=r"\.$"):
            safe_weight(real, made, s2, n)
    assert safe_weight([1, 2, 3], [1, 2, 3], 1, 5) == 0


def test_averages_that_are_very_far_apart_leave_the_real_rows_alone():
    assert safe_weight([1e60, 0, 0], [0, 0, 0], variance=1.0, n_real=10) == 1
    assert safe_weight([1e100] * 3, [-1e100] * 3, variance=1e-100, n_real=10**15) == 1
    assert safe_weight_from_rows(np.random.default_rng(1).standard_normal((9, 3)), [1e70, 0, 0]) == 1


def test_a_covariance_of_equal_variances_is_a_variance():
    rng = np.random.default_rng(9)
    x, y = rng.standard_normal((2, 5))
    assert safe_weight(x, y, 2.5 * np.eye(5), 7) == pytest.approx(safe_weight(x, y, 2.5, 7))


@pytest.mark.parametrize("along", [[4.0, 3.0, 2.0, 1.0, 1.0], [1.0, 1.0, 1.0, 1.0, 0.2, 0.1]])
@pytest.mark.parametrize("apart", [0.0, 0.5, 2.0, 8.0])
def test_with_unlike_variances_it_does_not_harm_either(along, apart):
    """Risk by drawing the average of the real rows: below that of the average itself, wherever the other one is."""
    rng, p = np.random.default_rng(10), len(along)
    turn = np.linalg.qr(rng.standard_normal((p, p)))[0]
    spread = turn @ np.diag(along) @ turn.T
    for direction in (turn[:, 0], turn[:, -1]):
        drawn = rng.standard_normal((4000, p)) * np.sqrt(along) @ turn.T
        other = apart * direction
        weights = np.array([safe_weight(x, other, spread, 1) for x in drawn])[:, None]
        gain = (drawn**2).sum(axis=1) - ((weights * drawn + (1 - weights) * other) ** 2).sum(axis=1)
        assert gain.mean() > -3 * gain.std() / np.sqrt(4000)
        if apart == 0:
            assert gain.mean() > 0.1 * sum(along)


def test_the_weight_for_a_covariance_by_hand():
    """Trace 9 less twice 4 is 1: with n = 2 and a squared distance of 5 it is 1 - 1/10."""
    found = safe_weight([1.0, 2.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0], np.diag([4.0, 2.0, 2.0, 1.0]), 2)
    assert found == pytest.approx(0.9)
    assert safe_weight([0.1, 0.0, 0.0], [0.0, 0.0, 0.0], np.diag([4.0, 2.0, 2.0]), 2) == 1


@pytest.mark.parametrize(
    ("variance", "said"),
    [
        (np.eye(2), r"^variance must be a number or a symmetric matrix of 3 by 3, got shape \(2, 2\)\.$"),
        (
            np.triu(np.ones((3, 3))),
            r"^variance must be a number or a symmetric matrix of 3 by 3, got shape \(3, 3\)\.$",
        ),
        (np.diag([1.0, 1.0, -2.0]), r"^variance must be the covariance of a row, got an eigenvalue of -2\.$"),
    ],
)
def test_what_is_no_covariance_is_refused(variance, said):
    with pytest.raises(ValueError, match=said):
        safe_weight([0.0, 0.0, 0.0], [1.0, 1.0, 1.0], variance, 5)
