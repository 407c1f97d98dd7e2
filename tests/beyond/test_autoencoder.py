"""The autoencoder of digits: its bound and gradient, weights in its loss, and what it draws."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from model_collapse.beyond.autoencoder import LATENT, NAMES, beginning, bound, one_hot, trained
from model_collapse.beyond.pictures import split

jax = pytest.importorskip("jax")
RNG = np.random.default_rng(1)
ROWS = split().world[:12]
PIXELS, DIGITS = ROWS[:, 1:], one_hot(ROWS[:, 0])
NOISE = RNG.standard_normal((12, LATENT))


def net():
    """Return parameters that are nowhere zero."""
    given = beginning(PIXELS, np.ones(12))
    return {name: value + 0.1 * RNG.standard_normal(np.shape(value)) for name, value in given.items()}


def by_hand(net, pixels, digits, noise):
    """Return the bound of each image: the normal densities of its pixels, less a divergence, by scipy and by rows."""
    found = []
    for x, y, e in zip(pixels, digits, noise, strict=True):
        law = np.tanh(np.append(x, y) @ net["code"] + net["code_0"]) @ net["law"] + net["law_0"]
        mean, sd = law[:LATENT], np.exp(law[LATENT:] / 2)
        shown = np.tanh(np.append(mean + sd * e, y) @ net["draw"] + net["draw_0"]) @ net["image"] + net["image_0"]
        divergence = sum(-np.log(s) + (s**2 + m**2) / 2 - 0.5 for m, s in zip(mean, sd, strict=True))
        found.append(norm.logpdf(x, shown, np.exp(net["log_sd"])).sum() - divergence)
    return np.array(found)


def test_the_bound_is_that_of_normal_pixels_and_codes():
    given = net()
    with jax.enable_x64(True):
        np.testing.assert_allclose(
            bound(given, PIXELS, DIGITS, NOISE), by_hand(given, PIXELS, DIGITS, NOISE), rtol=1e-9
        )


def test_the_bound_lies_below_the_log_likelihood():
    """With a decoder that is linear in effect the likelihood is known: the average bound must not exceed it."""
    given = net()
    small = 1e-3
    given["draw"][:LATENT] *= small
    given["image"] = given["image"] / small
    slope = given["draw"][:LATENT]
    rng = np.random.default_rng(2)
    for x, y in zip(PIXELS[:4], DIGITS[:4], strict=True):
        hidden = np.tanh(y @ given["draw"][LATENT:] + given["draw_0"])
        jacobian = (slope * (1 - hidden**2)) @ given["image"]
        spread = jacobian.T @ jacobian + np.exp(2 * given["log_sd"]) * np.eye(64)
        likelihood = multivariate_normal.logpdf(x, hidden @ given["image"] + given["image_0"], spread)
        many = rng.standard_normal((2000, LATENT))
        with jax.enable_x64(True):
            found = np.asarray(bound(given, np.tile(x, (2000, 1)), np.tile(y, (2000, 1)), many))
        assert found.mean() < likelihood + 4 * found.std() / 2000**0.5


@pytest.mark.parametrize("name", NAMES)
def test_the_gradient_is_that_of_finite_differences(name):
    given = net()
    direction = np.random.default_rng(3).standard_normal(np.shape(given[name]))

    def moved(step):
        return by_hand({**given, name: given[name] + step * direction}, PIXELS, DIGITS, NOISE).mean()

    slope = (moved(1e-5) - moved(-1e-5)) / 2e-5
    with jax.enable_x64(True):
        found = jax.grad(lambda given: bound(given, PIXELS, DIGITS, NOISE).mean())(given)
        assert (np.asarray(found[name]) * direction).sum() == pytest.approx(slope, rel=1e-6)


def test_a_weight_is_a_repetition():
    times = np.array([3, 1, 2, 1, 1, 4, 1, 2, 1, 1, 1, 2])
    noise = RNG.standard_normal((40, 12, LATENT))
    weighted = trained(ROWS, times / times.mean(), noise)
    again = trained(ROWS.repeat(times, axis=0), np.ones(times.sum()), noise.repeat(times, axis=1))
    plain = trained(ROWS, np.ones(12), noise)
    for one, other in zip(weighted, again, strict=True):
        np.testing.assert_allclose(one, other, atol=2e-3)
    assert np.abs(weighted.image_0 - plain.image_0).max() > 0.03


def test_a_row_of_next_to_no_weight_changes_nothing():
    noise = RNG.standard_normal((40, 12, LATENT))
    strange = ROWS.copy()
    strange[-1, 1:] = 1 - strange[-1, 1:]
    weights = np.append(np.full(11, 12 / 11), 1e-30)
    for one, other in zip(trained(ROWS, weights, noise), trained(strange, weights, noise), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-3)


def test_a_fit_raises_the_bound_and_learns_the_shares():
    rows = split().world[:200]
    digits, noise = one_hot(rows[:, 0]), RNG.standard_normal((200, LATENT))
    model = trained(rows, np.ones(200), RNG.standard_normal((300, 200, LATENT)))
    np.testing.assert_allclose(model.shares, np.bincount(rows[:, 0].astype(int), minlength=10) / 200)
    before, after = (
        by_hand(given, rows[:, 1:], digits, noise).mean()
        for given in (beginning(rows[:, 1:], np.ones(200)), {name: getattr(model, name) for name in NAMES})
    )
    assert after > before + 10
    assert 0.1 < model.sd < 0.25


def test_it_has_a_few_thousand_parameters():
    assert sum(np.size(value) for value in beginning(PIXELS, np.ones(12)).values()) == 3961


def test_adam_takes_the_steps_of_its_paper():
    """Two steps by hand, with the rate that falls to zero."""
    from model_collapse.beyond.autoencoder import RATE

    noise = RNG.standard_normal((2, 12, LATENT))
    state = beginning(PIXELS, np.ones(12))
    first, second = (dict.fromkeys(state, 0.0) for _ in range(2))
    for t in (1, 2):
        with jax.enable_x64(True):
            slope = jax.grad(lambda given, e=noise[t - 1]: -bound(given, PIXELS, DIGITS, e).mean())(state)
        for name in state:
            g = np.asarray(slope[name])
            first[name] = 0.9 * first[name] + 0.1 * g
            second[name] = 0.999 * second[name] + 0.001 * g**2
            m, v = first[name] / (1 - 0.9**t), second[name] / (1 - 0.999**t)
            state[name] = state[name] - RATE * (1 - t / 3) * m / (np.sqrt(v) + 1e-8)
    found = trained(ROWS, np.ones(12), noise)
    for name in NAMES:
        gap = np.abs(getattr(found, name) - state[name])
        assert np.quantile(gap, 0.9) < 1e-4, name
