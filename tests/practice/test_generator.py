"""Estimates for a pair of a fit and a sampler, against closed forms, scikit-learn, and the rate of the intervals."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from sklearn.mixture import GaussianMixture
from sklearn.neighbors import KernelDensity

import model_collapse as mc
from model_collapse.practice import estimate_generator
from model_collapse.practice._jackknife import student

SIZE = 50


def mean(rows):
    return rows.mean(axis=0)


def shifted(bias, noise_ratio):
    """Return a generator of normal rows that is off by a shift and has another noise than the real rows."""

    def draw(model, n, rng):
        return model + bias + rng.standard_normal((n, len(model))) / noise_ratio**0.5

    return draw


@pytest.mark.parametrize(
    ("bias", "s", "n", "m", "groups", "p"),
    [(0.0, 1, 50, 50, 20, 3), (0.15, 4, 100, 25, 20, 1), (0.1, 0.5, 50, 200, 10, 2)],
)
def test_intervals_hold_the_truth_as_often_as_they_say(bias, s, n, m, groups, p):
    d = n * bias**2
    truth = {
        "squared_bias": d,
        "noise_ratio": s,
        "best_weight": float(mc.optimal_weight(n / m, squared_bias=d, noise_ratio=s)),
        "bias_to_noise": bias**2 * s * m,
    }
    rng, runs = np.random.default_rng(1), 200
    inside, middle = dict.fromkeys(truth, 0), []
    for seed in range(runs):
        rows = rng.standard_normal((groups * SIZE, p))
        plan = {"n_real": n, "n_synthetic": m, "groups": groups, "seed": seed}
        found = estimate_generator(rows, mean, shifted(bias, s), **plan)
        for name, value in truth.items():
            _value, low, high = getattr(found, name)
            inside[name] += low <= value <= high
        middle.append([found.squared_bias[0], 1 / found.noise_ratio[0], found.best_weight[0]])
    assert all(0.9 * runs <= times for times in inside.values()), inside
    assert inside["noise_ratio"] < runs
    assert inside["best_weight"] < runs
    off = np.mean(middle, axis=0) - [d, 1 / s, truth["best_weight"]]
    assert abs(off[0]) < 0.15 * d + 0.05
    assert abs(off[2]) < 0.06


def test_the_trials_of_a_coin_by_closed_form():
    """A share of n trials, drawn again: the second draw has the variance p (1 - p) (1 - 1/n) / n, and no bias."""
    n = 4
    rows = (np.random.default_rng(2).random(1000 * n) < 0.3).astype(float)
    found = estimate_generator(
        rows, mean, lambda share, n, rng: (rng.random(n) < share) * 1.0, n_real=n, n_synthetic=n, groups=1000, seed=1
    )
    assert found.noise_ratio[0] == pytest.approx(1 / (1 - 1 / n), rel=0.12)
    assert found.noise_ratio[1] < 4 / 3 < found.noise_ratio[2]
    assert found.squared_bias[0] < 0.02


def test_the_rate_of_waiting_times_by_closed_form():
    """A rate 1/mean is too large by 1/(n-1) of itself in each generation; its moments are those of an inverse gamma."""
    n, planned = 12, 60
    mean_of, square = n / (n - 1), n**2 / ((n - 1) * (n - 2))
    variance = square - mean_of**2
    d = (mean_of / (n - 1)) ** 2 / variance * planned / n
    s = variance / (square * (variance + 1 / (n - 1) ** 2) - (mean_of / (n - 1)) ** 2)
    found = [
        estimate_generator(
            np.random.default_rng(seed).exponential(1 / 3, 1000 * n),
            lambda rows: 1 / rows.mean(),
            lambda rate, n, rng: rng.exponential(1 / rate, n),
            n_real=planned,
            n_synthetic=planned,
            groups=1000,
            seed=seed,
        )
        for seed in range(10)
    ]
    assert np.mean([each.squared_bias[0] for each in found]) == pytest.approx(d, rel=0.1)
    assert np.mean([1 / each.noise_ratio[0] for each in found]) == pytest.approx(1 / s, rel=0.05)


def spread(model):
    """Return what a kernel density says of the averages and the standard deviations: those of the rows it keeps."""
    kept = np.asarray(model.tree_.data)
    return np.concatenate([kept.mean(axis=0), kept.std(axis=0)])


def test_a_kernel_density_widens_the_rows_by_its_bandwidth():
    n, bandwidth = 100, 0.6
    rows = np.random.default_rng(3).standard_normal((40 * n, 2))
    found = estimate_generator(
        rows,
        lambda rows: KernelDensity(bandwidth=bandwidth).fit(rows),
        lambda model, n, rng: model.sample(n, random_state=int(rng.integers(2**31))),
        n_real=n,
        n_synthetic=n,
        measure=spread,
        groups=40,
        seed=1,
    )
    wider = (1 + bandwidth**2) ** 0.5 - 1
    d = n * wider**2 / (1 / 2) / 2  # of the four numbers two are biased, with the variance 1/(2n)
    assert found.squared_bias[1] < d < found.squared_bias[2]
    assert found.squared_bias[0] == pytest.approx(d, rel=0.35)
    s = 1 / (1 + bandwidth**2)
    assert found.noise_ratio[0] == pytest.approx(s, rel=0.2)
    assert "does worse than the real rows alone" in found.verdict


def test_a_mixture_that_fits_its_rows_keeps_the_promise():
    n = 200
    rng = np.random.default_rng(4)
    rows = rng.standard_normal((20 * n, 1)) + rng.choice([-3, 3], (20 * n, 1))

    def sample(model, n, rng):
        return model.set_params(random_state=int(rng.integers(2**31))).sample(n)[0]

    found = estimate_generator(
        rows,
        lambda rows: GaussianMixture(2, means_init=[[-3], [3]], random_state=1).fit(rows),
        sample,
        n_real=n,
        n_synthetic=n,
        measure=lambda model: model.means_[:, 0],
        seed=1,
    )
    assert found.squared_bias[0] < 0.1
    assert found.noise_ratio[1] < 1 < found.noise_ratio[2]
    assert found.best_weight[1] < mc.GOLDEN_WEIGHT < found.best_weight[2]
    assert "the bias is smaller than the noise" in found.verdict


def pair(**given):
    rows = np.random.default_rng(5).standard_normal((1000, 2))
    call = {"rows": rows, "fit": mean, "sample": shifted(0.1, 1.0), "n_real": 50, "n_synthetic": 50, "seed": 7}
    return estimate_generator(**{**call, **given})


def test_units_and_the_form_of_the_rows_make_no_difference():
    plain = pair()
    rows = np.random.default_rng(5).standard_normal((1000, 2))
    unit = np.array([1e6, 1e-3])
    scaled = pair(rows=rows * unit, sample=lambda model, n, rng: shifted(0.1, 1.0)(model / unit, n, rng) * unit)
    frame = pair(
        rows=pd.DataFrame(rows, columns=["a", "b"], index=np.arange(1000)[::-1]),
        fit=lambda rows: rows.to_numpy().mean(axis=0),
        sample=lambda model, n, rng: pd.DataFrame(shifted(0.1, 1.0)(model, n, rng), columns=["a", "b"]),
    )
    both = pair(
        rows=(rows, rows[:, 0]),
        fit=lambda rows: mean(rows[0]),
        sample=lambda model, n, rng: ((x := shifted(0.1, 1.0)(model, n, rng)), x[:, 0]),
    )
    for other in (scaled, frame, both):
        np.testing.assert_allclose(other.best_weight, plain.best_weight, rtol=1e-9)
        np.testing.assert_allclose(other.squared_bias, plain.squared_bias, rtol=1e-9)


def test_planned_rows_scale_the_bias_and_set_the_weight():
    one, other = pair(), pair(n_real=200, n_synthetic=25)
    np.testing.assert_allclose(other.squared_bias, 4 * np.array(one.squared_bias))
    np.testing.assert_allclose(other.bias_to_noise, np.array(one.bias_to_noise) / 2)
    assert one.bias_to_noise[0] == pytest.approx(one.squared_bias[0] * one.noise_ratio[0])
    assert other.noise_ratio == one.noise_ratio
    wide = pair(rows=np.random.default_rng(9).standard_normal((100, 4000)), groups=10)
    assert wide.noise_ratio[0] == pytest.approx(1, rel=0.05)  # however few the groups
    for each in (one, other):
        given = {"noise_ratio": each.noise_ratio[0], "squared_bias": each.squared_bias[0]}
        k = each.n_real / each.n_synthetic
        assert each.best_weight[0] == pytest.approx(float(mc.optimal_weight(k, **given)), rel=1e-9)


@pytest.mark.parametrize(("size", "better"), [(0.98, True), (1.02, False)])
def test_the_weight_for_no_bias_breaks_even_where_the_bias_is_the_noise(size, better):
    found = pair()
    s, k = found.noise_ratio[0], found.n_real / found.n_synthetic
    assert (mc.error_ratio(found.unbiased_weight, k, squared_bias=size * k / s, noise_ratio=s) < 1) == better


def test_each_verdict():
    assert "smaller than the noise" in pair(sample=shifted(0.0, 1.0)).verdict
    assert "larger than the noise" in pair(sample=shifted(0.3, 1.0)).verdict
    assert "cannot be told from 20 groups of 50 rows" in pair(sample=shifted(0.14, 1.0)).verdict
    few = pair(rows=np.random.default_rng(8).standard_normal((30, 1)), groups=10)
    assert few.verdict.startswith("10 groups of 3 rows tell nothing about the weight")
    table = pair().table()
    assert table.note == pair().verdict
    assert [row[0] for row in table.rows()] == ["squared bias", "noise ratio", "best weight", "squared bias over noise"]


@pytest.mark.parametrize("odd", [0, 7])
def test_a_parameter_that_one_group_alone_moves_is_refused(odd):
    seen = iter(range(100))
    with pytest.raises(ValueError, match=r"hardly does: number 1\.$"):
        pair(fit=lambda rows: [float(next(seen) == 2 * odd)], sample=lambda model, n, rng: rng.standard_normal((n, 2)))


@pytest.mark.parametrize("freedom", [9, 10, 19, 50, 999])
def test_students_quantile(freedom):
    assert student(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), abs=5e-4)


REFUSED = [
    ({"rows": np.ones((39, 2))}, "rows must be at least two for each of the 20 groups, got 39."),
    ({"rows": (np.ones(500), np.ones(499))}, "rows must be as many in each part, got 500 and 499."),
    ({"groups": 9}, "groups must be at least 10, got 9."),
    ({"fit": lambda rows: np.nan}, "what fit returns must be finite, got nan."),
    ({"fit": lambda rows: np.ones((2, 2))}, "what fit returns must be a list of numbers, got shape (2, 2)."),
    (
        {"sample": lambda model, n, rng: np.ones((n + 1, 2))},
        "sample must return the 50 rows that it is asked for, got 51.",
    ),
    (
        {"sample": lambda model, n, rng: np.ones((n, 3))},
        "synthetic rows must have the form of the real ones, got [('ndarray', (2,), None)] and [('ndarray', (3,), "
        "None)].",
    ),
    (
        {"sample": lambda model, n, rng: np.tile(model, (n, 1))},
        "sample must draw new rows, got rows with the same fit in every group.",
    ),
    (
        {"measure": lambda model: [model[0], 3.0]},
        "each parameter must differ between groups, got one that hardly does: number 2.",
    ),
    (
        {"measure": lambda model: model[: 1 + (model[0] > 0)]},
        "every fit must have as many parameters as the first, got",
    ),
]


@pytest.mark.parametrize(("given", "said"), REFUSED, ids=[said for _, said in REFUSED])
def test_what_is_refused_in_one_sentence(given, said):
    with pytest.raises(ValueError, match=r"\.$") as refusal:
        pair(**given)
    assert str(refusal.value).startswith(said)
